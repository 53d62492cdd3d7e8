"""A casebook's options in later years: its people's ages, and tables that the disclosure gate can take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from dueregard.casebook import ConsequencesSource, Outcome, Specification
from dueregard.consequences.generations.described import looks_ahead, years_described
from dueregard.consequences.generations.findings import LaterYears
from dueregard.consequences.generations.project import later_years
from dueregard.consequences.outcomes import is_money
from dueregard.disclosure import Table
from dueregard.options import Option
from dueregard.people import People

__all__ = ["OF_LATER_YEARS", "later_years_of", "tables_of_later_years"]

OF_LATER_YEARS = ("consequences-generations", "consequences-years")
"""The names of the tables of accounts."""


def later_years_of(
    people: People,
    options: Sequence[Option],
    specification: Specification,
    *,
    outcome: Outcome,
    column: str,
) -> LaterYears | None:
    """Look at later years where a casebook's options do something in years of their own.

    Parameters
    ----------
    people : People
        Of one wave, with the outcome as a column.
    options : sequence of Option
        Those that change this outcome and could be applied; those among them that look ahead have accounts.
    specification : Specification
        The casebook.
    outcome : Outcome
        As declared.
    column : str
        What it is called among the people's columns.

    Returns
    -------
    LaterYears or None
        With the outcome's name in records. None where no option looks ahead, ages in single years are not
        known, the outcome is no money, or no year is.

    Raises
    ------
    UsageError, PeopleError, ExpressionError, ColumnNotFound
        When options, years and people do not fit.
    """
    some = [option for option in options if option.kind != "parameter" and looks_ahead(option)]
    years = years_described(specification.people)
    if years is None or not is_money(outcome) or not some:
        return None
    source = specification.consequences or ConsequencesSource()
    years = replace(
        years,
        until=source.until,
        schedules=source.schedules or years.schedules,
        growth=(source.growth,),
        births=source.births,
    )
    found = later_years(
        people,
        some,
        years,
        outcome=column,
        id=source.id,
        family=source.family,
        household=source.household,
        place=_place(people, source.place),
        seed=source.seed,
        unit=outcome.unit,
    )
    return replace(found, records=tuple(replace(each, outcome=outcome.name) for each in found.records))


def tables_of_later_years(
    found: LaterYears, *, count: Literal["sample", "full"] = "sample"
) -> tuple[Table, ...]:
    """Put accounts into tables for the disclosure gate.

    Only generations that add up to everybody are shown: wider groups that overlap could be subtracted.

    Parameters
    ----------
    found : LaterYears
        Accounts of a casebook's options.
    count : {"sample", "full"}
        Whether everybody was asked.

    Returns
    -------
    tuple of Table
        By generation and schedule, and by year for everybody.
    """
    by_generation = [each for each in found.records if "year" not in each.by and "group" not in each.by]
    by_year = [each for each in found.records if "year" in each.by and "generation" not in each.by]
    generations, by_years = OF_LATER_YEARS
    every = (
        (generations, "What each generation would gain and pay", by_generation),
        (by_years, "What each year would cost and bring", by_year),
    )
    return tuple(
        Table(name=name, title=title, records=tuple(records), count=count)
        for name, title, records in every
        if records
    )


def _place(people: People, named: str | None) -> str | None:
    places = people.schema.places
    if named is not None and named in places:
        return places[named].column
    return named or next((place.column for place in places.values()), None)
