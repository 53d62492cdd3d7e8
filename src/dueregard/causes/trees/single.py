"""The conditional inference tree of types of birth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from dueregard.causes.designs import SampleDesign
from dueregard.causes.trees.assembling import tree_of
from dueregard.causes.trees.beginning import Growth, by_design, checked_growth, roots, sampled_design
from dueregard.causes.trees.cells import cells_of
from dueregard.causes.trees.growing import grow
from dueregard.causes.trees.inputs import Levels, checked_people, checked_weights, named_levels
from dueregard.causes.trees.permuted import Permutation
from dueregard.causes.trees.rules import Rules
from dueregard.causes.trees.tree import Tree
from dueregard.errors import UsageError

__all__ = ["grow_tree", "roots"]


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
    groups: Mapping[str, Sequence[str]] | None = None,
    phrases: Mapping[str, str] | None = None,
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
    groups : mapping of str to sequence of str, optional
        Circumstances by kind: ``family``, ``ethnic_origin``, ``place`` and others, for words.
    phrases : mapping of str to str, optional
        How to say a circumstance, with ``{}`` for its levels: ``"to parents in {} work"``.

    Returns
    -------
    Tree
        Its leaves are the types.

    Raises
    ------
    UsageError
        When arrays do not fit together, an outcome is missing, an option is unknown, or frequencies are
        given beside a design.
    SpreadError
        When a stratum has one unit and the design says that this is not to be.

    Notes
    -----
    *People who count alike and were drawn one by one* (no weights, or equal ones, and no strata, clusters or
    corrections): the p value is that of the permutation distribution, and trees are those of R partykit's
    ``ctree`` with ``minbucket = min_size``, to the last person. ``Tree.growth`` is then ``permutation``.

    *Weights that differ, strata or clusters*: permuting the members of one household, or people with large
    weights, takes them for more people than they are and finds types where there are none. Levels' totals of
    weighted deviations are then tested against their covariance over primary units within strata, or over
    replicate weights (:func:`~.score_tests.score_tests`); corrections for known totals are left out, which
    errs on the side of fewer types. The best split is the one with the largest weighted difference.
    ``Tree.growth`` is ``design``.

    ``growth="unweighted"`` ignores weights and design until types are there, as programs must that are built
    on partykit, whose weights are frequencies.

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
    checked_growth(growth)
    named = named_levels(levels)
    y, grid = checked_people(outcome, codes, named)
    w = checked_weights(design.weight if weight is None and design is not None else weight, size=len(y))
    times = checked_weights(frequency, size=len(y), name="frequency")
    rules = Rules(alpha=alpha, min_size=min_size, min_split=min_split)
    sampled = None if growth == "unweighted" else sampled_design(w, design)
    if sampled is None:
        cells = cells_of(grid)
        varying = np.ptp(cells.codes, axis=0) > 0
        start = roots(cells, y - np.average(y, weights=times), named, people=times)
        grown = grow(start, rules=rules, test=Permutation(varying=varying))
    else:
        if frequency is not None:
            raise UsageError(
                "Frequencies stand for people who were not sampled one by one.",
                found="Weights that differ, or a design, were given as well.",
                remedy="Give one row a person, or growth='unweighted'.",
            )
        centred = y - np.average(y, weights=w)
        cells, test = by_design(sampled, grid, centred, w)
        grown = grow(roots(cells, centred, named, people=times, weight=w), rules=rules, test=test)
    return tree_of(
        grown,
        cells,
        y,
        times=times,
        weight=w * times,
        named=named,
        labels=labels,
        groups=groups,
        phrases=phrases,
        rules=rules,
        growth="unweighted" if growth == "unweighted" else "permutation" if sampled is None else "design",
    )
