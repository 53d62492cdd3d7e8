"""A body whose members have weights: intervals from its design, and no exact draw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dueregard.estimates.proportion_intervals import beta_interval
from dueregard.people import People
from dueregard.voices.representation.fair_draw import FairDraw, Floats
from dueregard.voices.representation.findings import AgainstFinding
from dueregard.voices.representation.held import Held, finite
from dueregard.voices.representation.microdata import estimated_shares
from dueregard.voices.representation.shares import NotCompared
from dueregard.voices.representation.standing import standing
from dueregard.voices.representation.tally import Groupings
from dueregard.voices.representation.terms import Terms, WeightedShares
from dueregard.voices.representation.weighted import rao_scott
from dueregard.voices.representation.words import reach

__all__ = ["is_designed", "weighted_finding", "weighted_shares"]


def is_designed(people: People) -> bool:
    """Say whether people count by a survey design: weights, clusters, known totals.

    Parameters
    ----------
    people : People
        A body.

    Returns
    -------
    bool
        False where each counts once.
    """
    design = people.design
    known = (design.weight, design.replicates, design.poststrata, design.calibration)
    return bool(design.clusters) or any(each is not None for each in known)


def weighted_shares(people: People, groupings: Groupings) -> WeightedShares | None:
    """Estimate the shares of a body's groups.

    Parameters
    ----------
    people : People
        The body with its design.
    groupings : sequence of Grouping
        The variables, crossed.

    Returns
    -------
    WeightedShares or None
        None where nobody stated theirs.
    """
    try:
        levels, shares, covariance = estimated_shares(people, groupings)
    except NotCompared:
        return None
    return WeightedShares(
        levels=levels, shares=shares.values, covariance=covariance, df=float(shares.df.min())
    )


def weighted_finding(held: Held, terms: Terms, weighted: WeightedShares) -> AgainstFinding:
    """Hold a body of weighted members against a comparator.

    Shares are weighted, their intervals those of Korn and Graubard (see
    :func:`~dueregard.estimates.proportion_intervals.beta_interval`). Power is that of as many plain
    members as give the same sampling error. Seats and exact chances are of people, not of weights: there are
    none.

    Parameters
    ----------
    held : Held
        At least one member is compared.
    terms : Terms
        The level.
    weighted : WeightedShares
        Of the body.

    Returns
    -------
    AgainstFinding
        Groups, and the chi-square test that allows for the weights.
    """
    shares, covariance = _in_groups(held, weighted)
    n, se = held.compared, np.sqrt(np.diag(covariance).clip(0))
    limits = beta_interval(
        shares, se, df=np.full(len(se), weighted.df), n=np.full(len(se), n), level=terms.level
    )
    draw = FairDraw(n=_effective(shares, covariance, n), shares=held.fair / held.fair.sum())
    groups = []
    for place, at in enumerate(held.groups):
        chances = standing(draw, place, 0, alternative=terms.alternative, level=terms.level)
        group = replace(
            held.group(int(at)),
            share=float(shares[place]),
            low=finite(limits[place, 0]),
            high=finite(limits[place, 1]),
            least_share=None,
            most_share=None,
            power=chances.power,
            power_more=chances.power_more,
            detectable=chances.detectable,
        )
        groups.append(held.told(group, terms))
    spread = covariance
    if held.shares.covariance is not None:
        spread = spread + held.shares.covariance[np.ix_(held.groups, held.groups)]
    return AgainstFinding(
        against=held.name,
        groups=(*groups, *held.absent()),
        compared=n,
        rao_scott=rao_scott(shares, held.fair, covariance=spread),
        model="weighted",
        reach=reach(groups, n=n, alternative=terms.alternative),
        notes=(*held.shares.notes, *held.notes()),
    )


def _in_groups(held: Held, weighted: WeightedShares) -> tuple[Floats, Floats]:
    """Shares of the comparator's groups among those compared, and their covariance by the delta method."""
    member = np.zeros((len(held.groups), len(weighted.levels)))
    position = {int(at): place for place, at in enumerate(held.groups)}
    for at, levels in enumerate(weighted.levels):
        if levels in held.placed.codes:
            member[position[held.placed.codes[levels]], at] = 1.0
    together = member @ weighted.shares
    whole = together.sum()
    shares = together / whole
    gradient = (member - np.outer(shares, member.sum(axis=0))) / whole
    return shares, gradient @ weighted.covariance @ gradient.T


def _effective(shares: Floats, covariance: Floats, n: int) -> int:
    spread = float(np.trace(covariance))
    return max(round(float((shares * (1 - shares)).sum()) / spread), 1) if spread > 0 else n
