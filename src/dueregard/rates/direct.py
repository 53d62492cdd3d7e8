"""Directly standardised rates: what the rate would be if the ages were those of a standard population."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dueregard.errors import UsageError
from dueregard.rates.arrays import LEVELS, FloatArray, columns, confidence_levels, positive
from dueregard.rates.frequencies import check_frequencies, rows_that_differ
from dueregard.rates.groups import Groups, gathered
from dueregard.rates.poisson import BYARS_FROM, carried_limits
from dueregard.rates.results import RateEstimates

__all__ = ["directly_standardised_rate", "standardised_from_sums", "uneven_standards"]

TOO_FEW = "too few events to standardise directly"
UNEVEN = "the standard population it covers is not that of the other groups: their rates do not compare"


def directly_standardised_rate(
    events: ArrayLike,
    *,
    population: ArrayLike,
    standard: ArrayLike,
    multiplier: float = 100_000,
    by: Iterable[Hashable] | None = None,
    independent_events: bool = True,
    event_frequency: ArrayLike | None = None,
    band: Iterable[Hashable] | None = None,
    levels: float | Iterable[float] = LEVELS,
) -> RateEstimates:
    """Estimate directly standardised rates, the sum of s x/n over the sum of s, from one row a band.

    Events of a person who has several are not independent: with x_f people of a band who each had f events
    the variance is the sum of f² x_f (s/n)² over the square of the sum of s, in place of the sum of
    x (s/n)².

    Parameters
    ----------
    events : array-like, shape (n,)
        Events of a group's age band; with ``independent_events=False`` the people of the band who had
        ``event_frequency`` events.
    population : array-like, shape (n,)
        People or person-years of the band.
    standard : array-like, shape (n,)
        Standard population of the band, such as
        ``EUROPEAN_STANDARD_POPULATION_2013.for_ages(start_age)``.
    multiplier : float
        Events per so many.
    by : iterable of hashable, optional
        A label for each row; without labels all rows are one group.
    independent_events : bool
        Whether each event is another person's.
    event_frequency : array-like, shape (n,), optional
        How many events each person of the row had.
    band : iterable of hashable, optional
        The age band of each row, needed when events are not independent. When given, each group is checked
        to have every band, once.
    levels : float or iterable of float
        Confidence levels.

    Returns
    -------
    RateEstimates
        A group with fewer than 10 events, a missing or negative number, or a band without people has no
        value and a reason. A group that lacks a band, or whose standard population is not that of most
        groups, has a value and a reason: it is standardised over the bands that it has.

    Raises
    ------
    UsageError
        When the columns do not fit together, or event frequencies or bands are lacking.

    Notes
    -----
    PHEindicatormethods takes a missing count as no events, and standardises a group that lacks a band over
    the others without a word. Here the first has a reason and no value, the second a reason and a value.

    References
    ----------
    Dobson, Kuulasmaa, Eberle and Scherer (1991), Statistics in Medicine 10, 457-462, equation 3, with Byar's
    limits; Fingertips technical guidance, "Directly standardised rates", for events that are not independent.

    Examples
    --------
    >>> result = directly_standardised_rate(
    ...     [12, 30, 80],
    ...     population=[5000, 4000, 2000],
    ...     standard=[50, 40, 10],
    ...     multiplier=1000,
    ...     levels=0.95,
    ... )
    >>> result.values, result.limits[0.95].round(3)
    (array([8.2]), array([[6.725, 9.887]]))
    """
    asked, scale = confidence_levels(levels), positive(multiplier, name="The multiplier")
    check_frequencies(event_frequency, independent_events=independent_events)
    if not independent_events and band is None:
        raise UsageError(
            "Events that are not independent need the age band of each row.",
            remedy="Give band: rows of one band share its population.",
        )
    times = 1.0 if event_frequency is None else event_frequency
    x, n, s, f = columns(events=events, population=population, standard=standard, event_frequency=times)
    groups = gathered(by, size=len(x), separately=False)
    bands = _bands(groups, band, size=len(x))
    faults: dict[str, ArrayLike] = {
        "a number is missing": np.isnan(x) | np.isnan(n) | np.isnan(s),
        "a count is negative": x < 0,
        "a standard population is negative": s < 0,
        "an age band has no population": (n <= 0) & (s > 0),
    }
    share = np.divide(s, n, out=np.zeros_like(s), where=(n > 0) & (s >= 0))
    once = np.ones(len(x), bool)
    uncertain: dict[str, ArrayLike] = {}
    if bands is not None:
        once[:] = False
        once[np.unique(bands.codes, return_index=True)[1]] = True
        uncertain = _covering(groups, bands, once=once)
        if independent_events:
            faults["an age band appears twice"] = ~once
        else:
            faults["rows of one age band have different populations"] = rows_that_differ(
                n, groups=bands
            ) | rows_that_differ(s, groups=bands)
    covered = groups.sum(np.where(once, s, 0.0))
    faults["the standard population is zero"] = (covered <= 0)[groups.codes]
    faults[TOO_FEW] = (groups.sum(f * x) < BYARS_FROM)[groups.codes]
    refused = groups.reasons(faults)
    notes = groups.reasons(uncertain | {UNEVEN: uneven_standards(covered)[groups.codes]})
    values, variances, limits = standardised_from_sums(
        events=_without(refused, groups.sum(f * x)),
        weighted=groups.sum(f * x * share),
        squares=groups.sum(f**2 * x * share**2),
        standard=covered,
        multiplier=scale,
        levels=asked,
    )
    method = "Dobson" if independent_events else "Dobson, for non-independent events"
    return RateEstimates(
        groups=groups.labels,
        values=values,
        variances=variances,
        limits=limits,
        reasons=dict(sorted((notes | refused).items())),
        statistic=f"directly standardised rate per {scale:.12g}",
        methods=(method,) * len(values),
        events=groups.sum(f * x),
        populations=groups.sum(np.where(once, n, 0.0)),
        multiplier=scale,
    )


def standardised_from_sums(
    *,
    events: FloatArray,
    weighted: FloatArray,
    squares: FloatArray,
    standard: FloatArray,
    multiplier: float,
    levels: Iterable[float],
) -> tuple[FloatArray, FloatArray, dict[float, FloatArray]]:
    """Make standardised rates of sums over the bands.

    Parameters
    ----------
    events : ndarray, shape (g,)
        Events; NaN, or fewer than 10, where no rate is to be computed.
    weighted : ndarray, shape (g,)
        Sums of s x/n.
    squares : ndarray, shape (g,)
        Sums of x (s/n)², or of f² x_f (s/n)².
    standard : ndarray, shape (g,)
        Sums of s.
    multiplier : float
        Events per so many.
    levels : iterable of float
        Confidence levels.

    Returns
    -------
    values, variances : ndarray, shape (g,)
    limits : dict of float to ndarray, shape (g, 2)

    References
    ----------
    Dobson and others (1991), Statistics in Medicine 10, 457-462, equation 3.

    Examples
    --------
    >>> values, variances, limits = standardised_from_sums(
    ...     events=np.array([20.0]),
    ...     weighted=np.array([10.0]),
    ...     squares=np.array([5.0]),
    ...     standard=np.array([100.0]),
    ...     multiplier=100,
    ...     levels=(0.95,),
    ... )
    >>> values, limits[0.95].round(2)
    (array([10.]), array([[ 6.11, 15.44]]))
    """
    usable = (events >= BYARS_FROM) & (standard > 0)
    each = np.divide(multiplier, standard, out=np.full_like(standard, np.nan), where=usable)
    values, variances = each * weighted, each**2 * squares
    per_event = np.sqrt(np.divide(variances, events, out=np.full_like(values, np.nan), where=usable))
    limits = {
        level: carried_limits(events, values=values, per_event=per_event, level=level) for level in levels
    }
    return values, variances, limits


def uneven_standards(covered: FloatArray) -> NDArray[np.bool_]:
    """Find groups whose standard population is not that of most groups.

    Parameters
    ----------
    covered : ndarray, shape (g,)
        Sum of the standard population over each group's bands.

    Returns
    -------
    ndarray of bool, shape (g,)
        All groups when there is no majority.

    Examples
    --------
    >>> uneven_standards(np.array([100.0, 100.0, 80.0, 100.0]))
    array([False, False,  True, False])
    """
    known = covered[np.isfinite(covered)]
    if not len(known):
        return np.zeros(len(covered), bool)
    usual = np.sort(known)[len(known) // 2]
    alike = np.abs(covered - usual) <= 1e-9 * abs(usual)
    if 2 * alike.sum() <= len(known):
        return np.ones(len(covered), bool)
    return np.asarray(np.isfinite(covered) & ~alike)


def _bands(groups: Groups, band: Iterable[Hashable] | None, *, size: int) -> Groups | None:
    if band is None:
        return None
    labels = gathered(band, size=size, separately=False)
    return Groups(
        labels=labels.labels, codes=np.asarray(groups.codes * len(labels.labels) + labels.codes, np.intp)
    )


def _covering(groups: Groups, bands: Groups, *, once: ArrayLike) -> dict[str, ArrayLike]:
    lacking = groups.sum(once) < len(bands.labels)
    return {"it lacks an age band: it is standardised over the others": lacking[groups.codes]}


def _without(refused: Mapping[int, str], values: FloatArray) -> FloatArray:
    kept = values.copy()
    kept[list(refused)] = np.nan
    return kept
