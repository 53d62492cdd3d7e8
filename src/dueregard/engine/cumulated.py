"""Sums over people in order, by sampling unit and level: all that the Gini indices need of a large table.

With R and G the running sums of w and wy in order of y, own contribution included, the distances between all
pairs add up to ``D = sum(w y R) - sum(w G)``, and the influence of a person on D, ``2 (y R - G) + Y - N y``,
is linear in what is summed; so sums by unit carry the whole variance, and people need not be kept. Among ties
any order gives the same, because what ``y R`` gains ``G`` gains too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.levels import distinct_codes
from dueregard.engine.scored import Floats, Scored, Term

__all__ = ["SUMS", "CumulatedCells", "Cumulation"]

PENDING = 500_000
"""How many cells of batches wait to be added up."""

SUMS = ("people", "weight", "total", "ranked", "passed")
"""What is summed in each cell: 1, w, w y, w y R and w G."""


@dataclass(frozen=True, kw_only=True, eq=False)
class CumulatedCells:
    """Sums of people in order, by cell; a cell is a sampling unit within a level.

    Attributes
    ----------
    levels : int
        How many levels there are, d.
    level, unit : ndarray of int (c,)
        Of each cell; levels rise.
    sums : mapping of str to ndarray (c,)
        By name, as :data:`SUMS`.

    References
    ----------
    Langel and Tillé (2013), Variance estimation of the Gini index, JRSS A 176, 521-540, equation 7.

    Examples
    --------
    >>> cumulation = Cumulation(levels=1, units=4)
    >>> zeros = np.zeros(4, dtype=np.int64)
    >>> cumulation.add(zeros, np.arange(4), np.ones(4), np.array([1.0, 2.0, 3.0, 4.0]))
    >>> cumulation.cells().distances.values  # the six distances between 1, 2, 3 and 4
    array([10.])
    """

    levels: int
    level: NDArray[np.int64]
    unit: NDArray[np.int64]
    sums: dict[str, Floats]

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Where the cells of each level start, (d + 1,)."""
        return np.searchsorted(self.level, np.arange(self.levels + 1))

    @cached_property
    def count(self) -> Floats:
        """People of each level (d,)."""
        return self._sum("people")

    @cached_property
    def number(self) -> Scored:
        """Sum of weights of each level, N, scored."""
        return Scored.of(self._sum("weight"), self.sums["weight"])

    @cached_property
    def total_y(self) -> Scored:
        """Weighted total of each level, Y, scored."""
        return Scored.of(self._sum("total"), self.sums["total"])

    @cached_property
    def distances(self) -> Scored:
        """Sum of the distances between all pairs of people, D, scored."""
        values = self._sum("ranked") - self._sum("passed")
        twice = np.full(self.levels, 2.0)
        parts = {
            "ranked": twice,
            "passed": -twice,
            "weight": self.total_y.values,
            "total": -self.number.values,
        }
        return Scored(values, tuple(Term(factor, self.sums[name]) for name, factor in parts.items()))

    def _sum(self, name: str) -> Floats:
        return np.bincount(self.level, weights=self.sums[name], minlength=self.levels).astype(float)


class Cumulation:
    """Adds people up, in order of level and value, a batch at a time.

    Parameters
    ----------
    levels, units : int
        How many there are.
    """

    def __init__(self, *, levels: int, units: int) -> None:
        self.levels, self.units = levels, units
        self._at = -1
        self._before = (0.0, 0.0)
        self._codes = [np.zeros(0, dtype=np.int64)]
        self._sums = [np.zeros((len(SUMS), 0))]
        self._merged = 0

    def add(self, level: NDArray[np.int64], unit: NDArray[Any], weight: Floats, y: Floats) -> None:
        """Add the next people.

        Parameters
        ----------
        level, unit : ndarray of int (n,)
            Of each person; levels rise from batch to batch.
        weight, y : ndarray (n,)
            Weight and value; values rise within each level.
        """
        if not len(level):
            return
        weighted = weight * y
        below, passed = self._running(level, weight, weighted)
        cells, place = distinct_codes((level - level[0]) * self.units + unit)
        ranked = weighted * below
        passed *= weight
        added = [
            np.bincount(place, weights=each, minlength=len(cells))
            for each in (None, weight, weighted, ranked, passed)
        ]
        self._codes.append(cells + int(level[0]) * self.units)
        self._sums.append(np.vstack(added))
        if sum(len(each) for each in self._codes) > 2 * self._merged + PENDING:
            self._merge()

    def include(self, level: NDArray[np.int64], unit: NDArray[np.int64], sums: NDArray[np.float64]) -> None:
        """Add cells that were summed elsewhere.

        Parameters
        ----------
        level, unit : ndarray of int (c,)
            Of each cell.
        sums : ndarray (5, c)
            In the order of :data:`SUMS`.
        """
        self._codes.append(level * self.units + unit)
        self._sums.append(sums)

    def cells(self) -> CumulatedCells:
        """Give the sums of everybody added.

        Returns
        -------
        CumulatedCells
            In order of level.
        """
        self._merge()
        level, unit = np.divmod(self._codes[0], max(self.units, 1))
        sums = dict(zip(SUMS, self._sums[0], strict=True))
        return CumulatedCells(levels=self.levels, level=level, unit=unit, sums=sums)

    def _merge(self) -> None:
        """Add up the cells of all batches so far."""
        found, place = distinct_codes(np.concatenate(self._codes))
        sums = np.zeros((len(SUMS), len(found)))
        for row, result in enumerate(sums):
            added = np.concatenate([each[row] for each in self._sums])
            result[:] = np.bincount(place, weights=added, minlength=len(found))
        self._codes, self._sums, self._merged = [found], [sums], len(found)

    def _running(self, level: NDArray[np.int64], weight: Floats, weighted: Floats) -> tuple[Floats, Floats]:
        """Cumulate within each level, from where the batch before left off."""
        fresh = np.flatnonzero(np.diff(level, prepend=level[0] - 1))
        running = (np.empty_like(weight), np.empty_like(weighted))
        for start, end in zip(fresh, [*fresh[1:], len(level)], strict=True):
            before = self._before if level[start] == self._at else (0.0, 0.0)
            for result, each, already in zip(running, (weight, weighted), before, strict=True):
                np.cumsum(each[start:end], out=result[start:end])
                result[start:end] += already
            self._at = int(level[start])
            self._before = (float(running[0][end - 1]), float(running[1][end - 1]))
        return running
