"""The conditional inference tree of types of birth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from dueregard.causes.trees.cells import Cells, FloatArray, IntArray, cells_of
from dueregard.causes.trees.growing import Frontier, Grown, grow, place
from dueregard.causes.trees.rules import Rules
from dueregard.causes.trees.tree import Node, Tree
from dueregard.errors import UsageError

__all__ = ["grow_tree"]

Levels = Mapping[str, Sequence[str]] | Sequence[Sequence[str]]


def grow_tree(
    outcome: ArrayLike,
    codes: ArrayLike,
    levels: Levels,
    *,
    weight: ArrayLike | None = None,
    frequency: ArrayLike | None = None,
    alpha: float = 0.01,
    min_size: int = 50,
    min_split: int = 20,
    design: None = None,
    growth: Literal["design", "unweighted"] = "design",
    labels: Mapping[str, str] | None = None,
) -> Tree:
    """Grow a conditional inference tree."""
    named = named_levels(levels)
    y, grid = checked(outcome, codes, named)
    w = np.ones(len(y)) if weight is None else np.asarray(weight, dtype=np.float64)
    times = np.ones(len(y)) if frequency is None else np.asarray(frequency, dtype=np.float64)
    rules = Rules(alpha=alpha, min_size=min_size, min_split=min_split)
    cells = cells_of(grid)
    grown = grow(frontier_of(cells, y, times, named), rules=rules)
    return tree_of(grown, cells, y, times=times, weight=w * times, named=named, labels=labels, rules=rules, growth="permutation")


def frontier_of(cells: Cells, y: FloatArray, times: FloatArray, named: Mapping[str, tuple[str, ...]]) -> Frontier:
    centred = y - np.average(y, weights=times)
    people = cells.total(times)
    return Frontier(
        codes=cells.codes,
        sizes=tuple(len(each) for each in named.values()),
        cell=np.arange(cells.count),
        node=np.zeros(cells.count, dtype=np.int64),
        people=people,
        weight=people,
        total=cells.total(times * centred),
        squares=cells.total(times * centred**2),
        count=1,
    )


def named_levels(levels: Levels) -> dict[str, tuple[str, ...]]:
    if isinstance(levels, Mapping):
        return {str(name): tuple(map(str, each)) for name, each in levels.items()}
    return {f"circumstance {place}": tuple(map(str, each)) for place, each in enumerate(levels, start=1)}


def checked(outcome: ArrayLike, codes: ArrayLike, named: Mapping[str, tuple[str, ...]]) -> tuple[FloatArray, IntArray]:
    y = np.asarray(outcome, dtype=np.float64)
    grid = np.asarray(codes)
    if grid.ndim == 1:
        grid = grid[:, None]
    if y.ndim != 1 or not len(y):
        raise UsageError("A tree needs an outcome of at least one person.", found=f"Its shape is {y.shape}.")
    if grid.shape != (len(y), len(named)) or not named:
        raise UsageError(
            "A tree needs a code for each person and circumstance.",
            found=f"Codes have shape {grid.shape}; there are {len(y)} outcomes and {len(named)} circumstances.",
        )
    if not np.all(np.isfinite(y)):
        raise UsageError(
            "A tree needs an outcome of everybody.",
            found=f"{int((~np.isfinite(y)).sum())} of {len(y)} outcomes are missing or infinite.",
            remedy="Leave these people out, and say how many they are.",
        )
    whole = grid.astype(np.int64)
    if not np.array_equal(whole, grid):
        raise UsageError("Codes of levels are whole numbers.", found="Some are not.")
    top = np.array([len(each) for each in named.values()])
    if np.any(whole < 0) or np.any(whole >= top):
        raise UsageError("Codes of levels count from 0 to one below the number of levels.", found="Some are outside.")
    return y, whole


def tree_of(
    grown: Grown,
    cells: Cells,
    y: FloatArray,
    *,
    times: FloatArray,
    weight: FloatArray,
    named: Mapping[str, tuple[str, ...]],
    labels: Mapping[str, str] | None,
    rules: Rules,
    growth: str,
) -> Tree:
    """Number the nodes and say who is in them."""
    at = place(grown, cells.codes, np.zeros(cells.count, dtype=np.int64))
    names, count = list(named), len(grown.variable)
    sums = np.stack(
        [np.bincount(at, weights=cells.total(each), minlength=count) for each in (times, weight, weight * y)]
    )
    for node in range(count - 1, -1, -1):
        if grown.child[node] >= 0:
            sums[:, node] = sums[:, grown.child[node]] + sums[:, grown.child[node] + 1]
    present = _present(grown, cells, at)
    numbers, parents = _numbers(grown)
    nodes, routes = [], {}
    for node in numbers:
        variable, child = int(grown.variable[node]), int(grown.child[node])
        sides: dict[str, object] = {}
        if child >= 0:
            own = named[names[variable]]
            goes = tuple(bool(each) for each in grown.left[node, : len(own)])
            seen = present[node][variable]
            routes[numbers[node]] = (variable, goes)
            sides = {
                "variable": names[variable],
                "left": numbers[child],
                "right": numbers[child + 1],
                "left_levels": tuple(own[k] for k in range(len(own)) if goes[k] and seen[k]),
                "right_levels": tuple(own[k] for k in range(len(own)) if not goes[k] and seen[k]),
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
                **sides,  # type: ignore[arg-type]
            )
        )
    return Tree(
        nodes=tuple(nodes),
        levels=named,
        labels={name: (labels or {}).get(name, name.replace("_", " ")) for name in names},
        alpha=rules.alpha,
        min_size=rules.min_size,
        growth=growth,
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


def _present(grown: Grown, cells: Cells, leaf: IntArray) -> dict[int, list[np.ndarray]]:
    """Which levels of each circumstance somebody in a node has."""
    widest = cells.codes.max(axis=0, initial=0) + 1
    found: dict[int, list[np.ndarray]] = {}
    width = grown.left.shape[1]
    seen = np.zeros((len(grown.variable), len(widest), width), dtype=bool)
    for variable in range(len(widest)):
        seen[leaf, variable, cells.codes[:, variable]] = True
    for node in range(len(grown.variable) - 1, -1, -1):
        child = int(grown.child[node])
        if child >= 0:
            seen[node] = seen[child] | seen[child + 1]
        found[node] = list(seen[node])
    return found


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
