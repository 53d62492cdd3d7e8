"""Means of single values by group, with Student's interval."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
from numpy.typing import ArrayLike

from dueregard.estimates.proportion_intervals import mean_interval
from dueregard.rates.arrays import LEVELS, column, confidence_levels
from dueregard.rates.groups import gathered
from dueregard.rates.results import MeanEstimates

__all__ = ["mean"]


def mean(
    values: ArrayLike,
    *,
    by: Iterable[Hashable] | None = None,
    levels: float | Iterable[float] = LEVELS,
) -> MeanEstimates:
    """Estimate means of independent values, such as a practice's or a hospital's.

    Parameters
    ----------
    values : array-like, shape (n,)
        One value a row.
    by : iterable of hashable, optional
        A label for each row; without labels all rows are one group.
    levels : float or iterable of float
        Confidence levels.

    Returns
    -------
    MeanEstimates
        A group with a missing value has no mean, one with a single value no interval; each has its reason.

    Raises
    ------
    UsageError
        When labels and values do not fit together or a level is out of range.

    References
    ----------
    Student (1908), Biometrika 6, 1-25; Altman, Machin, Bryant and Gardner (2000), Statistics with
    Confidence, chapter 4.

    Examples
    --------
    >>> result = mean([4, 6, 8, 3], by=["a", "a", "a", "b"], levels=0.95)
    >>> result.values
    array([6., 3.])
    >>> result.limits[0.95].round(3)
    array([[ 1.032, 10.968],
           [   nan,    nan]])
    """
    asked, v = confidence_levels(levels), column(values, name="the values")
    groups = gathered(by, size=len(v), separately=False)
    count, total = groups.sum(np.ones_like(v)), groups.sum(v)
    average = np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)
    squares = groups.sum((v - average[groups.codes]) ** 2)
    several = count > 1
    deviation = np.sqrt(np.divide(squares, count - 1, out=np.full_like(total, np.nan), where=several))
    variances = np.divide(deviation**2, count, out=np.full_like(total, np.nan), where=several)
    reasons = groups.reasons(
        {"a value is missing": np.isnan(v), "a single value has no interval": ~several[groups.codes]}
    )
    return MeanEstimates(
        groups=groups.labels,
        values=average,
        variances=variances,
        limits={
            level: mean_interval(average, np.sqrt(variances), df=count - 1, level=level) for level in asked
        },
        reasons=reasons,
        statistic="mean",
        methods=("Student's t",) * len(count),
        counts=count,
        sums=total,
        deviations=deviation,
    )
