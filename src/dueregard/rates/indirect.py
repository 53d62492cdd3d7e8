"""Indirectly standardised ratios and rates: events against those that reference rates expect."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from dueregard.rates.arrays import LEVELS, FloatArray, columns, confidence_levels, positive
from dueregard.rates.groups import Groups, gathered
from dueregard.rates.poisson import carried_limits, count_methods
from dueregard.rates.results import StandardisedEstimates

__all__ = [
    "indirectly_standardised_rate",
    "indirectly_standardised_ratio",
    "ratio_from_sums",
]


def indirectly_standardised_ratio(
    events: ArrayLike,
    *,
    population: ArrayLike,
    reference_count: ArrayLike,
    reference_population: ArrayLike,
    reference_value: float = 1.0,
    by: Iterable[Hashable] | None = None,
    levels: float | Iterable[float] = LEVELS,
) -> StandardisedEstimates:
    """Estimate ratios of observed to expected events, such as standardised mortality ratios.

    The events expected of a group are the sum over its bands of its population times the reference
    population's rate.

    Parameters
    ----------
    events : array-like, shape (n,)
        Events of a group's age band.
    population : array-like, shape (n,)
        People or person-years of the band.
    reference_count, reference_population : array-like, shape (n,)
        Events and people of that band in the reference population.
    reference_value : float
        Value of a group with as many events as expected: 1 or 100.
    by : iterable of hashable, optional
        A label for each row; without labels all rows are one group.
    levels : float or iterable of float
        Confidence levels; exact below 10 events, Byar's from 10. The reference rates count as known.

    Returns
    -------
    StandardisedEstimates
        A group with a missing or negative number, a reference band without people, or no expected events
        has no value and a reason.

    Raises
    ------
    UsageError
        When the columns do not fit together or a number is out of range.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research, volume II, equations 2.11 to 2.13.

    Examples
    --------
    >>> result = indirectly_standardised_ratio(
    ...     [12, 30],
    ...     population=[1000, 2000],
    ...     reference_count=[100, 200],
    ...     reference_population=[10_000, 20_000],
    ...     reference_value=100,
    ...     levels=0.95,
    ... )
    >>> result.expected, result.values, result.limits[0.95].round(1)
    (array([30.]), array([140.]), array([[100.9, 189.2]]))
    """
    value = positive(reference_value, name="The reference value")
    x, n, count, people = columns(
        events=events,
        population=population,
        reference_count=reference_count,
        reference_population=reference_population,
    )
    groups = gathered(by, size=len(x), separately=False)
    reference = np.full(len(groups.labels), value)
    return _standardised(
        x,
        n,
        count=count,
        people=people,
        groups=groups,
        reference=reference,
        statistic=f"indirectly standardised ratio x {value:.12g}",
        levels=levels,
    )


def indirectly_standardised_rate(
    events: ArrayLike,
    *,
    population: ArrayLike,
    reference_count: ArrayLike,
    reference_population: ArrayLike,
    multiplier: float = 100_000,
    by: Iterable[Hashable] | None = None,
    levels: float | Iterable[float] = LEVELS,
) -> StandardisedEstimates:
    """Estimate indirectly standardised rates: the standardised ratio times the reference's crude rate.

    Parameters
    ----------
    events : array-like, shape (n,)
        Events of a group's age band.
    population : array-like, shape (n,)
        People or person-years of the band.
    reference_count, reference_population : array-like, shape (n,)
        Events and people of that band in the reference population.
    multiplier : float
        Events per so many.
    by : iterable of hashable, optional
        A label for each row; without labels all rows are one group.
    levels : float or iterable of float
        Confidence levels; exact below 10 events, Byar's from 10.

    Returns
    -------
    StandardisedEstimates
        As :func:`indirectly_standardised_ratio`. The reference's crude rate is that of the group's bands.

    Raises
    ------
    UsageError
        When the columns do not fit together or a number is out of range.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research, volume II, section 2.3.

    Examples
    --------
    >>> indirectly_standardised_rate(
    ...     [12, 30],
    ...     population=[1000, 2000],
    ...     reference_count=[100, 200],
    ...     reference_population=[10_000, 20_000],
    ...     multiplier=1000,
    ... ).values
    array([14.])
    """
    scale = positive(multiplier, name="The multiplier")
    x, n, count, people = columns(
        events=events,
        population=population,
        reference_count=reference_count,
        reference_population=reference_population,
    )
    groups = gathered(by, size=len(x), separately=False)
    all_people = groups.sum(people)
    reference = scale * np.divide(
        groups.sum(count), all_people, out=np.full_like(all_people, np.nan), where=all_people > 0
    )
    return _standardised(
        x,
        n,
        count=count,
        people=people,
        groups=groups,
        reference=reference,
        statistic=f"indirectly standardised rate per {scale:.12g}",
        levels=levels,
    )


def ratio_from_sums(
    observed: FloatArray, *, expected: FloatArray, reference: FloatArray, levels: Iterable[float]
) -> tuple[FloatArray, FloatArray, dict[float, FloatArray]]:
    """Make standardised ratios or rates of observed and expected events.

    Parameters
    ----------
    observed : ndarray, shape (g,)
        Events; NaN where no ratio is to be computed.
    expected : ndarray, shape (g,)
        Events expected.
    reference : ndarray, shape (g,)
        Value of a group with as many events as expected.
    levels : iterable of float
        Confidence levels.

    Returns
    -------
    values, variances : ndarray, shape (g,)
    limits : dict of float to ndarray, shape (g, 2)

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research, volume II, equations 2.11 to 2.13.

    Examples
    --------
    >>> ratio_from_sums(
    ...     np.array([20.0]), expected=np.array([10.0]), reference=np.array([1.0]), levels=(0.95,)
    ... )[0]
    array([2.])
    """
    each = np.divide(reference, expected, out=np.full_like(expected, np.nan), where=expected > 0)
    values = each * observed
    limits = {level: carried_limits(observed, values=values, per_event=each, level=level) for level in levels}
    return values, np.where(observed > 0, each**2 * observed, np.nan), limits


def _standardised(
    x: FloatArray,
    n: FloatArray,
    *,
    count: FloatArray,
    people: FloatArray,
    groups: Groups,
    reference: FloatArray,
    statistic: str,
    levels: float | Iterable[float],
) -> StandardisedEstimates:
    asked = confidence_levels(levels)
    rate = np.divide(count, people, out=np.zeros_like(count), where=people > 0)
    observed, expected = groups.sum(x), groups.sum(n * rate)
    faults: Mapping[str, ArrayLike] = {
        "a number is missing": np.isnan(x) | np.isnan(n) | np.isnan(count) | np.isnan(people),
        "a count is negative": (x < 0) | (count < 0),
        "a population is negative": (n < 0) | (people < 0),
        "a band of the reference population has nobody": (people <= 0) & (n > 0),
        "no events are expected": (expected <= 0)[groups.codes],
    }
    reasons = groups.reasons(faults)
    kept = observed.copy()
    kept[list(reasons)] = np.nan
    values, variances, limits = ratio_from_sums(kept, expected=expected, reference=reference, levels=asked)
    return StandardisedEstimates(
        groups=groups.labels,
        values=values,
        variances=variances,
        limits=limits,
        reasons=reasons,
        statistic=statistic,
        methods=count_methods(observed),
        events=observed,
        expected=expected,
        reference=reference,
    )
