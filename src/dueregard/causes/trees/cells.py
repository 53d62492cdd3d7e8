"""Cells: people with the same circumstances are one row, so that many people grow a tree as fast as few."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["Cells", "cells_of", "dense"]

_WIDEST = 1 << 22
"""Keys are renumbered once they could reach beyond this, so that counting them stays linear."""

_SPARSE = 16
"""Possible keys a person beyond which sorting people is cheaper than counting keys."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Distinct profiles of circumstances.

    Attributes
    ----------
    codes : ndarray of int, shape (c, v)
        Levels of each profile.
    of_row : ndarray of int, shape (n,)
        The profile of each person.
    """

    codes: IntArray
    of_row: IntArray

    @property
    def count(self) -> int:
        """How many profiles there are."""
        return len(self.codes)

    def total(self, values: FloatArray | None = None) -> FloatArray:
        """Add people's values up to their profiles; without values, count people.

        Parameters
        ----------
        values : ndarray, shape (n,), optional
            One value a person.

        Returns
        -------
        ndarray, shape (c,)
            Totals.

        Examples
        --------
        >>> import numpy as np
        >>> cells_of(np.array([[0], [1], [1]])).total(np.array([5.0, 2.0, 3.0]))
        array([5., 5.])
        """
        return np.bincount(self.of_row, weights=values, minlength=self.count).astype(np.float64)


def cells_of(codes: IntArray, *, beside: IntArray | None = None) -> Cells:
    """Find the distinct profiles in a time linear in people.

    Parameters
    ----------
    codes : ndarray of int, shape (n, v)
        Levels of each circumstance, 0, 1, ...
    beside : ndarray of int, shape (n,), optional
        A further key that keeps people apart, such as their primary sampling unit.

    Returns
    -------
    Cells
        Profiles in the order of their codes.

    Examples
    --------
    >>> import numpy as np
    >>> cells = cells_of(np.array([[0, 1], [1, 0], [0, 1]]))
    >>> cells.codes, cells.of_row
    (array([[0, 1],
           [1, 0]]), array([0, 1, 0]))
    """
    key = np.zeros(len(codes), dtype=np.int64)
    bound = 1
    columns = [codes[:, place] for place in range(codes.shape[1])]
    for column in columns if beside is None else [*columns, beside]:
        size = int(column.max(initial=0)) + 1
        if bound > 1 and bound * size > _WIDEST:
            key, bound = dense(key, bound=bound)
        key = key * size + column
        bound *= size
    key, bound = dense(key, bound=bound)
    example = np.empty(bound, dtype=np.int64)
    example[key] = np.arange(len(codes), dtype=np.int64)
    return Cells(codes=np.ascontiguousarray(codes[example]), of_row=key)


def dense(key: IntArray, *, bound: int) -> tuple[IntArray, int]:
    """Renumber keys 0, 1, ... without gaps, in their order.

    Parameters
    ----------
    key : ndarray of int, shape (n,)
        Keys of 0 or more.
    bound : int
        Above every key.

    Returns
    -------
    tuple of ndarray and int
        New keys, and how many there are.

    Examples
    --------
    >>> import numpy as np
    >>> dense(np.array([7, 2, 7]), bound=8)
    (array([1, 0, 1]), 2)
    """
    if bound > min(_SPARSE * len(key), max(4 * _WIDEST, 8 * len(key))):
        values, numbered = np.unique(key, return_inverse=True)
        return numbered.astype(np.int64).reshape(-1), len(values)
    seen = np.zeros(bound, dtype=bool)
    seen[key] = True
    numbers = np.cumsum(seen, dtype=np.int64) - 1
    return numbers[key], int(numbers[-1]) + 1 if bound else 0
