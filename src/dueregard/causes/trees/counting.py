"""How many tests p values are adjusted for, exactly as R partykit counts them."""

from __future__ import annotations

import numpy as np

from dueregard.estimates.source import BoolArray, FloatArray

__all__ = ["constants_count"]

_TOLERANCE = 2.0**-26
"""The root of the machine's precision: partykit tests a circumstance whose variance is at least this."""


def constants_count(size: FloatArray, squares: FloatArray) -> BoolArray:
    """Say in which nodes partykit counts the circumstances of which only one level is left.

    It means to leave them out. But it tells them by a variance, V (n/(n - 1) n - 1/(n - 1) n²), that is zero
    in mathematics and, for many n, a rounding error above zero in a computer. Where outcomes are large
    numbers, such as incomes in pounds a year, it is then above the tolerance, and the circumstance counts as
    a test with a p value of 1. Published trees depend on it, so the same sum is made here. (Circumstances
    with one level in all of the data never count here; in partykit they may, by another rounding error.)

    Parameters
    ----------
    size : ndarray, shape (m,)
        People in each node.
    squares : ndarray, shape (m,)
        Squared deviations of the outcome from each node's mean.

    Returns
    -------
    ndarray of bool, shape (m,)
        Whether they count.

    Examples
    --------
    >>> import numpy as np
    >>> constants_count(np.array([1571.0, 1571.0]), np.array([1.25e8, 300.0]))
    array([ True, False])
    """
    n = np.maximum(size, 2.0)
    rounding = n / (n - 1) * n - 1 / (n - 1) * (n * n)
    counts: BoolArray = squares / n * rounding >= _TOLERANCE
    return counts
