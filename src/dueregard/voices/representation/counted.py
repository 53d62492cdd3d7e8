"""A body whose members count once each: exact tests and chances under a fair draw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dueregard.estimates.proportion_intervals import clopper_pearson, wilson_interval
from dueregard.voices.representation.exact import multinomial_test
from dueregard.voices.representation.fair_draw import FairDraw, Floats
from dueregard.voices.representation.findings import AgainstFinding, GroupFinding
from dueregard.voices.representation.held import Held
from dueregard.voices.representation.standing import seats_short, standing
from dueregard.voices.representation.terms import Terms
from dueregard.voices.representation.weighted import rao_scott
from dueregard.voices.representation.words import reach

__all__ = ["FINITE", "counted_finding"]

FINITE = 0.05
"""The part of a counted population from which a draw is taken to be without replacement."""


def counted_finding(held: Held, terms: Terms) -> AgainstFinding:
    """Hold a body of plain members against a comparator.

    Parameters
    ----------
    held : Held
        At least one member is compared.
    terms : Terms
        Level, seats and the like.

    Returns
    -------
    AgainstFinding
        Groups, and the test of all of them at once.
    """
    n, fair, counts = held.compared, held.fair, held.placed.counts[held.groups]
    people = _drawn_from(held)
    draw = FairDraw(n=n, shares=fair, counts=people)
    exact = clopper_pearson(counts, n, level=terms.level)
    wilson = _wilson(counts, n, terms.level)
    groups = [
        _group(held, draw, place, (exact[place], wilson[place]), terms) for place in range(len(held.groups))
    ]
    return AgainstFinding(
        against=held.name,
        groups=(*groups, *held.absent()),
        compared=n,
        test=multinomial_test(counts, fair, counts=people, seed=terms.seed),
        rao_scott=_with_sampling(held, counts / n),
        model="multinomial" if people is None else "hypergeometric",
        reach=reach(groups, n=n, alternative=terms.alternative),
        notes=(*held.shares.notes, *held.notes()),
    )


def _group(
    held: Held, draw: FairDraw, place: int, limits: tuple[Floats, Floats], terms: Terms
) -> GroupFinding:
    at = int(held.groups[place])
    known, count = held.group(at), int(held.placed.counts[at])
    found = standing(draw, place, count, alternative=terms.alternative, level=terms.level)
    seats, share = terms.seats or held.compared, float(draw.shares[place])
    nearest, floor = seats_short(count, share, seats)
    (low, high), (wilson_low, wilson_high) = limits
    group = replace(
        known,
        share=count / held.compared,
        low=float(low),
        high=float(high),
        wilson_low=float(wilson_low),
        wilson_high=float(wilson_high),
        expected=share * seats,
        seats_short=nearest,
        floor_short=floor,
        so_few=found.so_few,
        so_many=found.so_many,
        p=found.p,
        none=found.none,
        power=found.power,
        power_more=found.power_more,
        detectable=found.detectable,
    )
    return held.told(group, terms)


def _drawn_from(held: Held) -> NDArray[np.int64] | None:
    """People of each group, where the body is so large a part of them that nobody is drawn twice."""
    counts = held.shares.counts
    if counts is None or held.compared <= FINITE * counts.sum() or np.any(held.placed.counts > counts):
        return None
    return counts[held.groups]


def _wilson(counts: NDArray[np.int64], n: int, level: float) -> Floats:
    seen = counts / n
    se = np.sqrt(seen * (1 - seen) / n)
    return wilson_interval(seen, se, df=np.inf, n=np.full(len(seen), n), level=level)


def _with_sampling(held: Held, seen: Floats) -> float | None:
    """P-value of the chi-square statistic that allows for the comparator's own sampling error."""
    if held.shares.covariance is None:
        return None
    fair = held.fair
    drawn = (np.diag(fair) - np.outer(fair, fair)) / held.compared
    return rao_scott(seen, fair, covariance=drawn + held.shares.covariance[np.ix_(held.groups, held.groups)])
