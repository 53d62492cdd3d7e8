"""Possible tables that vouch for what is asked, as long as the cells that move in them are withheld."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dueregard.disclosure.additive.disturbance import Disturbance

__all__ = ["Witnesses"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]
FIRST = 64


class Witnesses:
    """A growing list of possible tables.

    Which demands each meets is kept in bits, as every insider has demands of his own.

    Parameters
    ----------
    cells, demands : int
        How many cells and demands there are.

    Examples
    --------
    >>> known = Witnesses(cells=2, demands=1)
    >>> both = np.array([True, True])
    >>> known.add(Disturbance(point=np.array([1.0, -1.0]), moved=both), np.array([True]), both)
    >>> known.met().tolist()
    [True]
    >>> known.show(np.array([1]))
    >>> known.met().tolist()
    [False]
    """

    def __init__(self, *, cells: int, demands: int) -> None:
        self._count, self._demands = 0, demands
        self._moved = np.zeros((FIRST, cells), dtype=bool)
        self._meets = np.zeros((FIRST, (demands + 7) // 8), dtype=np.uint8)
        self._blocked = np.zeros(FIRST, dtype=np.int64)
        self._points: list[Floats] = []

    def add(self, found: Disturbance, meets: Flags, withheld: Flags) -> None:
        """Note a table, and which demands it meets."""
        if self._count == len(self._moved):
            for name in ("_moved", "_meets", "_blocked"):
                rows = getattr(self, name)
                setattr(self, name, np.concatenate([rows, np.zeros_like(rows)]))
        row = self._count
        self._moved[row], self._meets[row] = found.moved, np.packbits(meets)
        self._blocked[row] = int((found.moved & ~withheld).sum())
        self._points.append(found.point)
        self._count += 1

    def met(self) -> Flags:
        """Say which demands a table vouches for in which only withheld cells move."""
        bits = np.bitwise_or.reduce(self._meets[self._good()], axis=0)
        return np.unpackbits(bits, count=self._demands).astype(np.bool_)

    def points(self) -> Floats:
        """Give the tables in which only withheld cells move, shape (p, cells)."""
        good = [self._points[row] for row in self._good()]
        return np.array(good).reshape(len(good), self._moved.shape[1])

    def moving(self) -> Flags:
        """Say which cells move in a table in which only withheld cells move."""
        return np.asarray(self._moved[self._good()].any(axis=0), dtype=np.bool_)

    def withhold(self, cells: Counts) -> None:
        """Note that cells are withheld that were shown."""
        self._blocked[: self._count] -= self._moved[: self._count, cells].sum(axis=1)

    def show(self, cells: Counts) -> None:
        """Note that cells are shown that were withheld."""
        self._blocked[: self._count] += self._moved[: self._count, cells].sum(axis=1)

    def _good(self) -> Counts:
        return np.flatnonzero(self._blocked[: self._count] == 0)
