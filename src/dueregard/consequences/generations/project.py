"""From options and people to the accounts of generations: one call an option, and no draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.generations.accounts import Figure, figures_of_accounts
from dueregard.consequences.generations.ages import Ages, age_column, ages_of, with_age
from dueregard.consequences.generations.cohorts import Generation, generations_of
from dueregard.consequences.generations.estimating import (
    counted_by_age,
    estimates_of,
    totals_by_age,
)
from dueregard.consequences.generations.findings import LaterYears
from dueregard.consequences.generations.flags import flags_of_generations
from dueregard.consequences.generations.population import Population, population_of
from dueregard.consequences.generations.projection import AgeTotals, flows_of
from dueregard.consequences.generations.streams import Stream, of_some, streams_of
from dueregard.consequences.generations.words import assumptions_of_years, sentences_of
from dueregard.consequences.generations.years import Horizon, Years, horizon_of
from dueregard.consequences.labelled import labelled, with_effect
from dueregard.engine import parse
from dueregard.engine.grammar import Column
from dueregard.errors import UsageError
from dueregard.estimates import Estimates, Label, Record, records
from dueregard.options import (
    Formula,
    Option,
    Rows,
    Units,
    apply_option,
    entitled_units,
    formulas_of,
    read_rows,
    spread_of,
    take_up_columns,
)
from dueregard.people import People

__all__ = ["later_years"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Setting:
    """What is the same for all options."""

    people: People
    rows: Rows
    ages: Ages
    population: Population
    generations: tuple[Generation, ...]
    horizon: Horizon
    years: Years
    outcome: str
    unit: str | None
    everybody: _Everybody | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Everybody:
    """Where accounts are of some people only: what decides how much is due, and who is meant."""

    ages: Ages
    population: Population
    meant: NDArray[np.bool_]


def later_years(
    people: People,
    options: Sequence[Option],
    years: Years,
    *,
    outcome: str,
    id: str | None = None,
    family: str | None = None,
    household: str | None = None,
    place: str | None = None,
    seed: int = 1,
    unit: str | None = None,
    level: float = 0.95,
) -> LaterYears:
    """Say what options do in later years, and to each generation.

    Parameters
    ----------
    people : People
        One row a person, in DuckDB. Where they have a domain, accounts are of those in it.
    options : sequence of Option
        At least one, with ``starts``, ``ends``, ``phase_in`` and ``later``.
    years : Years
        Whose ages, which years, which discount schedules.
    outcome : str
        The column that options change.
    id, family, household, place : str, optional
        Columns of ids, as for :func:`~dueregard.consequences.simulate`.
    seed : int
        Of take-up draws.
    unit : str, optional
        Unit of the outcome, such as ``£ a week``.
    level : float
        Confidence level.

    Returns
    -------
    LaterYears
        Records, flags, sentences and assumptions.

    Raises
    ------
    UsageError, PeopleError, ExpressionError, ColumnNotFound
        When options, years and people do not fit.

    References
    ----------
    Auerbach, Gokhale and Kotlikoff (1991), Tax Policy and the Economy 5, 55-110.

    Examples
    --------
    >>> from dueregard.options import option_from
    >>> from dueregard.people import read_people
    >>> people = read_people({"age": [0, 1, 2], "income": [1.0, 1.0, 1.0]})
    >>> option = option_from({"name": "Toys", "kind": "cash", "eligible": "age == 0", "amount": 10})
    >>> years = Years(age="age", collected=2027, until=2029, schedules=("undiscounted",))
    >>> found = later_years(people, [option], years, outcome="income")
    >>> [
    ...     (record.by.get("generation", "everybody"), record.estimate)
    ...     for record in found.records
    ...     if record.measure == "present_value" and "group" not in record.by
    ... ]
    [('born 2020 to 2027', 10.0), ('not yet born', 20.0), ('everybody', 30.0)]
    """
    if not options:
        raise UsageError("There is no option to look at.", remedy="Name one or more TOML files.")
    horizon = horizon_of(years, options, unit=unit)
    of_unit = {"person": id, "family": family, "household": household, "place": place}
    columns = {option.name: option.unit_column or of_unit[option.unit] for option in options}
    people = with_age(people, years, horizon)
    read, rows = _read(people, options, years, outcome=outcome, columns=columns)
    ages_among = partial(ages_of, rows.values[read], rows, birth=years.birth_year, horizon=horizon)
    projected = partial(population_of, horizon=horizon, births=years.births, survival=years.survival)
    ages, everybody = ages_among(), None
    if people.table.domain is not None:
        meant = np.asarray(rows.values[_where(people)] > 0)
        everybody = _Everybody(ages=ages, population=projected(ages.total(rows.weight)), meant=meant)
        ages = ages_among(meant=meant)
    _refuse_years_of_birth(options, years)
    counts = ages.total(rows.weight)
    population = projected(counts)
    generations = generations_of(population, years.cohorts)
    setting = _Setting(
        people=people,
        rows=rows,
        ages=ages,
        population=population,
        generations=generations,
        horizon=horizon,
        years=years,
        outcome=outcome,
        unit=unit,
        everybody=everybody,
    )
    found: list[Record] = []
    before: list[NDArray[np.float64]] = []
    for option in options:
        units = entitled_units(option, rows, columns[option.name])
        accounts = _accounts(setting, option, units, seed=seed, before=before)
        named = labelled(accounts, partial(_of_option, option=option.name))
        found += map(_settled, records(named, level=level))
    return LaterYears(
        records=tuple(found),
        flags=tuple(flags_of_generations(found, [option.name for option in options], horizon)),
        sentences={option.name: tuple(sentences_of(option.name, found, horizon)) for option in options},
        assumptions=tuple(assumptions_of_years(years, horizon, ages, counts, where=people.table.domain)),
        first=horizon.first,
        until=horizon.until,
        collected=horizon.collected,
        schedules=horizon.schedules,
        generations=tuple(each.name for each in generations if each.kind in ("living", "unborn")),
    )


def _read(
    people: People,
    options: Sequence[Option],
    years: Years,
    *,
    outcome: str,
    columns: Mapping[str, str | None],
) -> tuple[Formula, Rows]:
    column = age_column(people, years)
    age = Formula(option="later years", key="age", text=str(Column(column)))
    formulas = [formula for option in options for formula in formulas_of(option).values()]
    if people.table.domain is not None:
        formulas.append(_where(people))
    codes = [*columns.values(), *(name for option in options for name in take_up_columns(option))]
    wanted = list(dict.fromkeys(name for name in codes if name is not None))
    return age, read_rows(people, outcome=outcome, formulas=[age, *formulas], codes=wanted)


def _where(people: People) -> Formula:
    return Formula(option="later years", key="where", text=str(people.table.domain), condition=True)


def _refuse_years_of_birth(options: Sequence[Option], years: Years) -> None:
    """Later years are read off people who have that age now: a year of birth would mean somebody else."""
    if years.birth_year is None:
        return
    for option in options:
        for number, formula in formulas_of(option).items():
            if number.startswith("later") and years.birth_year in parse(formula.text).columns:
                raise UsageError(
                    f"{option.name!r}, {number}: {years.birth_year!r} is a year of birth.",
                    remedy="Write whom it falls on by the age in that year, such as age >= 16.",
                )


def _accounts(
    setting: _Setting, option: Option, units: Units, *, seed: int, before: list[NDArray[np.float64]]
) -> Estimates:
    """Make the accounts of an option; what each person has is added to that of the options before it."""
    rows, ages = setting.rows, setting.ages

    def streams_at(multiple: float) -> tuple[Stream, ...]:
        applied = apply_option(option, rows, units, seed=seed, multiple=multiple)
        streams = streams_of(applied, rows, setting.horizon)
        if setting.everybody is None:
            return streams
        every = setting.everybody
        totals = totals_by_age(every.ages, rows.weight, streams)
        scales = flows_of(every.population, totals, streams).scales
        return of_some(streams, every.meant, rows.weight, scales)

    def figures_at(totals: AgeTotals, streams: Sequence[Stream]) -> list[Figure]:
        flows = flows_of(setting.population, totals, streams)
        years = setting.years
        return list(figures_of_accounts(flows, setting.generations, setting.horizon, years.growth))

    streams = streams_at(1.0)
    counted = counted_by_age(setting.people, rows, ages, streams)
    central = figures_at(counted.totals, streams)
    shown = [place for place, figure in enumerate(central) if np.isfinite(figure.linear.value)]
    own = _by_role(streams)
    apart = [ages.total(((own != other).any(axis=0)) & (rows.weight > 0)) for other in before]
    before.append(own)
    found = estimates_of(
        [central[place] for place in shown],
        counted,
        ages,
        rows.weight,
        outcome=setting.outcome,
        unit=setting.unit,
        apart=apart,
    )
    if option.uncertainty is None:
        return found
    spread = spread_of(option.uncertainty)
    parts = [found]
    for multiple in (1.0 - spread, 1.0 + spread):
        streams = streams_at(multiple)
        figures = figures_at(totals_by_age(ages, rows.weight, streams), streams)
        parts.append(replace(found, values=np.array([figures[place].linear.value for place in shown])))
    return with_effect(option, parts)


def _by_role(streams: Sequence[Stream]) -> NDArray[np.float64]:
    """Add up what each person gets, pays and costs, whenever that is; without rounding."""
    roles = ("gain", "payment", "cost")
    sums = [sum((each.values for each in streams if each.role == role), np.zeros(1)) for role in roles]
    return np.round(np.array(np.broadcast_arrays(*sums, streams[0].values)[:3]), 9)


def _of_option(label: Label, *, option: str) -> Label:
    return replace(label, by={"option": option, **label.by})


def _settled(record: Record) -> Record:
    """Say of what nobody gets or pays that it is the same as without the option."""
    nothing = record.contrast is not None and record.estimate == 0 and not record.se
    return replace(record, verdict="the same as") if nothing else record
