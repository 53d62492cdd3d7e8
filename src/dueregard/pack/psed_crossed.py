"""The part of an equality impact assessment where characteristics meet: people are more than one thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dueregard.pack.numbers import NumberFormat, number_format
from dueregard.pack.psed_evidence import OFFICER, change_words, gaps_of
from dueregard.pack.readings import Directions, read
from dueregard.pack.word_blocks import Blank, Block, Grid, Heading, Paragraph
from dueregard.pack.written import Written

if TYPE_CHECKING:
    from dueregard.casebook import Specification
    from dueregard.estimates import Record

__all__ = ["crossed_blocks"]

MOST = 5
"""Crossed groups that are named for each option."""


def crossed_blocks(written: Written | None, specification: Specification) -> Iterator[Block]:
    """Write the part on intersections.

    Parameters
    ----------
    written : Written or None
        The last assessment; None where there is none.
    specification : Specification
        The casebook.

    Yields
    ------
    Block
        Present gaps of crossed groups, and whom options do clearly worst by; a blank where none were crossed.
    """
    yield Heading(text="Where characteristics meet")
    tables = () if written is None else written.tables
    blocks = [
        block
        for table in tables
        if table.name.startswith("intersection")
        for block in gaps_of(table, specification)
    ]
    if written is None or not blocks:
        yield Blank(
            what="what is known of people who share several characteristics, such as disabled women",
            who=OFFICER,
            hint="[[intersections]] in the casebook names characteristics to be looked at together.",
        )
        return
    yield from blocks
    yield from _worst(written, specification)


def _worst(written: Written, specification: Specification) -> Iterator[Block]:
    directions: Directions = {each.name: each.better for each in specification.outcomes}
    crossed = {frozenset(each.of) for each in specification.intersections}
    changes = [
        record
        for table in written.tables
        if table.name.startswith("consequences-")
        for record in table.records
        if record.measure == "mean_change" and frozenset(record.by) - {"option"} in crossed
    ]
    if not changes:
        return
    unit = next((f" ({record.unit})" for record in changes if record.unit), "")
    rows = tuple(
        (option, _named([each for each in changes if each.by["option"] == option], directions))
        for option in written.options
    )
    yield Grid(
        title=f"Groups clearly worse off on average under each option, the largest change first{unit}",
        header=("Option", "Groups"),
        rows=rows,
    )
    kept = sum(record.status == "withheld" for record in changes)
    if kept:
        yield Paragraph(text=f"{kept} of {len(changes)} such figures are kept back to protect people [c].")


def _named(changes: list[Record], directions: Directions) -> str:
    losing = [each for each in changes if each.status == "ok" and read(each, directions).sense == "worse"]
    losing.sort(key=lambda each: abs(each.estimate or 0.0), reverse=True)
    if not losing:
        return "No crossed group that may be shown."
    unit = losing[0].unit
    numbers = number_format("mean_change", unit, [each.estimate or 0.0 for each in losing])
    told = [f"{_group(each)}: {_size(each, numbers, directions)}." for each in losing[:MOST]]
    more = len(losing) - len(told)
    return " ".join([*told, *([f"And {more} more."] if more > 0 else [])])


def _group(record: Record) -> str:
    return ", ".join(level for name, level in record.by.items() if name != "option")


def _size(record: Record, numbers: NumberFormat, directions: Directions) -> str:
    return change_words(record, numbers, directions).removeprefix("Worse off: ")
