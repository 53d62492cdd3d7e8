"""The nodes of a tree that may still be split, as the cells in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dueregard.estimates.source import BoolArray, FloatArray, IntArray

__all__ = ["Frontier", "LevelTotals", "Tester", "Tests"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LevelTotals:
    """Totals of one circumstance's levels in many nodes.

    Attributes
    ----------
    counts : ndarray, shape (m, k)
        People by node and level.
    weights : ndarray, shape (m, k)
        Their weights; the counts where there are none.
    sums : ndarray, shape (m, k)
        Weighted totals of the outcome less its mean in the node.
    """

    counts: FloatArray
    weights: FloatArray
    sums: FloatArray

    @property
    def inverse_shares(self) -> FloatArray:
        """One over the weighted share of each level, shape (m, k); zero for levels without weight."""
        whole, inverse = self.weights.sum(axis=1, keepdims=True), np.zeros_like(self.weights)
        np.divide(whole, self.weights, out=inverse, where=self.weights > 0)
        return inverse


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frontier:
    """Cells of the nodes that may still be split.

    Attributes
    ----------
    codes : ndarray of int, shape (c, v)
        Levels of every cell.
    sizes : tuple of int
        How many levels each circumstance has.
    cell, node : ndarray of int, shape (r,)
        Which cell lies in which of the frontier's nodes, 0 to ``count`` - 1.
    people, weight, total, squares : ndarray, shape (r,)
        People, their weights, the weighted total and sum of squares of the outcome.
    count : int
        How many nodes there are.
    """

    codes: IntArray
    sizes: tuple[int, ...]
    cell: IntArray
    node: IntArray
    people: FloatArray
    weight: FloatArray
    total: FloatArray
    squares: FloatArray
    count: int

    def by_node(self, values: FloatArray) -> FloatArray:
        """Add values of cells up to the nodes."""
        return np.bincount(self.node, weights=values, minlength=self.count).astype(np.float64, copy=False)

    def level_totals(self, mean: FloatArray) -> list[LevelTotals]:
        """Totals by node and level, one table a circumstance; ``mean`` is each node's mean outcome."""
        tables = []
        same = self.weight is self.people
        for variable, size in enumerate(self.sizes):
            key = self.node * size + self.codes[self.cell, variable]
            counts = self._table(key, self.people, size)
            weights = counts if same else self._table(key, self.weight, size)
            sums = self._table(key, self.total, size) - weights * mean[:, None]
            tables.append(LevelTotals(counts=counts, weights=weights, sums=sums))
        return tables

    def _table(self, key: IntArray, values: FloatArray, size: int) -> FloatArray:
        flat = np.bincount(key, weights=values, minlength=self.count * size)
        return flat.astype(np.float64, copy=False).reshape(self.count, size)

    def inside(self, chosen: BoolArray, into: IntArray, *, count: int) -> Frontier:
        """Keep the cells in ``chosen`` places, now in the nodes ``into`` of ``count``."""
        people = self.people[chosen]
        return Frontier(
            codes=self.codes,
            sizes=self.sizes,
            cell=self.cell[chosen],
            node=into,
            people=people,
            weight=people if self.weight is self.people else self.weight[chosen],
            total=self.total[chosen],
            squares=self.squares[chosen],
            count=count,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tests:
    """What a test found in each node of a frontier.

    Attributes
    ----------
    statistic, p : ndarray, shape (m, v)
        By node and circumstance; not a number where nothing could be tested.
    counted : ndarray of int, shape (m,)
        For how many tests p values are adjusted.
    """

    statistic: FloatArray
    p: FloatArray
    counted: IntArray


Tester = Callable[[Frontier, Sequence[LevelTotals], FloatArray], Tests]
"""Tests a frontier, given the totals of its levels and the means of its nodes."""
