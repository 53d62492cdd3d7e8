"""Which circumstance parts each node, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dueregard.causes.trees.frontier import LevelTotals
from dueregard.causes.trees.rules import Rules, ranked
from dueregard.causes.trees.splitting import best_splits
from dueregard.estimates.source import BoolArray, FloatArray, IntArray

__all__ = ["Split", "chosen_splits"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """How each node of a frontier is split.

    Attributes
    ----------
    variable : ndarray of int, shape (m,)
        The circumstance; -1 where there is no split.
    left : ndarray of bool, shape (m, k)
        Levels that go to the first child, those that nobody in the node has among them.
    p, statistic : ndarray, shape (m,)
        Of the circumstance that splits, else of the most significant one.
    """

    variable: IntArray
    left: BoolArray
    p: FloatArray
    statistic: FloatArray


def chosen_splits(
    tables: Sequence[LevelTotals],
    *,
    p: FloatArray,
    statistic: FloatArray,
    people: FloatArray,
    rules: Rules,
) -> Split:
    """Split each node by its most significant circumstance that parts it in two groups of enough people.

    Parameters
    ----------
    tables : sequence of LevelTotals
        Totals of the levels of each circumstance, by node.
    p, statistic : ndarray, shape (m, v)
        Adjusted p values and statistics.
    people : ndarray, shape (m,)
        People in each node.
    rules : Rules
        What stops a tree.

    Returns
    -------
    Split
        Of each node.
    """
    order = ranked(p, statistic)
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
            counts = table.counts[at]
            weights = counts if table.weights is table.counts else table.weights[at]
            sides, found = best_splits(counts=counts, weights=weights, sums=table.sums[at], least=least[at])
            done = at[found]
            variable[done] = shown[done] = place
            left[done, : sides.shape[1]] = _with_absent(sides[found], table.counts[done])
            waiting[done] = False
    return Split(variable=variable, left=left, p=p[rows, shown], statistic=statistic[rows, shown])


def _with_absent(left: BoolArray, counts: FloatArray) -> BoolArray:
    """Send levels that nobody in the node has to the side with more people."""
    on_left = np.where(left, counts, 0.0).sum(axis=1)
    larger = on_left >= counts.sum(axis=1) - on_left
    absent: BoolArray = (counts == 0) & larger[:, None]
    return left | absent
