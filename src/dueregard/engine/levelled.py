"""People with a valid value, by level: weighted sums, totals and means of what each contributes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.scored import Floats, Scored

__all__ = ["LevelledPeople"]


@dataclass(frozen=True, kw_only=True, eq=False)
class LevelledPeople:
    """People with a valid value, the people of each level next to one another.

    Attributes
    ----------
    weight : ndarray (n,)
        Survey weights.
    columns : tuple of ndarray (n,)
        The outcome's columns.
    starts : ndarray of int (d + 1,)
        The people of level ``l`` are those from ``starts[l]`` to ``starts[l + 1]``; a level may be empty.
    scored : bool
        Whether influence is wanted beside values; replicate weights need values only.
    """

    weight: Floats
    columns: tuple[Floats, ...]
    starts: NDArray[np.int64]
    scored: bool = True

    def __len__(self) -> int:
        """People."""
        return int(self.starts[-1])

    @property
    def y(self) -> Floats:
        """The first column (n,)."""
        return self.columns[0]

    @property
    def levels(self) -> int:
        """How many levels there are, d."""
        return len(self.starts) - 1

    @cached_property
    def count(self) -> Floats:
        """People of each level (d,)."""
        return np.diff(self.starts).astype(float)

    @cached_property
    def ones(self) -> Floats:
        """One for each person (n,)."""
        return np.broadcast_to(1.0, len(self))

    @cached_property
    def size(self) -> Floats:
        """Sum of weights of each level, N (d,)."""
        return self.sums(1.0)

    @cached_property
    def number(self) -> Scored:
        """Sum of weights of each level, N, scored."""
        return self.total(self.ones)

    @cached_property
    def total_y(self) -> Scored:
        """Weighted total of the first column of each level, scored."""
        return self.total(self.y)

    @cached_property
    def mean_y(self) -> Scored:
        """Mean of the first column of each level, scored."""
        return self.mean(self.y)

    def each(self, values: Any) -> Floats:
        """Give every person their level's number.

        Parameters
        ----------
        values : ndarray (d,)
            One a level.

        Returns
        -------
        ndarray (n,)
            One a person.
        """
        return np.repeat(np.asarray(values, dtype=float), np.diff(self.starts))

    def sums(self, x: Any) -> Floats:
        """Weighted sums by level.

        Parameters
        ----------
        x : ndarray (n,) or float
            What to sum.

        Returns
        -------
        ndarray (d,)
            ``sum(w x)``; zero for an empty level.
        """
        result = np.zeros(self.levels)
        weighted = self.weight * x
        some = np.flatnonzero(np.diff(self.starts))
        if len(some):
            result[some] = np.add.reduceat(weighted, self.starts[some])
        return result

    def total(self, x: Any) -> Scored:
        """Weighted total by level, scored.

        Parameters
        ----------
        x : ndarray (n,)
            What to sum: numbers or truths.

        Returns
        -------
        Scored
            ``sum(w x)``; each person's influence is x.
        """
        values = self.sums(x)
        return Scored.of(values, x) if self.scored else Scored(values)

    def mean(self, x: Any) -> Scored:
        """Weighted mean by level, scored.

        Parameters
        ----------
        x : ndarray (n,)
            Numbers or truths.

        Returns
        -------
        Scored
            ``sum(w x) / sum(w)``; NaN for an empty level.
        """
        return self.total(x) / self.number

    def with_scores(self, values: Any, scores: Callable[[], Any]) -> Scored:
        """Make a scored value of an influence function of its own.

        Parameters
        ----------
        values : array_like (d,)
            The values.
        scores : callable
            Gives the influence of each person (n,); called only when it is wanted.

        Returns
        -------
        Scored
            Of these levels.
        """
        return Scored.of(values, scores()) if self.scored else Scored.of(values)

    def from_population(self, value: Scored) -> Scored:
        """Use a value of the whole population, such as a poverty line, in every level.

        Parameters
        ----------
        value : Scored
            Of one level: everybody.

        Returns
        -------
        Scored
            The same value in each level, moved by the whole population.
        """
        values = np.full(self.levels, float(value.values[0]))
        return Scored.of(values, value) if self.scored else Scored(values)
