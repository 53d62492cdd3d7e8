"""How uncertain an amount or effect is: points to compute at, and the draws to read off between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from dueregard.options.specification import Uncertainty

__all__ = ["DRAWS", "draws_of", "spread_of"]

DRAWS = 400
"""Evenly spaced quantiles that stand for the distribution; no chance is involved."""


def spread_of(uncertainty: Uncertainty) -> float:
    """Give the standard deviation of the multiple of the amount.

    Parameters
    ----------
    uncertainty : Uncertainty
        As declared.

    Returns
    -------
    float
        For an interval, that of the normal distribution which has it.

    Examples
    --------
    >>> round(spread_of(Uncertainty(distribution="uniform", low=0.4, high=1.6)), 4)
    0.3464
    """
    if uncertainty.distribution == "normal":
        assert uncertainty.sd is not None
        return uncertainty.sd
    assert uncertainty.low is not None
    assert uncertainty.high is not None
    width = uncertainty.high - uncertainty.low
    if uncertainty.distribution == "uniform":
        return float(width / np.sqrt(12.0))
    return float(width / (2.0 * ndtri((1.0 + uncertainty.level) / 2.0)))


def draws_of(uncertainty: Uncertainty) -> NDArray[np.float64]:
    """Give multiples of the amount that stand for its distribution.

    Parameters
    ----------
    uncertainty : Uncertainty
        As declared.

    Returns
    -------
    ndarray (DRAWS,)
        Quantiles at the middles of equal steps, stretched to have the exact standard deviation.

    Examples
    --------
    >>> found = draws_of(Uncertainty(distribution="normal", sd=0.1))
    >>> found.mean().round(9), found.std(ddof=1).round(9)
    (np.float64(1.0), np.float64(0.1))
    """
    steps = (np.arange(DRAWS) + 0.5) / DRAWS
    shape = steps - 0.5 if uncertainty.distribution == "uniform" else ndtri(steps)
    centre = 1.0
    if uncertainty.low is not None and uncertainty.high is not None:
        centre = (uncertainty.low + uncertainty.high) / 2.0
    return np.asarray(centre + shape / shape.std(ddof=1) * spread_of(uncertainty))
