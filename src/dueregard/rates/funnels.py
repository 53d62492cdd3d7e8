"""Limits of funnel plots: how far areas of each size may lie from the average by chance alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dueregard.errors import UsageError
from dueregard.rates.arrays import LEVELS, FloatArray, column, columns, confidence_levels, positive
from dueregard.rates.funnel_lines import expected_limits, funnel_axis, one_of, rate_denominators

__all__ = [
    "FunnelLimits",
    "proportion_funnel",
    "rate_funnel",
    "ratio_funnel",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelLimits:
    """Lines of a funnel plot.

    Attributes
    ----------
    at : ndarray, shape (k,)
        Where: populations of proportions, observed events of ratios and rates.
    limits : mapping of float to ndarray, shape (k, 2)
        Lower and upper line by confidence level; 0.95 and 0.998 are the lines of about 2 and 3 standard
        deviations.
    baseline : float
        The average that the lines close in on.
    statistic : str
        What is plotted.
    expected : mapping of float to ndarray, shape (k, 2)
        For ratios the expected events, for rates the people (or person-years) in one year, at which that
        number of events lies on the lower and on the upper line.
    """

    at: FloatArray
    limits: Mapping[float, FloatArray]
    baseline: float
    statistic: str
    expected: Mapping[float, FloatArray] = field(default_factory=dict)


def proportion_funnel(
    counts: ArrayLike,
    *,
    population: ArrayLike,
    multiplier: float = 100.0,
    at: ArrayLike | None = None,
    levels: float | Iterable[float] = LEVELS,
) -> FunnelLimits:
    """Draw the funnel of proportions, p ± z sqrt(p (1 - p)/n) about the average p, within 0 and 1.

    An area is outside exactly when its Wilson interval leaves the average out.

    Parameters
    ----------
    counts, population : array-like, shape (n,)
        Numerators and denominators of the areas; an area with a missing number is left out.
    multiplier : float
        100 for percentages.
    at : array-like, shape (k,), optional
        Populations to give limits for; by default 100 of them, as
        :func:`~.funnel_lines.funnel_axis` chooses.
    levels : float or iterable of float
        Confidence levels.

    Returns
    -------
    FunnelLimits

    Raises
    ------
    UsageError
        When the columns do not fit together, a population is not above zero, or a count is not within it.

    Notes
    -----
    PHEindicatormethods keeps the upper line below 100 whatever the multiplier; here it stays below the
    multiplier. With percentages both are the same.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202, section 3; Fingertips technical guidance,
    "Funnel plots".

    Examples
    --------
    >>> funnel = proportion_funnel([30, 50], population=[100, 100], at=[100], levels=0.95)
    >>> funnel.baseline, funnel.limits[0.95].round(2)
    (40.0, array([[30.4, 49.6]]))
    """
    asked, scale = confidence_levels(levels), positive(multiplier, name="The multiplier")
    x, n = _areas(counts=counts, population=population)
    if np.any(x > n):
        raise UsageError("A proportion's count cannot be above its population.", found="One area's is.")
    average = float(x.sum() / n.sum())
    sizes = funnel_axis(n) if at is None else column(at, name="the populations")
    limits = {}
    for level in asked:
        half = special.ndtri((1 + level) / 2) * np.sqrt(average * (1 - average) / sizes)
        limits[level] = scale * np.clip(np.stack([average - half, average + half], axis=-1), 0.0, 1.0)
    return FunnelLimits(at=sizes, limits=limits, baseline=scale * average, statistic="proportion")


def ratio_funnel(
    events: ArrayLike,
    *,
    expected: ArrayLike,
    ratio_type: Literal["count", "isr"],
    search: Literal["published", "exact"] = "published",
    at: ArrayLike | None = None,
    levels: float | Iterable[float] = LEVELS,
) -> FunnelLimits:
    """Draw the funnel of ratios of observed to expected events.

    Parameters
    ----------
    events, expected : array-like, shape (n,)
        Observed and expected events (or another denominator) of the areas.
    ratio_type : {"count", "isr"}
        Whether lines are of observed/expected - 1, or of 100 x observed/expected.
    search : {"published", "exact"}
        How the Poisson equation is solved: see :func:`~.funnel_lines.expected_limits`.
    at : array-like, shape (k,), optional
        Observed events to give limits for, above zero; by default 100 of them.
    levels : float or iterable of float
        Confidence levels.

    Returns
    -------
    FunnelLimits

    Raises
    ------
    UsageError
        When the columns do not fit together, expected events are not above zero, or an option is unknown.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202; Fingertips technical guidance,
    "Funnel plots".

    Examples
    --------
    >>> ratio_funnel([8, 12], expected=[10, 10], ratio_type="isr", at=[10], levels=0.95).limits[0.95].round(2)
    array([[ 54.38, 208.53]])
    """
    asked = confidence_levels(levels)
    one_of(ratio_type, ("count", "isr"), name="ratio type")
    _, n = _areas(counts=events, population=expected)
    observed = funnel_axis(n, lag=1) if at is None else column(at, name="the observed events")
    where = {level: expected_limits(observed, level=level, search=search) for level in asked}
    limits = {level: observed[:, None] / each for level, each in where.items()}
    if ratio_type == "count":
        limits = {level: each - 1 for level, each in limits.items()}
    else:
        limits = {level: 100 * each for level, each in limits.items()}
    return FunnelLimits(
        at=observed,
        limits=limits,
        baseline=0.0 if ratio_type == "count" else 100.0,
        statistic=f"ratio ({ratio_type})",
        expected=where,
    )


def rate_funnel(
    events: ArrayLike,
    *,
    rate: ArrayLike,
    rate_type: Literal["crude", "dsr"],
    years: float,
    population: ArrayLike | None = None,
    multiplier: float = 100_000,
    search: Literal["published", "exact"] = "published",
    at: ArrayLike | None = None,
    levels: float | Iterable[float] = LEVELS,
) -> FunnelLimits:
    """Draw the funnel of rates, by the population at which an area would have the events it has.

    Parameters
    ----------
    events : array-like, shape (n,)
        Events of the areas.
    rate : array-like, shape (n,)
        Their rates.
    rate_type : {"crude", "dsr"}
        Crude or directly standardised. A standardised rate stands for the population that would have it as
        a crude rate.
    years : float
        How many years the events are of.
    population : array-like, shape (n,), optional
        People or person-years of crude rates; needed where an area has no events.
    multiplier : float
        The rates are of events per so many.
    search : {"published", "exact"}
        How the Poisson equation is solved: see :func:`~.funnel_lines.expected_limits`.
    at : array-like, shape (k,), optional
        Events to give limits for, above zero; by default 100 of them.
    levels : float or iterable of float
        Confidence levels.

    Returns
    -------
    FunnelLimits

    Raises
    ------
    UsageError
        When the columns do not fit together, or populations are lacking.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202; Fingertips technical guidance,
    "Funnel plots".

    Examples
    --------
    >>> funnel = rate_funnel(
    ...     [10, 30], rate=[100, 300], rate_type="crude", years=1, multiplier=1000, at=[20], levels=0.95
    ... )
    >>> funnel.baseline, funnel.limits[0.95].round(1)
    (200.0, array([[129.5, 327.4]]))
    """
    asked, scale = confidence_levels(levels), positive(multiplier, name="The multiplier")
    span = positive(years, name="The number of years")
    x, people = rate_denominators(
        events, rate=rate, rate_type=rate_type, population=population, multiplier=scale
    )
    known = people[np.isfinite(people)]
    if not known.size or np.any(known <= 0):
        raise UsageError("A funnel needs areas with events or populations above zero.", found="None has.")
    average = float(np.nansum(x) / known.sum())
    counted = funnel_axis(known, years=span, average=average) if at is None else column(at, name="the events")
    where = {level: expected_limits(counted, level=level, search=search) / average for level in asked}
    return FunnelLimits(
        at=counted,
        limits={level: scale * counted[:, None] / each for level, each in where.items()},
        baseline=scale * average,
        statistic=f"rate ({rate_type} per {scale:,.12g})",
        expected={level: each / span for level, each in where.items()},
    )


def _areas(*, counts: ArrayLike, population: ArrayLike) -> tuple[FloatArray, FloatArray]:
    x, n = columns(counts=counts, population=population)
    known = ~(np.isnan(x) | np.isnan(n))
    x, n = x[known], n[known]
    if not len(x):
        raise UsageError("A funnel needs at least one area.", found="Every area lacks a number.")
    if np.any(n <= 0) or np.any(x < 0):
        raise UsageError(
            "A funnel needs denominators above zero and counts of zero or more.",
            found="One area has others.",
            remedy="Leave that area out.",
        )
    return x, n
