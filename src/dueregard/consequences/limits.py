"""Intervals that hold both the chance of the sample and an uncertain effect, whatever its shape.

What is estimated is spread as the draws of the effect are, each with the error of the sample around it: a
mixture of normal distributions, whose quantiles are the limits. So an effect that can only fall short, or
that reaches fewer people when it is small but no more when it is large, has a longer arm on one side.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri, stdtrit

__all__ = ["mixture_limits"]

Array = NDArray[np.float64]

STEPS = 60
ROUNDING = 1e-9
KEPT = 50
"""Evenly spaced draws that the quantiles are found among; the others lie between them."""


def mixture_limits(drawn: Array, se: Array, df: Array, *, level: float) -> Array:
    """Find the limits of values that vary with an effect and, around it, by chance.

    Parameters
    ----------
    drawn : ndarray (d, k)
        The values at draws of the effect, evenly spaced quantiles of it.
    se : ndarray (k,)
        Standard errors of the sample; 0 or NaN where there is none.
    df : ndarray (k,)
        Their degrees of freedom: normal quantiles are stretched to those of t.
    level : float
        Confidence level.

    Returns
    -------
    ndarray (k, 2)
        NaN for values that are not there.

    Examples
    --------
    >>> half_normal = np.minimum(np.linspace(-3.0, 3.0, 400), 0.0)[:, None]
    >>> mixture_limits(half_normal, np.array([0.0]), np.array([np.inf]), level=0.9).round(2)
    array([[-2.7,  0. ]])
    """
    tail = (1.0 - level) / 2.0
    with np.errstate(invalid="ignore"):
        stretched = np.where(
            np.isfinite(df) & (df > 0), stdtrit(np.maximum(df, 1.0), 1.0 - tail), ndtri(1.0 - tail)
        )
    spread = np.nan_to_num(se) * stretched / ndtri(1.0 - tail)
    # Middles of equal slices, as the draws themselves are.
    places = (np.arange(KEPT) + 0.5) / KEPT
    kept = np.quantile(drawn, places, axis=0, method="hazen")
    exact = np.quantile(drawn, [tail, 1.0 - tail], axis=0, method="hazen").T
    found = np.stack([_quantile(kept, spread, tail), _quantile(kept, spread, 1.0 - tail)], axis=1)
    # An error that is only rounding beside the effect's would coarsen its quantiles.
    sampled = spread > ROUNDING * np.ptp(drawn, axis=0)
    return np.where(sampled[:, None], found, exact)


def _quantile(values: Array, spread: Array, share: float) -> Array:
    """Bisect for the point below which a share of the mixture lies."""
    reach = ndtri(1.0 - min(share, 1.0 - share)) + 2.0
    low = values.min(axis=0) - reach * spread
    high = values.max(axis=0) + reach * spread
    width = np.where(spread > 0, spread, 1.0)
    for _ in range(STEPS):
        middle = (low + high) / 2.0
        below = ndtr((middle - values) / width).mean(axis=0) < share
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray((low + high) / 2.0)
