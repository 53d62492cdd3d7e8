"""Proportions of counts in populations, with Wilson's interval."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
from numpy.typing import ArrayLike

from dueregard.estimates.proportion_intervals import wilson_interval
from dueregard.rates.arrays import LEVELS, FloatArray, columns, confidence_levels, positive
from dueregard.rates.groups import gathered
from dueregard.rates.results import ProportionEstimates

__all__ = ["proportion"]


def proportion(
    counts: ArrayLike,
    *,
    population: ArrayLike,
    multiplier: float = 1.0,
    by: Iterable[Hashable] | None = None,
    levels: float | Iterable[float] = LEVELS,
) -> ProportionEstimates:
    """Estimate proportions, x/n.

    Parameters
    ----------
    counts : array-like, shape (n,)
        People with the characteristic.
    population : array-like, shape (n,)
        People.
    multiplier : float
        100 for percentages.
    by : iterable of hashable, optional
        A label for each row; rows of one label are added up. Without labels each row is a group.
    levels : float or iterable of float
        Confidence levels.

    Returns
    -------
    ProportionEstimates
        A group that has a missing number, nobody, a negative number or more counted than there are people
        has no value and a reason; the others are not affected.

    Raises
    ------
    UsageError
        When the columns do not fit together, or the multiplier or a level is out of range.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> result = proportion([65, 3], population=[100, 0], multiplier=100)
    >>> result.limits[0.95].round(2)
    array([[55.25, 73.64],
           [  nan,   nan]])
    >>> result.reasons
    {1: 'the population is zero or less'}
    """
    asked, scale = confidence_levels(levels), positive(multiplier, name="The multiplier")
    x, n = columns(counts=counts, population=population)
    groups = gathered(by, size=len(x), separately=True)
    total, people = groups.sum(x), groups.sum(n)
    reasons = groups.reasons(
        {
            "a number is missing": np.isnan(x) | np.isnan(n),
            "a count is negative": x < 0,
            "the population is zero or less": (n < 0) | (people <= 0)[groups.codes],
            "more are counted than there are people": (x > n) & (n >= 0),
        }
    )
    usable = ~np.isin(np.arange(len(groups.labels)), list(reasons))
    share = np.divide(total, people, out=np.full_like(total, np.nan), where=usable)
    variances = np.divide(share * (1 - share), people, out=np.full_like(share, np.nan), where=usable)
    freedom = np.full_like(share, np.inf)
    return ProportionEstimates(
        groups=groups.labels,
        values=scale * share,
        variances=np.where(variances > 0, scale**2 * variances, np.nan),
        limits={
            level: scale
            * _to_the_ends(
                share, wilson_interval(share, np.sqrt(variances), df=freedom, n=people, level=level)
            )
            for level in asked
        },
        reasons=reasons,
        statistic=_statistic(scale),
        methods=("Wilson",) * len(share),
        counts=total,
        populations=people,
        multiplier=scale,
    )


def _statistic(multiplier: float) -> str:
    return {1.0: "proportion", 100.0: "percentage"}.get(multiplier, f"proportion of {multiplier:g}")


def _to_the_ends(share: FloatArray, limits: FloatArray) -> FloatArray:
    """Take off the rounding error by which the limits of none and of all miss 0 and 1."""
    limits[share == 0, 0] = 0.0
    limits[share == 1, 1] = 1.0
    return limits
