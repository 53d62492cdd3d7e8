"""``dueregard simulate``: what options do to the people in a table, and to whom."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from cyclopts import Parameter

from dueregard.cli.answer import machine_form, print_csv, print_json
from dueregard.cli.design import Design
from dueregard.cli.flags import AsCsv, AsJson, Switch
from dueregard.cli.listed import listed
from dueregard.cli.progress import progress_bar
from dueregard.cli.released import uncounted
from dueregard.cli.years import LaterYears
from dueregard.errors import UsageError

__all__ = ["simulate"]


@Parameter(name="*", group="Who belongs together")
@dataclass(frozen=True, kw_only=True)
class Ids:
    """Columns that say who is who.

    Parameters
    ----------
    id
        Column of people's ids: needed where an option is not taken up by everybody.
    family
        Column of families, for options for each family.
    household
        Column of households, for options for each household, and for --equivalise.
    place
        Column of places, for options for each place; where it is in --by, poorest fifths are looked at too.
    equivalise
        Column of an equivalence scale: the outcome is then equivalised household income, so what a member
        gets is divided by it and counts for the whole household.
    """

    id: str | None = None
    family: str | None = None
    household: str | None = None
    place: str | None = None
    equivalise: str | None = None


def simulate(
    table: str,
    /,
    *options: str,
    outcome: str | None = None,
    by: list[str] | None = None,
    where: str | None = None,
    line: str = "0.6*median",
    reference: list[str] | None = None,
    depth: int = 2,
    year: int | None = None,
    seed: int = 1,
    unit: str | None = None,
    level: float = 0.95,
    ids: Ids | None = None,
    years: LaterYears | None = None,
    design: Design | None = None,
    release: Switch = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> int:
    """Simulate options on the people in a table: what each costs, who gains, who loses, which gaps close.

    For example: `dueregard simulate people.csv top-up.toml --outcome income --by sex --weight w`. Before and
    after are of the same people, so the error of a change is the paired one. Effects are those on the day
    after: no behaviour, taxes or other benefits are worked out again. See `docs/options.md` for how an option
    is written.

    Parameters
    ----------
    table
        A table of people: CSV, Parquet, Stata, SPSS, Excel or ODS.
    options
        One or more options, each a TOML file. The smallest has `name`, `kind` and `amount`.
    outcome
        The column that the options change. Where an option changes the law, the income of the rules engine;
        by default its net income as in Households Below Average Income.
    by
        Characteristics and places, separated by commas or repeated: each alone, and crossed in pairs. Stars
        cross those between them, for instance `sex*ethnicity*disabled` or, with tenths of the outcome,
        `sex*decile`.
    where
        Whom figures are about, for instance `"age < 18"`. Everybody stays in the design, the option is
        applied to everybody, and the poverty line, the tenths and the total cost are everybody's.
    line
        The poverty line: a number, or a share of the median or mean. A relative line moves with the
        distribution; who moves over the line is counted at where it stood before.
    reference
        The group that a gap is measured from, for instance `sex=male`; repeat for others. By default everyone
        else.
    depth
        1 for each of --by alone, 2 to cross them in pairs too.
    year
        The year, for options that are phased in (by default they are shown fully phased in) and for those
        that change the law without saying in which year.
    seed
        Of the draws of take-up: a unit's draw follows from the seed and its id alone.
    unit
        Unit of the outcome, for instance `£ a year`.
    level
        Confidence level.
    ids
        Who belongs together.
    years
        Later years and generations.
    design
        The survey design.
    release
        Apply the disclosure gate, as for publication: nothing is shown that is of few people, or that happens
        to few of a group or, in a full count, to all but few.
    as_json
        Print one JSON object.
    as_csv
        Print CSV.

    Returns
    -------
    int
        0, or 1 where an option could not be worked out on these people; the others are.
    """
    from dueregard.consequences import simulate as simulated
    from dueregard.consequences.generations import (
        GENERATION,
        later_years,
        released_later_years,
        with_generations,
    )
    from dueregard.options import read_option

    quiet = machine_form(as_json=as_json, as_csv=as_csv)
    _check(options, level=level, depth=depth, year=year)
    read = [read_option(each) for each in options]
    ids = ids or Ids()
    asked = years.years() if years is not None and years.wanted else None
    if asked is not None and (outcome is None or any(option.kind == "parameter" for option in read)):
        raise UsageError(
            "Generations have accounts of options that say what people get, not of changes to the law.",
            remedy="Leave out --age and the other flags of later years, or simulate the options one by one.",
        )
    with progress_bar(quiet=quiet) as progress:
        progress("Reading the table", 0.1)
        people = (design or Design()).read(table)
        grouped = listed(by or (), people.columns)
        if asked is not None:
            people = with_generations(people, asked, read)
            grouped = list(dict.fromkeys([*grouped, GENERATION]))
        progress("Simulating", 0.3)
        with uncounted(release=release):
            found = simulated(
                people,
                read,
                outcome=outcome,
                by=grouped,
                where=where,
                line=line,
                id=ids.id,
                family=ids.family,
                household=ids.household,
                place=ids.place,
                equivalise=ids.equivalise,
                references=dict(_pair(text) for text in reference or ()),
                year=year,
                seed=seed,
                unit=unit,
                depth=depth,
                level=level,
                release=release,
                partly=True,
            )
        left_out = {failure.option for failure in found.failures}
        read = [option for option in read if option.name not in left_out]
        progress("Looking at later years", 0.9)
        later = None
        if asked is not None and outcome is not None:
            with uncounted(release=release):
                later = later_years(
                    people.where(where) if where else people,
                    read,
                    asked,
                    outcome=outcome,
                    id=ids.id,
                    family=ids.family,
                    household=ids.household,
                    place=ids.place,
                    seed=seed,
                    unit=unit,
                    level=level,
                )
            if release:
                later = released_later_years(
                    later,
                    count=people.table.design.count,
                    withheld=[
                        (record.by["option"], record.by.get(GENERATION, ""))
                        for record in found.records
                        if record.measure in ("mean_change", "total_change", "total_cost")
                        and record.status == "withheld"
                        and set(record.by) <= {"option", GENERATION}
                    ],
                )
    records = [*found.records, *(later.records if later else ())]
    if as_json:
        print_json(
            [record.to_dict() for record in records],
            **found.beside(),
            **(later.beside() if later else {}),
        )
    elif as_csv:
        print_csv([record.to_dict() for record in records])
    else:
        from dueregard.cli.generations import print_later_years
        from dueregard.cli.simulated import print_consequences

        print_consequences(found)
        if later:
            print_later_years(later, [option.name for option in read])
    for failure in found.failures:
        said = failure.reason.replace("\n", "\n  ")
        print(f"Error: {failure.option!r} is left out.\n  {said}", file=sys.stderr)
    return 1 if found.failures else 0


def _check(options: Sequence[str], *, level: float, depth: int, year: int | None) -> None:
    from dueregard.estimates.intervals import refuse_level

    if not options:
        raise UsageError(
            "OPTION is needed: a TOML file that says what would be done.",
            remedy='The smallest has three lines: name = "Top-up", kind = "cash", amount = 10.',
        )
    refuse_level(level)
    if depth not in (1, 2):
        raise UsageError(f"--depth is 1 or 2; found {depth}.")
    if year is not None and not 1900 <= year <= 2500:
        raise UsageError(f"--year is a calendar year, such as 2027; found {year}.")


def _pair(text: str) -> tuple[str, str]:
    variable, equals, level = (part.strip() for part in text.partition("="))
    if not (variable and equals and level):
        raise UsageError(
            f"A reference is written as column=group; found {text!r}.", remedy="For example: sex=male"
        )
    return variable, level
