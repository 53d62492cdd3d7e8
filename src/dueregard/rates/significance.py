"""Words for areas against the average: outside the 2 or 3 standard deviation lines of a funnel, or within."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dueregard.errors import UsageError
from dueregard.rates.arrays import LEVELS, FloatArray, columns
from dueregard.rates.funnel_lines import rate_denominators
from dueregard.rates.poisson import BYARS_FROM, count_limits

__all__ = ["Significance", "proportion_significance", "rate_significance", "ratio_significance"]

NOT_SIGNIFICANT = "Not significant"
TOO_FEW = "Not applicable for events less than 10 for dsrs"
MISSING = "Not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Significance:
    """How areas stand to their average.

    Attributes
    ----------
    words : tuple of str, length n
        ``High (0.001)``, ``High (0.025)``, ``Low (0.001)``, ``Low (0.025)`` (the chance of being so far on
        that side of the average), ``Not significant``, and ``Not known`` for an area with a missing number.
    average : float
        What areas are held against.
    statistic : str
        Of what.
    """

    words: tuple[str, ...]
    average: float
    statistic: str


def proportion_significance(counts: ArrayLike, *, population: ArrayLike) -> Significance:
    """Hold proportions against their average, by the lines of :func:`~.funnels.proportion_funnel`.

    Parameters
    ----------
    counts, population : array-like, shape (n,)
        Numerators and denominators of the areas.

    Returns
    -------
    Significance

    Raises
    ------
    UsageError
        When a population is not above zero or a count is not within it.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202; Fingertips technical guidance, "Funnel plots".

    Examples
    --------
    >>> proportion_significance([10, 65, 45], population=[100, 100, 100]).words
    ('Low (0.001)', 'High (0.001)', 'Not significant')
    """
    x, n = columns(counts=counts, population=population)
    _check(x, n)
    if np.any(x > n):
        raise UsageError("A proportion's count cannot be above its population.", found="One area's is.")
    average = _average(x, n)
    standard = np.sqrt(average * (1 - average) / n)
    # z would be 0/0 where the average is 0 or 1: then nobody is away from it.
    z = np.divide(x / n - average, standard, out=np.zeros_like(x), where=standard > 0)
    bounds = [special.ndtri((1 + level) / 2) for level in LEVELS]
    words = _words(
        high=[z > bound for bound in bounds], low=[z < -bound for bound in bounds], known=~np.isnan(x + n)
    )
    return Significance(words=words, average=average, statistic="proportion")


def ratio_significance(events: ArrayLike, *, expected: ArrayLike) -> Significance:
    """Hold ratios of observed to expected events against 1, by exact limits below 10 events and Byar's above.

    Parameters
    ----------
    events, expected : array-like, shape (n,)
        Observed and expected events of the areas.

    Returns
    -------
    Significance

    Raises
    ------
    UsageError
        When events are negative or expected ones not above zero.

    References
    ----------
    Breslow and Day (1987), volume II, equation 2.13; Fingertips technical guidance, "Funnel plots".

    Examples
    --------
    >>> ratio_significance([9, 30, 2], expected=[9, 10, 10]).words
    ('Not significant', 'High (0.001)', 'Low (0.025)')
    """
    x, n = columns(events=events, expected=expected)
    _check(x, n)
    return Significance(words=_against(1.0, x, n), average=1.0, statistic="ratio")


def rate_significance(
    events: ArrayLike,
    *,
    rate: ArrayLike,
    rate_type: Literal["crude", "dsr"],
    population: ArrayLike | None = None,
    multiplier: float = 100_000,
) -> Significance:
    """Hold rates against their average, by exact limits below 10 events and Byar's above.

    Parameters
    ----------
    events, rate : array-like, shape (n,)
        Events and rates of the areas.
    rate_type : {"crude", "dsr"}
        A standardised rate stands for the population that would have it as a crude rate.
    population : array-like, shape (n,), optional
        Populations of crude rates; needed where an area has no events.
    multiplier : float
        The rates are of events per so many.

    Returns
    -------
    Significance
        An area with fewer than 10 events has no word for its standardised rate.

    Raises
    ------
    UsageError
        As :func:`~.funnels.rate_funnel`.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202; Fingertips technical guidance, "Funnel plots".

    Examples
    --------
    >>> rate_significance([12, 60, 20], rate=[120, 600, 200], rate_type="crude", multiplier=1000).words
    ('Low (0.001)', 'High (0.001)', 'Not significant')
    """
    x, n = rate_denominators(
        events, rate=rate, rate_type=rate_type, population=population, multiplier=multiplier
    )
    average = _average(x, n)
    words = _against(average, x, n)
    if rate_type == "dsr":
        words = tuple(TOO_FEW if count < BYARS_FROM else word for count, word in zip(x, words, strict=True))
    return Significance(words=words, average=multiplier * average, statistic=f"rate ({rate_type})")


def _against(average: float, x: FloatArray, n: FloatArray) -> tuple[str, ...]:
    limits = [count_limits(x, level=level) / n[:, None] for level in LEVELS]
    return _words(
        high=[each[:, 0] > average for each in limits],
        low=[each[:, 1] < average for each in limits],
        known=~np.isnan(x + n),
    )


def _words(*, high: list[np.ndarray], low: list[np.ndarray], known: np.ndarray) -> tuple[str, ...]:
    chosen = np.select(
        [~known, high[1], high[0], low[1], low[0]],
        [MISSING, "High (0.001)", "High (0.025)", "Low (0.001)", "Low (0.025)"],
        default=NOT_SIGNIFICANT,
    )
    return tuple(chosen.tolist())


def _average(x: FloatArray, n: FloatArray) -> float:
    # As published: events of areas without a denominator count, their populations cannot.
    people = float(np.nansum(n))
    if people <= 0:
        raise UsageError("An average needs areas with a population.", found="No area has one.")
    return float(np.nansum(x)) / people


def _check(x: FloatArray, n: FloatArray) -> None:
    if np.any(n <= 0) or np.any(x < 0):
        raise UsageError(
            "Denominators must be above zero and counts zero or more.",
            found="One area has others.",
            remedy="Leave that area out.",
        )
