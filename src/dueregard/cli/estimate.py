"""``dueregard estimate``: measures by groups, with standard errors, from any table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from dueregard.cli.answer import print_csv, print_json, print_table
from dueregard.cli.design import Design
from dueregard.errors import UsageError

if TYPE_CHECKING:
    from dueregard.estimates import Estimates

__all__ = ["estimate"]


def estimate(
    table: str,
    *,
    measure: list[str],
    by: list[str] | None = None,
    where: str | None = None,
    difference: list[str] | None = None,
    ratio: list[str] | None = None,
    versus: list[str] | None = None,
    level: list[float] | None = None,
    design: Design | None = None,
    release: bool = False,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
    as_csv: Annotated[bool, Parameter(name="--csv")] = False,
) -> None:
    """Estimate measures by groups, with design-based standard errors.

    For example: `dueregard estimate people.csv --measure median:income --by sex --weight w`.

    Parameters
    ----------
    table
        A table of people: CSV, Parquet, Stata, SPSS, Excel or ODS.
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
    versus
        Compare each group with `rest`, `average` or `best`.
    level
        Confidence level, 0.95 by default; repeat for several.
    design
        The survey design.
    release
        Apply the disclosure gate, as for publication.
    as_json
        Print one JSON object.
    as_csv
        Print CSV.
    """
    from dueregard.estimates import records
    from dueregard.measures import parse_measure

    people = (design or Design()).read(table, where=where)
    levels = tuple(level or (0.95,))
    measures = [parse_measure(text) for text in measure]
    base = people.estimate(*measures, by=tuple(by or ()), level=levels)
    answers = [base, *_contrasts(base, difference=difference, ratio=ratio, versus=versus)]
    rows = [record for answer in answers for each in levels for record in records(answer, level=each)]
    shown = [record.to_dict() for record in (_released(rows) if release else rows)]
    if as_json:
        print_json(shown)
    elif as_csv:
        print_csv(shown)
    else:
        print_table(shown)


def _contrasts(
    base: Estimates, *, difference: list[str] | None, ratio: list[str] | None, versus: list[str] | None
) -> list[Estimates]:
    differences = [base.difference(by, reference=group) for by, group in map(_pair, difference or ())]
    ratios = [base.ratio(by, reference=group) for by, group in map(_pair, ratio or ())]
    return [*differences, *ratios, *(base.versus(_standard(which)) for which in versus or ())]


def _pair(text: str) -> tuple[str, str]:
    by, equals, group = text.partition("=")
    if not equals or not by or not group:
        raise UsageError(
            f"A comparison is written as column=reference group; found {text!r}.",
            remedy="For example: sex=male",
        )
    return by.strip(), group.strip()


def _standard(which: str) -> Any:
    if which not in ("rest", "average", "best"):
        raise UsageError(f"--versus takes rest, average or best; found {which!r}.")
    return which


def _released(rows: list[Any]) -> list[Any]:
    from dueregard.disclosure import Policy, Table, release

    released = release([Table(name="estimates", title="Estimates", records=tuple(rows))], policy=Policy())
    return [record for table in released.tables for record in table.records]
