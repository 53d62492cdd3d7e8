"""Limits of funnel plots: how far areas of each size may lie from the average by chance alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dueregard.errors import UsageError, did_you_mean
from dueregard.rates.arrays import LEVELS, FloatArray, column, columns, confidence_levels, positive

__all__ = [
    "FunnelLimits",
    "expected_limits",
    "funnel_axis",
    "proportion_funnel",
    "rate_denominators",
    "rate_funnel",
    "ratio_funnel",
]

POINTS = 100
HALVINGS = 2**23  # the published search halves (0, 1) until a step is below 1e-7


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
        Populations to give limits for; by default 100 of them, spread as :func:`funnel_axis` does.
    levels : float or iterable of float
        Confidence levels.

    Returns
    -------
    FunnelLimits

    Raises
    ------
    UsageError
        When the columns do not fit together, a population is not above zero, or a count is not within it.

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
        How the Poisson equation is solved: see :func:`expected_limits`.
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
    _one_of(ratio_type, ("count", "isr"), name="ratio type")
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
        How the Poisson equation is solved: see :func:`expected_limits`.
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


def rate_denominators(
    events: ArrayLike,
    *,
    rate: ArrayLike,
    rate_type: str,
    population: ArrayLike | None,
    multiplier: float,
) -> tuple[FloatArray, FloatArray]:
    """Derive the population that would have a rate as its crude rate.

    Parameters
    ----------
    events, rate : array-like, shape (n,)
        Events and rates of the areas.
    rate_type : str
        ``crude`` or ``dsr``.
    population : array-like, shape (n,), optional
        Populations of crude rates.
    multiplier : float
        The rates are of events per so many.

    Returns
    -------
    events, populations : ndarray, shape (n,)
        The population is NaN where a standardised rate has no events.

    Raises
    ------
    UsageError
        When the rate's type is unknown, a number is negative, or a crude rate of no events has no
        population.

    Examples
    --------
    >>> rate_denominators([5], rate=[50], rate_type="dsr", population=None, multiplier=1000)[1]
    array([100.])
    """
    _one_of(rate_type, ("crude", "dsr"), name="rate type")
    x, r = columns(events=events, rate=rate)
    if np.any((x < 0) | (r < 0)):
        raise UsageError("Events and rates cannot be negative.", found="One area's is.")
    people = np.divide(multiplier * x, r, out=np.full_like(x, np.nan), where=(x > 0) & (r > 0))
    if rate_type == "dsr":
        return x, people
    if population is None:
        if np.any(x == 0):
            raise UsageError(
                "An area without events needs its population.", remedy="Give population for crude rates."
            )
        return x, people
    given = columns(events=x, population=population)[1]
    if np.any(given <= 0):
        raise UsageError("Populations must be above zero.", found="One area's is not.")
    return x, given


def expected_limits(
    observed: ArrayLike, *, level: float, search: Literal["published", "exact"] = "published"
) -> FloatArray:
    """Find the expected events at which an observed number lies on the lower and on the upper line.

    On the lower line the probability of so few or fewer is (1 - level)/2; on the upper line the probability
    of so many or more. The published search stops after halving an interval 23 times, about 1e-7 of the
    observed number from the solution; ``"published"`` gives what it would give, ``"exact"`` the solution.

    Parameters
    ----------
    observed : array-like, shape (k,)
        Events, above zero.
    level : float
        Confidence level.
    search : {"published", "exact"}
        How the equation is solved.

    Returns
    -------
    ndarray, shape (k, 2)

    Raises
    ------
    UsageError
        When the search is unknown, or an observed number is not above zero.

    References
    ----------
    Garwood (1936), Biometrika 28, 437-442; Fingertips technical guidance, "Funnel plots".

    Examples
    --------
    >>> expected_limits([10], level=0.95, search="exact").round(4)
    array([[18.3904,  4.7954]])
    """
    _one_of(search, ("published", "exact"), name="search")
    x, tail = column(observed, name="the observed events"), (1 - level) / 2
    if not np.all(x > 0):
        raise UsageError("The lines of a funnel start at one event.", found="Fewer were asked for.")
    exact = np.stack([special.gammainccinv(x + 1, tail), special.gammaincinv(x, tail)], axis=-1)
    if search == "exact":
        return exact
    start = (1 + x)[:, None]
    part = (np.floor(HALVINGS * exact / (start + exact)) + 0.5) / HALVINGS
    return np.asarray(start * part / (1 - part))


def funnel_axis(
    sizes: FloatArray, *, years: float = 1.0, average: float | None = None, lag: int = 0
) -> FloatArray:
    """Choose 100 whole numbers for a funnel's axis, spread evenly on a logarithmic scale.

    Parameters
    ----------
    sizes : ndarray, shape (n,)
        Denominators of the areas.
    years : float
        Years that they are of.
    average : float, optional
        For rates: the average by which populations become events.
    lag : int
        1 for ratios, whose published axis stops one step short.

    Returns
    -------
    ndarray, shape (100,)
        Increasing.

    References
    ----------
    Fingertips technical guidance, "Funnel plots".

    Examples
    --------
    >>> funnel_axis(np.array([9.0, 2500.0]))[[0, 1, 50, 99]].astype(int)
    array([   1,    2,  132, 2700])
    """
    smallest, largest = float(np.min(sizes)) / years, float(np.max(sizes)) / years
    low = 0.0 if largest > 2 * smallest else _rounded(smallest * 0.95, up=False) * years
    high = _rounded(largest * 1.05, up=True) * years
    if average is not None:
        low, high = np.floor(low * average), np.ceil(high * average)
    points = [max(1.0, low)]
    for step in range(2, POINTS + 1):
        grown = np.rint((high / points[-1]) ** (1 / (POINTS + 1 - step + lag)) * points[-1])
        points.append(max(float(grown), points[-1] + 1))
    return np.asarray(points)


def _rounded(number: float, *, up: bool) -> float:
    """Round to one significant digit down, or two up."""
    whole = np.ceil(number) if up else np.floor(number)
    if whole <= 0:
        return 0.0
    unit = 10.0 ** (len(f"{whole:.0f}") - (2 if up else 1))
    return float((np.ceil if up else np.floor)(number / unit) * unit)


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


def _one_of(value: str, known: tuple[str, ...], *, name: str) -> None:
    if value not in known:
        raise UsageError(
            f"There is no {name} {value!r}.",
            found=f"There are: {', '.join(known)}.",
            remedy=did_you_mean(str(value), known) or None,
        )
