"""Quantiles of a weighted outcome by straight lines between people, R's default."""

from __future__ import annotations

import numpy as np

from dueregard.estimates.source import FloatArray

__all__ = ["quantile_of"]


def quantile_of(values: FloatArray, weight: FloatArray, share: float) -> float:
    """Find a quantile by linear interpolation.

    Parameters
    ----------
    values, weight : ndarray (n,)
        The outcome, and weights of which one at least is positive.
    share : float
        p, between 0 and 1.

    Returns
    -------
    float
        Hyndman and Fan's type 7: the person of rank k stands at the weight of all below, over the weight of
        all but the last.

    References
    ----------
    Hyndman and Fan (1996), The American Statistician 50, 361-365.

    Examples
    --------
    >>> quantile_of(np.array([1.0, 4.0, 2.0]), np.ones(3), 0.25)
    1.5
    """
    there = np.flatnonzero(weight > 0)
    order = there[np.lexsort((weight[there], values[there]))]
    if len(order) == 1:
        return float(values[order[0]])
    below = np.concatenate([[0.0], np.cumsum(weight[order])[:-1]])
    return float(np.interp(share * below[-1], below, values[order]))
