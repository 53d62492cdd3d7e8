"""Sums by group that keep their digits however many rows there are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["sums_by"]


def sums_by(group: NDArray[Any], values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Sum values by group, in blocks of rows.

    Added one after another, n values lose digits as n grows, and differently when all are multiplied by a
    number. Sums of blocks of some root of n, which are then added in pairs, lose next to none.

    Parameters
    ----------
    group : ndarray of int (n,)
        The group of each value, from 0.
    values : ndarray (n,)
        What to sum.
    count : int
        How many groups there are.

    Returns
    -------
    ndarray (count,)
        Zero for groups without values.

    References
    ----------
    Higham (1993), The accuracy of floating point summation, SIAM Journal on Scientific Computing 14, 783-799,
    section 3.

    Examples
    --------
    >>> sums_by(np.array([0, 1, 0]), np.array([1.0, 2.0, 4.0]), 3)
    array([5., 2., 0.])
    """
    size = len(values)
    # No more partial sums than values, so that many small groups cost nothing.
    block = max(int(np.sqrt(size)), count, 1)
    blocks = -(-size // block)
    if blocks <= 1:
        return np.bincount(group, weights=values, minlength=count).astype(float)
    at = group * blocks + np.arange(size) // block
    partial = np.bincount(at, weights=values, minlength=count * blocks)
    # Numpy adds in pairs along rows that lie together in memory.
    return np.asarray(partial.reshape(count, blocks).sum(axis=1))
