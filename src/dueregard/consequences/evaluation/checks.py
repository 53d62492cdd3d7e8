"""Checks of an effect: where and when nothing happened, and without each cluster in turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.evaluation.effects import Effects, Tested
from dueregard.consequences.evaluation.panel import NEVER, Panel
from dueregard.errors import DueRegardError, UsageError

__all__ = [
    "LeftOut",
    "default_placebo",
    "leave_one_out",
    "placebo_panel",
    "placebo_units",
    "placebo_units_test",
]

Array = NDArray[np.float64]
Estimate = Callable[[Panel], Effects]
MOST_CLUSTERS = 60
"""Each cluster is left out in turn up to so many."""

MOST_PLACEBOS = 200
FEW_TREATED = 3
"""With so few treated units, errors by cluster do not hold and placebo units are looked at."""

_LEAST_BEFORE = 4
_POOL = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """The effect without each cluster in turn.

    Attributes
    ----------
    lowest, highest : tuple of str and float
        Which cluster was left out, and the effect then.
    jackknife_se : float
        From these values (CV3).
    clusters : int
        How many could be left out.
    """

    lowest: tuple[str, float]
    highest: tuple[str, float]
    jackknife_se: float
    clusters: int


def leave_one_out(panel: Panel, estimate: Estimate) -> LeftOut | None:
    """Estimate again without each cluster.

    Parameters
    ----------
    panel : Panel
        The rows.
    estimate : callable
        The effect on all.

    Returns
    -------
    LeftOut or None
        None with more than 60 clusters, or fewer than three that can be left out.

    References
    ----------
    MacKinnon, Nielsen and Webb (2023), Journal of Econometrics 232, 272-299: the jackknife error of clusters
    (CV3), the square root of (c - 1)/c · Σ (v_c - mean)².
    """
    present = np.unique(panel.cluster)
    if not 2 < len(present) <= MOST_CLUSTERS:
        return None
    found: list[tuple[str, float]] = []
    for cluster in present:
        try:
            value = float(estimate(panel.only(panel.cluster != cluster)).values[0])
        except DueRegardError:
            continue
        if np.isfinite(value):
            found.append((panel.clusters[int(cluster)], value))
    if len(found) < 3:
        return None
    values = np.array([value for _, value in found])
    spread = float(np.sqrt((len(values) - 1) / len(values) * np.sum((values - values.mean()) ** 2)))
    return LeftOut(
        lowest=min(found, key=lambda each: each[1]),
        highest=max(found, key=lambda each: each[1]),
        # Without a cluster that cannot be left out, the jackknife says too little.
        jackknife_se=spread if len(found) == len(present) else float("nan"),
        clusters=len(found),
    )


def default_placebo(panel: Panel) -> str | None:
    """Choose a placebo date: the middle of the periods before the event.

    Parameters
    ----------
    panel : Panel
        With one start date.

    Returns
    -------
    str or None
        None with several start dates, or fewer than four periods before.
    """
    dates = panel.start_dates
    if len(dates) != 1:
        return None
    before = [int(each) for each in np.unique(panel.time) if each < dates[0]]
    return panel.times[before[len(before) // 2]] if len(before) >= _LEAST_BEFORE else None


def placebo_panel(panel: Panel, period: str) -> Panel:
    """Move the event to an earlier period, and leave out everything after the real one.

    Parameters
    ----------
    panel : Panel
        The rows.
    period : str
        When it is to have happened.

    Returns
    -------
    Panel

    Raises
    ------
    UsageError
        When that is not a period before the event with another before it.
    """
    dates = panel.start_dates
    before = sorted(panel.times[int(each)] for each in np.unique(panel.time) if each < dates[0])
    if period not in panel.times or not 0 < panel.times.index(period) < dates[0]:
        raise UsageError(
            f"A placebo date lies before the event and not in the first period; found {period}.",
            remedy=f"The periods before it go from {before[0]} to {before[-1]}." if before else None,
        )
    place = panel.times.index(period)
    cut = panel.only(panel.time < dates[0])
    held = (panel.starts != NEVER)[cut.unit] & (cut.time >= place)
    return replace(cut, treated=held.astype(float))


def placebo_units(panel: Panel, estimates: Sequence[Estimate], *, seed: int) -> Array:
    """Estimate effects of the event on units that it did not reach, as many at a time as it did reach.

    Parameters
    ----------
    panel : Panel
        With one start date.
    estimates : sequence of callable
        The effect on all, and on each group.
    seed : int
        Of the draws where several units are treated.

    Returns
    -------
    ndarray (p, k)
        One row a placebo, k effects in all; no rows with fewer than eight untreated units.
    """
    pool = panel.untreated_units
    count = panel.treated_units.size
    if len(pool) < max(_POOL, count + 2):
        return np.zeros((0, 0))
    draw = np.random.Generator(np.random.PCG64(seed))
    chosen = (
        (np.array([unit]) for unit in pool)
        if count == 1
        else (draw.choice(pool, count, replace=False) for _ in range(MOST_PLACEBOS))
    )
    begins = panel.start_dates[0]
    periods = np.unique(panel.time[panel.treated > 0])
    rest = panel.only(np.isin(panel.unit, pool))
    rows = []
    for units in islice(chosen, MOST_PLACEBOS):
        held = np.isin(rest.unit, units) & np.isin(rest.time, periods) & (rest.time >= begins)
        moved = replace(rest, treated=held.astype(float))
        try:
            rows.append(np.concatenate([estimate(moved).values for estimate in estimates]))
        except DueRegardError:
            continue
    return np.array(rows) if rows else np.zeros((0, 0))


def placebo_units_test(effect: float, chance: Array, *, by: dict[str, str], treated: int) -> Tested:
    """Hold an effect against those of placebo units.

    Parameters
    ----------
    effect : float
        Of the treated.
    chance : ndarray (p,)
        Of placebos.
    by : mapping of str to str
        What it is of.
    treated : int
        How many units are treated.

    Returns
    -------
    Tested
        Its p is the share at least as far from zero, the effect itself counted in.

    References
    ----------
    Conley and Taber (2011), Review of Economics and Statistics 93, 113-125; MacKinnon and Webb (2020),
    Journal of Econometrics 218, 435-450.

    Examples
    --------
    >>> placebo_units_test(2.0, np.array([0.5, -1, 0.2, 3]), by={}, treated=1).p
    0.4
    """
    known = chance[np.isfinite(chance)]
    p = (1 + int((np.abs(known) >= abs(effect) - 1e-12).sum())) / (1 + len(known))
    return Tested(
        measure="placebo_units_test",
        statistic=abs(effect),
        p=p,
        name="effect",
        by=by,
        parameters={"placebos": len(known), "treated_units": treated},
    )
