"""From nodes as they grew to a tree: ids in reading order, and who is in each node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dueregard.causes.trees.cells import Cells
from dueregard.causes.trees.growing import Grown, place
from dueregard.causes.trees.rules import Rules
from dueregard.causes.trees.tree import Node, Tree
from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["tree_of"]


def tree_of(
    grown: Grown,
    cells: Cells,
    y: FloatArray,
    *,
    times: FloatArray,
    weight: FloatArray,
    named: Mapping[str, tuple[str, ...]],
    labels: Mapping[str, str] | None,
    groups: Mapping[str, Sequence[str]] | None,
    phrases: Mapping[str, str] | None,
    rules: Rules,
    growth: str,
) -> Tree:
    """Number the nodes and say who is in them; see :func:`~.single.grow_tree` for what is given."""
    at = place(grown, cells.codes, root=np.zeros(cells.count, dtype=np.int64), cell=np.arange(cells.count))
    names, count = list(named), len(grown.variable)
    sums = np.stack(
        [np.bincount(at, weights=cells.total(each), minlength=count) for each in (times, weight, weight * y)]
    )
    for node in range(count - 1, -1, -1):
        if grown.child[node] >= 0:
            sums[:, node] = sums[:, grown.child[node]] + sums[:, grown.child[node] + 1]
    present = _people_of_levels(grown, cells, at, cells.total(times))
    numbers, parents = _numbers(grown)
    nodes, routes = [], {}
    for node in numbers:
        variable, child = int(grown.variable[node]), int(grown.child[node])
        sides: dict[str, Any] = {}
        if child >= 0:
            own = named[names[variable]]
            goes = tuple(bool(each) for each in grown.left[node, : len(own)])
            seen = present[node, variable]
            there = [k for k in range(len(own)) if seen[k] > 0]
            routes[numbers[node]] = (variable, goes)
            sides = {
                "variable": names[variable],
                "left": numbers[child],
                "right": numbers[child + 1],
                "left_levels": tuple(own[k] for k in there if goes[k]),
                "right_levels": tuple(own[k] for k in there if not goes[k]),
                "left_people": tuple(round(seen[k]) for k in there if goes[k]),
                "right_people": tuple(round(seen[k]) for k in there if not goes[k]),
            }
        nodes.append(
            Node(
                id=numbers[node],
                parent=parents[node],
                depth=int(grown.depth[node]),
                p=_known(grown.p[node]),
                statistic=_known(grown.statistic[node]),
                n=round(sums[0, node]),
                weight=float(sums[1, node]),
                share=float(sums[1, node] / sums[1, 0]),
                mean=float(sums[2, node] / sums[1, node]) if sums[1, node] > 0 else float("nan"),
                **sides,
            )
        )
    return Tree(
        nodes=tuple(nodes),
        levels=named,
        labels={name: (labels or {}).get(name, name.replace("_", " ")) for name in names},
        alpha=rules.alpha,
        min_size=rules.min_size,
        growth=growth,
        groups={column: group for group, columns in (groups or {}).items() for column in columns},
        phrases=dict(phrases or {}),
        routes=routes,
    )


def _numbers(grown: Grown) -> tuple[dict[int, int], dict[int, int | None]]:
    """Ids in the order in which a tree is read, and parents' ids."""
    numbers: dict[int, int] = {}
    parents: dict[int, int | None] = {}
    waiting: list[tuple[int, int | None]] = [(0, None)]
    while waiting:
        node, parent = waiting.pop()
        numbers[node] = len(numbers) + 1
        parents[node] = parent
        if grown.child[node] >= 0:
            waiting += [(int(grown.child[node]) + 1, numbers[node]), (int(grown.child[node]), numbers[node])]
    return numbers, parents


def _people_of_levels(grown: Grown, cells: Cells, leaf: IntArray, people: FloatArray) -> FloatArray:
    """How many people of a node have each level of each circumstance: nodes x circumstances x levels."""
    counted = np.zeros((len(grown.variable), cells.codes.shape[1], grown.left.shape[1]))
    for variable in range(cells.codes.shape[1]):
        np.add.at(counted[:, variable], (leaf, cells.codes[:, variable]), people)
    for node in range(len(grown.variable) - 1, -1, -1):
        child = int(grown.child[node])
        if child >= 0:
            counted[node] = counted[child] + counted[child + 1]
    return counted


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
