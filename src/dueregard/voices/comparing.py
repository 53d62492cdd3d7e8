"""Who took part, and who decides, held against those who live here and those affected."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dueregard.casebook import Body, characteristic_label
from dueregard.disclosure import Table
from dueregard.disclosure.table import name_of_table
from dueregard.people import read_people
from dueregard.people.written_rows import read_written_rows
from dueregard.voices.findings import BodyHeard
from dueregard.voices.groups import groups_of
from dueregard.voices.representation.findings import Representation
from dueregard.voices.representation.represent import represent

if TYPE_CHECKING:
    from dueregard.voices.residents import Residents

__all__ = ["BODIES", "TOOK_PART", "body_heard", "members_of", "took_part"]

TOOK_PART = "voices-took-part"
"""The name of the table of those who took part."""
BODIES = "voices-body-"
"""How the names of bodies' tables begin."""

Groups = Mapping[str, Sequence[str | None]]


def took_part(groups: Groups, *, residents: Residents, affected: Residents | None) -> Table | None:
    """Hold those who took part in a consultation against those who could have.

    Parameters
    ----------
    groups : mapping of str to sequence of (str or None)
        Their groups, by characteristic.
    residents : Residents
        Those who could have.
    affected : Residents or None
        Those whom the decision touches most.

    Returns
    -------
    Table or None
        Before the gate; None when nothing is known that could be compared.
    """
    found = _held(groups, "those who took part", residents=residents, affected=affected)
    if found is None:
        return None
    return _table(found, name=TOOK_PART, title="Who took part, against who could have", public=False)


def body_heard(
    body: Body, file: str | os.PathLike[str], *, residents: Residents, affected: Residents | None
) -> tuple[BodyHeard, Table | None]:
    """Hold a body against those it decides for.

    Parameters
    ----------
    body : Body
        What the casebook says of it.
    file : path
        The table of its members.
    residents : Residents
        Those it decides for.
    affected : Residents or None
        Those whom the decision touches most.

    Returns
    -------
    BodyHeard
        What may be said beside the table.
    Table or None
        Before the gate; None when nothing can be compared.

    Raises
    ------
    CasebookError
        When members are in groups that the casebook does not know.
    PeopleError
        When the table cannot be read.
    """
    groups = members_of(body, file, residents)
    name = BODIES + name_of_table(body.name)
    found = _held(groups, body.name, residents=residents, affected=affected)
    reach = "" if found is None else _reach(found)
    heard = BodyHeard(
        name=body.name,
        table=name,
        decides=body.decides,
        reach=reach if body.already_public else "",
        public=body.reason if body.already_public else "",
    )
    if found is None:
        return heard, None
    return heard, _table(found, name=name, title=body.name, public=body.already_public)


def members_of(body: Body, file: str | os.PathLike[str], residents: Residents) -> Groups:
    """Read the groups of a body's members.

    Parameters
    ----------
    body : Body
        What the casebook says of it.
    file : path
        The table of its members.
    residents : Residents
        Whose groups are known.

    Returns
    -------
    mapping of str to sequence of (str or None)
        By characteristic.

    Raises
    ------
    CasebookError
        When members are in groups that the casebook does not know.
    PeopleError
        When the table cannot be read.
    """
    rows = read_written_rows(str(file))
    return groups_of(
        {column: rows.column(column) for column in rows.columns},
        title=rows.title,
        given=body.characteristics,
        known=residents.groups([*rows.columns, *body.characteristics]),
        place="voices.bodies",
    )


def _held(
    groups: Groups, title: str, *, residents: Residents, affected: Residents | None
) -> Representation | None:
    names = [name for name in residents.names if name in groups and any(groups[name])]
    if not names:
        return None
    columns = {name: list(groups[name]) for name in names}
    people = replace(read_people(columns), title=title)
    return represent(people, residents, by=names, affected=affected)


def _table(found: Representation, *, name: str, title: str, public: bool) -> Table:
    records = tuple(replace(record, outcome=title) for record in found.records())
    return Table(name=name, title=title, records=records, already_public=public)


def _reach(found: Representation) -> str:
    """Say what a body of this size can show of each characteristic, and what not."""
    told = [
        f"{characteristic_label(each.name)}: {against.reach}"
        for each in found.characteristics
        for against in each.against[:1]
        if against.reach
    ]
    return " ".join(told)
