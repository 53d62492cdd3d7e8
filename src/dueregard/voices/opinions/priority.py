"""How urgent it is to show a statement to more people."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.opinions.counts import VoteCounts

__all__ = ["statement_priority"]

META = 49.0
"""The priority of statements about the conversation itself: 7 squared, whatever their votes."""


def statement_priority(
    counts: VoteCounts, extremity: NDArray[np.float64], *, meta: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Weigh how agreed, how little passed on, how telling and how new each statement is.

    Parameters
    ----------
    counts : VoteCounts
        Shape (statements,). Polis counts the votes of those who are in groups.
    extremity : array of float, shape (statements,)
        Distance from the middle of the map.
    meta : array of bool, shape (statements,)
        Statements about the conversation itself.

    Returns
    -------
    array of float, shape (statements,)
        (p_agree (1 - p_pass) (1 + extremity) (1 + 8 * 2^(-S/5)))², as Polis has it.

    Examples
    --------
    >>> import numpy as np
    >>> counts = VoteCounts(agree=np.zeros(2), disagree=np.zeros(2), passed=np.zeros(2))
    >>> statement_priority(counts, np.zeros(2), meta=np.array([False, True]))
    array([ 5.0625, 49.    ])
    """
    telling = counts.p_agree * (1 - counts.p_pass) * (1 + extremity)
    new = 1 + 8 * 2 ** (-counts.seen / 5)
    return np.where(meta, META, (telling * new) ** 2)
