"""Birth cohorts as one more way of splitting the people in the table, under the names that accounts use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import narwhals.stable.v2 as nw

from dueregard.consequences.generations.ages import OLDEST, age_column
from dueregard.consequences.generations.cohorts import birth_bands
from dueregard.consequences.generations.years import Horizon, Years, horizon_of
from dueregard.engine import Grouping
from dueregard.engine.frames import collect
from dueregard.options import Option
from dueregard.people import People
from dueregard.people.schema import Characteristic

__all__ = ["GENERATION", "with_generations"]

GENERATION = "generation"
"""What the grouping is called in results."""

_COLUMN = "(year of birth)"


def with_generations(people: People, years: Years, options: Sequence[Option]) -> People:
    """Let people be grouped by the generations that accounts have.

    Parameters
    ----------
    people : People
        The table.
    years : Years
        With the column of ages, and the year of the table if no option names a year.
    options : sequence of Option
        Which say in which year to begin.

    Returns
    -------
    People
        With the grouping ``generation``; as they were where they have a column or grouping of that name.

    Raises
    ------
    UsageError, ColumnNotFound
        When ages or years are not known.

    Examples
    --------
    >>> from dueregard.measures import count
    >>> from dueregard.people import read_people
    >>> people = read_people({"age": [3, 30, 35]})
    >>> years = Years(age="age", collected=2027, cohorts=(1990, 2010))
    >>> found = with_generations(people, years, []).estimate(count(), by="generation")
    >>> [(label.by["generation"], int(value)) for label, value in zip(found.labels, found.values)]
    [('born 1990 to 2009', 2), ('born 2010 to 2027', 1)]
    """
    if GENERATION in people.columns or GENERATION in people.schema.variables:
        return people
    horizon = horizon_of(years, options, unit=None)
    table = people.table
    column = nw.col(table.names[age_column(people, years)]).cast(nw.Float64)
    age = (column if years.birth_year is None else horizon.collected - column).floor()
    birth = nw.when((age >= 0) & (age <= OLDEST)).then(horizon.collected - age).otherwise(None)
    frame = table.frame.with_columns(_year_of_birth=birth)
    grouping = _grouping(frame, horizon, years)
    known = Characteristic(name=GENERATION, kind="generation", grouping=grouping, label="Generation")
    return replace(
        people,
        table=replace(table, frame=frame, names={**table.names, _COLUMN: "_year_of_birth"}, cache={}),
        schema=replace(people.schema, generations={**people.schema.generations, GENERATION: known}),
        computed=people.computed | {_COLUMN},
    )


def _grouping(frame: nw.LazyFrame[Any], horizon: Horizon, years: Years) -> Grouping:
    ends = collect(frame.select(first=nw.col("_year_of_birth").min()))
    oldest = ends["first"].to_pylist()[0]
    newest = horizon.first
    bands = birth_bands(int(newest if oldest is None else oldest), newest, years.cohorts)
    return Grouping(
        name=GENERATION,
        column=_COLUMN,
        bands=tuple(float(low) for low, *_ in bands),
        labels={str(place): name for place, (*_, name) in enumerate(bands)},
    )
