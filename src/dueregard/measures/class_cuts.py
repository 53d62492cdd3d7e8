"""Where to cut a distribution into classes, so that as little inequality as possible is left within them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.scored import Floats

__all__ = ["best_cuts"]


def best_cuts(people: Floats, total: Floats, *, classes: int) -> NDArray[np.int64]:
    """Choose the points of a Lorenz curve whose polygon is closest to it.

    The Gini index of the classes' means is one less twice the area under the polygon through the Lorenz curve
    at the cuts; what the polygon lies above the curve is the inequality within classes.

    Parameters
    ----------
    people, total : ndarray (m + 1,)
        Cumulative shares of people and of the total after each distinct value, from 0 to 1; the curve is
        convex.
    classes : int
        How many classes, at least 2.

    Returns
    -------
    ndarray of int (classes - 1,)
        After which distinct values to cut, counted from 1; two of them are the same where there are fewer
        values than classes.

    Notes
    -----
    Exact, by dynamic programming. The area between a chord and a convex curve satisfies the quadrangle
    inequality, so that the best last cut rises with the end, and halving finds all of them in m log m.

    References
    ----------
    Davies and Shorrocks (1989), Optimal grouping of income and wealth data, Journal of Econometrics 42,
    97-108; Aggarwal and others (1987), Geometric applications of a matrix-searching algorithm, Algorithmica
    2, 195-208.

    Examples
    --------
    >>> best_cuts(np.arange(5) / 4, np.array([0, 1, 2, 6, 10]) / 10, classes=2)
    array([2])
    """
    last = len(people) - 1
    area = np.concatenate([[0.0], np.cumsum(np.diff(people) * (total[1:] + total[:-1]) / 2)])

    def above(start: NDArray[np.int64], end: NDArray[np.int64]) -> Floats:
        polygon = (people[end] - people[start]) * (total[end] + total[start]) / 2
        return np.asarray(polygon - (area[end] - area[start]))

    ends = np.arange(last + 1)
    cost, chosen = above(np.zeros_like(ends), ends), []
    for _ in range(classes - 2):
        best = _rising(cost, above)
        cost = cost[best] + above(best, ends)
        chosen.append(best)
    cuts = [int(np.argmin(cost + above(ends, np.full_like(ends, last))))]
    for best in reversed(chosen):
        cuts.append(int(best[cuts[-1]]))
    return np.array(cuts[::-1], dtype=np.int64)


def _rising(cost: Floats, above: object) -> NDArray[np.int64]:
    """For every end, the start that costs least; found for middles first, which bound those beside them."""
    assert callable(above)
    size = len(cost)
    best = np.zeros(size, dtype=np.int64)
    lows, highs = np.array([0]), np.array([size - 1])
    least, most = np.array([0]), np.array([size - 1])
    while len(lows):
        middle = (lows + highs) // 2
        stop = np.minimum(most, middle)
        lengths = stop - least + 1
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        candidate = np.arange(lengths.sum()) - np.repeat(starts - least, lengths)
        found = cost[candidate] + above(candidate, np.repeat(middle, lengths))
        lowest = np.repeat(np.minimum.reduceat(found, starts), lengths)
        at = np.flatnonzero(found == lowest)
        owner = np.repeat(np.arange(len(middle)), lengths)[at]
        first = np.unique(owner, return_index=True)[1]
        best[middle] = candidate[at[first]]
        lows, highs, least, most = (
            np.concatenate(pair)
            for pair in (
                (lows, middle + 1),
                (middle - 1, highs),
                (least, best[middle]),
                (best[middle], most),
            )
        )
        some = lows <= highs
        lows, highs, least, most = lows[some], highs[some], least[some], most[some]
    return best
