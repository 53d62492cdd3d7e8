"""Whether forecasts are as sure as they say, over all that were scored, by measure, and by group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from dueregard.consequences.monitoring.matching import Scored
from dueregard.estimates.proportion_intervals import clopper_pearson

__all__ = [
    "Calibration",
    "Leaning",
    "calibration_of",
    "calibrations_by",
    "leanings_of",
    "worse_than_forecast",
]

FEW = 20
"""Fewer forecasts than this say nothing, unless what they say is stark."""

BINS = 10
"""Of the histogram of probability integral transforms."""

SURE = 0.05
"""How seldom so lopsided a count may come by chance, over all groups together, before it is pointed out."""

_RISES = frozenset(
    (
        *("mean_change", "relative_change", "total_change", "median_change", "mean", "median", "total"),
        *(
            "median_of_changes",
            "median_of_relative_changes",
            "weighted_total_change",
            "equally_distributed_equivalent_change",
        ),
    )
)
"""Figures that are better for people the higher they are, where the outcome is."""

_GAINS = frozenset(
    (
        "winners",
        "winners_share",
        "winners_less_losers",
        "mean_gain_of_winners",
        "mean_loss_of_losers",
        "recipients",
    )
)
_GOOD = frozenset(("moved_out_of_poverty", "fiscal_gains_of_the_poor"))
_BAD = frozenset(
    (
        *("poverty_rate", "poverty_rate_change", "anchored_poverty_rate_change", "poverty_gap"),
        *("poverty_gap_change", "moved_into_poverty", "fiscal_impoverishment"),
    )
)
_LOSSES = frozenset(("losers", "losers_share"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How often outturns lay inside the intervals of their forecasts.

    Attributes
    ----------
    count, inside : int
        Forecasts with an interval, and those whose outturn lay in it.
    share : float or None
        The share inside.
    low, high : float or None
        Its exact 95% interval, as if forecasts erred independently.
    nominal : float or None
        What the share should be: the mean of the intervals' levels.
    verdict : {"too few to tell", "as sure as they say", "too sure", "less sure than they could be"}
        In words.
    mean_z, root_mean_square_z : float or None
        Of the errors in standard errors: 0 without bias, and 1 where standard errors are right.
    pit : tuple of int
        How many fell in each tenth of the probability that the forecast gave: level where they are right.
    """

    count: int
    inside: int
    share: float | None
    low: float | None
    high: float | None
    nominal: float | None
    verdict: str
    mean_z: float | None
    root_mean_square_z: float | None
    pit: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """Whether what was forecast for a group came out worse or better for it, time and again.

    Attributes
    ----------
    by : mapping of str to str
        The group.
    worse, better : int
        Figures that came out worse and better for its people than forecast.
    mean_z : float or None
        Mean error in standard errors, below nought where it came out worse.
    p : float or None
        Of a count at least as lopsided if each were as likely worse as better, as if they erred
        independently; times the number of groups, and at most 1.
    stands_out : bool
        Whether that is below 0.05.
    """

    by: Mapping[str, str]
    worse: int
    better: int
    mean_z: float | None
    p: float | None
    stands_out: bool


def calibration_of(scored: Sequence[Scored]) -> Calibration:
    """Hold the share of outturns inside against what the intervals promise.

    Parameters
    ----------
    scored : sequence of Scored
        Forecasts and outturns.

    Returns
    -------
    Calibration
        The interval of the share is that of Clopper and Pearson (1934); probability integral transforms are
        those of Dawid (1984, Journal of the Royal Statistical Society A 147, 278-292), by the normal
        distribution.
    """
    with_interval = [each for each in scored if each.score.inside is not None]
    count, inside = len(with_interval), sum(each.score.inside is True for each in with_interval)
    z = np.array([each.score.z for each in scored if each.score.z is not None], float)
    pit = np.array([each.score.pit for each in scored if each.score.pit is not None], float)
    levels = [each.forecast.level for each in with_interval if each.forecast.level is not None]
    nominal = float(np.mean(levels)) if levels else None
    low = high = None
    if count:
        low, high = (float(end) for end in clopper_pearson(inside, count))
    return Calibration(
        count=count,
        inside=inside,
        share=inside / count if count else None,
        low=low,
        high=high,
        nominal=nominal,
        verdict=_verdict(count, low, high, nominal),
        mean_z=float(z.mean()) if z.size else None,
        root_mean_square_z=float(np.sqrt((z * z).mean())) if z.size else None,
        pit=tuple(int(n) for n in np.histogram(pit, bins=BINS, range=(0.0, 1.0))[0]),
    )


def calibrations_by(scored: Sequence[Scored], name: Callable[[Scored], str | None]) -> dict[str, Calibration]:
    """Calibrate parts of the forecasts.

    Parameters
    ----------
    scored : sequence of Scored
        Forecasts and outturns.
    name : callable
        The part that a forecast belongs to, or None for none.

    Returns
    -------
    dict of str to Calibration
        In the order in which parts first appear.
    """
    parts: dict[str, list[Scored]] = {}
    for each in scored:
        part = name(each)
        if part is not None:
            parts.setdefault(part, []).append(each)
    return {part: calibration_of(members) for part, members in parts.items()}


def leanings_of(scored: Sequence[Scored], better: Mapping[str, str]) -> tuple[Leaning, ...]:
    """Count, for each group, what came out worse and what came out better for it than forecast.

    Parameters
    ----------
    scored : sequence of Scored
        Forecasts and outturns.
    better : mapping of str to str
        Whether ``higher`` or ``lower`` is better, by outcome.

    Returns
    -------
    tuple of Leaning
        Groups with at least one figure that is better or worse for people, those that came out worst first.
    """
    parts: dict[tuple[tuple[str, str], ...], list[tuple[bool, float | None]]] = {}
    for each in scored:
        worse = worse_than_forecast(each, better)
        if worse is not None and each.forecast.by:
            z = None if each.score.z is None else -abs(each.score.z) if worse else abs(each.score.z)
            parts.setdefault(tuple(each.forecast.by.items()), []).append((worse, z))
    found = [_leaning(dict(by), members, groups=len(parts)) for by, members in parts.items()]
    return tuple(sorted(found, key=lambda each: (each.better - each.worse, sorted(each.by.items()))))


def worse_than_forecast(scored: Scored, better: Mapping[str, str]) -> bool | None:
    """Say whether a figure came out worse for its people than forecast.

    Parameters
    ----------
    scored : Scored
        A forecast and its outturn.
    better : mapping of str to str
        Whether ``higher`` or ``lower`` is better, by outcome; higher, where it is not said.

    Returns
    -------
    bool or None
        None where it came out as forecast, or the figure is neither good nor bad for them (costs, gaps).
    """
    measure, error = scored.forecast.measure, scored.score.error
    higher = better.get(scored.forecast.outcome or "", "higher") == "higher"
    sign = 0
    if measure in _RISES:
        sign = 1 if higher else -1
    elif measure in _GAINS | _LOSSES and higher:
        sign = 1 if measure in _GAINS else -1
    elif measure in _GOOD | _BAD:
        sign = 1 if measure in _GOOD else -1
    return None if sign == 0 or error == 0 else sign * error < 0


def _leaning(by: Mapping[str, str], members: Sequence[tuple[bool, float | None]], *, groups: int) -> Leaning:
    worse = sum(each for each, _ in members)
    better = len(members) - worse
    z = [each for _, each in members if each is not None]
    p = min(1.0, groups * _sign_test(worse, better))
    return Leaning(
        by=by,
        worse=worse,
        better=better,
        mean_z=float(np.mean(z)) if z else None,
        p=p,
        stands_out=p < SURE,
    )


def _sign_test(one: int, other: int) -> float:
    """Two-sided, exact."""
    return min(1.0, 2.0 * float(special.bdtr(min(one, other), one + other, 0.5)))


def _verdict(count: int, low: float | None, high: float | None, nominal: float | None) -> str:
    if not count or low is None or high is None or nominal is None:
        return "too few to tell"
    if high < nominal:
        return "too sure"
    if low > nominal:
        return "less sure than they could be"
    return "too few to tell" if count < FEW else "as sure as they say"
