"""``dueregard cumulative``: what measures do together, and what each has to do with the whole."""

from __future__ import annotations

from collections.abc import Sequence

from dueregard.cli.answer import machine_form, print_csv, print_json
from dueregard.cli.design import Design
from dueregard.cli.flags import AsCsv, AsJson, Switch
from dueregard.cli.listed import listed
from dueregard.cli.progress import progress_bar
from dueregard.cli.released import uncounted
from dueregard.cli.simulate import Ids
from dueregard.errors import UsageError

__all__ = ["cumulative"]


def cumulative(
    table: str,
    /,
    *measures: str,
    outcome: str,
    by: list[str] | None = None,
    line: str = "0.6*median",
    depth: int = 2,
    child: str | None = None,
    members: list[str] | None = None,
    years: str | None = None,
    name: str | None = None,
    seed: int = 1,
    unit: str | None = None,
    level: float = 0.95,
    ids: Ids | None = None,
    design: Design | None = None,
    wide: Switch = False,
    release: Switch = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Add decisions up: what measures do together to each group, and what each has to do with it.

    For example: `dueregard cumulative people.csv tax.toml benefit.toml fares.toml --outcome income --by
    sex,ethnicity,disabled,family_type`. Measures are applied in the order given to the same people: one that
    looks at the outcome meets people as the measures before left them. Each has its effect in that order, by
    itself, and averaged over all orders (its Shapley share, which sums to the total). See
    `docs/cumulative.md`.

    Parameters
    ----------
    table
        A table of people: CSV, Parquet, Stata, SPSS, Excel or ODS.
    measures
        TOML files of options, in order; or one TOML file with `measures`, a list of such files, each with
        the year in which it `starts` if it has one.
    outcome
        The column that the measures change.
    by
        Characteristics and places, separated by commas or repeated.
    line
        The poverty line: a number, or a share of the median or mean, which then moves.
    depth
        How many of --by, --members and tenths of the outcome are crossed: 1, 2 or more.
    child
        Who is a child, for instance `"age < 16"`: children then have a row of their own.
    members
        Whom to count in each household, for instance `"disabled members=disabled == 'yes'"`; repeat for
        others. Needs --household.
    years
        A year, or the first and the last as `2027:2030`: a table for each and their sum.
    name
        What the whole is called.
    seed
        Of the draws of take-up: a unit's draw follows from the seed and its id alone.
    unit
        Unit of the outcome, for instance `£ a year`.
    level
        Confidence level.
    ids
        Who belongs together.
    design
        The survey design.
    wide
        With --csv: one row a group, as the printed table, in place of one a figure.
    release
        Apply the disclosure gate, as for publication.
    as_json
        Print one JSON object.
    as_csv
        Print CSV.
    """
    from dueregard.consequences.cumulative import Asked, cumulate, read_bundle, read_years

    quiet = machine_form(as_json=as_json, as_csv=as_csv)
    _check(measures, level=level, depth=depth, wide=wide and not as_csv)
    bundle = read_bundle(measures, name=name)
    ids = ids or Ids()
    span = read_years(years)
    counted = dict(_pair(text) for text in members or ())
    with progress_bar(quiet=quiet) as progress, uncounted(release=release):
        progress("Reading the table", 0.02)
        people = (design or Design()).read(table)
        found = cumulate(
            people,
            bundle,
            Asked(
                outcome=outcome,
                by=tuple(dict.fromkeys(listed(by or (), people.columns))),
                line=line,
                depth=depth,
                years=span,
                household=ids.household,
                scale=ids.equivalise,
                child=child,
                members=counted,
                unit=unit,
                level=level,
                seed=seed,
            ),
            id=ids.id,
            family=ids.family,
            place=ids.place,
            release=release,
            progress=progress,
        )
    if as_json:
        print_json([record.to_dict() for record in found.records], **found.beside())
    elif as_csv and wide:
        from dueregard.cli.cumulative_table import print_wide

        print_wide(found)
    elif as_csv:
        print_csv([record.to_dict() for record in found.records])
    else:
        from dueregard.cli.cumulative_words import print_cumulative

        print_cumulative(found, unit=unit)


def _check(measures: Sequence[str], *, level: float, depth: int, wide: bool) -> None:
    from dueregard.estimates.intervals import refuse_level

    if not measures:
        raise UsageError(
            "MEASURES are needed: TOML files that say what is done, in order.",
            remedy='The smallest has three lines: name = "Top-up", kind = "cash", amount = 10.',
        )
    refuse_level(level)
    if depth < 1:
        raise UsageError(f"--depth is 1 or more; found {depth}.")
    if wide:
        raise UsageError("--wide is a form of CSV.", remedy="Add --csv.")


def _pair(text: str) -> tuple[str, str]:
    name, equals, condition = (part.strip() for part in text.partition("="))
    if not (name and equals and condition):
        raise UsageError(
            f"Members are written as name=condition; found {text!r}.",
            remedy="For example: \"disabled members=disabled == 'yes'\"",
        )
    return name, condition
