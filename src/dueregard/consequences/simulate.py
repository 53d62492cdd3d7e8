"""What options do to people: one scan to apply them, one call for each kind of figure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from dueregard import measures
from dueregard.consequences.asked import DECILE, Asked, Run, by_option, crossings_of
from dueregard.consequences.columns import with_columns
from dueregard.consequences.effects import Baseline, deciles, effects_of
from dueregard.consequences.equivalents import Scale
from dueregard.consequences.estimating import AS_NOW, everyone, figures_of, gaps_by_option
from dueregard.consequences.figures import DOMAIN, column
from dueregard.consequences.findings import Consequences
from dueregard.consequences.flags import flags_of
from dueregard.consequences.gaps import relabelled
from dueregard.consequences.poorest import poorest_of
from dueregard.consequences.ratios import ratios_told
from dueregard.consequences.summaries import notes_of, summary_of
from dueregard.consequences.welfare import GREEN_BOOK
from dueregard.engine import Measure
from dueregard.engine.grammar import Column
from dueregard.errors import PeopleError, UsageError
from dueregard.estimates import Record, records
from dueregard.measures.poverty_lines import read_line
from dueregard.options import (
    Formula,
    Option,
    Rows,
    Units,
    apply_option,
    formulas_of,
    is_drawn,
    prompts_of,
    read_rows,
    spread_of,
    take_up_columns,
    units_of,
)
from dueregard.people import People

__all__ = ["simulate"]

ROUNDING = 1e-12
"""Shares that differ by less do so because sums were made in another order."""


def simulate(
    people: People,
    options: Sequence[Option],
    *,
    outcome: str,
    by: Sequence[str] = (),
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
) -> Consequences:
    """Simulate options on the same people, and say what each does to whom.

    Parameters
    ----------
    people : People
        One row a person, in DuckDB. Where they have a domain (:meth:`People.where`), figures are about those
        in it. Options are applied to everybody, the poverty line, tenths and the median are everybody's, and
        so are the total cost and all ratios to it.
    options : sequence of Option
        At least one; their names differ.
    outcome : str
        The column that they change.
    by : sequence of str
        Characteristics or columns; each alone, and crossed in pairs. Stars cross those between them, and
        only those: ``sex*ethnicity*disabled``, or with tenths of the outcome ``sex*decile``.
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
        line=line,
        unit=unit,
        depth=depth,
        level=level,
        references=references or {},
        scale=equivalise,
    )
    _check(people, options, asked, household=household)
    asked = replace(asked, places=_places(people, asked.by, place))
    of_unit = {"person": id, "family": family, "household": household, "place": place}
    columns = {option.name: option.unit_column or of_unit[option.unit] for option in options}
    rows = _read(people, options, asked, [*columns.values(), household])
    baseline = _baseline(everyone(people), rows, asked, household=household)
    lowest = float(np.nanmin(rows.outcome))
    asked = replace(asked, of_median=Scale(median=baseline.median, lowest=lowest, unit=unit))
    runs = [
        run
        for number, option in enumerate(options, start=1)
        for run in _runs(
            option, rows, _units(option, rows, columns[option.name]), str(number), seed=seed, year=year
        )
    ]
    further = poorest_of(rows, {name: people.schema.grouping(name) for name in asked.places})
    if people.table.domain is not None:
        further |= {DOMAIN: _meant(people, rows)}
    simulated = _with_effects(people, rows, runs, baseline, further=further)
    found = list(figures_of(simulated, runs, asked))
    for grouping in asked.by:
        gaps = gaps_by_option(simulated, runs, asked, grouping)
        for option, _ in by_option(runs):
            found += relabelled(gaps[option.name], option=option, asked=asked)
    capped = {
        run.option.name
        for run in runs
        if run.as_written and run.applied.total_cost < run.applied.uncapped_cost
    }
    every = _settled([record for each in found for record in records(each, level=level)], capped)
    summaries = [
        summary_of(run, rows, baseline, asked, seed=seed, year=year) for run in runs if run.as_written
    ]
    every = ratios_told(every, summaries)
    return Consequences(
        records=tuple(every),
        options=tuple(summaries),
        prompts=tuple(prompt for option in options for prompt in prompts_of(option)),
        flags=flags_of(every, places=asked.places),
        line=baseline.line,
        seed=seed,
        where=None if people.table.domain is None else str(people.table.domain),
        notes=(*people.notes, *notes_of(rows, household=household, scale=equivalise)),
    )


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


def _places(people: People, by: Sequence[str], place: str | None) -> tuple[str, ...]:
    """Which groups are places: as the people are described, or the column that the call names."""
    known = [each.column for each in people.schema.places.values()]
    return tuple(name for name in by if people.schema.grouping(name).column in (*known, place))


def _read(people: People, options: Sequence[Option], asked: Asked, ids: Sequence[str | None]) -> Rows:
    formulas = [formula for option in options for formula in formulas_of(option).values()]
    if asked.scale is not None:
        formulas.append(_scale(asked.scale))
    if people.table.domain is not None:
        formulas.append(_where(people))
    rates_by = [name for option in options for name in take_up_columns(option)]
    codes = [name for name in (*ids, *rates_by) if name is not None]
    codes += [people.schema.grouping(name).column for name in asked.places]
    return read_rows(people, outcome=asked.outcome, formulas=formulas, codes=list(dict.fromkeys(codes)))


def _where(people: People) -> Formula:
    return Formula(option="figures", key="where", text=str(people.table.domain), condition=True)


def _meant(people: People, rows: Rows) -> NDArray[np.float64]:
    """Mark whom figures are about; the option is applied to everybody all the same."""
    meant = np.nan_to_num(rows.values[_where(people)])
    if not meant.any():
        raise PeopleError(
            f"Nobody meets the condition {str(people.table.domain)!r}.",
            found=f"The table has {people.count:,} rows.",
            remedy="Check --where: how its values are written in the table, and which are missing.",
        )
    return meant


def _scale(name: str) -> Formula:
    return Formula(option="equivalence scale", key=name, text=str(Column(name)))


def _units(option: Option, rows: Rows, column: str | None) -> Units:
    if option.unit != "person" and column is None:
        raise UsageError(
            f"{option.name!r} is for each {option.unit}, and there is no column that says who forms one.",
            remedy=f"Add --{option.unit} with the column of ids, or unit_column to the option.",
        )
    needed = option.unit != "person" or is_drawn(option)
    codes = rows.codes[column] if column is not None and needed else None
    return units_of(option.unit, codes, rows, column=column)


def _baseline(people: People, rows: Rows, asked: Asked, *, household: str | None) -> Baseline:
    fixed = read_line(asked.line).fixed
    every: list[Measure] = [measures.median(asked.outcome)]
    if fixed is None:
        every.append(measures.poverty_threshold(asked.outcome, line=asked.line))
    median, *relative = people.estimate(*every).values.tolist()
    of_household, scale = None, None
    if asked.scale is not None and household is not None:
        of_household = units_of("household", rows.codes[household], rows, column=household).index
        scale = rows.values[_scale(asked.scale)]
        if not (scale > 0).all():
            raise PeopleError(
                f"The equivalence scale {asked.scale!r} is missing or not above nought for somebody.",
                found=rows.where(~(scale > 0)),
            )
    return Baseline(
        outcome=rows.outcome,
        weight=rows.weight,
        line=relative[0] if fixed is None else fixed,
        median=median,
        household=of_household,
        scale=scale,
    )


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


def _settled(records: Sequence[Record], capped: Collection[str]) -> list[Record]:
    """Say of changes that are nought, but for rounding, that they are none; and of a cap that it is spent."""
    touched = {
        record.by["option"]
        for record in records
        if record.measure in ("winners", "losers") and len(record.by) == 1 and record.estimate
    }
    return [
        _none(record, unchanged=record.by.get("option") not in touched)
        if record.contrast
        else _spent(record, capped)
        for record in records
    ]


def _spent(record: Record, capped: Collection[str]) -> Record:
    whole = record.measure == "total_cost" and len(record.by) == 1
    if not whole or record.by["option"] not in capped or record.se is None:
        return record
    cap = record.estimate
    return replace(record, se=0.0, low=cap, high=cap, method="spent up to the cap, whoever is sampled")


def _none(record: Record, *, unchanged: bool) -> Record:
    if (
        record.estimate is None
        or record.status not in ("ok", "approximate")
        or record.measure in ("gap_before", "gap_after")
    ):
        return record
    if unchanged and abs(record.estimate) <= ROUNDING:
        # Nobody is touched: what is left of the paired error is rounding.
        return replace(
            record,
            estimate=0.0,
            se=_nought(record.se),
            low=_nought(record.low),
            high=_nought(record.high),
            verdict="the same as",
        )
    share = record.unit == "proportion" or record.measure == "gini_change"
    small, spread = (ROUNDING, ROUNDING**0.5) if share else (0.0, 0.0)
    none = abs(record.estimate) <= small and (record.se or 0.0) <= spread
    return replace(record, verdict="the same as") if none else record


def _nought(value: float | None) -> float | None:
    return None if value is None else 0.0
