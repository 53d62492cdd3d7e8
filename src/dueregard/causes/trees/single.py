"""The conditional inference tree of types of birth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from dueregard.causes.designs import SampleDesign
from dueregard.causes.trees.assembling import tree_of
from dueregard.causes.trees.cells import Cells, cells_of
from dueregard.causes.trees.counting import Rows
from dueregard.causes.trees.frontier import Frontier
from dueregard.causes.trees.growing import grow
from dueregard.causes.trees.inputs import Levels, checked_people, checked_weights, named_levels
from dueregard.causes.trees.permuted import Permutation
from dueregard.causes.trees.rules import Rules
from dueregard.causes.trees.tree import Tree
from dueregard.errors import UsageError, did_you_mean
from dueregard.estimates.source import FloatArray

__all__ = ["Growth", "grow_tree"]

Growth = Literal["design", "unweighted"]


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
    design: SampleDesign | None = None,
    growth: Growth = "design",
    labels: Mapping[str, str] | None = None,
) -> Tree:
    """Part people by what they did not choose, while their outcomes differ more than chance explains.

    Each node is split by the circumstance whose levels' outcomes differ most significantly, into the two
    groups of levels whose outcomes differ most, while the p value adjusted for the number of circumstances
    is below ``alpha``.

    Parameters
    ----------
    outcome : array-like, shape (n,)
        How people fare, in any unit.
    codes : array-like of int, shape (n, v)
        Level of each circumstance, from 0.
    levels : mapping of str to sequence of str, or sequence of sequences
        Names of the levels of each circumstance.
    weight : array-like, shape (n,), optional
        Sampling weights. By default the design's, else ones.
    frequency : array-like of int, shape (n,), optional
        How many people each row stands for, as partykit's weights.
    alpha : float
        Significance that splits.
    min_size, min_split : int
        Fewest people of a leaf, and of a node that is split. A leaf also has at least a hundredth of the
        people of the node that it came from.
    design : SampleDesign, optional
        How people were selected.
    growth : {"design", "unweighted"}
        Whether splits respect weights and the design, or people count alike when the tree is grown
        and weights only matter to the means of its types.
    labels : mapping of str to str, optional
        Words for circumstances; by default their names.

    Returns
    -------
    Tree
        Its leaves are the types.

    Raises
    ------
    UsageError
        When arrays do not fit together, an outcome is missing or an option is unknown.

    Notes
    -----
    Without weights and design the p value is that of the permutation distribution, and trees are
    those of R partykit's ``ctree`` with ``minbucket = min_size``.

    References
    ----------
    Hothorn, Hornik & Zeileis (2006), Journal of Computational and Graphical Statistics 15, 651-674; Brunori,
    Hufe & Mahler (2023), Scandinavian Journal of Economics 125, 900-932.

    Examples
    --------
    >>> import numpy as np
    >>> parents = np.repeat([0, 1], 100)
    >>> tree = grow_tree(
    ...     10 + 5 * parents + np.tile([-1, 1], 100), parents, {"parents": ["routine", "managers"]}
    ... )
    >>> [(leaf.id, leaf.n, leaf.mean) for leaf in tree.leaves]
    [(2, 100, 10.0), (3, 100, 15.0)]
    """
    if growth not in get_args(Growth):
        raise UsageError(
            f"A tree cannot grow {growth!r}.",
            found=f"Ways to grow are {' and '.join(get_args(Growth))}.",
            remedy=did_you_mean(str(growth), get_args(Growth)) or None,
        )
    named = named_levels(levels)
    y, grid = checked_people(outcome, codes, named)
    w = checked_weights(design.weight if weight is None and design is not None else weight, size=len(y))
    times = checked_weights(frequency, size=len(y), name="frequency")
    rules = Rules(alpha=alpha, min_size=min_size, min_split=min_split)
    cells = cells_of(grid)
    rows = Rows(outcome=y, times=times, of_row=cells.of_row)
    start = _start(cells, y - np.average(y, weights=times), times, named)
    grown = grow(start, rules=rules, test=Permutation(alpha=alpha, rows=rows))
    return tree_of(
        grown,
        cells,
        y,
        times=times,
        weight=w * times,
        named=named,
        labels=labels,
        rules=rules,
        growth="permutation",
    )


def _start(cells: Cells, y: FloatArray, times: FloatArray, named: Mapping[str, tuple[str, ...]]) -> Frontier:
    people = cells.total(times)
    return Frontier(
        codes=cells.codes,
        sizes=tuple(len(each) for each in named.values()),
        cell=np.arange(cells.count, dtype=np.int64),
        node=np.zeros(cells.count, dtype=np.int64),
        people=people,
        weight=people,
        total=cells.total(times * y),
        squares=cells.total(times * y**2),
        count=1,
    )
