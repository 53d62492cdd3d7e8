"""``dueregard strata``: how unequal intersectional strata are, and what each crossing adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from dueregard.cli.answer import machine_form, print_csv, print_json
from dueregard.cli.design import Design
from dueregard.cli.flags import AsCsv, AsJson, Switch
from dueregard.cli.progress import progress_bar
from dueregard.cli.released import discreet_notes, discreetly
from dueregard.cli.strata_table import print_strata

if TYPE_CHECKING:
    from dueregard.engine import Grouping
    from dueregard.people import People

__all__ = ["strata"]


@Parameter(name="*", group="Survey design")
@dataclass(frozen=True, kw_only=True)
class SampledBy(Design):
    """The survey design, with another name for the strata of its sample.

    Parameters
    ----------
    strata
        Column of the strata that people were sampled by.
    """

    strata: Annotated[str | None, Parameter(name="--sampling-strata")] = None


def strata(
    table: str,
    /,
    *,
    outcome: str,
    strata: list[str],
    family: Literal["gaussian", "binomial"] | None = None,
    quadrature: int = 15,
    method: Literal["reml", "ml"] = "reml",
    adjust: list[str] | None = None,
    bands: list[str] | None = None,
    missing: Literal["drop", "level", "refuse"] = "drop",
    scaling: Literal["effective", "size"] = "effective",
    where: str | None = None,
    level: float = 0.95,
    replicates: int = 200,
    seed: int = 1,
    shown: int = 40,
    design: SampledBy | None = None,
    release: Switch = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show how unequal intersectional strata are, and which differ from what their characteristics imply.

    For example: `dueregard strata people.csv --outcome pay --strata sex,ethnicity,class`. This is MAIHDA:
    people in strata, with the mean alone and then with every characteristic by itself. What is found is an
    association, not a cause.

    Parameters
    ----------
    table
        A table of people: CSV, Parquet, Stata, SPSS, Excel or ODS.
    outcome
        A column of numbers, or a condition such as `"health in [1, 2]"`.
    strata
        The characteristics that are crossed, separated by commas.
    family
        `binomial` for outcomes that are 0 or 1 (found by itself), else `gaussian`.
    quadrature
        Points of the adaptive Gauss-Hermite quadrature for yes/no outcomes; 1 is Laplace's approximation.
    method
        How a normal model's variances are estimated. The PCV is from maximum likelihood in any case.
    adjust
        Columns of numbers that are held constant, separated by commas.
    bands
        Lower ends of the bands of a column of numbers, for instance `age=0,16,35,55,75`; repeat for others.
    missing
        People without an answer to a characteristic: left out, a level of their own, or refused.
    scaling
        To what the weights of a stratum sum: its effective number of people, or its number.
    where
        Whom it is about, for instance `"age >= 16"`. Everybody stays in the design.
    level
        Confidence level.
    replicates
        How many replicates are drawn for a survey design without replicate weights.
    seed
        Of those draws.
    shown
        How many strata the table shows: the lowest, the highest, and those that are marked.
    design
        The survey design.
    release
        Apply the disclosure gate, as for publication: small strata are not in the models at all.
    as_json
        Print one JSON object.
    as_csv
        Print CSV.
    """
    from dueregard.causes.strata.find import checked_options, study
    from dueregard.causes.strata.reading import read_strata
    from dueregard.causes.strata.releasing import released_strata

    quiet = machine_form(as_json=as_json, as_csv=as_csv)
    options = checked_options(
        family=family,
        points=quadrature,
        method=method,
        scaling=scaling,
        level=level,
        replicates=replicates,
        seed=seed,
    )
    with progress_bar(quiet=quiet) as progress, discreetly(release=release):
        progress("Reading the table", 0.1)
        people = (design or SampledBy()).read(table, where=where)
        progress("Summing people by stratum", 0.4)
        read = read_strata(
            people,
            outcome=outcome,
            strata=_banded(people, _names(strata), bands),
            adjust=_names(adjust or []),
            missing=missing,
        )
        progress("Fitting models", 0.6)
        if release:
            passed = released_strata(read, options)
            found, records = passed.found, list(passed.records)
        else:
            found = study(read, options)
            records = found.records()
    notes = [*people.notes, *found.notes]
    if release:
        notes = discreet_notes([*people.notes, *read.notes], records)
    rows = [record.to_dict() for record in records]
    if as_json:
        print_json(rows, **found.to_dict(), notes=notes)
    elif as_csv:
        print_csv(rows)
    else:
        print_strata(found, notes=notes, shown=shown)


def _names(texts: list[str]) -> list[str]:
    return [name.strip() for text in texts for name in text.split(",") if name.strip()]


def _banded(people: People, names: list[str], bands: list[str] | None) -> list[str | Grouping]:
    """Put columns of numbers into bands where bands are given."""
    from dueregard.engine import Grouping
    from dueregard.errors import UsageError
    from dueregard.voices.representation.asked import bands_from

    cut = bands_from(bands or ())
    for name in cut:
        if name not in names:
            raise UsageError(
                f"Bands are given for {name!r}, which is not crossed.", remedy="Add it to --strata."
            )
    groupings: list[str | Grouping] = []
    for name in names:
        if name not in cut:
            groupings.append(name)
            continue
        column = people.schema.grouping(name).column
        groupings.append(Grouping(name=name, column=column, bands=tuple(cut[name])))
    return groupings
