"""Trees grown on parts of the people, all at once, and what they say on average."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from dueregard.causes.trees.cells import Cells
from dueregard.causes.trees.frontier import Frontier
from dueregard.causes.trees.growing import grow, place
from dueregard.causes.trees.permuted import Permutation
from dueregard.causes.trees.rules import Rules
from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["Average", "Bags", "averaged"]

_TOGETHER = 200_000
"""Pairs of tree and profile that are grown at once: enough to be fast, few enough for memory."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bags:
    """People, and how parts of them are drawn to grow trees with.

    Attributes
    ----------
    cells : Cells
        Profiles.
    outcome : ndarray, shape (n,)
        Less its mean.
    weight : ndarray, shape (n,), optional
        Weights; without them people count alike.
    unit : ndarray of int, shape (n,), optional
        Who is drawn together.
    named : mapping of str to tuple of str
        Levels.
    rules : Rules
        What stops a tree.
    mtry : int
        Circumstances looked at in each node.
    subsample : float
        Share of people (or units) of a tree.
    rng : numpy.random.Generator
        Where draws come from.
    """

    cells: Cells = field(repr=False)
    outcome: FloatArray = field(repr=False)
    weight: FloatArray | None = field(repr=False)
    unit: IntArray | None = field(repr=False)
    named: Mapping[str, tuple[str, ...]]
    rules: Rules
    mtry: int
    subsample: float
    rng: np.random.Generator

    def drawn(self) -> IntArray:
        """Draw the people that a tree is grown with."""
        people = len(self.outcome)
        if self.unit is None:
            return self.rng.permutation(people)[: max(1, math.floor(self.subsample * people))]
        units = int(self.unit.max()) + 1
        kept = np.zeros(units, dtype=bool)
        kept[self.rng.permutation(units)[: max(1, math.floor(self.subsample * units))]] = True
        return np.flatnonzero(kept[self.unit])

    def start(self, bags: list[IntArray]) -> Frontier:
        """Put the people of each tree into its root."""
        count = self.cells.count
        sums = np.zeros((4, len(bags), count))
        for tree, bag in enumerate(bags):
            cell, y = self.cells.of_row[bag], self.outcome[bag]
            w = np.ones(len(bag)) if self.weight is None else self.weight[bag]
            for row, values in enumerate((None, w, w * y, w * y**2)):
                sums[row, tree] = np.bincount(cell, weights=values, minlength=count)
        node, cell = np.nonzero(sums[0])
        people, weight, total, squares = sums[:, node, cell]
        return Frontier(
            codes=self.cells.codes,
            sizes=tuple(len(each) for each in self.named.values()),
            cell=cell,
            node=node,
            people=people,
            weight=people if self.weight is None else weight,
            total=total,
            squares=squares,
            count=len(bags),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Average:
    """What trees say of each person, on average.

    Attributes
    ----------
    everybody, out_of_bag : ndarray, shape (n,)
        Over all trees, and over trees that were grown without the person.
    leaves : int
        Of all trees.
    """

    everybody: FloatArray = field(repr=False)
    out_of_bag: FloatArray = field(repr=False)
    leaves: int


def averaged(bags: Bags, *, trees: int) -> Average:
    """Grow trees, some at a time, and average the means of the leaves that people fall into.

    Parameters
    ----------
    bags : Bags
        Where trees come from.
    trees : int
        How many.

    Returns
    -------
    Average
        Of all trees.
    """
    of_row, count = bags.cells.of_row, bags.cells.count
    overall = np.zeros(count)
    outside, without = np.zeros(len(of_row)), np.zeros(len(of_row))
    leaves, step = 0, max(1, _TOGETHER // count)
    for first in range(0, trees, step):
        drawn = [bags.drawn() for _ in range(min(step, trees - first))]
        said, grown = _said(bags, drawn)
        leaves += grown
        overall += said.sum(axis=0)
        for tree, bag in enumerate(drawn):
            absent = np.ones(len(of_row), dtype=bool)
            absent[bag] = False
            outside += absent
            without += np.where(absent, said[tree][of_row], 0.0)
    with np.errstate(invalid="ignore"):
        return Average(
            everybody=(overall / trees)[of_row],
            out_of_bag=np.where(outside > 0, without / outside, np.nan),
            leaves=leaves,
        )


def _said(bags: Bags, drawn: list[IntArray]) -> tuple[FloatArray, int]:
    """Means of the leaves of every profile, by tree, and the number of leaves."""
    start = bags.start(drawn)
    grown = grow(start, rules=bags.rules, test=Permutation(), mtry=bags.mtry, rng=bags.rng)
    count = bags.cells.count
    root = np.repeat(np.arange(len(drawn)), count)
    leaf = place(grown, bags.cells.codes, root=root, cell=np.tile(np.arange(count), len(drawn)))
    leaf = leaf.reshape(len(drawn), count)
    own = leaf[start.node, start.cell]
    weight = np.bincount(own, weights=start.weight, minlength=len(grown.variable))
    total = np.bincount(own, weights=start.total, minlength=len(grown.variable))
    mean = np.divide(total, weight, out=np.zeros_like(total), where=weight > 0)
    return mean[leaf], int((grown.variable < 0).sum())
