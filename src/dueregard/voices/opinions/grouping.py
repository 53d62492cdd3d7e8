"""How many groups there are, and who is in which: no group is smaller than a size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.opinions.clusters import STARTS, k_means, nearest, settled
from dueregard.voices.opinions.condensing import Cells, condensed
from dueregard.voices.opinions.silhouette import BASE_CLUSTERS, EXACT_UP_TO, Silhouettes

__all__ = ["Grouping", "group_points", "smallest_group"]

Floats = NDArray[np.float64]

NUMBERS = (2, 3, 4, 5)
"""How many groups are tried, as in Polis."""

APART_AT_MOST = 0.05
"""The largest share of participants who may stand apart from every group; else there is no such grouping."""


_CELLS = 144
"""When there are too many points to compare each with each, so many cells are grouped in their stead."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grouping:
    """Points in groups.

    Attributes
    ----------
    centres : array of float, shape (k, 2)
        Middles of the groups; k = 0 when there is no grouping.
    silhouette : float
        How clearly they are apart; NaN without groups.
    apart : array of bool, shape (n,)
        Points in a cluster too small to be a group: they did not shape the groups.
    refused : tuple of int
        Numbers of groups that were tried but would have had one that is too small.
    """

    centres: Floats
    silhouette: float
    apart: NDArray[np.bool_]
    refused: tuple[int, ...]

    @property
    def number(self) -> int:
        """How many groups."""
        return len(self.centres)


def smallest_group(people: int) -> int:
    """Say how many people make a group: 5, or 1 % of those who are grouped when that is more.

    Fewer are somebody, and what they say is theirs; and their add-one shares hardly leave the middle.

    Parameters
    ----------
    people : int
        Those who are grouped.

    Returns
    -------
    int

    Examples
    --------
    >>> smallest_group(107), smallest_group(2000)
    (5, 20)
    """
    return max(5, -(-people // 100))


def group_points(
    points: Floats,
    weights: Floats,
    *,
    smallest: int,
    rng: np.random.Generator,
    starts: int = STARTS,
) -> Grouping:
    """Choose the number of groups by the silhouette, and find them.

    Up to 400 points are grouped as they are; more are condensed to cells first, and the groups that are
    found settle on all points afterwards. Whoever would be in a cluster smaller than `smallest` is set
    apart, and the rest grouped anew; when more than one in twenty would be apart, that number of groups is
    refused.

    Parameters
    ----------
    points : array of float, shape (n, 2)
        Where.
    weights : array of float, shape (n,)
        How many people each stands for, above zero.
    smallest : int
        Fewest people in a group.
    rng : numpy.random.Generator
        For the starts.
    starts : int
        Of k-means.

    Returns
    -------
    Grouping

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> points = np.concatenate([rng.normal(0, 1, (30, 2)), rng.normal(9, 1, (20, 2)), [[90.0, 0.0]]])
    >>> found = group_points(points, np.ones(51), smallest=5, rng=rng)
    >>> found.number, np.flatnonzero(found.apart)
    (2, array([50]))
    """
    apart = np.zeros(len(points), dtype=bool)
    while True:
        inside, mass = points[~apart], weights[~apart]
        many = len(inside) > EXACT_UP_TO
        cells = condensed(inside, mass, most=_CELLS if many else EXACT_UP_TO)
        best = _on_cells(cells, smallest=smallest, rng=rng, starts=starts, many=many)
        found = apart.copy()
        found[~apart] = best.apart[cells.place]
        centres = best.centres
        if best.number and many:
            centres = settled(points[~found], weights[~found], centres)
            small = _in_small_clusters(points, weights, centres, found, smallest)
            if small.any() and weights[found | small].sum() <= APART_AT_MOST * weights.sum():
                apart = found | small
                continue
            centres = best.centres if small.any() else centres
        return Grouping(centres=centres, silhouette=best.silhouette, apart=found, refused=best.refused)


def _on_cells(cells: Cells, *, smallest: int, rng: np.random.Generator, starts: int, many: bool) -> Grouping:
    """Choose among the numbers of groups; here `apart` is of cells."""
    none = np.zeros(len(cells.points), dtype=bool)
    best = Grouping(centres=np.zeros((0, 2)), silhouette=np.nan, apart=none, refused=())
    refused = []
    silhouettes: dict[bytes, Silhouettes] = {}
    for k in NUMBERS:
        tried = _with_so_many(cells, k, smallest, starts, rng)
        if tried is None:
            refused.append(k)
            continue
        centres, apart = tried
        key = apart.tobytes()
        if key not in silhouettes:
            most = BASE_CLUSTERS if many else EXACT_UP_TO
            silhouettes[key] = Silhouettes(cells.points[~apart], cells.weights[~apart], most=most)
        clear = silhouettes[key].mean(centres)
        if best.number == 0 or clear > best.silhouette:
            best = Grouping(centres=centres, silhouette=clear, apart=apart, refused=())
    return Grouping(
        centres=best.centres, silhouette=best.silhouette, apart=best.apart, refused=tuple(refused)
    )


def _with_so_many(
    cells: Cells, k: int, smallest: int, starts: int, rng: np.random.Generator
) -> tuple[Floats, NDArray[np.bool_]] | None:
    points, weights = cells.points, cells.weights
    apart = np.zeros(len(points), dtype=bool)
    whole = weights.sum()
    while whole - weights[apart].sum() >= k * smallest:
        centres = k_means(points[~apart], weights[~apart], k=k, rng=rng, starts=starts)
        small = _in_small_clusters(points, weights, centres, apart, smallest)
        if not small.any():
            return centres, apart
        apart |= small
        if weights[apart].sum() > APART_AT_MOST * whole:
            return None
    return None


def _in_small_clusters(
    points: Floats, weights: Floats, centres: Floats, apart: NDArray[np.bool_], smallest: int
) -> NDArray[np.bool_]:
    """Mark points in clusters of fewer people; an empty cluster marks everybody, so that it is refused."""
    labels = nearest(points, centres)
    sizes = np.bincount(labels[~apart], weights[~apart], minlength=len(centres))
    if sizes.min() <= 0:
        return ~apart
    return np.asarray(~apart & (sizes[labels] < smallest))
