"""Who approves which statement: people who approve the same ones, counted together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from dueregard.errors import PeopleError
from dueregard.voices.opinions.votes import Votes

__all__ = ["Approvals", "approvals_of"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Approvals:
    """Approvals of statements, a row for all who approve the same ones.

    Attributes
    ----------
    statements : tuple of int
        Places in ``votes.statements`` of what may be chosen: the columns, in order.
    matrix : scipy.sparse.csr_array, shape (patterns, statements)
        1 where the people of a row agree with the statement. A pass, a disagreement and no vote are no
        approval.
    people : array of float, shape (patterns,)
        How many people each row stands for, or the sum of their weights. Whoever approves nothing is in no
        row.
    voters : int
        People who approve at least one statement, whatever their weights.
    """

    statements: tuple[int, ...]
    matrix: sparse.csr_array = field(repr=False)
    people: NDArray[np.float64] = field(repr=False)
    voters: int

    @property
    def approvals(self) -> NDArray[np.float64]:
        """People who approve each statement, shape (statements,)."""
        return np.asarray(self.matrix.T @ self.people)

    def chosen_of_each(self, chosen: Sequence[int]) -> NDArray[np.int64]:
        """Count how many of the chosen statements each row approves.

        Parameters
        ----------
        chosen : sequence of int
            Columns.

        Returns
        -------
        array of int, shape (patterns,)
            From 0 to as many as are chosen.
        """
        picked = np.zeros(len(self.statements))
        picked[list(chosen)] = 1
        return np.asarray(self.matrix @ picked).round().astype(np.int64)


def approvals_of(votes: Votes, *, weights: ArrayLike | None = None) -> Approvals:
    """Read agreements as approvals.

    Parameters
    ----------
    votes : Votes
        One vote for each participant and statement, the latest; rejected statements are not candidates.
    weights : array-like, shape (participants,), optional
        For how many people each participant stands; 1 by default.

    Returns
    -------
    Approvals
        Of the statements that are kept, in order.

    Raises
    ------
    PeopleError
        When nobody agrees with any of them.

    Examples
    --------
    >>> from dueregard.voices.opinions.votes import Statement
    >>> votes = Votes(
    ...     participants=("a", "b", "c"),
    ...     statements=(Statement(id="1"), Statement(id="2")),
    ...     participant=np.array([0, 1, 2, 2], np.int32),
    ...     statement=np.array([0, 0, 0, 1], np.int32),
    ...     value=np.array([1, 1, -1, 0], np.int8),
    ...     kept=np.array([True, True]),
    ... )
    >>> found = approvals_of(votes)
    >>> found.voters, found.approvals
    (2, array([2., 0.]))
    """
    places = np.flatnonzero(votes.kept)
    column = np.full(len(votes.statements), -1, dtype=np.int64)
    column[places] = np.arange(len(places))
    agreed = (votes.value == 1) & votes.kept[votes.statement]
    if not agreed.any():
        raise PeopleError("Nobody agreed with any statement, so none can be chosen by agreement.")
    whole = sparse.csr_array(
        (np.ones(int(agreed.sum())), (votes.participant[agreed], column[votes.statement[agreed]])),
        shape=(len(votes.participants), len(places)),
    )
    whole.sort_indices()
    worth = np.ones(len(votes.participants)) if weights is None else np.asarray(weights, dtype=float)
    rows: dict[bytes, int] = {}
    people: list[float] = []
    first: list[int] = []
    starts, indices = whole.indptr, whole.indices.astype(np.int32)
    approving = np.flatnonzero(np.diff(starts)).tolist()
    for row in approving:
        key = indices[starts[row] : starts[row + 1]].tobytes()
        at = rows.setdefault(key, len(first))
        if at == len(first):
            first.append(row)
            people.append(0.0)
        people[at] += worth[row]
    return Approvals(
        statements=tuple(places.tolist()),
        matrix=whole[first],
        people=np.array(people, dtype=np.float64),
        voters=len(approving),
    )
