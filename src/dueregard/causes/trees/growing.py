"""Growing trees level by level, all nodes of a level (and all trees of a forest) at once."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dueregard.causes.trees.choosing import Split, chosen_splits
from dueregard.causes.trees.frontier import Frontier, Tester
from dueregard.causes.trees.rules import Rules, adjusted
from dueregard.estimates.source import BoolArray, FloatArray, IntArray

__all__ = ["Grown", "grow", "place"]

_ROUNDING = 1e-13
"""Squares are as good as zero when they are this small beside what they are the difference of."""


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
    test: Tester,
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


def _step(
    frontier: Frontier, *, rules: Rules, test: Tester, mtry: int | None, rng: np.random.Generator | None
) -> Split:
    people, weight = frontier.by_node(frontier.people), frontier.by_node(frontier.weight)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(weight > 0, frontier.by_node(frontier.total) / weight, 0.0)
    tables = frontier.level_totals(mean)
    tests = test(frontier, tables, mean)
    flat = _flat(frontier, weight * mean**2)[:, None]
    p, statistic = (np.where(flat, np.nan, each) for each in (tests.p, tests.statistic))
    if mtry is not None and rng is not None and mtry < len(tables):
        drawn = np.argsort(np.argsort(rng.random(p.shape), axis=1), axis=1) < mtry
        p, statistic = np.where(drawn, p, np.nan), np.where(drawn, statistic, np.nan)
    corrected = adjusted(p, tests=tests.counted)
    return chosen_splits(tables, p=corrected, statistic=statistic, people=people, rules=rules)


def _flat(frontier: Frontier, centre: FloatArray) -> BoolArray:
    """Say in which nodes everybody's outcome is the same, but for rounding."""
    squares = frontier.by_node(frontier.squares)
    flat: BoolArray = squares - centre <= _ROUNDING * squares
    return flat


def _children(frontier: Frontier, step: Split, first: IntArray) -> Frontier:
    chosen = step.variable[frontier.node] >= 0
    node, cell = frontier.node[chosen], frontier.cell[chosen]
    code = frontier.codes[cell, step.variable[node]]
    into = first[node] + np.where(step.left[node, code], 0, 1)
    return frontier.inside(chosen, into, count=2 * int((step.variable >= 0).sum()))


def place(grown: Grown, codes: IntArray, *, root: IntArray, cell: IntArray) -> IntArray:
    """Find the leaf of each profile.

    Parameters
    ----------
    grown : Grown
        Nodes.
    codes : ndarray of int, shape (c, v)
        Levels of profiles.
    root, cell : ndarray of int, shape (n,)
        Where each starts, and its profile.

    Returns
    -------
    ndarray of int, shape (n,)
        Leaves, as places among the nodes.
    """
    at = root.copy()
    moving = np.flatnonzero(grown.child[at] >= 0)
    while len(moving):
        node = at[moving]
        code = codes[cell[moving], grown.variable[node]]
        at[moving] = grown.child[node] + np.where(grown.left[node, code], 0, 1)
        moving = moving[grown.child[at[moving]] >= 0]
    return at
