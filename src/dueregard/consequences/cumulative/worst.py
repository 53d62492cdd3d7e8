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

AGAINST = "cumulative_mean_change_against_everybody"

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
    """Rank the groups that lose more than everybody does.

    Parameters
    ----------
    found : Reading
        Records of one year.

    Returns
    -------
    tuple of WorstAffected
        The largest mean loss first.
    """
    listed = [_of(found, group) for group in found.groups if group]
    return tuple(sorted((each for each in listed if each is not None), key=lambda each: each.mean_change)[:MOST])


def _of(found: Reading, group: Group) -> WorstAffected | None:
    mean, against = found.of("cumulative_mean_change", group), found.of(AGAINST, group)
    if mean is None or against is None or mean.estimate is None or against.estimate is None:
        return None
    if mean.estimate >= 0 or against.estimate >= 0 or (mean.n or 0) < FEWEST:
        return None

    def value(figure: str) -> float | None:
        record = found.of(f"cumulative_{figure}", group)
        return None if record is None else record.estimate

    return WorstAffected(
        by=dict(group),
        mean_change=mean.estimate,
        low=mean.low,
        high=mean.high,
        relative_change=value("relative_change"),
        losers_share=value("losers_share"),
        losers=value("losers"),
        mean_loss_of_losers=value("mean_loss_of_losers"),
        against_everybody=against.estimate,
        stands_out=bool(against.discovery),
        rank=mean.rank,
        n=mean.n or 0,
    )
