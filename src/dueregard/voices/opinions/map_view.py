"""The opinion map as it may be shown: where people are many, where groups lie, what pulls them apart.

No participant is a point: the place of one person is made of all that person's votes. People are counted in
squares, and squares with few people are not drawn.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dueregard.disclosure import Policy
from dueregard.voices.opinions.map_parts import MapArrow, MapGroup, MapSquare, MapView
from dueregard.voices.opinions.results import OpinionGroup, Opinions

__all__ = ["countable_groups", "map_view"]

Floats = NDArray[np.float64]

GRIDS = (14, 12, 10, 8, 7, 6, 5, 4, 3)
"""How many squares across are tried, finest first."""

ENOUGH = 0.75
"""The share of people whose squares must be drawn for a grid to be taken."""

MOST_ARROWS = 8
SHORTEST = 0.2
"""An arrow shorter than this part of the longest pulls nobody anywhere."""

APART = np.pi / 12
HALF_OF_A_NORMAL = float(np.sqrt(2 * np.log(2)))


def map_view(opinions: Opinions, *, policy: Policy | None = None) -> MapView:
    """Choose what is drawn of an opinion map.

    The grid is the finest of which at least three quarters of the people are in squares that may be drawn.

    Parameters
    ----------
    opinions : Opinions
        With coordinates and groups.
    policy : Policy, optional
        Its threshold is the fewest people of a square or a group that is drawn.

    Returns
    -------
    MapView
        In coordinates from -1 to 1 on both axes, to one scale.
    """
    threshold = (policy or Policy()).threshold
    placed = opinions.map.placed
    places = opinions.map.participants[placed]
    reach = _reach(places)
    side, squares, hidden = _squares(places / reach, threshold)
    groups: tuple[MapGroup, ...] = ()
    if opinions.has_groups:
        counted = countable_groups(opinions, threshold)
        groups = tuple(
            _group(group, opinions.map.participants[group.members] / reach, counted=group.number in counted)
            for group in opinions.groups
            if group.size >= threshold
        )
    return MapView(
        people=int(placed.sum()),
        side=side,
        squares=squares,
        some_hidden=hidden,
        groups=groups,
        has_groups=opinions.has_groups,
        arrows=_arrows(opinions, groups),
    )


def countable_groups(opinions: Opinions, threshold: int) -> frozenset[int]:
    """Find the groups whose size may be told: a small one could be worked out from all the others.

    Parameters
    ----------
    opinions : Opinions
        With groups.
    threshold : int
        The fewest people that are counted.

    Returns
    -------
    frozenset of int
        Numbers of groups. Where any is small, the smallest ones are left out, at least two and as many as
        together reach the threshold.
    """
    rising = sorted(opinions.groups, key=lambda group: (group.size, -group.number))
    if not rising or rising[0].size >= threshold:
        return frozenset(group.number for group in rising)
    untold = people = 0
    while untold < len(rising) and (untold < 2 or people < threshold):
        people += rising[untold].size
        untold += 1
    return frozenset(group.number for group in rising[untold:])


def _reach(places: Floats) -> float:
    """The distance from the middle that is drawn at the edge: nearly everybody's."""
    if not len(places):
        return 1.0
    far = float(np.quantile(np.abs(places).max(axis=1), 0.98))
    return far if far > 0 else 1.0


def _squares(places: Floats, threshold: int) -> tuple[float, tuple[MapSquare, ...], bool]:
    best: tuple[int, int, NDArray[np.int64]] = (-1, GRIDS[-1], np.zeros(0, dtype=np.int64))
    for across in GRIDS:
        cell = _cells(places, across)
        counts = np.bincount(cell, minlength=across * across)
        shown = int(counts[counts >= threshold].sum())
        if shown > best[0]:
            best = (shown, across, cell)
        if shown >= ENOUGH * len(places):
            break
    shown, across, cell = best
    counts = np.bincount(cell, minlength=across * across)
    squares = []
    for one in np.flatnonzero(counts >= threshold).tolist():
        x, y = np.clip(places[cell == one], -1, 1).mean(axis=0).tolist()
        squares.append(MapSquare(x=x, y=y, people=int(counts[one])))
    return 2 / across, tuple(squares), shown < len(places)


def _cells(places: Floats, across: int) -> NDArray[np.int64]:
    """Find everybody's square; who lies beyond the edge counts in the outermost."""
    cell = np.clip(np.floor((places + 1) / 2 * across).astype(np.int64), 0, across - 1)
    return np.asarray(cell[:, 0] + across * cell[:, 1])


def _group(group: OpinionGroup, places: Floats, *, counted: bool) -> MapGroup:
    middle = places.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(places, rowvar=False))
    high, wide = HALF_OF_A_NORMAL * np.sqrt(np.maximum(values, 0.0))
    along = vectors[:, 1] if vectors[0, 1] >= 0 else -vectors[:, 1]
    return MapGroup(
        number=group.number,
        letter=chr(ord("A") + group.number),
        people=group.size if counted else None,
        x=float(np.clip(middle[0], -1, 1)),
        y=float(np.clip(middle[1], -1, 1)),
        wide=float(wide),
        high=float(high),
        angle=float(np.degrees(np.arctan2(along[1], along[0]))),
    )


def _arrows(opinions: Opinions, groups: Sequence[MapGroup]) -> tuple[MapArrow, ...]:
    """Take the statements that pull furthest, no two in nearly one direction."""
    seen = opinions.counts.seen
    usable = opinions.votes.kept & (seen >= opinions.floor) & (opinions.extremity > 0)
    order = sorted(np.flatnonzero(usable).tolist(), key=lambda place: (-opinions.extremity[place], place))
    taken: list[int] = []
    if order:
        least = SHORTEST * opinions.extremity[order[0]]
        order = [place for place in order if opinions.extremity[place] >= least]
    angles = np.arctan2(opinions.map.statements[:, 1], opinions.map.statements[:, 0])
    for place in order:
        turns = [abs(np.angle(np.exp(1j * (angles[place] - angles[other])))) for other in taken]
        if len(taken) < MOST_ARROWS and all(turn >= APART for turn in turns):
            taken.append(place)
    if not taken:
        return ()
    longest = float(opinions.extremity[taken[0]])
    tips = {place: 0.92 * opinions.map.statements[place] / longest for place in taken}
    return tuple(
        MapArrow(statement=place, x=float(tip[0]), y=float(tip[1]), towards=_towards(tip, groups))
        for place, tip in tips.items()
    )


def _towards(tip: Floats, groups: Sequence[MapGroup]) -> str:
    if not groups:
        return ""
    along = [(tip[0] * group.x + tip[1] * group.y) / (np.hypot(group.x, group.y) or 1.0) for group in groups]
    return groups[int(np.argmax(along))].letter
