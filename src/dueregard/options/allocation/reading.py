"""Reading places from a table of one row a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dueregard.engine.gathered import gathered_rows
from dueregard.errors import ColumnNotFound, UsageError
from dueregard.measures import mean
from dueregard.options.allocation.limits import Limit, Side, limit_from
from dueregard.options.allocation.places import Places, places_of, refuse
from dueregard.options.allocation.regions import Regions
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
    regions : Regions, optional
        With limits of their own.
    """

    places: Places
    floor: Limit | None
    cap: Limit | None
    regions: Regions | None = None


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
    region: str | None = None,
    region_floor: str | None = None,
    region_cap: str | None = None,
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
    region : str, optional
        Column of the region of each place.
    region_floor, region_cap : str, optional
        Of what the places of a region get together; no columns.

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
    codes = {"place": place} | ({} if region is None else {"region": region})
    rows = gathered_rows(people.table, figures=figures, codes=codes)
    given = {key: rows.figures[key] for key in columns if key in rows.figures}
    found: dict[str, Limit | None] = {
        side: Limit(side=side, basis="amount", values=rows.figures[side])
        if side in rows.figures
        else each
        if isinstance(each, Limit)
        else None
        for side, each in limits.items()
    }
    places = places_of(rows.codes["place"], **given)
    regions = _regions(rows.codes.get("region"), places, floor=region_floor, cap=region_cap)
    return Read(places=places, regions=regions, **found)


def _regions(
    labels: Sequence[str | None] | None, places: Places, *, floor: str | None, cap: str | None
) -> Regions | None:
    sides: tuple[tuple[Side, str | None], ...] = (("floor", floor), ("cap", cap))
    limits = {side: limit_from(side, asked) for side, asked in sides if asked is not None}
    for side, each in limits.items():
        if isinstance(each, str):
            raise UsageError(
                f"--region-{side} {each!r} is not understood.",
                remedy="Write 0.98 or 98% of what a region has now, or 20/head.",
            )
    if (labels is None) != (not limits):
        raise UsageError(
            "Regions and their limits belong together.",
            remedy="Give --region with a column, and --region-floor, --region-cap or both.",
        )
    if labels is None:
        return None
    missing = np.array([label is None or not label.strip() for label in labels])
    refuse(missing, places.names, wrong="A place does not say its region.")
    known = {side: each for side, each in limits.items() if isinstance(each, Limit)}
    return Regions.of(labels, floor=known.get("floor"), cap=known.get("cap"))


def _refuse_text(people: People, columns: Mapping[str, str]) -> None:
    """Say which rows hold text, where a column of numbers was meant."""
    if columns["place"] not in people.table.names:
        raise ColumnNotFound(columns["place"], people.columns, where=people.title)
    for name in (name for key, name in columns.items() if key != "place"):
        if name in people.table.names:
            refuse_unusable(people.table, [mean(name)])
