"""What people told of their lives: themes through the gate, words within consent."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dueregard.casebook.testimony import TestimonyFolder
from dueregard.casebook.testimony_files import read_testimony
from dueregard.disclosure import Policy, Table
from dueregard.estimates import Record
from dueregard.voices.testimony.find import find_testimony
from dueregard.voices.testimony.findings import TestimonyFindings
from dueregard.voices.testimony.standing import heard_characteristics

__all__ = ["THEMES", "Telling", "tell"]

THEMES = "voices-themes"
"""The name of the table of themes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Testimony that was read.

    Attributes
    ----------
    folder : TestimonyFolder
        Everything in it. Never published.
    findings : TestimonyFindings
        What it comes to.
    heard : tuple of mapping of str to str
        What each giver who may be counted said of themselves.
    table : Table or None
        Themes by group, before the gate; None where nothing was coded.
    """

    folder: TestimonyFolder
    findings: TestimonyFindings
    heard: Sequence[dict[str, str]]
    table: Table | None


def tell(folder: str | os.PathLike[str] | None, *, on: date, place: str, policy: Policy) -> Telling | None:
    """Read testimony.

    Parameters
    ----------
    folder : path or None
        Where it lies.
    on : datetime.date
        The day for which consent is judged.
    place : str
        The casebook's name for the level of givers' places.
    policy : Policy
        Its threshold.

    Returns
    -------
    Telling or None
        None when there is no folder.

    Raises
    ------
    CasebookError
        When anything in the folder is not valid.
    """
    if folder is None:
        return None
    read = read_testimony(folder)
    found = find_testimony(read, on=on, place=place, fewest=policy.threshold)
    records = _worth_showing(found.records, threshold=policy.threshold)
    table = Table(
        name=THEMES,
        title="What people told, by theme",
        records=records,
        note="Testimonies, not people of the population: whoever told, chose to.",
        count="full",
    )
    return Telling(
        folder=read,
        findings=found,
        heard=tuple(dict(each) for each in heard_characteristics(read, on=on, place=place)),
        table=table if records else None,
    )


def _worth_showing(records: Iterable[Record], *, threshold: int) -> tuple[Record, ...]:
    """Leave out groupings, such as small places, of which no two groups are large enough to be shown."""
    kept = list(records)
    large: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for record in kept:
        if record.support.n >= threshold:
            large.setdefault(tuple(record.by), set()).add(tuple(record.by.values()))
    return tuple(record for record in kept if not record.by or len(large.get(tuple(record.by), ())) > 1)
