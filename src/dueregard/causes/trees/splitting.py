"""The best way to part the levels of a circumstance in two, for many nodes at once."""

from __future__ import annotations

import numpy as np

from dueregard.estimates.source import BoolArray, FloatArray, IntArray

__all__ = ["EXHAUSTIVE", "best_splits"]

EXHAUSTIVE = 14
"""Every way to part the levels is looked at up to so many of them (8,191 ways for 14)."""

_SWAPPED = 40
"""With more levels they are only moved, not swapped: pairs would be too many."""

_TIE = 1e-12
_BLOCK = 1 << 18


def best_splits(
    *, counts: FloatArray, weights: FloatArray, sums: FloatArray, least: FloatArray
) -> tuple[BoolArray, BoolArray]:
    """Part the levels of one circumstance in two so that the outcomes of the sides differ most.

    The two sides' standardised difference is greatest. Without a least size the best sides are
    contiguous when levels are ordered by their mean (Fisher 1958), and so it is found by sorting. Where that
    one has too few people on a side, all ways are looked at up to :data:`EXHAUSTIVE` levels. With more, the
    search begins with the best sides of enough people that are contiguous in the means, and with sides alike
    in size, and moves a level to the other side or swaps two for as long as that makes the sides differ more;
    it may miss the best of all.

    Parameters
    ----------
    counts : ndarray, shape (m, k)
        People by node and level.
    weights : ndarray, shape (m, k)
        Their weights (the counts where there are none).
    sums : ndarray, shape (m, k)
        Weighted totals of the outcome less its mean in the node, so that rows add up to zero.
    least : ndarray, shape (m,)
        Fewest people of a side.

    Returns
    -------
    tuple of two ndarray of bool, shapes (m, k) and (m,)
        Levels of the left side (the one that holds the first level present), and whether there is a split.

    References
    ----------
    Hothorn, Hornik & Zeileis (2006), Journal of Computational and Graphical Statistics 15, 651-674,
    section 4; Fisher (1958), Journal of the American Statistical Association 53, 789-798.

    Examples
    --------
    >>> import numpy as np
    >>> n = np.array([[10.0, 10.0, 10.0]])
    >>> left, found = best_splits(
    ...     counts=n, weights=n, sums=np.array([[-9.0, 10.0, -1.0]]), least=np.array([5.0])
    ... )
    >>> left, found
    (array([[ True, False,  True]]), array([ True]))
    """
    present = counts > 0
    left, found = _contiguous(counts, weights, sums, np.zeros(len(counts)), present)
    size = np.where(left, counts, 0.0).sum(axis=1)
    enough = (size >= least) & (counts.sum(axis=1) - size >= least)
    short = np.flatnonzero(found & ~enough & (counts.sum(axis=1) >= 2 * least))
    found &= enough
    levels = present[short].sum(axis=1)
    for k in np.unique(levels):
        rows = short[levels == k]
        if k == 2:
            continue
        search = _every if k <= EXHAUSTIVE else _exchanges
        n = counts[rows]
        w = n if weights is counts else weights[rows]
        left[rows], found[rows] = search(n, w, sums[rows], least[rows], present[rows])
    return _first_on_the_left(left, present), found


def _gain(size: FloatArray, total: FloatArray, sums: FloatArray) -> FloatArray:
    other = size * (total - size)
    return np.divide(sums**2, other, out=np.full_like(sums, -1.0), where=other > 0)


def _contiguous(
    counts: FloatArray, weights: FloatArray, sums: FloatArray, least: FloatArray, present: BoolArray
) -> tuple[BoolArray, BoolArray]:
    mean = np.divide(sums, weights, out=np.full_like(sums, np.inf), where=present & (weights > 0))
    order = np.argsort(mean, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    n, w, s = (np.cumsum(np.take_along_axis(each, order, axis=1), axis=1) for each in (counts, weights, sums))
    gain = _gain(w, w[:, -1:], s)
    allowed = (n >= np.maximum(least, 1)[:, None]) & (n[:, -1:] - n >= np.maximum(least, 1)[:, None])
    gain = np.where(allowed, gain, -1.0)
    best = gain.max(axis=1)
    tied = gain >= (best * (1 - _TIE))[:, None]
    cut = np.argmax(tied, axis=1)
    for row in np.flatnonzero((tied.sum(axis=1) > 1) & (best > 0)):
        ways = [_first_on_the_left(rank[row] <= each, present[row]) for each in np.flatnonzero(tied[row])]
        cut[row] = np.flatnonzero(tied[row])[int(np.argmin([_place(way, present[row]) for way in ways]))]
    return (rank <= cut[:, None]) & present, best > 0


def _every(
    counts: FloatArray, weights: FloatArray, sums: FloatArray, least: FloatArray, present: BoolArray
) -> tuple[BoolArray, BoolArray]:
    """Look at all ways: the first level on the left, every subset of the others on the right."""
    k = int(present[0].sum())
    at = np.nonzero(present)[1].reshape(-1, k)
    left = np.zeros(present.shape, dtype=bool)
    found = np.zeros(len(present), dtype=bool)
    step = max(1, _BLOCK >> (k - 1))
    for start in range(0, len(at), step):
        rows = slice(start, start + step)
        n = _subsets(np.take_along_axis(counts[rows], at[rows], axis=1))
        w = n if weights is counts else _subsets(np.take_along_axis(weights[rows], at[rows], axis=1))
        s = _subsets(np.take_along_axis(sums[rows], at[rows], axis=1))
        whole = counts[rows].sum(axis=1)[:, None]
        gain = _gain(w, weights[rows].sum(axis=1)[:, None], s)
        gain[(n < least[rows, None]) | (n > whole - least[rows, None])] = -1.0
        best = gain.max(axis=1)
        way = np.argmax(gain >= (best * (1 - _TIE))[:, None], axis=1)
        right = (way[:, None] >> np.arange(k - 1)) & 1 > 0
        chosen = np.zeros(present[rows].shape, dtype=bool)
        np.put_along_axis(chosen, at[rows][:, 1:], right, axis=1)
        left[rows], found[rows] = chosen, best > 0
    return left, found


def _subsets(values: FloatArray) -> FloatArray:
    """Totals of all subsets of the columns after the first: subset j has column i + 1 if bit i of j is 1."""
    rows, k = values.shape
    totals = np.zeros((rows, 1 << (k - 1)))
    for bit in range(k - 1):
        totals[:, 1 << bit : 2 << bit] = totals[:, : 1 << bit] + values[:, bit + 1 : bit + 2]
    return totals


def _exchanges(
    counts: FloatArray, weights: FloatArray, sums: FloatArray, least: FloatArray, present: BoolArray
) -> tuple[BoolArray, BoolArray]:
    """Begin with sides contiguous in the means, and with sides alike in size, and exchange levels."""
    best = np.full(len(counts), -1.0)
    left = np.zeros(present.shape, dtype=bool)
    for begun in (_contiguous(counts, weights, sums, least, present)[0], _balanced(counts)):
        for row in range(len(counts)):
            way, gain = _improved(begun[row], np.stack([counts[row], weights[row], sums[row]]), least[row])
            if gain > best[row]:
                left[row], best[row] = way, gain
    return left, best > 0


def _improved(left: BoolArray, levels: FloatArray, least: float) -> tuple[BoolArray, float]:
    """Move a level to the other side, or swap two, while that makes the sides differ more."""
    steps = _steps(np.flatnonzero(levels[0]), len(left))
    people, weight = levels[:2].sum(axis=1)
    now = -1.0
    while True:
        tried = np.concatenate([left[None], left ^ steps])
        n, w, s = levels @ tried.T
        gain = np.where((n >= least) & (people - n >= least), _gain(w, weight, s), -1.0)
        best = int(np.argmax(gain))
        if gain[best] <= now * (1 + _TIE) or gain[best] < 0:
            return left, now
        left, now = tried[best], float(gain[best])


def _balanced(counts: FloatArray) -> BoolArray:
    """Put levels, the largest first, on the side that has fewer people so far."""
    left = np.zeros(counts.shape, dtype=bool)
    size = np.zeros((2, len(counts)))
    rows = np.arange(len(counts))
    for column in np.argsort(-counts, axis=1, kind="stable").T:
        more = counts[rows, column]
        on_left = size[0] <= size[1]
        left[rows, column] = on_left & (more > 0)
        size += np.where([on_left, ~on_left], more, 0.0)
    return left


def _steps(levels: IntArray, width: int) -> BoolArray:
    single = np.eye(width, dtype=bool)[levels]
    if len(levels) > _SWAPPED:
        return single
    first, second = np.triu_indices(len(levels), k=1)
    return np.concatenate([single, single[first] | single[second]])


def _place(way: BoolArray, present: BoolArray) -> int:
    """The place of a way among all ways, which settles ties as an exhaustive search would."""
    side = ~way[present][1:]
    return int(sum(1 << place for place, right in enumerate(side) if right))


def _first_on_the_left(left: BoolArray, present: BoolArray) -> BoolArray:
    first = np.argmax(present, axis=-1)[..., None]
    swap = ~np.take_along_axis(left, first, axis=-1)
    return (left ^ swap) & present
