"""Sums by group that keep their digits however many rows there are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["sums_by"]

FEW = 64
"""Values of a group, on average, up to which they are added one after another."""


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
    # Groups of few values, such as sampling units, lose nothing, and blocks of them would cost.
    if size < FEW * count or size < FEW:
        return np.bincount(group, weights=values, minlength=count).astype(float)
    block = max(int(np.sqrt(size)), count)
    blocks = -(-size // block)
    at = np.repeat(np.arange(blocks) * count, block)[:size]
    at += group
    partial = np.bincount(at, weights=values, minlength=count * blocks)
    # Numpy adds in pairs along rows that lie together in memory.
    return np.asarray(np.ascontiguousarray(partial.reshape(blocks, count).T).sum(axis=1))
