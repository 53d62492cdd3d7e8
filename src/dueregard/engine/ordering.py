"""The order of people by level and value."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["by_level", "in_order"]


def by_level(level: NDArray[np.int64], levels: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find the people of each level.

    Parameters
    ----------
    level : ndarray of int (n,)
        From 0.
    levels : int
        How many there are.

    Returns
    -------
    place : ndarray of int (n,)
        Positions of people, level by level.
    starts : ndarray of int (levels + 1,)
        Where each level starts.
    """
    starts = np.zeros(levels + 1, dtype=np.int64)
    np.cumsum(np.bincount(level, minlength=levels), out=starts[1:])
    # Short whole numbers are sorted by radix, several times faster.
    narrow = level.astype(np.int16) if levels < 2**15 else level
    return np.argsort(narrow, kind="stable"), starts


def in_order(
    values: NDArray[np.float64], level: NDArray[np.int64], levels: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find the order of people by level and value.

    Parameters
    ----------
    values : ndarray (n,)
        To order by.
    level : ndarray of int (n,)
        From 0.
    levels : int
        How many there are.

    Returns
    -------
    place : ndarray of int (n,)
        Positions of people in order.
    starts : ndarray of int (levels + 1,)
        Where each level starts.
    """
    if levels == 1:
        return np.argsort(values), np.array([0, len(values)], dtype=np.int64)
    # A radix sort, then small sorts: several times faster than one sort by both.
    place, starts = by_level(level, levels)
    for start, end in pairwise(starts):
        members = place[start:end]
        place[start:end] = members[np.argsort(values[members])]
    return place, starts
