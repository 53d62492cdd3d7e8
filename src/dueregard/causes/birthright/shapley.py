"""Exact Shapley shares: what a group of circumstances adds, averaged over all orders of adding groups."""

from __future__ import annotations

from itertools import combinations
from math import factorial

import numpy as np

from dueregard.errors import UsageError
from dueregard.estimates.source import FloatArray

__all__ = ["MOST_GROUPS", "shapley_matrix", "subsets"]

MOST_GROUPS = 8
"""Groups of circumstances that a share is split between: 2^8 = 256 models of each kind."""


def subsets(groups: int) -> tuple[tuple[int, ...], ...]:
    """All sets of groups, the empty one first and the whole last.

    Parameters
    ----------
    groups : int
        How many groups.

    Returns
    -------
    tuple of tuple of int
        2^groups of them.

    Raises
    ------
    UsageError
        For more groups than :data:`MOST_GROUPS`.

    Examples
    --------
    >>> subsets(2)
    ((), (0,), (1,), (0, 1))
    """
    if groups > MOST_GROUPS:
        raise UsageError(
            f"Inequality is split between at most {MOST_GROUPS} groups of circumstances.",
            found=f"There are {groups}.",
            remedy="Put circumstances that belong together into one group: "
            "--circumstance family=father_class,mother_class.",
        )
    return tuple(each for size in range(groups + 1) for each in combinations(range(groups), size))


def shapley_matrix(groups: int) -> FloatArray:
    """Weights that turn the values of all sets of groups into each group's share.

    Parameters
    ----------
    groups : int
        g, how many groups.

    Returns
    -------
    ndarray (g, 2^g)
        ``shapley_matrix(g) @ values`` for values in the order of :func:`subsets`. The shares sum to the
        value of all groups less that of none.

    References
    ----------
    Shapley (1953), Contributions to the Theory of Games 2, 307-317; Shorrocks (2013), Journal of Economic
    Inequality 11, 99-126.

    Examples
    --------
    >>> shapley_matrix(2) @ np.array([0.0, 3.0, 1.0, 5.0])
    array([3.5, 1.5])
    """
    sets = subsets(groups)
    place = {each: number for number, each in enumerate(sets)}
    matrix = np.zeros((groups, len(sets)))
    for without in sets:
        share = factorial(len(without)) * factorial(groups - 1 - len(without)) if len(without) < groups else 0
        for group in set(range(groups)) - set(without):
            together = tuple(sorted((*without, group)))
            matrix[group, place[together]] += share / factorial(groups)
            matrix[group, place[without]] -= share / factorial(groups)
    return matrix
