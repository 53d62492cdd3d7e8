"""``dueregard estimate``: measures by groups, with standard errors, from any table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from dueregard.cli.answer import machine_form, print_csv, print_json
from dueregard.cli.contrasts import Contrasts
from dueregard.cli.design import Design
from dueregard.cli.flags import AsCsv, AsJson, Switch
from dueregard.cli.progress import progress_bar
from dueregard.cli.released import (
    discreet_notes,
    discreetly,
    refuse_rows,
    released,
    ungrouped_note,
)
from dueregard.cli.table import print_table
from dueregard.errors import PeopleError, UsageError

if TYPE_CHECKING:
    from dueregard.engine import Measure
    from dueregard.people import People

__all__ = ["estimate"]


def estimate(
    table: str | None = None,
    /,
    *,
    measure: list[str] | None = None,
    by: list[str] | None = None,
    where: str | None = None,
    difference: list[str] | None = None,
    ratio: list[str] | None = None,
    log_ratio: list[str] | None = None,
    versus: list[str] | None = None,
    change: list[str] | None = None,
    level: list[float] | None = None,
    design: Design | None = None,
    release: Switch = False,
    listed: Annotated[bool, Parameter(name="--list", show_default=False)] = False,
    explain: str | None = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Estimate measures by groups, with design-based standard errors.

    For example: `dueregard estimate people.csv --measure median:income --by sex --weight w`.

    Parameters
    ----------
    table
        A table of people, or of published figures, for the measures that take those: CSV, Parquet, Stata,
        SPSS, Excel or ODS.
    measure
        What to estimate, as `name:column,option=value`; repeat for several. The column may be an
        expression, for instance `proportion:health in [1, 2]`.
    by
        A grouping column; repeat to cross several.
    where
        Whom to estimate for, for instance `"age >= 16"`. Everybody stays in the design.
    difference
        Compare groups by difference with a reference group, for instance `sex=male`.
    ratio
        Compare groups by ratio with a reference group, for instance `sex=male`.
    log_ratio
        Compare groups by the logarithm of the ratio with a reference group, for instance `sex=male`.
    versus
        Compare each group with the `rest` of the people, with the `average` or with the `best` group.
    change
        Compare an outcome with another of the same people, as `after=before`, for instance
        `new_income=income`; also what --difference, --ratio and --log-ratio give of both.
    level
        Confidence level, 0.95 by default; repeat for several.
    design
        The survey design.
    release
        Apply the disclosure gate, as for publication. For tables of people only.
    listed
        List the measures there are; no table is needed.
    explain
        Explain a measure: definition, convention, source, and when not to use it; no table is needed.
    as_json
        Print one JSON object.
    as_csv
        Print CSV.
    """
    from dueregard.cli.left_out import left_out_notes
    from dueregard.engine import Gathered, Tallied
    from dueregard.estimates import records
    from dueregard.measures import parse_measure
    from dueregard.people.ungrouped import ungrouped

    if listed or explain is not None:
        if as_csv:
            raise UsageError("--list and --explain have no CSV.", remedy="Give --json, or nothing.")
        _tell(explain, as_json=as_json)
        return
    if table is None or not measure:
        raise UsageError(
            "TABLE is needed." if table is None else "--measure is needed.",
            remedy="For all options see `dueregard estimate --help`; for the measures, `--list`.",
        )
    quiet = machine_form(as_json=as_json, as_csv=as_csv)
    groups = tuple(dict.fromkeys(by or ()))
    contrasts = Contrasts.asked(
        groups, difference=difference, ratio=ratio, log_ratio=log_ratio, versus=versus, change=change
    )
    measures = _once(parse_measure(text) for text in measure)
    if release:
        refuse_rows(measures)
    of_rows = {each.name for each in measures if isinstance(each, Tallied | Gathered)}
    levels = tuple(dict.fromkeys(_level(each) for each in level or (0.95,)))
    with progress_bar(quiet=quiet) as progress:
        progress("Reading the table", 0.1)
        people = (design or Design()).read(table, where=where)
        progress("Estimating", 0.4)
        with discreetly(release=release):
            base = people.estimate(*measures, by=groups, level=levels)
        if where is not None and not any(support.n for support in base.supports):
            _refuse_nobody(people, where)
        answers = [base, *contrasts.of(base)]
        rows = [record for answer in answers for record in records(answer, level=levels)]
        if release:
            rows = released(rows, count=people.table.design.count)
            notes = discreet_notes(people.notes, rows)
        else:
            notes = [*people.notes, *left_out_notes(base)]
        if not of_rows:
            columns = [people.schema.grouping(name).column for name in groups]
            notes += ungrouped_note(ungrouped(people.table, columns), groups, release=release)
        shown = [record.to_dict() for record in rows]
    if as_json:
        print_json(shown, notes=notes)
    elif as_csv:
        print_csv(shown)
    else:
        print_table(shown, notes=notes, of_rows=of_rows)


def _tell(explain: str | None, *, as_json: bool) -> None:
    from dueregard.cli.explain import entry_of, explanation, listing

    if as_json:
        import json

        from dueregard.measures import CATALOGUE

        names = list(CATALOGUE) if explain is None else [explain]
        print(json.dumps({"measures": [entry_of(name) for name in names]}, ensure_ascii=False, indent=2))
    else:
        print(listing() if explain is None else explanation(explain))


def _refuse_nobody(people: People, where: str) -> None:
    """Refuse an answer about no one; whoever meets the condition may still lack every outcome."""
    from dueregard.engine.frames import collect

    condition = people.table.domain
    assert condition is not None
    meeting = people.table.frame.filter(people.table.expression(condition))
    if not len(collect(meeting.select(people.table.expression(condition).alias("_x")).head(1))["_x"]):
        raise PeopleError(
            f"Nobody meets the condition {where!r}.",
            found=f"The table has {people.count:,} rows.",
            remedy="Check --where: how its values are written in the table, and which are missing.",
        )


def _once(measures: Iterable[Measure]) -> list[Measure]:
    """Leave out what was asked for before."""
    kept: list[Measure] = []
    for each in measures:
        if each not in kept:
            kept.append(each)
    return kept


def _level(level: float) -> float:
    from dueregard.estimates.intervals import refuse_level

    refuse_level(level)
    return level
