"""The tables of participants: what they declared of themselves, and how an export had grouped them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import PeopleError, UsageError
from dueregard.people.source import ROW, Source
from dueregard.people.written_columns import read_written_columns
from dueregard.voices.opinions.vote_columns import GROUP, PARTICIPANT, TALLIES, XID, found_column, plain_name

__all__ = ["Declared", "declared_by"]

_FIRST_ROW = 2
_SHOWN = 5
_ID = (*PARTICIPANT, "id")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Declared:
    """What is known of those who voted.

    Attributes
    ----------
    characteristics : mapping of str to array of object, shape (participants,)
        None where somebody did not declare it.
    export_groups : array of object, shape (participants,), or None
        Groups of an export.
    silent : frozenset of str
        Ids of participants who are listed but never voted.
    notes : tuple of str
        What was decided while reading.
    """

    characteristics: Mapping[str, NDArray[np.object_]] = field(default_factory=dict)
    export_groups: NDArray[np.object_] | None = None
    silent: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def declared_by(
    participants: Sequence[str],
    tables: Sequence[Any],
    *,
    statements: Collection[str],
    wide: Source | None = None,
) -> Declared:
    """Join tables of participants to those who voted.

    Parameters
    ----------
    participants : sequence of str
        Ids of those who voted.
    tables : sequence of path or table
        Each with a column participant (or voter-id), or with an ``xid`` for which another table, such as an
        export's ``participants-votes.csv``, has the participant.
    statements : collection of str
        Ids of statements: columns of those names hold votes and are not read.
    wide : Source, optional
        The table of votes itself, when it has a row for each participant.

    Returns
    -------
    Declared

    Raises
    ------
    UsageError
        When a table cannot be joined.
    PeopleError
        When a participant stands twice, two tables declare one characteristic, or nobody is found in one.
    """
    sources = [*([wide] if wide is not None else []), *map(read_written_columns, tables)]
    place = {each: index for index, each in enumerate(participants)}
    # Tables that know the participants come first: they say whom an xid belongs to.
    sources.sort(key=lambda source: found_column(source.names, _ID) is None)
    xids: dict[str, str] = {}
    characteristics: dict[str, NDArray[np.object_]] = {}
    groups: NDArray[np.object_] | None = None
    silent: set[str] = set()
    notes: list[str] = []
    for source in sources:
        ids, columns = _read(source, statements, xids)
        silent |= {each for each in ids if each is not None and each not in place}
        rows, places = _joined(source, ids, place, notes if source is not wide else [])
        for name, cells in columns.items():
            joined = np.full(len(participants), None, dtype=object)
            joined[places] = cells[rows]
            if plain_name(name) in GROUP:
                groups = joined
            elif name in characteristics:
                raise PeopleError(
                    f"Two tables of participants have a column {name!r}.", remedy="Rename or remove one."
                )
            else:
                characteristics[name] = joined
    return Declared(
        characteristics=characteristics, export_groups=groups, silent=frozenset(silent), notes=tuple(notes)
    )


def _read(
    source: Source, statements: Collection[str], xids: dict[str, str]
) -> tuple[list[str | None], dict[str, NDArray[np.object_]]]:
    names = source.names
    participant, xid = found_column(names, _ID), found_column(names, XID)
    if participant is None and (xid is None or not xids):
        raise UsageError(
            f"{source.title} cannot be joined to the votes.",
            found="It has no column participant"
            + (", and no table says whose each xid is." if xid else " and no column xid."),
            remedy="Add the column participant with the ids of the votes"
            + (", or give the export's participants-votes.csv as well." if xid else "."),
        )
    apart = {participant, xid}
    wanted = [
        name
        for name in names
        if name not in apart and name not in statements and plain_name(name) not in TALLIES
    ]
    asked = [name for name in (participant, xid, *wanted) if name is not None]
    cells = source.frame.order(ROW).project(", ".join(names[name] for name in asked)).fetchall()
    table = {name: np.array([row[i] for row in cells], dtype=object) for i, name in enumerate(asked)}
    ids: list[str | None] = list(table[participant]) if participant is not None else []
    if participant is not None and xid is not None:
        xids |= {each: owner for each, owner in zip(table[xid], ids, strict=True) if each and owner}
    if participant is None and xid is not None:
        ids = [xids.get(each, each) for each in table[xid]]
    return ids, {name: table[name] for name in wanted}


def _joined(
    source: Source, ids: Sequence[str | None], place: Mapping[str, int], notes: list[str]
) -> tuple[list[int], list[int]]:
    """Give rows of the table and, for each, the place of the participant it is about."""
    first: dict[str, int] = {}
    for row, each in enumerate(ids):
        if each is None:
            continue
        if each in first:
            raise PeopleError(
                f"{source.title} has a participant twice.",
                found=f"The rows {first[each] + _FIRST_ROW} and {row + _FIRST_ROW} have one id.",
                remedy="Give each participant one row.",
            )
        first[each] = row
    rows = [row for each, row in first.items() if each in place]
    if not rows and first:
        raise PeopleError(
            f"Nobody in {source.title} is found among those who voted.",
            remedy="Check that its ids are those of the votes.",
        )
    if absent := len(place) - len(rows):
        notes.append(f"{absent:,} of {len(place):,} who voted are not in {source.title}.")
    return rows, [place[ids[row]] for row in rows]  # type: ignore[index]
