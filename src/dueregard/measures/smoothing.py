"""Kernel sums at every person at once, in a time that grows with the number of people only."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Floats

__all__ = ["smoothed"]


def smoothed(people: OrderedPeople, x: Floats | float, width: Floats) -> Floats:
    """Sum what the people near each person contribute, by Epanechnikov's kernel.

    Parameters
    ----------
    people : OrderedPeople
        In order of the outcome, their first column.
    x : ndarray (n,) or float
        What they contribute.
    width : ndarray (d,)
        Half-width of the kernel in each level.

    Returns
    -------
    ndarray (n,)
        ``sum over j of w_j x_j k((y_j - y_i) / width) / width`` with ``k(u) = 3/4 (1 - u^2)`` within 1; NaN
        in levels whose width is not positive.

    Examples
    --------
    >>> smoothed(OrderedPeople.of([0.0, 1.0, 5.0]), 1.0, np.array([2.0])).round(5)
    array([0.65625, 0.65625, 0.375  ])
    """
    weighted = people.weight * x
    result = np.full(len(people), np.nan)
    for level, (start, end) in enumerate(pairwise(people.starts)):
        if end > start and width[level] > 0:
            one = slice(start, end)
            result[one] = _smoothed(people.y[one], weighted[one], float(width[level]))
    return result


def _smoothed(y: Floats, weighted: Floats, width: float) -> Floats:
    """Smooth one level by cumulated moments about the cells of one width that people lie in."""
    # About cells, not about zero: far from zero the squares would swallow the differences.
    place = (y - y[0]) / width
    cell = np.floor(place)
    within = place - cell
    moments = [np.concatenate([[0.0], np.cumsum(weighted * within**power)]) for power in range(3)]
    first, last = np.searchsorted(place, place - 1, "left"), np.searchsorted(place, place + 1, "right")
    result = np.zeros(len(y))
    for offset in (-1, 0, 1):
        start = np.clip(np.searchsorted(cell, cell + offset, "left"), first, last)
        end = np.clip(np.searchsorted(cell, cell + offset, "right"), first, last)
        none, one, two = (moment[end] - moment[start] for moment in moments)
        centre = within - offset
        result += none * (1 - centre * centre) + 2 * centre * one - two
    return 0.75 * result / width
