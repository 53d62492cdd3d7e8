"""Sums over every outcome of a fair draw, by halves: partial outcomes meet in the middle.

The probability of an outcome is a product over groups and its statistic a sum over groups. So the groups are
cut into two halves. For each number of members of the second half its partial outcomes are sorted by their
statistic, with running sums of probability; each partial outcome of the first half then looks up what it
needs to reach the limit. Of n members in k groups about n^(k/2) partial outcomes are held, not n^(k-1).
"""

from __future__ import annotations

from math import comb

import numpy as np

from dueregard.voices.representation.fair_draw import FairDraw, Floats

__all__ = ["FEASIBLE", "tails", "too_many"]

FEASIBLE = 1_000_000
"""Partial outcomes that a half may have."""


def too_many(draw: FairDraw, *, feasible: int = FEASIBLE) -> bool:
    """Say whether the halves of a draw have more partial outcomes than can be held.

    Parameters
    ----------
    draw : FairDraw
        The draw.
    feasible : int
        The most to hold.

    Returns
    -------
    bool
        True when they have more.

    Examples
    --------
    >>> too_many(FairDraw(n=60, shares=np.full(8, 1 / 8)))
    False
    >>> too_many(FairDraw(n=400, shares=np.full(8, 1 / 8)))
    True
    """
    larger = (len(draw.shares) + 1) // 2
    return comb(draw.n + larger, larger) > feasible


def tails(draw: FairDraw, extremes: Floats, limits: Floats) -> Floats:
    """Probability that each statistic reaches its limit, over every outcome.

    Parameters
    ----------
    draw : FairDraw
        The draw.
    extremes : array of float, shape (s, k, n + 1)
        What each count of each group adds to each of s statistics.
    limits : array of float, shape (s,)
        What counts as reaching it.

    Returns
    -------
    array of float, shape (s,)
        Probabilities.

    Examples
    --------
    >>> draw = FairDraw(n=2, shares=np.array([0.5, 0.5]))
    >>> tails(draw, np.array([[[0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]]), np.array([1.0]))
    array([0.25])
    """
    middle = (len(draw.shares) + 1) // 2
    first, second = slice(0, middle), slice(middle, None)
    members, weights, sums = _partial(draw, extremes, first)
    together = draw.weights_together(second) if middle < len(draw.shares) else _nobody(draw.n)
    rest = draw.n - members
    # The chance of each partial outcome of the first half, whatever the second is.
    chances = np.exp(weights + together[rest] + draw.constant)
    possible = chances > 0
    rest, chances, sums = rest[possible], chances[possible], sums[:, possible]
    other = _Half(draw, extremes, second, together)
    return np.array(
        [
            np.dot(chances, other.reaching(place, limit - own, rest))
            for place, (limit, own) in enumerate(zip(limits, sums, strict=True))
        ]
    )


class _Half:
    """The second half's partial outcomes, ready to be looked up by number of members and statistic."""

    def __init__(self, draw: FairDraw, extremes: Floats, groups: slice, together: Floats) -> None:
        members, weights, self._sums = _partial(draw, extremes, groups)
        possible = np.isfinite(weights)
        self._members, self._sums = members[possible], self._sums[:, possible]
        # Given the number of members the chances add up to one.
        self._chances = np.exp(weights[possible] - together[self._members])
        self._starts = np.searchsorted(np.sort(self._members), np.arange(draw.n + 2))

    def reaching(self, place: int, needed: Floats, members: np.ndarray) -> Floats:
        """Chance that a statistic is at least what is needed, for each number of members."""
        if len(self._members) == len(self._starts) - 1:
            # One group: each number of members is one outcome, and numbers may be many.
            return np.asarray(self._sums[place][members] >= needed, float)
        order = np.lexsort((self._sums[place], self._members))
        sums, chances = self._sums[place][order], self._chances[order]
        found = np.zeros(len(needed))
        by_members = np.argsort(members, kind="stable")
        ends = np.searchsorted(members[by_members], np.arange(len(self._starts)))
        for number in range(len(self._starts) - 1):
            asking = by_members[ends[number] : ends[number + 1]]
            here = slice(self._starts[number], self._starts[number + 1])
            if not len(asking) or here.start == here.stop:
                continue
            above = np.append(np.cumsum(chances[here][::-1])[::-1], 0.0)
            found[asking] = above[np.searchsorted(sums[here], needed[asking], side="left")]
        return found


def _partial(draw: FairDraw, extremes: Floats, groups: slice) -> tuple[np.ndarray, Floats, Floats]:
    """Members, logarithm of weight, and statistics of every partial outcome of some groups."""
    counts = np.arange(draw.n + 1)
    members, weights, sums = np.zeros(1, np.int64), np.zeros(1), np.zeros((len(extremes), 1))
    for log, added in zip(draw.weights(counts)[groups], extremes[:, groups].swapaxes(0, 1), strict=True):
        before, count = np.nonzero(members[:, None] + counts <= draw.n)
        weights = weights[before] + log[count]
        sums = sums[:, before] + added[:, count]
        members = members[before] + count
    return members, weights, sums


def _nobody(n: int) -> Floats:
    """Weights of no groups at all: they have no members."""
    return np.array([0.0, *([-np.inf] * n)])
