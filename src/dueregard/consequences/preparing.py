"""Options applied to people, in one scan, before anything is estimated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.asked import DECILE, Asked, Run
from dueregard.consequences.before import baseline_of, scale_formula
from dueregard.consequences.columns import with_columns
from dueregard.consequences.domain import meant, where_formula
from dueregard.consequences.effects import Baseline, deciles, effects_of
from dueregard.consequences.equivalents import Scale
from dueregard.consequences.estimating import AS_NOW
from dueregard.consequences.figures import DOMAIN, column
from dueregard.consequences.inhabited import inhabited
from dueregard.consequences.poorest import places_among, poorest_of
from dueregard.consequences.under_law import under_law
from dueregard.consequences.welfare import GREEN_BOOK
from dueregard.errors import UsageError
from dueregard.options import (
    Option,
    Rows,
    apply_option,
    entitled_units,
    formulas_of,
    is_drawn,
    read_rows,
    spread_of,
    take_up_columns,
)
from dueregard.options.specification import Unit
from dueregard.people import People

__all__ = ["Simulation", "prepare"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Simulation:
    """Options applied to people, before anything is estimated.

    Attributes
    ----------
    bare : People
        Those whom options are applied to.
    marks : mapping of str to ndarray (n,)
        Computed columns that people are grouped by, such as tenths.
    rows : Rows
        The same people as arrays.
    baseline : Baseline
        Before any option.
    runs : tuple of Run
        Each option, at each multiple of its amount.
    asked : Asked
        What was asked for.
    meant : ndarray (n,), optional
        1 for those whom figures are about, where that is not everybody.
    seed, year, household
        As given.
    notes : tuple of str
        On what was left out.
    held : list of People
        With the columns of effects, once they were needed.
    """

    bare: People
    marks: Mapping[str, NDArray[np.float64]] = field(repr=False)
    rows: Rows = field(repr=False)
    baseline: Baseline = field(repr=False)
    runs: tuple[Run, ...] = field(repr=False)
    asked: Asked
    meant: NDArray[np.float64] | None = field(repr=False)
    seed: int
    year: int | None
    household: str | None
    notes: tuple[str, ...] = ()
    held: list[People] = field(default_factory=list, repr=False)

    @property
    def people(self) -> People:
        """The people with the columns of all effects, for the engine's calls; made when first needed."""
        if not self.held:
            columns = dict(self.marks)
            for run in self.runs:
                columns |= {column(name, run.key): values for name, values in self.effects(run).items()}
            self.held.append(with_columns(self.bare, self.rows.row, columns))
        return self.held[0]

    def effects(self, run: Run) -> Mapping[str, NDArray[np.float64]]:
        """Give the columns of a run's effects.

        Parameters
        ----------
        run : Run
            One of them.

        Returns
        -------
        mapping of str to ndarray (n,)
            As :func:`~dueregard.consequences.effects.effects_of`.
        """
        return effects_of(run.applied, self.baseline, elasticity=GREEN_BOOK)


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
    lawful = under_law(people, options, asked, year=year, household=household, family=units.get("family"))
    people, asked = lawful.people, lawful.asked
    asked, notes = inhabited(people, asked)
    columns = {option.name: option.unit_column or units.get(option.unit) for option in options}
    ids = [columns[option.name] for option in options if _has_ids(option)]
    rows = replace(_read(people, options, asked, [*ids, household]), law=lawful.law)
    baseline = baseline_of(
        people,
        rows,
        outcome=asked.outcome,
        line=asked.line,
        scale=asked.scale,
        household=household,
    )
    lowest = float(np.nanmin(rows.outcome))
    asked = replace(asked, of_median=Scale(median=baseline.median, lowest=lowest, unit=asked.unit))
    runs = [
        run
        for number, option in enumerate(options, start=1)
        for run in _runs(option, rows, columns[option.name], str(number), seed=seed, year=year)
    ]
    further = poorest_of(rows, {name: people.schema.grouping(name) for name in asked.places})
    if (about := meant(asked, rows)) is not None:
        further |= {DOMAIN: about}
    return Simulation(
        bare=people,
        marks={"(decile)": deciles(rows.outcome, rows.weight), **further},
        rows=rows,
        baseline=baseline,
        runs=tuple(runs),
        asked=asked,
        meant=further.get(DOMAIN),
        seed=seed,
        year=year,
        household=household,
        notes=notes,
    )


def _check(people: People, options: Sequence[Option], asked: Asked, *, household: str | None) -> None:
    if not options:
        raise UsageError("There is no option to simulate.", remedy="Name one or more TOML files.")
    names = [option.name for option in options]
    for name in names:
        if name.casefold() == AS_NOW:
            raise UsageError(
                f"No option can be called {name!r}: that is doing nothing, with which all are compared.",
                remedy="Give it another name.",
            )
        if names.count(name) > 1:
            raise UsageError(f"Two options are called {name!r}.", remedy="Give each a name of its own.")
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
    rates_by = [name for option in options for name in take_up_columns(option)]
    codes = [name for name in (*ids, *rates_by) if name is not None]
    codes += [people.schema.grouping(name).column for name in asked.places]
    return read_rows(people, outcome=asked.outcome, formulas=formulas, codes=list(dict.fromkeys(codes)))


def _has_ids(option: Option) -> bool:
    """Whether it matters which unit somebody belongs to: people who all take it up need no ids."""
    return option.unit != "person" or is_drawn(option)


def _runs(
    option: Option, rows: Rows, column: str | None, number: str, *, seed: int, year: int | None
) -> Iterator[Run]:
    units = entitled_units(option, rows, column)
    multiples = {"": 1.0}
    if option.uncertainty is not None:
        spread = spread_of(option.uncertainty)
        multiples |= {"-": 1.0 - spread, "+": 1.0 + spread}
    for sign, multiple in multiples.items():
        applied = apply_option(option, rows, units, seed=seed, year=year, multiple=multiple)
        yield Run(key=number + sign, option=option, applied=applied)
