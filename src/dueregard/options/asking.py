"""Asking a rules engine: once for the law as it is, and once for each option that changes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import UsageError, did_you_mean
from dueregard.options.engines.from_people import Told, told_of
from dueregard.options.engines.named import engine_named
from dueregard.options.engines.rules_engine import Change, Concept, RulesEngine, Run, difference
from dueregard.options.law import UNIT, Law, Reformed
from dueregard.options.legal_change import DEFAULT_ENGINE
from dueregard.options.specification import Option
from dueregard.people import People

__all__ = ["ask_engine"]

Array = NDArray[np.float64]

_ALIKE = "People of one household have one income, which intervals do not allow for."


def ask_engine(
    people: People,
    options: Sequence[Option],
    *,
    outcome: str | None,
    year: int | None,
    household: str | None,
    family: str | None,
    scale: str | None = None,
    unit: str | None = None,
) -> Law | None:
    """Ask a rules engine for the law as it is and as options would have it.

    Parameters
    ----------
    people : People
        One row a person, amounts of money for a year unless an option says otherwise.
    options : sequence of Option
        Those that change the law are asked for; others are left alone.
    outcome : str, optional
        An income of the engine; by default its first.
    year : int, optional
        The start of the fiscal year, where no option says it.
    household, family : str, optional
        Columns of households and of families in them.
    scale : str, optional
        The column of an equivalence scale.
    unit : str, optional
        The unit in which the outcome would be shown.

    Returns
    -------
    Law or None
        None when no option changes the law.

    Raises
    ------
    UsageError, PeopleError, MissingExtra
        When the engine is not there, or does not know a parameter, the year, or what the table holds.
    """
    legal = [option for option in options if option.kind == "parameter"]
    if not legal:
        return None
    first = _agreed(legal)
    when = _year(legal, year)
    if unit is not None and any(word in unit.casefold() for word in ("week", "month", "day", "hour")):
        raise UsageError(
            f"A rules engine works with amounts for a year, not in {unit!r}.",
            remedy=f"Leave the unit out: it is {UNIT}.",
        )
    engine = engine_named(first.engine or DEFAULT_ENGINE, assume=first.assume)
    concept = _income(engine, outcome, first, scale=scale)
    for option in legal:
        for path in option.parameters:
            engine.parameter(path, when)
    told = told_of(
        people,
        engine.inputs(),
        household=household,
        family=family,
        named=first.inputs,
        assumed=first.assume,
        period=first.period,
        scale=scale,
    )
    outputs = [concept.whole or concept.name, *([concept.scale] if concept.scale else []), engine.balance]
    base = engine.baseline(told.people, when, outputs)
    runs = {
        option.name: engine.reform(
            told.people, when, [Change(path, value) for path, value in option.parameters.items()], outputs
        )
        for option in legal
    }
    law = _law(concept, told, base, runs, first=first, engine=engine)
    design = people.design
    if not (design.rows_are_units and design.has_sampling_error and design.replicates is None):
        return law
    return replace(law, notes=(*law.notes, f"{_ALIKE} Add --cluster {household}."))


def _law(
    concept: Concept, told: Told, base: Run, runs: Mapping[str, Run], *, first: Option, engine: RulesEngine
) -> Law:
    home = told.people.household_of
    size = np.bincount(home).astype(float)[home]
    income = concept.whole or concept.name
    scale = told.scale if told.scale is not None else np.ones(len(home))
    if concept.scale is not None:
        scale = base.for_persons(concept.scale)
    return Law(
        concept=concept,
        row=told.row,
        before=base.for_persons(income) / scale,
        household=home,
        size=size,
        scale=scale,
        base=base,
        options={name: _reformed(base, run, income, engine.balance, size) for name, run in runs.items()},
        given=told.given,
        notes=(*_notes(base, told, first), *_unequivalised(concept, told, engine)),
    )


def _reformed(base: Run, run: Run, income: str, balance: str, size: Array) -> Reformed:
    home = run.people.household_of
    gain, falls = difference(base, run, income)[home], -difference(base, run, balance)[home]
    idle = [note for note in run.notes if note not in base.notes]
    changed = [str(each) for each in run.changed if not each.no_op]
    return Reformed(
        amount=gain / size,
        cost=falls / size,
        reached=(gain != 0) | (falls != 0),
        told=(*idle, *changed),
        run=run,
    )


def _agreed(legal: Sequence[Option]) -> Option:
    """Take what options say of the table from the first, and refuse others that say something else."""
    first = legal[0]
    for option in legal[1:]:
        for key in ("engine", "inputs", "assume", "period"):
            if getattr(option, key) != getattr(first, key):
                raise UsageError(
                    f"{first.name!r} and {option.name!r} differ in `{key}`, on the same people.",
                    remedy=f"Write the same `{key}` in both.",
                )
    return first


def _year(legal: Sequence[Option], year: int | None) -> int:
    years = {option.year: option.name for option in legal if option.year is not None}
    if len(years) > 1:
        told = ", ".join(f"{name!r} is for {each}" for each, name in years.items())
        raise UsageError(f"Options that are compared change the law of one year: {told}.")
    if year is not None and years and year not in years:
        [(own, name)] = years.items()
        raise UsageError(f"{name!r} changes the law of {own}, and {year} is asked for.")
    found = next(iter(years), year)
    if found is None:
        raise UsageError(
            f"{legal[0].name!r} changes the law, and there is no year in which.",
            remedy="Write year = 2025 in the option, or add --year 2025, for the fiscal year 2025-26.",
        )
    return found


def _income(engine: RulesEngine, outcome: str | None, option: Option, *, scale: str | None) -> Concept:
    known = {concept.name: concept for concept in engine.concepts if concept.income}
    if outcome is None:
        return next(iter(known.values()))
    if outcome not in known:
        raise UsageError(
            f"{option.name!r} changes the law, and {outcome!r} is no income that {engine.name} works out.",
            found=f"Those are: {', '.join(known)}.",
            remedy=did_you_mean(outcome, known)
            or f"Leave the outcome out for {next(iter(known))}: before and after are the engine's own.",
        )
    if scale is not None and known[outcome].scale is not None:
        raise UsageError(f"{outcome!r} is equivalised already, and a scale is given as well.")
    return known[outcome]


def _unequivalised(concept: Concept, told: Told, engine: RulesEngine) -> Iterator[str]:
    if concept.scale is not None or told.scale is not None:
        return
    better = [each.name for each in engine.concepts if each.whole == concept.name]
    yield (
        "Incomes are those of whole households and not equivalised: poverty and inequality take no account "
        f"of how many live on them{f'; the outcome {better[0]} does' if better else ''}."
    )


def _notes(base: Run, told: Told, option: Option) -> Iterator[str]:
    who = f"{base.engine} {base.version}"
    given = ", ".join(
        name if name == column else f"{name} from {column!r}" for name, column in told.given.items()
    )
    times = {
        "week": " Amounts of money were taken times 52.",
        "month": " Amounts of money were taken times 12.",
    }
    assumed = ", ".join(f"{pin.variable} {pin.value}" for pin in base.pinned)
    yield (
        f"Incomes before and after are those that {who} works out for {base.year}, not the table's own. It "
        f"was told, of the table: {given or 'nothing'}.{times.get(option.period or '', '')}"
    )
    yield f"It took for granted: {assumed}."
    yield from base.notes
    if told.unused:
        yield (
            f"Columns called as inputs of the engine were not given to it: {', '.join(told.unused)}. "
            "Name them under [inputs] to give them."
        )
