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
    """

    points: Floats
    weights: Floats


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
    across, up = np.round(points[:, 0], _DIGITS), np.round(points[:, 1], _DIGITS)
    order = np.lexsort((up, across))
    if len(points) <= most:
        return Cells(points=points[order], weights=weights[order])
    side = isqrt(most)
    strip = np.empty(len(points), dtype=np.int64)
    strip[order] = _parts(weights[order], side)
    order = np.lexsort((across, up, strip))
    total = np.bincount(strip, weights, minlength=side)
    before = np.concatenate([[0.0], np.cumsum(total)[:-1]])
    inside = np.cumsum(weights[order]) - weights[order] / 2 - before[strip[order]]
    row = np.clip((inside * side / total[strip[order]]).astype(np.int64), 0, side - 1)
    cell = strip[order] * side + row
    weight = np.bincount(cell, weights[order], minlength=side * side).astype(np.float64)
    filled = weight > 0
    middles = [
        np.bincount(cell, weights[order] * points[order, axis], minlength=side * side) for axis in (0, 1)
    ]
    return Cells(points=np.stack(middles, axis=1)[filled] / weight[filled, None], weights=weight[filled])


def _parts(weights: Floats, number: int) -> NDArray[np.int64]:
    """Cut a row of weights into parts of about the same sum."""
    middle = np.cumsum(weights) - weights / 2
    return np.asarray(np.clip(middle * number / weights.sum(), 0, number - 1).astype(np.int64))
