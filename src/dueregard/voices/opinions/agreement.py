"""How alike two partitions of the same people are."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["adjusted_rand", "nearest_jaccard"]

Counts = NDArray[np.int64]


def adjusted_rand(first: ArrayLike, second: ArrayLike) -> float:
    """Compare two partitions: 1 when they are the same, about 0 when they agree as by chance.

    Parameters
    ----------
    first, second : array-like, shape (n,)
        The part of each person: whole numbers from 0.

    Returns
    -------
    float
        The adjusted Rand index. Two partitions that are both one part, or both single persons, are the same.

    References
    ----------
    Hubert and Arabie (1985), Comparing partitions, Journal of Classification 2, 193-218, equation 5.

    Examples
    --------
    >>> adjusted_rand([0, 0, 1, 1], [1, 1, 0, 0]), round(adjusted_rand([0, 0, 1, 1], [0, 0, 1, 2]), 4)
    (1.0, 0.5714)
    """
    table = _crossed(np.asarray(first), np.asarray(second)).astype(np.float64)
    both, one, other = _pairs(table).sum(), _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    whole = _pairs(np.array(table.sum()))
    expected = one * other / whole if whole else 0.0
    most = (one + other) / 2
    return 1.0 if most == expected else float((both - expected) / (most - expected))


def nearest_jaccard(groups: ArrayLike, others: ArrayLike, *, number: int) -> NDArray[np.float64]:
    """For each group, how much of it and of the most alike other group is shared.

    Parameters
    ----------
    groups, others : array-like, shape (n,)
        The part of each person in either partition: whole numbers from 0.
    number : int
        How many groups the first has.

    Returns
    -------
    array of float, shape (number,)
        People in both over people in either, for the best match.

    References
    ----------
    Hennig (2007), Cluster-wise assessment of cluster stability, Computational Statistics & Data Analysis 52,
    258-271.

    Examples
    --------
    >>> nearest_jaccard([0, 0, 1, 1], [0, 0, 0, 1], number=2).round(3)
    array([0.667, 0.5  ])
    """
    table = _crossed(np.asarray(groups), np.asarray(others), rows=number).astype(np.float64)
    either = table.sum(axis=1)[:, None] + table.sum(axis=0) - table
    return np.asarray((table / np.maximum(either, 1)).max(axis=1))


def _crossed(first: Counts, second: Counts, rows: int = 0) -> Counts:
    rows, columns = max(rows, int(first.max(initial=0)) + 1), int(second.max(initial=0)) + 1
    table = np.bincount(first.astype(np.int64) * columns + second, minlength=rows * columns)
    return table.reshape(rows, columns)


def _pairs(sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    return sizes * (sizes - 1) / 2
