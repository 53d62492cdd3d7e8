"""Possible tables that vouch for what is asked, as long as the cells that move in them are withheld."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Witnesses"]

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]
FIRST = 64


class Witnesses:
    """A growing list of possible tables.

    Parameters
    ----------
    cells, demands : int
        How many cells and demands there are.

    Examples
    --------
    >>> known = Witnesses(cells=2, demands=1)
    >>> known.add(np.array([True, True]), np.array([True]), np.array([True, True]))
    >>> known.met().tolist()
    [True]
    >>> known.show(np.array([1]))
    >>> known.met().tolist()
    [False]
    """

    def __init__(self, *, cells: int, demands: int) -> None:
        self._count = 0
        self._moved = np.zeros((FIRST, cells), dtype=bool)
        self._meets = np.zeros((FIRST, demands), dtype=bool)
        self._blocked = np.zeros(FIRST, dtype=np.int64)

    def add(self, moved: Flags, meets: Flags, withheld: Flags) -> None:
        """Note a table: which cells move in it, and which demands it meets."""
        if self._count == len(self._moved):
            for name in ("_moved", "_meets", "_blocked"):
                rows = getattr(self, name)
                setattr(self, name, np.concatenate([rows, np.zeros_like(rows)]))
        row = self._count
        self._moved[row], self._meets[row] = moved, meets
        self._blocked[row] = int((moved & ~withheld).sum())
        self._count += 1

    def met(self) -> Flags:
        """Say which demands a table vouches for in which only withheld cells move."""
        good = self._meets[: self._count][self._blocked[: self._count] == 0]
        return np.asarray(good.any(axis=0), dtype=np.bool_)

    def withhold(self, cells: Counts) -> None:
        """Note that cells are withheld that were shown."""
        self._blocked[: self._count] -= self._moved[: self._count, cells].sum(axis=1)

    def show(self, cells: Counts) -> None:
        """Note that cells are shown that were withheld."""
        self._blocked[: self._count] += self._moved[: self._count, cells].sum(axis=1)
