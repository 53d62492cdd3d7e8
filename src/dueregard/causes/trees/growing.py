"""Growing trees level by level, all nodes of a level (and all trees of a forest) at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dueregard.causes.trees.cells import FloatArray, IntArray
from dueregard.causes.trees.permuted import LevelTotals, permutation_tests
from dueregard.causes.trees.rules import Rules, adjusted, ranked
from dueregard.causes.trees.splitting import best_splits

__all__ = ["Frontier", "Grown", "Tests", "grow", "permuted", "place"]

BoolArray = NDArray[np.bool_]


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
        return np.bincount(self.node, weights=values, minlength=self.count)

    def level_totals(self, mean: FloatArray) -> list[LevelTotals]:
        """Totals by node and level, one table a circumstance; ``mean`` is each node's mean outcome."""
        tables = []
        same = self.weight is self.people
        for variable, size in enumerate(self.sizes):
            key = self.node * size + self.codes[self.cell, variable]
            shape = (self.count, size)
            counts, weights, totals = (
                np.bincount(key, weights=each, minlength=self.count * size).reshape(shape)
                for each in (self.people, self.people if same else self.weight, self.total)
            )
            sums = totals - weights * mean[:, None]
            tables.append(LevelTotals(counts=counts, weights=weights, sums=sums))
        return tables

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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grown:
    """Nodes of one or many trees; the first ones are the roots.

    Attributes
    ----------
    variable : ndarray of int, shape (m,)
        What a node is split by; -1 for leaves.
    left : ndarray of bool, shape (m, k)
        Levels that go to the first child.
    child : ndarray of int, shape (m,)
        The first child; the second is the next one. -1 for leaves.
    depth : ndarray of int, shape (m,)
        0 for roots.
    p, statistic : ndarray, shape (m,)
        Of the split, or of the best one that was not made; not a number where nothing was tested.
    """

    variable: IntArray
    left: BoolArray
    child: IntArray
    depth: IntArray
    p: FloatArray
    statistic: FloatArray


def permuted(frontier: Frontier, tables: Sequence[LevelTotals], mean: FloatArray) -> Tests:
    """Test by the permutation distribution; see :func:`~.permuted.permutation_tests`.

    With weights people count as their effective number, (sum of w)^2 / (sum of w^2) of the cells.
    """
    weight = frontier.by_node(frontier.weight)
    squares = frontier.by_node(frontier.squares) - weight * mean**2
    size = frontier.by_node(frontier.people)
    statistic, p = permutation_tests(tables, size=size, squares=np.where(squares > _ROUNDING * frontier.by_node(frontier.squares), squares, 0.0))
    counted = np.full(frontier.count, len(tables), dtype=np.int64)
    return Tests(statistic=statistic, p=p, counted=counted)


_ROUNDING = 1e-13


@dataclass(slots=True, kw_only=True, eq=False)
class _Store:
    """Nodes as they come, a level at a time."""

    variable: list[IntArray] = field(default_factory=list)
    left: list[BoolArray] = field(default_factory=list)
    child: list[IntArray] = field(default_factory=list)
    depth: list[IntArray] = field(default_factory=list)
    p: list[FloatArray] = field(default_factory=list)
    statistic: list[FloatArray] = field(default_factory=list)


def grow(
    start: Frontier,
    *,
    rules: Rules,
    test: Tester = permuted,
    mtry: int | None = None,
    rng: np.random.Generator | None = None,
) -> Grown:
    """Split the nodes of a frontier, then their children, until nothing more may be split.

    Parameters
    ----------
    start : Frontier
        The roots.
    rules : Rules
        What stops a tree.
    test : callable
        Tests nodes for differences between levels.
    mtry : int, optional
        Look at so many circumstances in each node only, drawn with ``rng``.
    rng : numpy.random.Generator, optional
        Where draws come from.

    Returns
    -------
    Grown
        All nodes.
    """
    store, frontier, depth, known = _Store(), start, 0, start.count
    while True:
        step = _step(frontier, rules=rules, test=test, mtry=mtry, rng=rng)
        split = step.variable >= 0
        child = np.where(split, known + 2 * (np.cumsum(split) - 1), -1)
        store.variable.append(step.variable)
        store.left.append(step.left)
        store.child.append(child)
        store.depth.append(np.full(frontier.count, depth, dtype=np.int64))
        store.p.append(step.p)
        store.statistic.append(step.statistic)
        if not split.any():
            break
        first = np.where(split, 2 * (np.cumsum(split) - 1), -1)
        frontier = _children(frontier, step, first)
        depth, known = depth + 1, known + frontier.count
    return Grown(
        variable=np.concatenate(store.variable),
        left=np.concatenate(store.left),
        child=np.concatenate(store.child),
        depth=np.concatenate(store.depth),
        p=np.concatenate(store.p),
        statistic=np.concatenate(store.statistic),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Step:
    variable: IntArray
    left: BoolArray
    p: FloatArray
    statistic: FloatArray


def _step(
    frontier: Frontier, *, rules: Rules, test: Tester, mtry: int | None, rng: np.random.Generator | None
) -> _Step:
    people, weight = frontier.by_node(frontier.people), frontier.by_node(frontier.weight)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(weight > 0, frontier.by_node(frontier.total) / weight, 0.0)
    tables = frontier.level_totals(mean)
    tests = test(frontier, tables, mean)
    p, statistic = tests.p, tests.statistic
    if mtry is not None and rng is not None and mtry < len(tables):
        drawn = np.argsort(np.argsort(rng.random(p.shape), axis=1), axis=1) < mtry
        p, statistic = np.where(drawn, p, np.nan), np.where(drawn, statistic, np.nan)
    order = ranked(p, statistic)
    made = _made(tables, order, adjusted(p, tests=tests.counted), statistic, people=people, rules=rules)
    return made


def _made(
    tables: Sequence[LevelTotals],
    order: IntArray,
    p: FloatArray,
    statistic: FloatArray,
    *,
    people: FloatArray,
    rules: Rules,
) -> _Step:
    count, least = len(order), rules.least(people)
    widest = max(table.counts.shape[1] for table in tables)
    variable = np.full(count, -1, dtype=np.int64)
    left = np.zeros((count, widest), dtype=bool)
    shown = order[:, 0].copy()
    rows = np.arange(count)
    waiting = people >= rules.min_split
    for attempt in range(min(rules.tries, order.shape[1])):
        candidate = order[:, attempt]
        significant = p[rows, candidate] < rules.alpha
        waiting &= significant
        for place in np.unique(candidate[waiting]):
            table = tables[place]
            at = np.flatnonzero(waiting & (candidate == place))
            sides, found = best_splits(
                counts=table.counts[at], weights=table.weights[at], sums=table.sums[at], least=least[at]
            )
            done = at[found]
            variable[done] = shown[done] = place
            left[done, : sides.shape[1]] = _with_absent(sides[found], table.counts[done])
            waiting[done] = False
    return _Step(variable=variable, left=left, p=p[rows, shown], statistic=statistic[rows, shown])


def _with_absent(left: BoolArray, counts: FloatArray) -> BoolArray:
    """Send levels that nobody in the node has to the side with more people."""
    on_left = np.where(left, counts, 0.0).sum(axis=1)
    larger = on_left >= counts.sum(axis=1) - on_left
    return left | ((counts == 0) & larger[:, None])


def _children(frontier: Frontier, step: _Step, first: IntArray) -> Frontier:
    chosen = step.variable[frontier.node] >= 0
    node, cell = frontier.node[chosen], frontier.cell[chosen]
    code = frontier.codes[cell, step.variable[node]]
    into = first[node] + np.where(step.left[node, code], 0, 1)
    return frontier.inside(chosen, into, count=2 * int((step.variable >= 0).sum()))


def place(grown: Grown, codes: IntArray, roots: IntArray) -> IntArray:
    """Find the leaf of each profile.

    Parameters
    ----------
    grown : Grown
        Nodes.
    codes : ndarray of int, shape (n, v)
        Levels.
    roots : ndarray of int, shape (n,)
        The root that each profile starts from.

    Returns
    -------
    ndarray of int, shape (n,)
        Leaves, as places among the nodes.
    """
    at = roots.copy()
    moving = np.flatnonzero(grown.child[at] >= 0)
    while len(moving):
        node = at[moving]
        code = codes[moving, grown.variable[node]]
        at[moving] = grown.child[node] + np.where(grown.left[node, code], 0, 1)
        moving = moving[grown.child[at[moving]] >= 0]
    return at
