"""The strata at the sharp end: crossings that fare worst, and whether anybody of them was heard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dueregard.causes.findings import CausesFindings, StrataTold
from dueregard.causes.words import SHRUNKEN
from dueregard.estimates import Record

__all__ = ["SharpStratum", "ranked", "sharp_strata", "sharpest", "with_voices"]

MOST = 2
"""Strata that are told of each outcome and crossing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharpStratum:
    """One of the strata that fare worst.

    Attributes
    ----------
    by : mapping of str to str
        Its levels.
    outcome : str
        In what.
    rank : int
        1 is the worst of its crossing and outcome.
    figure : Record
        How it fares, shrunken, with its interval.
    heard : str
        ``heard``, ``nobody or too few to show``, ``not asked``, or empty where nobody looked.
    words, action : str
        The same in a sentence, and what to do.
    """

    by: Mapping[str, str]
    outcome: str
    rank: int
    figure: Record
    heard: str = ""
    words: str = ""
    action: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Give it ready for JSON.

        Returns
        -------
        dict
            With the estimate and its interval.
        """
        figure = self.figure
        return {
            "by": dict(self.by),
            "outcome": self.outcome,
            "rank": self.rank,
            "estimate": figure.estimate,
            "low": figure.low,
            "high": figure.high,
            "heard": self.heard,
            "words": self.words,
            "action": self.action,
        }


def sharpest(
    strata: Iterable[tuple[StrataTold, Sequence[Record]]], *, most: int = MOST
) -> tuple[SharpStratum, ...]:
    """List the strata that fare worst, by what may be shown.

    Parameters
    ----------
    strata : iterable of (StrataTold, sequence of Record)
        Released strata, from the worst to the best.
    most : int
        The most of each crossing and outcome.

    Returns
    -------
    tuple of SharpStratum
        In the order of the crossings and outcomes.
    """
    return tuple(
        SharpStratum(by=dict(record.by), outcome=told.outcome, rank=rank, figure=record)
        for told, records in strata
        for rank, record in enumerate([each for each in records if each.estimate is not None][:most], start=1)
    )


def sharp_strata(found: CausesFindings) -> tuple[SharpStratum, ...]:
    """List the strata to look for among the voices, before the gate.

    Parameters
    ----------
    found : CausesFindings
        What the stage found.

    Returns
    -------
    tuple of SharpStratum
        Those that :func:`sharpest` lists of a release, as far as the gate lets them through.
    """
    tables = {table.name: table.records for table in found.tables}
    return sharpest((told, ranked(told, tables.get(told.table, ()))) for told in found.strata)


def ranked(told: StrataTold, records: Iterable[Record]) -> list[Record]:
    """Put the strata of one outcome in order.

    Parameters
    ----------
    told : StrataTold
        Which strata.
    records : iterable of Record
        Of their table.

    Returns
    -------
    list of Record
        Shrunken values, those who fare worst first; those without a value last, in the order they came in.
    """
    own = (each for each in records if each.outcome == told.outcome)
    levels = (each for each in own if each.parameters.get("basis") == SHRUNKEN)
    sign = 1.0 if told.better == "higher" else -1.0
    return sorted(levels, key=lambda each: (each.estimate is None, sign * (each.estimate or 0.0)))


def with_voices(
    strata: Iterable[SharpStratum], heard: Mapping[tuple[tuple[str, str], ...], tuple[str, str, str]]
) -> tuple[SharpStratum, ...]:
    """Say of each stratum whether anybody of it was heard.

    Parameters
    ----------
    strata : iterable of SharpStratum
        The strata.
    heard : mapping
        From the sorted levels of a stratum to whether it was heard, the sentence, and what to do.

    Returns
    -------
    tuple of SharpStratum
        Those that nobody looked for stay as they are.
    """
    found = []
    for each in strata:
        said = heard.get(tuple(sorted(each.by.items())))
        if said is None:
            found.append(each)
        else:
            found.append(replace(each, heard=said[0], words=said[1], action=said[2]))
    return tuple(found)
