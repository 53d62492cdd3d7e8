"""The matrix of votes, centred: sparse, because a missing vote filled with the mean is 0 once centred."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.voices.opinions.votes import Votes

__all__ = ["VoteMatrix", "vote_matrix"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VoteMatrix:
    """Votes on the analysed statements, ready to be centred for any sample of the participants.

    Attributes
    ----------
    votes : sparse array, shape (participants, columns)
        1, -1 and 0 (stored) where there is a vote.
    columns : array of int, shape (columns,)
        The places of the analysed statements: neither rejected nor about the conversation itself.
    width : int
        Statements that anybody voted on, left-out ones too.
    cast : array of int, shape (participants,)
        Votes on analysed statements.
    cast_on_any : array of int, shape (participants,)
        Votes on all statements.
    correction : array of float, shape (participants,)
        By which coordinates are multiplied: see :func:`vote_matrix`.
    """

    votes: sparse.csr_array
    columns: NDArray[np.int64]
    width: int
    cast: NDArray[np.int64]
    cast_on_any: NDArray[np.int64]
    correction: Floats

    def means(self, times: Floats | None = None) -> Floats:
        """Mean vote on each column, among those who voted.

        Parameters
        ----------
        times : array of float, shape (participants,), optional
            How often each participant is in the sample.

        Returns
        -------
        array of float, shape (columns,)
            0 where nobody in the sample voted.
        """
        size = len(self.columns)
        share = None if times is None else np.repeat(times, np.diff(self.votes.indptr))
        number = np.bincount(self.votes.indices, share, minlength=size)
        values = self.votes.data if share is None else share * self.votes.data
        return np.bincount(self.votes.indices, values, minlength=size) / np.maximum(number, 1e-300)

    def centred(self, means: Floats) -> sparse.csr_array:
        """Take the means away where there is a vote.

        Parameters
        ----------
        means : array of float, shape (columns,)
            Of :meth:`means`.

        Returns
        -------
        sparse array, shape (participants, columns)
            The matrix in which missing votes had been filled with the mean, centred.
        """
        data = self.votes.data - means[self.votes.indices]
        return sparse.csr_array((data, self.votes.indices, self.votes.indptr), shape=self.votes.shape)


def vote_matrix(votes: Votes) -> VoteMatrix:
    """Lay out votes as a matrix.

    Coordinates of somebody who voted on few statements are short; they are multiplied by the square root of
    statements over votes. As in Polis, statements that are left out are columns of zeros and count in both.

    Parameters
    ----------
    votes : Votes
        One vote for each participant and statement.

    Returns
    -------
    VoteMatrix

    References
    ----------
    Small et al. (2021), Polis: scaling deliberation by mapping high dimensional opinion spaces, Recerca
    26(2).

    Examples
    --------
    >>> import numpy as np
    >>> from dueregard.voices.opinions.votes import Statement
    >>> matrix = vote_matrix(
    ...     Votes(
    ...         participants=("a", "b"),
    ...         statements=(Statement(id="1"), Statement(id="2", moderated=-1)),
    ...         participant=np.array([0, 0, 1], np.int32),
    ...         statement=np.array([0, 1, 1], np.int32),
    ...         value=np.array([1, 1, -1], np.int8),
    ...         kept=np.array([True, False]),
    ...     )
    ... )
    >>> matrix.cast, matrix.columns, matrix.correction.round(3)
    (array([1, 0]), array([0]), array([1.   , 1.414]))
    """
    people, size = len(votes.participants), len(votes.statements)
    meta = np.array([each.is_meta for each in votes.statements], dtype=bool)
    seen = np.bincount(votes.statement, minlength=size) > 0
    used = votes.kept & ~meta & seen
    columns = np.flatnonzero(used)
    place = np.cumsum(used) - 1
    inside = used[votes.statement]
    person, cell = votes.participant[inside], place[votes.statement[inside]]
    cast = np.bincount(person, minlength=people)
    start = np.concatenate([[0], np.cumsum(cast)])
    width = int(seen.sum())
    return VoteMatrix(
        votes=sparse.csr_array(
            (votes.value[inside].astype(np.float64), cell.astype(np.int32), start.astype(np.int32)),
            shape=(people, len(columns)),
        ),
        columns=columns,
        width=width,
        cast=cast,
        cast_on_any=np.bincount(votes.participant, minlength=people),
        correction=np.sqrt(width / np.maximum(1, cast + width - len(columns))),
    )
