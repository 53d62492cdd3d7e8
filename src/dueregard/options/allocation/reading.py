"""Reading places from a table of one row a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dueregard.engine.gathered import gathered_rows
from dueregard.errors import ColumnNotFound
from dueregard.measures import mean
from dueregard.options.allocation.limits import Limit, Side, limit_from
from dueregard.options.allocation.places import Places, places_of
from dueregard.people import People
from dueregard.people.usable import refuse_unusable

__all__ = ["Read", "read_places"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Read:
    """Places with their floors and caps.

    Attributes
    ----------
    places : Places
        n places.
    floor, cap : Limit, optional
        As asked for, columns and all.
    """

    places: Places
    floor: Limit | None
    cap: Limit | None


def read_places(
    people: People,
    *,
    place: str,
    population: str,
    need: str | None = None,
    current: str | None = None,
    outcome: str | None = None,
    floor: str | None = None,
    cap: str | None = None,
) -> Read:
    """Take places from a table.

    Parameters
    ----------
    people : People
        A table with one row a place.
    place : str
        Column of names.
    population, need, current, outcome : str, optional
        Columns of numbers, or expressions.
    floor, cap : str, optional
        As :func:`~.limits.limit_from` takes them; the name of a column of amounts is looked up.

    Returns
    -------
    Read

    Raises
    ------
    ColumnNotFound
        When a column is absent.
    PeopleError
        When a place's numbers are missing, impossible, or no numbers.
    UsageError
        When a limit is not understood.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> table = read_people({"area": ["A", "B"], "people": [10, 30], "least": [5.0, None]})
    >>> read_places(table, place="area", population="people", floor="least").floor.values
    array([ 5., nan])
    """
    sides: tuple[tuple[Side, str | None], ...] = (("floor", floor), ("cap", cap))
    limits = {side: None if asked is None else limit_from(side, asked) for side, asked in sides}
    columns = {"population": population, "need": need, "current": current, "outcome": outcome}
    figures = {key: name for key, name in columns.items() if name is not None}
    figures |= {side: each for side, each in limits.items() if isinstance(each, str)}
    _refuse_text(people, {"place": place, **figures})
    rows = gathered_rows(people.table, figures=figures, codes={"place": place})
    given = {key: rows.figures[key] for key in columns if key in rows.figures}
    found: dict[str, Limit | None] = {
        side: Limit(side=side, basis="amount", values=rows.figures[side])
        if side in rows.figures
        else each
        if isinstance(each, Limit)
        else None
        for side, each in limits.items()
    }
    return Read(places=places_of(rows.codes["place"], **given), **found)


def _refuse_text(people: People, columns: Mapping[str, str]) -> None:
    """Say which rows hold text, where a column of numbers was meant."""
    if columns["place"] not in people.table.names:
        raise ColumnNotFound(columns["place"], people.columns, where=people.title)
    for name in (name for key, name in columns.items() if key != "place"):
        if name in people.table.names:
            refuse_unusable(people.table, [mean(name)])
