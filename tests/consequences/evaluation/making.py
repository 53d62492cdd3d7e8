"""Small panels with planted effects, and a plain engine for when the extra is not installed."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from dueregard.consequences.evaluation import Asked
from dueregard.consequences.evaluation.engines import Regression, Staggered, Synthetic
from dueregard.consequences.evaluation.panel import Panel
from dueregard.consequences.evaluation.reading import read_panel
from dueregard.people import read_people

Table = dict[str, list[Any]]
needs_extra = pytest.mark.skipif(
    find_spec("diff_diff") is None, reason="the extra `evaluation` is not installed"
)
EFFECTS = {"f": -3.0, "m": -1.0}


def table(
    *,
    units: int = 12,
    treated: int = 6,
    periods: int = 8,
    event: int = 4,
    noise: float = 0.2,
    groups: tuple[str, ...] = ("f", "m"),
    seed: int = 1,
) -> Table:
    """Places with levels of their own, years in common, shocks that groups share, and planted effects."""
    draw = np.random.default_rng(seed)
    level, year = draw.normal(0, 3, units), draw.normal(0, 1, periods)
    shock = draw.normal(0, noise, (units, periods))
    size = draw.lognormal(3, 0.5, units)
    columns: Table = {name: [] for name in ("place", "year", "sex", "y", "on", "reached", "first", "people")}
    for place in range(units):
        for period in range(periods):
            for group in groups:
                on = int(place < treated and period >= event)
                own = draw.normal(0, noise)
                value = (
                    level[place] + year[period] + shock[place, period] + own + EFFECTS.get(group, 0.0) * on
                )
                row = (f"p{place:02d}", 2000 + period, group, float(value), on, int(place < treated))
                row += (2000 + event if place < treated else 0, float(size[place]))
                for name, cell in zip(columns, row, strict=True):
                    columns[name].append(cell)
    return columns


def panel(columns: Table | None = None, **asked: Any) -> Panel:
    """Read a panel; by default with groups and without weights."""
    how = {"outcome": "y", "unit": "place", "time": "year", "treated": "on", "group": "sex"} | asked
    read = read_panel(read_people(table() if columns is None else columns), Asked(**how))
    return read.panel


class Plain:
    """Least squares and plain differences, written for these tests alone."""

    name = "plain"

    def regress(
        self,
        outcome: NDArray[Any],
        columns: NDArray[Any],
        *,
        weights: NDArray[Any] | None,
        clusters: NDArray[Any] | None,
    ) -> Regression:
        w = np.ones(len(outcome)) if weights is None else weights / weights.mean()
        bread = np.linalg.inv(columns.T @ (w[:, None] * columns))
        beta = bread @ columns.T @ (w * outcome)
        rest = outcome - columns @ beta
        n, k = columns.shape
        if clusters is None:
            return Regression(coefficients=beta, covariance=float(w * rest @ rest) / (n - k) * bread)
        scores = np.stack(
            [(columns * (w * rest)[:, None])[clusters == each].sum(axis=0) for each in np.unique(clusters)]
        )
        c = len(scores)
        factor = c / (c - 1) * (n - 1) / (n - k)
        return Regression(coefficients=beta, covariance=factor * bread @ scores.T @ scores @ bread)

    def staggered(self, outcome: NDArray[Any], **how: Any) -> Staggered:
        after = (how["start"] >= 0) & (how["time"] >= how["start"])
        ever = how["start"] >= 0
        first = how["time"] < how["start"][ever].min()
        effect = outcome[after].mean() - outcome[ever & first].mean()
        effect -= outcome[~ever & ~first].mean() - outcome[~ever & first].mean()
        return Staggered(
            effect=float(effect),
            se=0.1,
            event_times=np.array([-1, 0]),
            effects=np.array([0.0, effect]),
            covariance=np.eye(2) * 0.01,
        )

    def synthetic_did(self, outcomes: NDArray[Any], *, treated: Any, after: int) -> Synthetic:
        change = outcomes[:, after:].mean(axis=1) - outcomes[:, :after].mean(axis=1)
        treated = np.asarray(treated, bool)
        donors = np.full(int((~treated).sum()), 1 / (~treated).sum())
        return Synthetic(
            effect=float(change[treated].mean() - change[~treated].mean()), fit=1.0, donors=donors
        )

    def synthetic_control(self, outcomes: NDArray[Any], *, treated: Any, after: int) -> Synthetic:
        return self.synthetic_did(outcomes, treated=treated, after=after)
