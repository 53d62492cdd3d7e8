"""How many agree, disagree and pass: raw, or weighted and brought to an effective number of votes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.opinions.votes import Votes

__all__ = ["VoteCounts", "count_votes", "effective_number"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VoteCounts:
    """Votes on each statement, by everybody or by each group.

    Attributes
    ----------
    agree, disagree, passed : array of float, shape (statements,) or (groups, statements)
        Votes. Weighted votes are scaled so that they sum to the effective number of votes, the (sum w)² /
        (sum w²) of those who voted on the statement: a weighted count is worth that many people, no more.
    """

    agree: Floats
    disagree: Floats
    passed: Floats

    @property
    def seen(self) -> Floats:
        """Everybody who voted on the statement, passes too."""
        return self.agree + self.disagree + self.passed

    @property
    def p_agree(self) -> Floats:
        """Share that agrees, (A + 1)/(S + 2): drawn towards a half where few voted, as Polis has it."""
        return (self.agree + 1) / (self.seen + 2)

    @property
    def p_disagree(self) -> Floats:
        """Share that disagrees, (D + 1)/(S + 2)."""
        return (self.disagree + 1) / (self.seen + 2)

    @property
    def p_pass(self) -> Floats:
        """Share that passes, (P + 1)/(S + 2): a pass is not a disagreement."""
        return (self.passed + 1) / (self.seen + 2)

    @property
    def shares(self) -> tuple[Floats, Floats, Floats]:
        """Shares of agreement, disagreement and pass as they are; NaN where nobody voted."""
        with np.errstate(invalid="ignore"):
            return self.agree / self.seen, self.disagree / self.seen, self.passed / self.seen

    def of_group(self, group: int) -> VoteCounts:
        """Give the counts of one group.

        Parameters
        ----------
        group : int
            From 0.

        Returns
        -------
        VoteCounts
            Shape (statements,).
        """
        return VoteCounts(agree=self.agree[group], disagree=self.disagree[group], passed=self.passed[group])


def count_votes(
    votes: Votes,
    *,
    groups: NDArray[np.int64] | None = None,
    number: int | None = None,
    weights: Floats | None = None,
    times: Floats | None = None,
) -> VoteCounts:
    """Count the votes on every statement.

    Parameters
    ----------
    votes : Votes
        One vote for each participant and statement.
    groups : array of int, shape (participants,), optional
        The group of each participant, from 0; -1 for none. Without it all votes are counted together.
    number : int, optional
        How many groups there are; by default up to the last that has members.
    weights : array of float, shape (participants,), optional
        What each participant stands for. With weights of 1 the counts are the raw ones exactly.
    times : array of float, shape (participants,), optional
        How often each participant is in a resample: their votes count so often, as those of so many people.

    Returns
    -------
    VoteCounts
        With shape (statements,) without groups, else (groups, statements).

    Examples
    --------
    >>> import numpy as np
    >>> from dueregard.voices.opinions.votes import Statement
    >>> votes = Votes(
    ...     participants=("a", "b"),
    ...     statements=(Statement(id="1"),),
    ...     participant=np.array([0, 1], np.int32),
    ...     statement=np.array([0, 0], np.int32),
    ...     value=np.array([1, 0], np.int8),
    ...     kept=np.array([True]),
    ... )
    >>> counts = count_votes(votes)
    >>> counts.agree, counts.seen, counts.p_agree
    (array([1.]), array([2.]), array([0.5]))
    """
    size = len(votes.statements)
    cell, value, person = votes.statement.astype(np.int64), votes.value, votes.participant
    rows = 1
    if groups is not None:
        rows = int(groups.max(initial=-1)) + 1 if number is None else number
        inside = groups[person] >= 0
        cell, value, person = cell[inside], value[inside], person[inside]
        cell = cell + size * groups[person]
    code = 3 * cell + (value + 1)
    often = None if times is None else times[person]
    share = None if weights is None else weights[person]
    mass = often if share is None else share if often is None else share * often
    sums = np.bincount(code, mass, minlength=3 * size * rows).astype(np.float64).reshape(rows, size, 3)
    if share is not None and mass is not None:
        squares = np.bincount(cell, share * mass, minlength=size * rows).astype(np.float64)
        sums = sums * _effective(sums.sum(axis=-1), squares.reshape(rows, size))[..., None]
    table = sums[0] if groups is None else sums
    return VoteCounts(agree=table[..., 2], disagree=table[..., 0], passed=table[..., 1])


def _effective(total: Floats, squares: Floats) -> Floats:
    """Scale from sums of weights to the effective number of votes; exactly 1 for weights of 1."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(squares > 0, total * total / squares / total, 0.0)


def effective_number(votes: Votes, weights: Floats | None) -> float:
    """Say how many equally weighted people those who voted are worth, by Kish.

    Parameters
    ----------
    votes : Votes
        Everybody in it voted.
    weights : array of float, shape (participants,), or None
        What each stands for.

    Returns
    -------
    float
        (sum w)² / (sum w²).

    References
    ----------
    Kish (1965), Survey Sampling, section 11.7.
    """
    if weights is None:
        return float(len(votes.participants))
    return float(weights.sum() ** 2 / (weights * weights).sum())
