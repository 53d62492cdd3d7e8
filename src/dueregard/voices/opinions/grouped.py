"""One run from votes to groups: axes, coordinates, groups; for everybody or for a resample."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.opinions.clusters import STARTS, nearest
from dueregard.voices.opinions.components import Components, principal_components
from dueregard.voices.opinions.grouping import Grouping, group_points
from dueregard.voices.opinions.matrix import VoteMatrix
from dueregard.voices.opinions.placing import participant_coordinates

__all__ = ["Run", "group_participants"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Run:
    """Axes, coordinates and groups of one sample of participants.

    Attributes
    ----------
    means : array of float, shape (columns,)
        Mean votes.
    components : Components
        Axes.
    coordinates : array of float, shape (participants, 2)
        Of everybody, in the sample or not.
    grouping : Grouping
        Of those in the sample who are to be grouped, in their order.
    group : array of int, shape (participants,)
        Of everybody who is to be grouped, by the nearest middle; -1 for others.
    """

    means: Floats
    components: Components
    coordinates: Floats
    grouping: Grouping
    group: NDArray[np.int64]


def group_participants(
    matrix: VoteMatrix,
    placed: NDArray[np.bool_],
    *,
    smallest: int,
    rng: np.random.Generator,
    times: Floats | None = None,
    start: Floats | None = None,
    tolerance: float = 0.0,
    starts: int = STARTS,
) -> Run:
    """Find axes and groups.

    Parameters
    ----------
    matrix : VoteMatrix
        Votes on analysed statements.
    placed : array of bool, shape (participants,)
        Who is to be grouped.
    smallest : int
        Fewest people in a group.
    rng : numpy.random.Generator
        For the starts of k-means.
    times : array of float, shape (participants,), optional
        How often each participant is in the sample.
    start : array of float, shape (columns,), optional
        Where the search for the axes starts.
    tolerance : float
        Of the axes.
    starts : int
        Of k-means.

    Returns
    -------
    Run
    """
    means = matrix.means(times)
    centred = matrix.centred(means)
    components = principal_components(centred, times=times, start=start, tolerance=tolerance)
    coordinates = participant_coordinates(centred, components.axes, matrix.correction)
    inside = placed if times is None else placed & (times > 0)
    weights = np.ones(int(inside.sum())) if times is None else times[inside]
    grouping = group_points(coordinates[inside], weights, smallest=smallest, rng=rng, starts=starts)
    group = np.full(len(placed), -1, dtype=np.int64)
    if grouping.number:
        group[placed] = nearest(coordinates[placed], grouping.centres)
    return Run(means=means, components=components, coordinates=coordinates, grouping=grouping, group=group)
