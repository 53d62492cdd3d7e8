"""Areas on a funnel plot: each one's value, the lines at its own size, and the word for where it lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dueregard.errors import UsageError
from dueregard.rates.arrays import LEVELS, FloatArray, columns, confidence_levels, positive
from dueregard.rates.funnel_lines import one_of, rate_denominators
from dueregard.rates.significance import proportion_significance, rate_significance, ratio_significance

__all__ = ["KINDS", "FunnelAreas", "Kind", "areas_on_funnel", "poisson_lines"]

Kind: TypeAlias = Literal["proportion", "rate", "standardised_rate", "ratio"]
KINDS = ("proportion", "rate", "standardised_rate", "ratio")


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelAreas:
    """n areas on a funnel.

    Attributes
    ----------
    values : ndarray, shape (n,)
        NaN where a number is missing.
    average : float
        What the lines close in on.
    lines : mapping of float to ndarray, shape (n, 2)
        The lower and the upper line at each area's size, by confidence level; 0.95 and 0.998 are the lines
        of about 2 and 3 standard deviations.
    words : tuple of str, length n
        As :class:`~.significance.Significance`.
    """

    values: FloatArray
    average: float
    lines: Mapping[float, FloatArray]
    words: tuple[str, ...]


def areas_on_funnel(
    events: ArrayLike,
    *,
    denominator: ArrayLike,
    kind: Kind,
    multiplier: float,
    rate: ArrayLike | None = None,
    levels: float | Iterable[float] = LEVELS,
) -> FunnelAreas:
    """Put areas on the funnel of their average.

    Parameters
    ----------
    events : array-like, shape (n,)
        Events, or people with a characteristic.
    denominator : array-like, shape (n,)
        People; for ratios the expected events; not used for standardised rates.
    kind : {"proportion", "rate", "standardised_rate", "ratio"}
        What the areas' values are.
    multiplier : float
        100 for percentages and ratios to 100, 100,000 for rates.
    rate : array-like, shape (n,), optional
        Needed for standardised rates, and only for them: directly standardised rates, each of which stands
        for the population that would have it as a crude rate.
    levels : float or iterable of float
        Confidence levels of the lines.

    Returns
    -------
    FunnelAreas
        An area that lacks a number is not in the average. Lines of proportions by the normal approximation,
        of the others where the Poisson probability of so few, or so many, events is that of the level. Words
        as published: of proportions by the same lines, of the others by exact limits below 10 events and
        Byar's above.

    Raises
    ------
    UsageError
        When a denominator is not above zero, a count is negative or above its population, or an option is
        not known.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202; Fingertips technical guidance, "Funnel plots".

    Examples
    --------
    >>> found = areas_on_funnel(
    ...     [30, 50, 10], denominator=[100, 100, 25], kind="proportion", multiplier=100, levels=0.95
    ... )
    >>> found.values, found.average, found.words
    (array([30., 50., 40.]), 40.0, ('Low (0.025)', 'High (0.025)', 'Not significant'))
    >>> found.lines[0.95].round(1)
    array([[30.4, 49.6],
           [30.4, 49.6],
           [20.8, 59.2]])
    """
    one_of(kind, KINDS, name="kind of funnel")
    asked, scale = confidence_levels(levels), positive(multiplier, name="The multiplier")
    if (rate is not None) is not (kind == "standardised_rate"):
        raise UsageError("Rates are given for funnels of standardised rates, and only for them.")
    other = denominator if rate is None else rate
    x, n = _complete(*columns(events=events, denominator=other))
    if kind == "proportion":
        said = proportion_significance(x, population=n)
        share, average = _over(x, n), said.average
        spread = np.sqrt(average * (1 - average) / n)
        lines = {level: _around(average, special.ndtri((1 + level) / 2) * spread) for level in asked}
        return _found(share, average, lines, said.words, scale)
    if kind == "ratio":
        said = ratio_significance(x, expected=n)
        lines = {level: poisson_lines(n, level=level) / n[:, None] for level in asked}
        return _found(_over(x, n), 1.0, lines, said.words, scale)
    rate_type: Literal["crude", "dsr"] = "dsr" if kind == "standardised_rate" else "crude"
    values, people = (scale * _over(x, n), n) if rate is None else (n, None)
    said = rate_significance(x, rate=values, rate_type=rate_type, population=people, multiplier=scale)
    _, size = rate_denominators(x, rate=values, rate_type=rate_type, population=people, multiplier=scale)
    average = said.average / scale
    lines = {level: poisson_lines(size * average, level=level) / size[:, None] for level in asked}
    return _found(values / scale, average, lines, said.words, scale)


def poisson_lines(expected: ArrayLike, *, level: float) -> FloatArray:
    """Find how many events lie on the lower and on the upper line where so many are expected.

    Parameters
    ----------
    expected : array-like, shape (n,)
        Expected events, above zero.
    level : float
        Confidence level.

    Returns
    -------
    ndarray, shape (n, 2)
        The probability of so few events or fewer, and of so many or more, is (1 - level)/2, with the gamma
        function between whole numbers. The lower line is 0 where even no events are likelier than that, and
        the upper one is never below 1.

    Examples
    --------
    >>> poisson_lines([10.0], level=0.95).round(2)
    array([[ 3.83, 17.13]])
    """
    mean, tail = np.asarray(expected, float), (1 - level) / 2
    known = np.where(np.isnan(mean), 1.0, mean)
    low = np.where(np.exp(-known) < tail, special.pdtrik(tail, known), 0.0)
    high = special.pdtrik(1 - tail, known) + 1
    return np.where(np.isnan(mean)[:, None], np.nan, np.stack([low, high], axis=-1))


def _found(
    values: FloatArray,
    average: float,
    lines: Mapping[float, FloatArray],
    words: tuple[str, ...],
    scale: float,
) -> FunnelAreas:
    return FunnelAreas(
        values=scale * values,
        average=scale * average,
        lines={level: scale * each for level, each in lines.items()},
        words=words,
    )


def _complete(x: FloatArray, n: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Leave an area that lacks a number out of the average altogether."""
    lost = np.isnan(x) | np.isnan(n)
    return np.where(lost, np.nan, x), np.where(lost, np.nan, n)


def _over(x: FloatArray, n: FloatArray) -> FloatArray:
    return np.divide(x, n, out=np.full_like(x, np.nan), where=n > 0)


def _around(average: float, half: FloatArray) -> FloatArray:
    return np.clip(np.stack([average - half, average + half], axis=-1), 0.0, 1.0)
