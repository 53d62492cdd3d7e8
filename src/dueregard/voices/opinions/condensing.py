"""Many points on a plane, condensed to few cells of about equal weight, whatever order they come in."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

import numpy as np
from numpy.typing import NDArray

__all__ = ["Cells", "condensed"]

Floats = NDArray[np.float64]

_DIGITS = 9
"""Points are ordered by so many decimals: sums in another order differ after the fifteenth."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Points that stand for many.

    Attributes
    ----------
    points : array of float, shape (cells, 2)
        Their middles, in an order that depends on where they lie only.
    weights : array of float, shape (cells,)
        How much each stands for.
    place : array of int, shape (n,)
        The cell of each point.
    """

    points: Floats
    weights: Floats
    place: NDArray[np.int64]


def condensed(points: Floats, weights: Floats, *, most: int) -> Cells:
    """Gather points in cells: strips of equal weight from left to right, each cut from bottom to top.

    Parameters
    ----------
    points : array of float, shape (n, 2)
        Where.
    weights : array of float, shape (n,)
        Above zero.
    most : int
        The most cells. When there are no more points than that, each is its own cell.

    Returns
    -------
    Cells

    Examples
    --------
    >>> import numpy as np
    >>> cells = condensed(np.array([[3.0, 0.0], [1.0, 0.0], [1.0, 2.0]]), np.ones(3), most=1)
    >>> cells.points.round(3), cells.weights
    (array([[1.667, 0.667]]), array([3.]))
    """
    across, up = np.round(points, _DIGITS).T
    order = np.lexsort((up, across))
    place = np.empty(len(points), dtype=np.int64)
    if len(points) <= most:
        place[order] = np.arange(len(points))
        return Cells(points=points[order], weights=weights[order], place=place)
    side = isqrt(most)
    strip = np.empty(len(points), dtype=np.int64)
    strip[order] = _parts(weights[order], side)
    order = np.lexsort((across, up, strip))
    total = np.bincount(strip, weights, minlength=side)
    before = np.concatenate([[0.0], np.cumsum(total)[:-1]])
    mass, rank = weights[order], strip[order]
    inside = (np.cumsum(mass) - mass / 2 - before[rank]) * side / total[rank]
    cell = rank * side + np.clip(inside.astype(np.int64), 0, side - 1)
    weight = np.bincount(cell, mass, minlength=side * side).astype(np.float64)
    filled = weight > 0
    sums = [np.bincount(cell, mass * points[order, axis], minlength=side * side) for axis in (0, 1)]
    place[order] = (np.cumsum(filled) - 1)[cell]
    return Cells(
        points=np.stack(sums, axis=1)[filled] / weight[filled, None], weights=weight[filled], place=place
    )


def _parts(weights: Floats, number: int) -> NDArray[np.int64]:
    """Cut a row of weights into parts of about the same sum."""
    middle = np.cumsum(weights) - weights / 2
    return np.asarray(np.clip(middle * number / weights.sum(), 0, number - 1).astype(np.int64))
