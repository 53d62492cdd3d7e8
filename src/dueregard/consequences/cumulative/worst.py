"""Who is worst affected: groups ranked by what they lose, with how many, how much and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.special import stdtr

from dueregard.consequences.cumulative.findings import WorstAffected
from dueregard.consequences.cumulative.reading import Group, Reading
from dueregard.estimates import Record, benjamini_hochberg

__all__ = ["with_discoveries", "worst_of"]

AGAINST = "cumulative_relative_change_against_everybody"

FEWEST = 10
"""Groups of fewer people in the table are not ranked: a handful of people is no group."""

MOST = 50
"""How many groups are listed."""


def with_discoveries(records: Sequence[Record]) -> list[Record]:
    """Mark the groups that stand out from everybody among all groups that are compared.

    Parameters
    ----------
    records : sequence of Record
        Of one year.

    Returns
    -------
    list of Record
        In the same order, with `discovery` where a group is compared with everybody; of a full count, where
        it differs at all.
    """
    places = [place for place, record in enumerate(records) if record.measure == AGAINST]
    found = benjamini_hochberg([_p(records[place]) for place in places])
    marked = list(records)
    for place, stands_out in zip(places, found, strict=True):
        if records[place].estimate is not None:
            marked[place] = replace(records[place], discovery=bool(stands_out))
    return marked


def _p(record: Record) -> float:
    if record.estimate is None or record.status not in ("ok", "approximate"):
        return np.nan
    if record.method == "full count" or not record.se:
        return 0.0 if record.estimate else 1.0
    df = np.inf if record.df is None else record.df
    return float(2.0 * stdtr(df, -abs(record.estimate / record.se)))


def worst_of(found: Reading) -> tuple[WorstAffected, ...]:
    """Rank the groups that lose a larger share of their outcome than everybody does.

    A share, because a group that has little can lose little money and much of what it has.

    Parameters
    ----------
    found : Reading
        Records of one year.

    Returns
    -------
    tuple of WorstAffected
        The largest share first.
    """
    listed = [each for each in (_of(found, group) for group in found.groups if group) if each is not None]
    return tuple(sorted(listed, key=lambda each: each.relative_change)[:MOST])


def _of(found: Reading, group: Group) -> WorstAffected | None:
    share, against = found.of("cumulative_relative_change", group), found.of(AGAINST, group)
    mean = found.of("cumulative_mean_change", group)
    if share is None or mean is None or against is None:
        return None
    if share.estimate is None or mean.estimate is None or against.estimate is None:
        return None
    if share.estimate >= 0 or against.estimate >= 0 or (share.n or 0) < FEWEST:
        return None

    def value(figure: str) -> float | None:
        record = found.of(f"cumulative_{figure}", group)
        return None if record is None else record.estimate

    return WorstAffected(
        by=dict(group),
        relative_change=share.estimate,
        relative_low=share.low,
        relative_high=share.high,
        mean_change=mean.estimate,
        low=mean.low,
        high=mean.high,
        losers_share=value("losers_share"),
        losers=value("losers"),
        mean_loss_of_losers=value("mean_loss_of_losers"),
        against_everybody=against.estimate,
        stands_out=bool(against.discovery),
        rank=share.rank,
        n=share.n or 0,
    )
