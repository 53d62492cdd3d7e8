"""``dueregard quantiles``: areas put into tenths, fifths or other quantiles of a value."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

from dueregard.cli.answer import machine_form, print_json
from dueregard.cli.flags import AsCsv, AsJson
from dueregard.cli.progress import progress_bar
from dueregard.cli.rows import print_rows, print_rows_as_csv
from dueregard.errors import PeopleError, UsageError

if TYPE_CHECKING:
    from dueregard.engine.gathered import GatheredRows
    from dueregard.people import People
    from dueregard.rates import QuantileAssignment

__all__ = ["quantiles"]


def quantiles(
    table: str,
    /,
    *,
    value: str,
    first: Literal["highest", "lowest"],
    quantiles: float = 10,
    within: list[str] | None = None,
    name: str = "quantile",
    where: str | None = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Put areas into quantiles of a value, such as deprivation tenths, and add that column to the table.

    For example: `dueregard quantiles areas.csv --value score --first highest --csv > tenths.csv`.

    Parameters
    ----------
    table
        A table with one row an area.
    value
        The column, or an expression, that areas are ranked by.
    first
        Which values are quantile 1. Scores and ranks of deprivation run opposite ways, so there is no
        default.
    quantiles
        How many, a whole number of 2 or more.
    within
        A column whose levels are ranked each on its own, such as `region`; repeat to cross several.
    name
        What the new column is called.
    where
        Which rows count; the others are left out.
    as_json
        Print one JSON object.
    as_csv
        Print the table as CSV, with the new column.
    """
    from dueregard.engine.gathered import gathered_rows
    from dueregard.people import read_people
    from dueregard.rates import assign_quantiles

    quiet = machine_form(as_json=as_json, as_csv=as_csv)
    number = _whole(quantiles)
    if not name.strip():
        raise UsageError("--name is empty.", remedy="Give the new column a name, such as --name tenth.")
    with progress_bar(quiet=quiet) as progress:
        progress("Reading the table", 0.2)
        people = read_people(table, where=where)
        _refuse_taken(name, people)
        crossing = [people.schema.grouping(each) for each in dict.fromkeys(within or ())]
        columns = {each: each for each in people.columns}
        rows = gathered_rows(people.table, crossing, figures={"value": value}, codes=columns)
        found = assign_quantiles(rows.figures["value"], number=number, first=first, by=rows.level.tolist())
        _refuse_nothing(found, rows, value)
    notes = [*people.notes, found.direction, *_refused(found, rows)]
    assigned = [None if math.isnan(each) else int(each) for each in found.quantiles.tolist()]
    if as_json:
        each_row = [
            {"row": row, "value": _known(number), "quantile": place}
            for row, number, place in zip(_rows(rows), rows.figures["value"].tolist(), assigned, strict=True)
        ]
        print_json([], quantiles=each_row, direction=found.direction, notes=notes)
        return
    written = [{**row, name: place} for row, place in zip(_rows(rows), assigned, strict=True)]
    if as_csv:
        print_rows_as_csv(written)
    else:
        shown = [{key: "–" if each is None else each for key, each in row.items()} for row in written]
        print_rows(shown, numeric=(name,), notes=notes)


def _whole(quantiles: float) -> int:
    if not math.isfinite(quantiles) or quantiles != int(quantiles) or quantiles < 2:
        raise UsageError(
            "--quantiles must be a whole number of at least 2.",
            found=f"It was {quantiles:g}.",
            remedy="At least two quantiles are needed: for tenths write --quantiles 10, for fifths 5.",
        )
    return int(quantiles)


def _refuse_nothing(found: QuantileAssignment, rows: GatheredRows, value: str) -> None:
    """Refuse an answer that puts no row anywhere: a column of nothing would pass for one."""
    if not len(rows):
        raise PeopleError("There are no rows to put into quantiles.", remedy="Check --where.")
    known = sum(math.isfinite(each) for each in rows.figures["value"].tolist())
    if not known:
        raise PeopleError(
            f"Every value of {value!r} is missing.",
            found=f"The table has {len(rows):,} rows.",
            remedy="Name another column with --value.",
        )
    if all(math.isnan(each) for each in found.quantiles.tolist()):
        where = " in every group of --within" if len(rows.by) > 1 else ""
        raise PeopleError(
            f"No row can be put into one of {found.number:,} quantiles: there are fewer values than "
            f"quantiles{where}.",
            found=f"There are {known:,} values in {len(rows):,} rows.",
            remedy="Ask for fewer with --quantiles" + (", or leave out --within." if where else "."),
        )


def _rows(rows: GatheredRows) -> list[dict[str, Any]]:
    return [dict(zip(rows.codes, codes, strict=True)) for codes in zip(*rows.codes.values(), strict=True)]


def _known(number: float) -> float | None:
    return None if math.isnan(number) else number


def _refused(found: QuantileAssignment, rows: GatheredRows) -> list[str]:
    told = []
    for place, reason in found.reasons.items():
        level = found.groups[place]
        assert isinstance(level, int)
        group = ", ".join(rows.by[level].values()) or "The table"
        told.append(f"{group}: {reason}.")
    return told


def _refuse_taken(name: str, people: People) -> None:
    if name.casefold() in {column.casefold() for column in people.columns}:
        raise UsageError(
            f"The table has a column {name!r} already.", remedy="Give the new column another --name."
        )
