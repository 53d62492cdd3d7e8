"""``dueregard allocate``: a budget shared out among places, by stated rules."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dueregard.cli.allocated import print_allocation
from dueregard.cli.answer import machine_form, print_json
from dueregard.cli.flags import AsCsv, AsJson
from dueregard.cli.progress import progress_bar
from dueregard.cli.rows import print_rows_as_csv
from dueregard.errors import UsageError

if TYPE_CHECKING:
    from dueregard.options.allocation import Pace, Response

__all__ = ["allocate"]


def allocate(
    table: str,
    /,
    *,
    budget: float,
    place: str,
    population: str,
    need: str | None = None,
    current: str | None = None,
    outcome: str | None = None,
    response: str | None = None,
    better: Literal["higher", "lower"] = "higher",
    rule: list[str] | None = None,
    aversion: float = 1.0,
    floor: str | None = None,
    cap: str | None = None,
    pace: float | None = None,
    growth: float | None = None,
    target: float | None = None,
    region: str | None = None,
    region_floor: str | None = None,
    region_cap: str | None = None,
    unit: str = "£",
    level: float = 0.95,
    where: str | None = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Share out a budget among places or groups: the same a head, by need, or by outcome.

    For example: `dueregard allocate areas.csv --budget 5000000 --place area --population people --need imd`.
    All rules whose inputs are there are shown beside the same a head. What money does to an outcome is never
    guessed: without `--response` only who gets what is said.

    Parameters
    ----------
    table
        A table with one row a place, or a group.
    budget
        The money to share out; with `--current`, all of it, not only what is new.
    place
        Column that names each place.
    population
        Column of people.
    need
        Column of need a head: a number twice as high is twice the money a head.
    current
        Column of what places have now.
    outcome
        Column of the outcome now.
    response
        What money does to the outcome: `log,k=2.5,se=0.8,source=...` (k for each unit of the logarithm of
        money) or `linear,k=0.02,se=0.01,source=...` (k for each unit of money a head); or a TOML file with
        these keys.
    better
        Which outcomes are better.
    rule
        `equal`, `need`, `damped`, `utilitarian`, `atkinson` or `leximin`; repeat, or separate by commas.
    aversion
        Aversion to inequality of Atkinson's rule: 0 counts all alike, more counts bad outcomes more.
    floor
        The least a place gets: `0.98` or `98%` of what it has now, `20/head`, or a column of amounts.
    cap
        The most a place gets, likewise.
    pace
        The most a place's share may change in a year, as a share of it, for instance 0.02: for `damped`.
    growth
        What the budget grows by each year after this one, in real terms: for the years of `damped`.
    target
        An outcome that every place should reach: for the years it takes with `damped`.
    region
        Column of the region, or kind, of each place: for the limits of regions.
    region_floor
        The least that the places of a region get together: `98%` of what they have now, or `20/head`.
    region_cap
        The most they get together, likewise.
    unit
        Of money.
    level
        Confidence level.
    where
        Which rows count, for instance `"region == 'North East'"`.
    as_json
        Print one JSON object.
    as_csv
        Print CSV, a row for each rule and place.
    """
    from dueregard.options.allocation import allocate as share_out
    from dueregard.options.allocation.reading import read_places
    from dueregard.options.allocation.records import MOST_PLACES, records_of
    from dueregard.options.allocation.words import notes_of, reader_sentences
    from dueregard.options.allocation.written import flat_rows, rows_by_rule, summary_rows
    from dueregard.people import read_people

    quiet = machine_form(as_json=as_json, as_csv=as_csv)
    declared, moving = _response(response), _pace(pace, growth)
    with progress_bar(quiet=quiet) as progress:
        progress("Reading the table", 0.1)
        people = read_people(table, where=where)
        read = read_places(
            people,
            place=place,
            population=population,
            need=need,
            current=current,
            outcome=outcome,
            floor=floor,
            cap=cap,
            region=region,
            region_floor=region_floor,
            region_cap=region_cap,
        )
        progress("Sharing out the budget", 0.4)
        found = share_out(
            read.places,
            budget=budget,
            rules=_names(rule or ()),
            floor=read.floor,
            cap=read.cap,
            pace=moving,
            regions=read.regions,
            response=declared,
            better=better,
            aversion=aversion,
            goal=target,
            level=level,
        )
    notes = [*people.notes, *notes_of(found, need=need, outcome=outcome)]
    if as_json:
        told = reader_sentences(found, unit=unit, outcome=outcome)
        if len(read.places) > MOST_PLACES:
            notes.append("Of so many places only amounts are estimates; all columns stand in rules.")
        print_json(
            records_of(found, unit=unit, source=people.title),
            rules=rows_by_rule(found),
            summary=summary_rows(found),
            budget=budget,
            left_out=dict(found.left_out),
            response=None if declared is None else declared.to_dict(),
            sentences=told,
            notes=notes,
        )
    elif as_csv:
        print_rows_as_csv(flat_rows(found))
    else:
        print_allocation(found, title=people.title, unit=unit, outcome=outcome, notes=notes)


def _names(rule: Iterable[str]) -> list[str]:
    return [name.strip() for text in rule for name in text.split(",") if name.strip()]


def _response(asked: str | None) -> Response | None:
    from dueregard.casebook.toml_file import read_toml
    from dueregard.options.allocation import response_from

    if asked is None:
        return None
    if not asked.lower().endswith(".toml") or "=" in asked:
        return response_from(asked)
    file = Path(asked).expanduser()
    if not file.is_file():
        raise UsageError(
            f"There is no file {file}.", remedy="Give --response a TOML file, or log,k=...,se=...,source=..."
        )
    content, _ = read_toml(file)
    return response_from(content)


def _pace(pace: float | None, growth: float | None) -> Pace | None:
    from dueregard.options.allocation import Pace

    if pace is None and growth is not None:
        raise UsageError("--growth is of the years of a pace.", remedy="Add --pace, or leave out --growth.")
    return None if pace is None else Pace(yearly=pace, growth=growth or 0.0)
