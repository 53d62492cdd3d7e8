"""Statistics of rows that are published figures: what is asked of them, and what they say of each level."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.gathered import GatheredRows
from dueregard.estimates import Covariance, Estimates, Label, Status, Support
from dueregard.rates import Estimates as RowEstimates

__all__ = ["Figure", "GatheredMeasure", "figures_by_level"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What the rows of one level say.

    Attributes
    ----------
    value, variance : float
        NaN where there is none.
    df : float
        Degrees of freedom of the variance; infinite when it is taken as known.
    limits : mapping of float to tuple of float
        Intervals by confidence level; by default they are made of variance and degrees of freedom.
    status : {"ok", "approximate", "withheld", "not_estimable"}
        Whether it may be relied on.
    reason : str, optional
        Why not.
    events : int, optional
        Counted events behind it.
    method, unit, contrast, reference : str, optional
        As :class:`~dueregard.estimates.Label`; the measure's own method and unit where None.
    parameters : mapping
        Options beside those of the measure.
    """

    value: float = float("nan")
    variance: float = float("nan")
    df: float = float("inf")
    limits: Mapping[float, tuple[float, float]] = field(default_factory=dict)
    status: Status = "ok"
    reason: str | None = None
    events: int | None = None
    method: str | None = None
    unit: str | None = None
    contrast: str | None = None
    reference: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)


def figures_by_level(
    found: RowEstimates,
    rows: GatheredRows,
    *,
    df: NDArray[np.float64] | None = None,
    events: NDArray[np.float64] | None = None,
    without: str,
) -> list[Figure]:
    """Put what a function of :mod:`dueregard.rates` found of each level in the order of the levels.

    Parameters
    ----------
    found : dueregard.rates.Estimates
        Its groups are positions of levels.
    rows : GatheredRows
        What it was computed from.
    df, events : ndarray (g,), optional
        Degrees of freedom and counted events of its groups.
    without : str
        What is said of a value that has no standard error, where the function says nothing.

    Returns
    -------
    list of Figure
        One a level; not estimable where there are no rows.
    """
    places = {level: place for place, level in enumerate(found.groups)}
    figures = []
    for level in range(len(rows.by)):
        place = places.get(level)
        if place is None:
            figures.append(Figure(status="not_estimable", reason="there are no rows"))
            continue
        reason = found.reasons.get(place) or (None if np.isfinite(found.variances[place]) else without)
        figures.append(
            Figure(
                value=float(found.values[place]),
                variance=float(found.variances[place]),
                df=float("inf") if df is None else max(float(df[place]), 1.0),
                limits={
                    each: (float(ends[place, 0]), float(ends[place, 1]))
                    for each, ends in found.limits.items()
                },
                status="approximate" if reason else "ok",
                reason=reason,
                events=_whole(events, place),
            )
        )
    return figures


def _whole(events: NDArray[np.float64] | None, place: int) -> int | None:
    return None if events is None or not np.isfinite(events[place]) else round(float(events[place]))


Form: TypeAlias = Callable[[GatheredRows, Sequence[float]], Sequence[Figure]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheredMeasure:
    """A statistic of published rows, whose error comes from theirs or from a model of counts.

    Attributes
    ----------
    name : str
        Its name in the catalogue.
    outcome : Outcome
        Its first column, and which rows apply.
    figures, codes : mapping of str to str
        As :class:`~dueregard.engine.Gathered`.
    form : callable
        ``form(rows, levels)`` gives a Figure for each level, in order.
    label, unit, method, interval, parameters
        As :class:`~dueregard.engine.Measure`.
    """

    name: str
    outcome: Outcome
    figures: Mapping[str, str] = field(hash=False)
    codes: Mapping[str, str] = field(default_factory=dict, hash=False)
    form: Form
    label: str | None = None
    unit: str | None = None
    method: str | None = None
    interval: str = "t"
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def judge(self, rows: GatheredRows, levels: Sequence[float]) -> Estimates:
        """Compute values and their error from the rows.

        Parameters
        ----------
        rows : GatheredRows
            The rows of all levels.
        levels : sequence of float
            Confidence levels.

        Returns
        -------
        Estimates
            One value a level, independent of one another.
        """
        found = self.form(rows, levels)
        sizes = np.bincount(rows.level, minlength=len(rows.by))
        supports = [
            Support(n=int(n), n_effective=float(n), units=int(n), events=figure.events)
            for n, figure in zip(sizes, found, strict=True)
        ]
        limits = {
            level: np.array([_limits(each, level) for each in found]).reshape(-1, 2) for level in levels
        }
        over = tuple(rows.by[0]) if rows.by else ()
        with_limits = [all(np.isfinite(_limits(each, level)).any() for level in levels) for each in found]
        return Estimates(
            np.array([each.value for each in found], float),
            # The same figures of another call are no independent ones: they cannot be compared with these.
            sources=_sources(found, f"{rows.identity}: {(self.name, self.outcome, self.parameters, over)}"),
            labels=tuple(self._label(by, each) for by, each in zip(rows.by, found, strict=True)),
            supports=tuple(supports),
            statuses=tuple(each.status for each in found),
            reasons=tuple(each.reason for each in found),
            limits=limits if any(with_limits) else {},
            interval_methods=tuple("given" if known else "t" for known in with_limits),
        )

    def _label(self, by: Mapping[str, str], figure: Figure) -> Label:
        ways = (self.method, figure.method)
        return Label(
            measure=self.name,
            parameters={**self.parameters, **figure.parameters},
            outcome=self.label,
            by=by,
            contrast=figure.contrast,
            reference=figure.reference,
            unit=figure.unit or self.unit,
            method="; ".join(text for text in ways if text) or None,
        )


def _limits(figure: Figure, level: float) -> tuple[float, float]:
    return figure.limits.get(level, (np.nan, np.nan))


def _sources(found: Sequence[Figure], identity: str) -> tuple[Covariance, ...]:
    """One source for each number of degrees of freedom; a value varies with its own only."""
    freedom = np.array([each.df for each in found], float)
    variances = np.array([each.variance for each in found], float)
    return tuple(
        Covariance.independent(
            np.where(freedom == df, variances, 0.0), identity=f"{identity}, df {df:g}", df=float(df)
        )
        for df in (np.unique(freedom) if len(found) else np.array([np.inf]))
    )
