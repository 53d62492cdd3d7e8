"""What options do to people: one scan to apply them, one call for each kind of figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.affected import affected_of
from dueregard.consequences.asked import DECILE, Asked, Run, by_option, crossings_of
from dueregard.consequences.before import baseline_of, scale_formula
from dueregard.consequences.columns import with_columns
from dueregard.consequences.domain import meant, where_formula
from dueregard.consequences.effects import Baseline, deciles, effects_of
from dueregard.consequences.equivalents import Scale
from dueregard.consequences.estimating import AS_NOW, figures_of, gaps_by_option
from dueregard.consequences.figures import DOMAIN, column
from dueregard.consequences.findings import Consequences, Summary
from dueregard.consequences.flags import flags_of
from dueregard.consequences.gaps import relabelled
from dueregard.consequences.gate import behind_of, through_gate
from dueregard.consequences.poorest import places_among, poorest_of
from dueregard.consequences.ratios import ratios_told
from dueregard.consequences.rounding import without_rounding
from dueregard.consequences.summaries import notes_of, summary_of
from dueregard.consequences.welfare import GREEN_BOOK
from dueregard.errors import UsageError
from dueregard.estimates import records
from dueregard.options import (
    Option,
    Rows,
    Units,
    apply_option,
    formulas_of,
    prompts_of,
    read_rows,
    spread_of,
    units_of,
)
from dueregard.options.specification import Unit
from dueregard.people import People

__all__ = ["Simulation", "consequences_of", "prepare", "simulate"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Simulation:
    """Options applied to people, before anything is estimated.

    Attributes
    ----------
    people : People
        With the columns of effects.
    rows : Rows
        The same people as arrays.
    baseline : Baseline
        Before any option.
    runs : tuple of Run
        Each option, at each multiple of its amount.
    asked : Asked
        What was asked for.
    seed, year, household
        As given.
    """

    people: People
    rows: Rows = field(repr=False)
    baseline: Baseline = field(repr=False)
    runs: tuple[Run, ...] = field(repr=False)
    asked: Asked
    seed: int
    year: int | None
    household: str | None


def simulate(
    people: People,
    options: Sequence[Option],
    *,
    outcome: str,
    by: Sequence[str] = (),
    where: str | None = None,
    line: str = "0.6*median",
    id: str | None = None,
    family: str | None = None,
    household: str | None = None,
    place: str | None = None,
    equivalise: str | None = None,
    references: Mapping[str, str] | None = None,
    year: int | None = None,
    seed: int = 1,
    unit: str | None = None,
    depth: int = 2,
    level: float = 0.95,
    release: bool = False,
) -> Consequences:
    """Simulate options on the same people, and say what each does to whom.

    Parameters
    ----------
    people : People
        One row a person, in DuckDB.
    options : sequence of Option
        At least one; their names differ.
    outcome : str
        The column that they change.
    by : sequence of str
        Characteristics or columns; each alone, and crossed in pairs. Stars cross those between them, and
        only those: ``sex*ethnicity*disabled``, or with tenths of the outcome ``sex*decile``.
    where : str, optional
        Whom figures are about, such as ``age < 18``. The design keeps everybody, options are applied to
        everybody, and everybody's are the poverty line, the tenths, the total cost and all ratios to it.
    line : str
        The poverty line: a number, or such as ``0.6*median``.
    id, family, household, place : str, optional
        Columns of ids, for take-up draws and for amounts of families, households and places.
    equivalise : str, optional
        The outcome is equivalised household income: the column of the scale. Needs `household`.
    references : mapping of str to str, optional
        The group that others are compared with, by variable; by default everyone else.
    year : int, optional
        For options that are phased in.
    seed : int
        Of take-up draws.
    unit : str, optional
        Unit of the outcome.
    depth : int
        1 for each of `by` alone; 2 for pairs too.
    level : float
        Confidence level.
    release : bool
        Apply the disclosure gate, as for publication.

    Returns
    -------
    Consequences
        Records, flags, prompts and assumptions.

    Raises
    ------
    UsageError, PeopleError, ExpressionError, ColumnNotFound
        When options and people do not fit.

    Examples
    --------
    >>> from dueregard.options import option_from
    >>> from dueregard.people import read_people
    >>> people = read_people({"age": [70, 30, 66, 50], "income": [100.0, 200.0, 150.0, 400.0]})
    >>> option = option_from({"name": "Top-up", "kind": "cash", "eligible": "age >= 65", "amount": 10})
    >>> found = simulate(people, [option], outcome="income")
    >>> [record.estimate for record in found.records if record.measure == "total_cost"][0]
    20.0
    """
    alone, crossings = crossings_of(by, people.columns)
    asked = Asked(
        outcome=outcome,
        by=alone,
        crossings=crossings,
        where=where,
        line=line,
        unit=unit,
        depth=depth,
        level=level,
        references=references or {},
        scale=equivalise,
    )
    units: dict[Unit, str | None] = {"person": id, "family": family, "household": household, "place": place}
    simulation = prepare(people, options, asked=asked, units=units, year=year, seed=seed)
    found = consequences_of(simulation)
    return _released(simulation, found) if release else found


def _released(simulation: Simulation, found: Consequences) -> Consequences:
    people, runs, asked = simulation.people, simulation.runs, simulation.asked
    about = meant(asked, simulation.rows)
    return through_gate(
        found,
        affected=affected_of(people, runs, asked),
        behind={run.option.name: behind_of(run, about) for run in runs if run.as_written},
        places=asked.places,
        count=people.table.design.count,
    )


def prepare(
    people: People,
    options: Sequence[Option],
    *,
    asked: Asked,
    units: Mapping[Unit, str | None],
    year: int | None = None,
    seed: int = 1,
) -> Simulation:
    """Apply options to people, in one scan.

    Parameters
    ----------
    people : People
        One row a person, in DuckDB.
    options : sequence of Option
        At least one; their names differ.
    asked : Asked
        What is asked for.
    units : mapping of str to str or None
        Columns of ids of persons, families, households and places.
    year : int, optional
        For options that are phased in.
    seed : int
        Of take-up draws.

    Returns
    -------
    Simulation
        What each option gives and takes, beside the people.

    Raises
    ------
    UsageError, PeopleError, ExpressionError, ColumnNotFound
        When options and people do not fit.
    """
    household = units.get("household")
    _check(people, options, asked, household=household)
    asked = replace(asked, places=places_among(people, asked.by, units.get("place")))
    columns = {option.name: option.unit_column or units.get(option.unit) for option in options}
    rows = _read(people, options, asked, [*columns.values(), household])
    baseline = baseline_of(people, rows, asked, household=household)
    lowest = float(np.nanmin(rows.outcome))
    asked = replace(asked, of_median=Scale(median=baseline.median, lowest=lowest, unit=asked.unit))
    runs = [
        run
        for number, option in enumerate(options, start=1)
        for run in _runs(
            option, rows, _units(option, rows, columns[option.name]), str(number), seed=seed, year=year
        )
    ]
    further = poorest_of(rows, {name: people.schema.grouping(name) for name in asked.places})
    if (about := meant(asked, rows)) is not None:
        further |= {DOMAIN: about}
    return Simulation(
        people=_with_effects(people, rows, runs, baseline, further=further),
        rows=rows,
        baseline=baseline,
        runs=tuple(runs),
        asked=asked,
        seed=seed,
        year=year,
        household=household,
    )


def consequences_of(simulation: Simulation) -> Consequences:
    """Estimate everything that is said of options.

    Parameters
    ----------
    simulation : Simulation
        Options as applied.

    Returns
    -------
    Consequences
        Records, flags, prompts and assumptions.
    """
    people, runs, asked = simulation.people, simulation.runs, simulation.asked
    found = list(figures_of(people, runs, asked))
    for grouping in asked.by:
        gaps = gaps_by_option(people, runs, asked, grouping)
        for option, _ in by_option(runs):
            found += relabelled(gaps[option.name], option=option, asked=asked)
    capped = {
        run.option.name
        for run in runs
        if run.as_written and run.applied.total_cost < run.applied.uncapped_cost
    }
    every = without_rounding(
        [record for each in found for record in records(each, level=asked.level)], capped
    )
    summaries = _summaries(simulation)
    every = ratios_told(every, summaries)
    return Consequences(
        records=tuple(every),
        options=tuple(summaries),
        prompts=tuple(prompt for option, _ in by_option(runs) for prompt in prompts_of(option)),
        flags=flags_of(every, places=asked.places),
        line=simulation.baseline.line,
        seed=simulation.seed,
        where=asked.where,
        notes=(
            *people.notes,
            *notes_of(simulation.rows, household=simulation.household, scale=asked.scale),
        ),
    )


def _summaries(simulation: Simulation) -> list[Summary]:
    return [
        summary_of(
            run,
            simulation.rows,
            simulation.baseline,
            simulation.asked,
            seed=simulation.seed,
            year=simulation.year,
        )
        for run in simulation.runs
        if run.as_written
    ]


def _check(people: People, options: Sequence[Option], asked: Asked, *, household: str | None) -> None:
    if not options:
        raise UsageError("There is no option to simulate.", remedy="Name one or more TOML files.")
    names = [option.name for option in options]
    for name in names:
        if names.count(name) > 1 or name == AS_NOW:
            raise UsageError(
                f"Two options are called {name!r}.",
                remedy="Give each a name of its own; one is doing nothing.",
            )
    if asked.scale is not None and household is None:
        raise UsageError(
            "Equivalised income is that of a household, and there is no column of households.",
            remedy="Add --household with the column of household ids.",
        )
    for name in dict.fromkeys([*asked.by, *chain.from_iterable(asked.crossings)]):
        if name != DECILE or name in asked.by:
            people.schema.grouping(name)
    for name in asked.references:
        if name not in asked.by:
            raise UsageError(f"A reference is given for {name!r}, which people are not grouped by.")


def _read(people: People, options: Sequence[Option], asked: Asked, ids: Sequence[str | None]) -> Rows:
    formulas = [formula for option in options for formula in formulas_of(option).values()]
    if asked.scale is not None:
        formulas.append(scale_formula(asked.scale))
    if asked.where is not None:
        formulas.append(where_formula(asked.where))
    codes = [name for name in (*ids, *(option.take_up.by for option in options)) if name is not None]
    codes += [people.schema.grouping(name).column for name in asked.places]
    return read_rows(people, outcome=asked.outcome, formulas=formulas, codes=list(dict.fromkeys(codes)))


def _units(option: Option, rows: Rows, column: str | None) -> Units:
    if option.unit != "person" and column is None:
        raise UsageError(
            f"{option.name!r} is for each {option.unit}, and there is no column that says who forms one.",
            remedy=f"Add --{option.unit} with the column of ids, or unit_column to the option.",
        )
    needed = option.unit != "person" or (not option.take_up.certain and option.take_up.mode == "draw")
    codes = rows.codes[column] if column is not None and needed else None
    return units_of(option.unit, codes, rows, column=column)


def _runs(
    option: Option, rows: Rows, units: Units, number: str, *, seed: int, year: int | None
) -> Iterator[Run]:
    multiples = {"": 1.0}
    if option.uncertainty is not None:
        spread = spread_of(option.uncertainty)
        multiples |= {"-": 1.0 - spread, "+": 1.0 + spread}
    for sign, multiple in multiples.items():
        applied = apply_option(option, rows, units, seed=seed, year=year, multiple=multiple)
        yield Run(key=number + sign, option=option, applied=applied)


def _with_effects(
    people: People,
    rows: Rows,
    runs: Sequence[Run],
    baseline: Baseline,
    *,
    further: Mapping[str, NDArray[np.float64]],
) -> People:
    columns = {"(decile)": deciles(rows.outcome, rows.weight), **further}
    for run in runs:
        for effect, values in effects_of(run.applied, baseline, elasticity=GREEN_BOOK).items():
            columns[column(effect, run.key)] = values
    return with_columns(people, rows.row, columns)
