"""Where participants and statements lie on the map of opinions, and who voted enough to be grouped."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.voices.opinions.components import Components
from dueregard.voices.opinions.matrix import VoteMatrix

__all__ = ["participant_coordinates", "statement_coordinates", "voted_enough"]

Floats = NDArray[np.float64]

FEWEST_VOTES = 7
"""Votes that somebody needs to be put into a group, as in Polis."""


def participant_coordinates(centred: sparse.csr_array, axes: Floats, correction: Floats) -> Floats:
    """Project participants, and correct for how few statements they voted on.

    Parameters
    ----------
    centred : sparse array, shape (participants, columns)
        Centred votes.
    axes : array of float, shape (2, columns)
        The components.
    correction : array of float, shape (participants,)
        Square root of statements over votes.

    Returns
    -------
    array of float, shape (participants, 2)
    """
    return np.asarray(centred @ axes.T) * correction[:, None]


def statement_coordinates(
    matrix: VoteMatrix, components: Components, means: Floats, *, statements: int
) -> Floats:
    """Place each statement where somebody would lie who had only agreed with it.

    Parameters
    ----------
    matrix : VoteMatrix
        Its columns and width.
    components : Components
        The axes.
    means : array of float, shape (columns,)
        The mean votes.
    statements : int
        How many statements there are, left-out ones too.

    Returns
    -------
    array of float, shape (statements, 2)
        0 for those left out.
    """
    places = np.zeros((statements, 2))
    places[matrix.columns] = ((1 - means) * components.axes).T * np.sqrt(matrix.width)
    return places


def voted_enough(matrix: VoteMatrix, *, fewest: int = FEWEST_VOTES) -> NDArray[np.bool_]:
    """Say who voted on enough statements to be put into a group, left-out ones included as in Polis.

    Parameters
    ----------
    matrix : VoteMatrix
        Votes on analysed statements.
    fewest : int
        So many, or all statements when there are fewer; one of them has to be analysed.

    Returns
    -------
    array of bool, shape (participants,)
    """
    return np.asarray((matrix.cast > 0) & (matrix.cast_on_any >= min(fewest, matrix.width)))
