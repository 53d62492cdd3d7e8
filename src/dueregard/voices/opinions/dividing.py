"""The statements that divide: on which groups differ most, or, without groups, on which people do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dueregard.voices.opinions.results import Opinions

__all__ = ["DividingStatement", "dividing_statements"]

MOST = 5
ON_EACH_SIDE = 0.25
APART = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class DividingStatement:
    """A statement on which there are two sides.

    Attributes
    ----------
    statement : int
        Its place in ``votes.statements``.
    by_group : tuple of (float or None)
        The share of each group's votes that agrees, in the order of ``opinions.groups``; None where fewer
        than the floor voted. Empty without groups.
    agree, disagree : float
        The shares of all votes.
    """

    statement: int
    by_group: tuple[float | None, ...]
    agree: float
    disagree: float


def dividing_statements(opinions: Opinions) -> tuple[DividingStatement, ...]:
    """Choose the statements that divide most.

    With groups these are the statements on which the shares of agreement of two groups are furthest apart,
    at least 30 points; without, those with most people on the smaller side, at least a quarter on each.

    Parameters
    ----------
    opinions : Opinions
        With counts, and groups if there are any.

    Returns
    -------
    tuple of DividingStatement
        At most five, the most divided first.
    """
    counts = opinions.counts
    agree, disagree, _ = counts.shares
    usable = opinions.votes.kept & (counts.seen >= max(opinions.floor, 1))
    grouped = opinions.has_groups
    if grouped:
        by_group = opinions.group_counts
        heard = by_group.seen >= max(opinions.floor, 1)
        shares = np.where(heard, by_group.agree / np.maximum(by_group.seen, 1), np.nan)
        several = heard.sum(axis=0) >= 2
        low, high = np.where(heard, shares, np.inf).min(axis=0), np.where(heard, shares, -np.inf).max(axis=0)
        apart = np.where(several, high - low, 0.0)
        least = APART
    else:
        shares = np.zeros((0, len(agree)))
        apart = np.nan_to_num(np.minimum(agree, disagree))
        least = ON_EACH_SIDE
    apart = np.where(usable & (apart >= least), apart, -1.0)
    order = sorted(np.flatnonzero(apart >= 0).tolist(), key=lambda place: (-apart[place], place))
    return tuple(
        DividingStatement(
            statement=place,
            by_group=tuple(None if np.isnan(share) else float(share) for share in shares[:, place]),
            agree=float(agree[place]),
            disagree=float(disagree[place]),
        )
        for place in order[:MOST]
    )
