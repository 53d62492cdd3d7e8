"""How much sampling noise adds to measured dispersion, where that can be written down.

With A the matrix of the quadratic form of the between-group variance, diag(p) - p p', and C the covariance of
the values, noise adds trace(A C) to it on average, whatever the true values; for a smooth measure half the
trace of its second derivatives times C, to the second order. The sampling error of population shares adds a
part of the order of one over the number of people, which is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from dueregard.disparities import formulae
from dueregard.estimates.source import FloatArray

__all__ = [
    "Bias",
    "curvature_of_variance",
    "noise_in_mean_log_deviation",
    "noise_in_theil",
    "noise_in_variance",
]

Bias: TypeAlias = Callable[[FloatArray, FloatArray, FloatArray], float]
"""Maps values, populations and the covariance of the values to what noise adds on average."""


def noise_in_variance(values: FloatArray, population: FloatArray, covariance: FloatArray) -> float:
    """What noise adds to the between-group variance: trace(A C).

    Examples
    --------
    >>> noise_in_variance(np.zeros(2), np.ones(2), np.eye(2))
    0.5
    """
    share = formulae.shares(population)
    return float(share @ covariance.diagonal() - share @ covariance @ share)


def curvature_of_variance(population: FloatArray, covariance: FloatArray) -> float:
    """Variance of the quadratic part of the between-group variance under normal noise: 2 trace(A C A C).

    It is uncorrelated with the linear part, the delta method's (Ahn, Harper, Yu, Feuer, Liu and Luta 2018,
    JCO Clinical Cancer Informatics 2, 1-19, who give the sum of both for independent values).

    Examples
    --------
    >>> curvature_of_variance(np.ones(2), np.eye(2))
    0.5
    """
    share = formulae.shares(population)
    product = share[:, None] * covariance - np.outer(share, share @ covariance)
    return float(2 * (product * product.T).sum())


def noise_in_mean_log_deviation(values: FloatArray, population: FloatArray, covariance: FloatArray) -> float:
    """What noise adds to the mean log deviation, to the second order."""
    share = formulae.shares(population)
    mean = share @ values
    return float((share @ (covariance.diagonal() / values**2) - share @ covariance @ share / mean**2) / 2)


def noise_in_theil(values: FloatArray, population: FloatArray, covariance: FloatArray) -> float:
    """What noise adds to the Theil index, to the second order."""
    share = formulae.shares(population)
    mean = share @ values
    ratio = values / mean
    slope = share * (np.log(ratio) + 0.5 - formulae.theil(values, population))
    cross = 2 * (slope @ covariance @ share)
    return float((share @ (covariance.diagonal() / ratio) - cross) / (2 * mean**2))
