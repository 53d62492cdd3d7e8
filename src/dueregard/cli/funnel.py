"""``dueregard funnel``: which areas lie outside what chance explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from dueregard.cli.answer import machine_form, print_json
from dueregard.cli.flags import AsCsv, AsJson
from dueregard.cli.progress import progress_bar
from dueregard.cli.rows import print_rows, print_rows_as_csv
from dueregard.errors import UsageError

if TYPE_CHECKING:
    from dueregard.rates.funnel_tables import Funnel

__all__ = ["funnel"]

WHOLE = 1000
WORDS = (
    "High and Low: further from the average than chance explains. The chance of being so far on that "
    "side is 0.025 at the 95% lines, about 2 standard deviations away, and 0.001 at the 99.8% lines, about 3."
)


def funnel(
    table: str,
    /,
    *,
    events: str,
    population: str | None = None,
    expected: str | None = None,
    rate: str | None = None,
    group: str | None = None,
    kind: Literal["proportion", "rate", "standardised_rate", "ratio"] = "rate",
    multiplier: float | None = None,
    by: list[str] | None = None,
    where: str | None = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Hold areas against their average: the lines of a funnel plot at each area's size, and a word.

    For example: `dueregard funnel areas.csv --events deaths --population people --group area`.

    Parameters
    ----------
    table
        A table with one row an area, or several that are added up.
    events
        Column of events, or of people with a characteristic.
    population
        Column of people, for proportions and rates.
    expected
        Column of expected events, for ratios.
    rate
        Column of directly standardised rates, for standardised rates.
    group
        Column that names the area; without it each row is an area.
    kind
        `proportion` of people, `rate` of events in a population, directly `standardised_rate`, or `ratio` of
        events to expected ones.
    multiplier
        What values are multiplied by: 100 for proportions and ratios and 100,000 for rates, unless it is
        given.
    by
        A column whose levels have a funnel each, such as `sex`; repeat to cross several.
    where
        Which rows count, for instance `"year == 2024"`.
    as_json
        Print one JSON object.
    as_csv
        Print CSV.
    """
    from dueregard.people import read_people
    from dueregard.rates.funnel_tables import funnels_of

    quiet = machine_form(as_json=as_json, as_csv=as_csv)
    columns = _columns(kind, population=population, expected=expected, rate=rate)
    with progress_bar(quiet=quiet) as progress:
        progress("Reading the table", 0.2)
        people = read_people(table, where=where)
        groupings = [people.schema.grouping(name) for name in dict.fromkeys(by or ())]
        found = funnels_of(
            people.table,
            events=events,
            **columns,
            kind=kind,
            multiplier=multiplier,
            area=group,
            crossing=groupings,
        )
    notes = [*people.notes, *(each.doubt for each in found if each.doubt)]
    if as_json:
        records = [record for each in found for record in each.records()]
        areas = [row for each in found for row in each.to_dicts()]
        print_json(records, funnel=areas, kind=kind, notes=notes)
    elif as_csv:
        print_rows_as_csv([_flat(row, group or "area") for each in found for row in each.to_dicts()])
    else:
        _print(found, group or "area", [*notes, f"Values: {found[0].title}.", WORDS])


def _columns(kind: str, **given: str | None) -> dict[str, Any]:
    needed = {"ratio": "expected", "standardised_rate": "rate"}.get(kind, "population")
    if given[needed] is None:
        raise UsageError(
            f"A funnel of kind {kind} needs --{needed}.", remedy=f"Give --{needed} with a column."
        )
    for name, column in given.items():
        if column is not None and name != needed:
            raise UsageError(
                f"--{name} does not belong to a funnel of kind {kind}.",
                remedy=f"Leave it out, or give another --kind; for {kind} give --{needed}.",
            )
    return {"denominator": given["expected"] or given["population"], "rate": given["rate"]}


def _print(found: Sequence[Funnel], area: str, notes: Sequence[str]) -> None:
    numeric = ("events", "value", "average", "95% lines", "99.8% lines")
    rows = [_shown(row, area) for each in found for row in each.to_dicts()]
    print_rows(rows, numeric=numeric, notes=notes)


def _shown(row: Mapping[str, Any], area: str) -> dict[str, str]:
    lines = {
        f"{100 * float(level):.4g}% lines": "–" if None in ends else " to ".join(_number(end) for end in ends)
        for level, ends in row["lines"].items()
    }
    values = {name: _number(row[name]) for name in ("events", "value", "average")}
    return {**row["by"], area: row["area"], **values, **lines, "significance": row["significance"]}


def _flat(row: Mapping[str, Any], area: str) -> dict[str, Any]:
    ends = {
        f"{side}_{100 * float(level):.4g}": line[place]
        for level, line in row["lines"].items()
        for place, side in enumerate(("low", "high"))
    }
    values = {name: row[name] for name in ("events", "denominator", "value", "average")}
    return {**row["by"], area: row["area"], **values, **ends, "significance": row["significance"]}


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= WHOLE or value == int(value) else f"{value:.4g}"
