"""Who saw what: statements that one group voted on far less than another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from dueregard.voices.opinions.counts import VoteCounts

__all__ = ["unevenly_seen"]

LEVEL = 0.01
"""Of the test, over all statements together."""

RATIO = 0.5
"""The least share that saw a statement is below so much of the largest."""


def unevenly_seen(
    groups: VoteCounts, group: NDArray[np.int64], *, usable: NDArray[np.bool_]
) -> tuple[int, ...]:
    """Find statements that were seen by far fewer of one group, more than chance explains.

    Statements are shown one after another, so late ones are seen by those who stay; a difference between
    groups may then be one of who was asked.

    Parameters
    ----------
    groups : VoteCounts
        Shape (groups, statements).
    group : array of int, shape (participants,)
        Everybody's group; -1 for none.
    usable : array of bool, shape (statements,)
        Statements that are looked at.

    Returns
    -------
    tuple of int
        Places, by a chi-square test of equal shares at 1 % over all statements (Bonferroni).

    Examples
    --------
    >>> import numpy as np
    >>> seen = VoteCounts(
    ...     agree=np.array([[40.0, 40], [5, 38]]), disagree=np.zeros((2, 2)), passed=np.zeros((2, 2))
    ... )
    >>> unevenly_seen(seen, np.repeat([0, 1], 50), usable=np.array([True, True]))
    (0,)
    """
    number = len(groups.seen)
    if number < 2 or not usable.any():
        return ()
    sizes = np.bincount(group[group >= 0], minlength=number).astype(np.float64)[:, None]
    share = groups.seen / sizes
    whole = groups.seen.sum(axis=0) / sizes.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        square = (sizes * (share - whole) ** 2).sum(axis=0) / (whole * (1 - whole))
        p = special.chdtrc(number - 1, square)
    far = share.min(axis=0) < RATIO * share.max(axis=0)
    return tuple(np.flatnonzero(usable & far & (p < LEVEL / usable.sum())).tolist())
