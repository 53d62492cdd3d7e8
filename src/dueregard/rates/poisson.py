"""Intervals for counts of events that follow a Poisson distribution."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dueregard.rates.arrays import FloatArray

__all__ = ["BYARS_FROM", "byars_limits", "carried_limits", "count_limits", "count_methods", "exact_limits"]

BYARS_FROM = 10
"""From so many events on Byar's approximation replaces the exact limits (Fingertips technical guidance)."""


def byars_limits(events: ArrayLike, *, level: float = 0.95) -> FloatArray:
    """Byar's approximation to the Poisson limits of a count.

    Parameters
    ----------
    events : array-like, shape (g,)
        Counts, zero or more.
    level : float
        Confidence level.

    Returns
    -------
    ndarray, shape (g, 2)
        A lower limit that would be negative (very few events, a high level) is NaN.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research, volume II, equation 2.13.

    Examples
    --------
    >>> byars_limits([65]).round(4)
    array([[50.1632, 82.8491]])
    """
    x = _counts(events)
    z = special.ndtri((1 + level) / 2)
    some = np.where(x > 0, x, np.nan)
    lower = some * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3
    upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    return np.stack([np.where(lower < 0, np.nan, lower), upper], axis=-1)


def exact_limits(events: ArrayLike, *, level: float = 0.95) -> FloatArray:
    """Exact Poisson limits of a count: half of chi-square quantiles with 2x and 2x + 2 degrees of freedom.

    Parameters
    ----------
    events : array-like, shape (g,)
        Counts, zero or more.
    level : float
        Confidence level.

    Returns
    -------
    ndarray, shape (g, 2)
        The lower limit of no events is 0.

    References
    ----------
    Garwood (1936), Biometrika 28, 437-442.

    Examples
    --------
    >>> exact_limits([0, 1]).round(4)
    array([[0.    , 3.6889],
           [0.0253, 5.5716]])
    """
    x, tail = _counts(events), (1 - level) / 2
    lower = special.gammaincinv(np.where(x > 0, x, 1.0), tail)
    return np.stack([np.where(x > 0, lower, x), special.gammainccinv(x + 1, tail)], axis=-1)


def count_limits(events: ArrayLike, *, level: float = 0.95) -> FloatArray:
    """Limits of a count: exact below 10 events, Byar's from 10.

    Parameters
    ----------
    events : array-like, shape (g,)
        Counts, zero or more; NaN where not known.
    level : float
        Confidence level.

    Returns
    -------
    ndarray, shape (g, 2)

    References
    ----------
    Office for Health Improvement and Disparities, Fingertips technical guidance, "Rates".

    Examples
    --------
    >>> count_limits([5, 20]).round(4)
    array([[ 1.6235, 11.6683],
           [12.2114, 30.8899]])
    """
    x = _counts(events)
    limits, few = byars_limits(x, level=level), x < BYARS_FROM
    limits[few] = exact_limits(x[few], level=level)
    return limits


def count_methods(events: ArrayLike) -> tuple[str, ...]:
    """Name the method that :func:`count_limits` uses for each count.

    Parameters
    ----------
    events : array-like, shape (g,)
        Counts.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> count_methods([5, 20])
    ('exact Poisson', "Byar's")
    """
    few = np.atleast_1d(np.asarray(events, float)) < BYARS_FROM
    return tuple(np.where(few, "exact Poisson", "Byar's").tolist())


def carried_limits(
    events: FloatArray, *, values: FloatArray, per_event: FloatArray, level: float
) -> FloatArray:
    """Carry the limits of a count over to a weighted sum of counts.

    The distance of each limit from the count is multiplied by what one event adds to the standard error:
    the square root of the ratio of the weighted sum's variance to the count's.

    Parameters
    ----------
    events : ndarray, shape (g,)
        Counts.
    values : ndarray, shape (g,)
        The weighted sums.
    per_event : ndarray, shape (g,)
        Square root of the variance of ``values`` over ``events``.
    level : float
        Confidence level.

    Returns
    -------
    ndarray, shape (g, 2)

    References
    ----------
    Dobson, Kuulasmaa, Eberle and Scherer (1991), Statistics in Medicine 10, 457-462, equation 3.

    Examples
    --------
    >>> carried_limits(
    ...     np.array([20.0]), values=np.array([0.2]), per_event=np.array([0.01]), level=0.95
    ... ).round(4)
    array([[0.1221, 0.3089]])
    """
    away = count_limits(events, level=level) - events[:, None]
    return np.asarray(values[:, None] + per_event[:, None] * away)


def _counts(events: ArrayLike) -> FloatArray:
    counts = np.atleast_1d(np.asarray(events, float))
    return np.where(counts >= 0, counts, np.nan)
