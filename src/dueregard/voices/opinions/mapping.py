"""The map of opinions: everybody and every statement on one plane."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.opinions.grouped import Run
from dueregard.voices.opinions.matrix import VoteMatrix
from dueregard.voices.opinions.placing import statement_coordinates
from dueregard.voices.opinions.results import OpinionMap

__all__ = ["opinion_map"]


def opinion_map(matrix: VoteMatrix, run: Run, *, placed: NDArray[np.bool_], statements: int) -> OpinionMap:
    """Put the results of a run on a map.

    Parameters
    ----------
    matrix : VoteMatrix
        Votes on analysed statements.
    run : Run
        Of everybody.
    placed : array of bool, shape (participants,)
        Who is grouped.
    statements : int
        How many there are, left-out ones too.

    Returns
    -------
    OpinionMap
    """
    axes, centre = np.zeros((2, statements)), np.zeros(statements)
    axes[:, matrix.columns] = run.components.axes
    centre[matrix.columns] = run.means
    return OpinionMap(
        participants=run.coordinates,
        statements=statement_coordinates(matrix, run.components, run.means, statements=statements),
        axes=axes,
        variance=run.components.variance,
        centre=centre,
        placed=placed,
    )
