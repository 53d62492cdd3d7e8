"""Decisions added up: a bundle of measures on the same people, and what each has to do with the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.columns import with_columns
from dueregard.consequences.cumulative.additive import additive
from dueregard.consequences.cumulative.asked import Asked, check_asked
from dueregard.consequences.cumulative.asking import held_people
from dueregard.consequences.cumulative.attribution import Effect, effects_of_bundle, pairwise_effects
from dueregard.consequences.cumulative.bundle import Bundle
from dueregard.consequences.cumulative.columns import (
    MANY,
    after_columns,
    effect_columns,
    first_of_same,
    group_columns,
    people_columns,
)
from dueregard.consequences.cumulative.findings import Cumulative, MeasureSummary
from dueregard.consequences.cumulative.released import told
from dueregard.consequences.cumulative.releasing import released_bundle
from dueregard.consequences.cumulative.setting import CHILD, Setting, setting_of
from dueregard.consequences.cumulative.settling import settled_records
from dueregard.consequences.cumulative.shapes import shapes
from dueregard.consequences.cumulative.subsets import Subsets, apply_subsets, refuse_too_large
from dueregard.consequences.cumulative.summaries import concept_of, notes_of, summaries_of
from dueregard.consequences.cumulative.touched import unsafe_of
from dueregard.consequences.cumulative.work import Crossing, Variation, Work
from dueregard.consequences.cumulative.years import Stage, add_to, span_of, stages_of
from dueregard.consequences.placing import Group
from dueregard.disclosure import Policy
from dueregard.engine import Grouping
from dueregard.engine.many import ManyPeople
from dueregard.estimates import Record
from dueregard.options import prompts_of, spread_of
from dueregard.people import People

__all__ = ["cumulate"]

Array = NDArray[np.float64]
_JOINT = ("(after:", "(change: cumulative")
"""Columns of which figures are estimated jointly: the outcome after every subset, and the whole change."""

Progress = Callable[[str, float], None]


def cumulate(
    people: People,
    bundle: Bundle,
    asked: Asked,
    *,
    id: str | None = None,
    family: str | None = None,
    place: str | None = None,
    release: bool = False,
    progress: Progress = lambda doing, share: None,
) -> Cumulative:
    """Add measures up: what they do together, to whom, and what each has to do with it.

    Measures are applied in order to the same people, each to people as those before left them, under every
    subset of the bundle. Every figure then has a total, the effect of each measure after those before it
    (marginal), by itself (stand-alone) and averaged over all orders (Shapley, which sums to the total), and
    what is left of the total beyond the stand-alone effects (interaction), each with its paired error.

    Parameters
    ----------
    people : People
        One row a person, in DuckDB.
    bundle : Bundle
        The measures in order.
    asked : Asked
        The outcome, groups, line and years.
    id, family, place : str, optional
        Columns of ids, for take-up draws and for amounts of families and places; that of households is in
        `asked`.
    release : bool
        Apply the disclosure gate, as for publication.
    progress : callable, optional
        Told what is being done, and the share that is done.

    Returns
    -------
    Cumulative
        Records, flags, the worst affected and assumptions.

    Raises
    ------
    UsageError, PeopleError, ExpressionError, ColumnNotFound
        When measures and people do not fit.

    References
    ----------
    Shapley (1953), in Contributions to the Theory of Games II, 307-317; Shorrocks (2013), Journal of Economic
    Inequality 11, 99-126; Equality and Human Rights Commission (2018), research report 112.

    Examples
    --------
    >>> from dueregard.options import option_from
    >>> from dueregard.people import read_people
    >>> people = read_people({"income": [90.0, 100.0, 400.0]})
    >>> rise = option_from({"name": "Rise", "kind": "cash", "amount": 20})
    >>> top_up = option_from({"name": "Top-up", "kind": "cash", "eligible": "income < 115", "amount": 9})
    >>> found = cumulate(people, Bundle(measures=(rise, top_up)), Asked(outcome="income"))
    >>> {
    ...     r.measure: r.estimate
    ...     for r in found.records
    ...     if r.by.get("option") == "Top-up" and "total_ch" in r.measure
    ... }
    {'marginal_total_change': 9.0, 'stand_alone_total_change': 18.0, 'shapley_total_change': 13.5}
    """
    check_asked(people, asked)
    refuse_too_large(people.count, len(bundle))
    columns = {"person": id, "family": family, "household": asked.household, "place": place}
    progress("Reading the people", 0.05)
    job = _job_of(setting_of(people, bundle, asked, columns), bundle, asked)
    found: list[Record] = []
    total: dict[str, Array] = {}
    unsafe: set[tuple[Group, str]] = set()
    summaries: tuple[MeasureSummary, ...] = ()
    stages = stages_of(bundle, asked.years)
    for number, stage in enumerate(stages):
        done = 0.1 + 0.9 * number / len(stages)
        progress("Applying every subset of the measures", done)
        applied = _applied(job, stage)
        if max(stage.years, default=0) == max(asked.years, default=0):
            summaries = summaries_of(job.setting, applied.subsets, asked)
        if release:
            unsafe |= _unsafe(job, applied.columns)
        add_to(total, applied.columns, times=len(stage.years))
        found += _of_stage(job, stage, applied, progress=_within(progress, done, 1 / len(stages)))
    if len(asked.years) > 1:
        found += _of_all_years(job, total)
    records = settled_records(found)
    whole = Cumulative(
        records=tuple(records),
        bundle=bundle.name,
        measures=summaries,
        prompts=tuple(prompt for option in bundle.measures for prompt in prompts_of(option)),
        line=job.setting.baseline.line,
        seed=asked.seed,
        years=asked.years,
        notes=(*people.notes, *notes_of(job.setting, bundle, asked)),
    )
    return released_bundle(whole, unsafe, count=people.table.design.count) if release else told(whole)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Job:
    setting: Setting
    bundle: Bundle
    asked: Asked
    effects: tuple[Effect, ...]
    pairs: tuple[Effect, ...]
    variations: tuple[Variation, ...]
    crossings: tuple[Crossing, ...]
    marks: Mapping[str, Array]
    held: ManyPeople | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Applied:
    subsets: Subsets
    columns: Mapping[str, Array]
    firsts: Mapping[str, list[int]]


def _within(progress: Progress, begin: float, part: float) -> Progress:
    return lambda doing, share: progress(doing, begin + share * part)


def _job_of(setting: Setting, bundle: Bundle, asked: Asked) -> _Job:
    crossings, marks = tuple(_crossings(asked)), group_columns(setting, asked)
    return _Job(
        setting=setting,
        bundle=bundle,
        asked=asked,
        effects=effects_of_bundle(len(bundle)),
        pairs=pairwise_effects(len(bundle)),
        variations=tuple(
            Variation(option=option, below=f"{number}-", above=f"{number}+")
            for number, option in enumerate(bundle.measures)
            if option.uncertainty is not None
        ),
        crossings=crossings,
        marks=marks,
        held=held_people(setting.people, crossings, marks),
    )


def _unsafe(job: _Job, columns: Mapping[str, Array]) -> set[tuple[Group, str]]:
    return unsafe_of(
        job.setting.people,
        (*job.effects, *job.pairs),
        columns,
        crossings=job.crossings,
        marks=job.marks,
        outcome=job.asked.outcome,
        before=job.setting.baseline.outcome,
        weight=job.setting.baseline.weight,
        policy=Policy(),
    )


def _crossings(asked: Asked) -> Iterator[Crossing]:
    """Everybody; each grouping, tenths, children and counts in households; and what is crossed."""
    name = "decile" if "decile" not in asked.by else f"decile of {asked.outcome}"
    tenths = Grouping(name=name, column="(decile)", labels={str(tenth): str(tenth) for tenth in range(1, 11)})
    counts = {str(number): str(number) for number in range(MANY)} | {str(MANY): f"{MANY} or more"}
    members = [Grouping(name=each, column=f"(members: {each})", labels=counts) for each in asked.members]
    yield ()
    if asked.child is not None:
        yield (Grouping(name="people", column=CHILD, labels={"1": "children"}),)
    crossed: list[str | Grouping] = [*asked.by, *members, tenths]
    for depth in range(1, asked.depth + 1):
        yield from combinations(crossed, depth)


def _applied(job: _Job, stage: Stage) -> _Applied:
    central = _subsets(job, stage, {})
    columns: dict[str, Array] = {}
    firsts = {}
    states = {"": central}
    for each in job.variations:
        assert each.option.uncertainty is not None
        spread = spread_of(each.option.uncertainty)
        for state, multiple in ((each.below, 1.0 - spread), (each.above, 1.0 + spread)):
            states[state] = _subsets(job, stage, {each.option.name: multiple})
    for state, subsets in states.items():
        columns |= effect_columns(job.setting, subsets, (*job.effects, *job.pairs), state=state)
        columns |= people_columns(job.setting, subsets, job.effects, state=state)
        columns |= after_columns(job.setting, subsets, state=state)
        firsts[state] = first_of_same(subsets)
    return _Applied(subsets=central, columns=columns, firsts=firsts)


def _subsets(job: _Job, stage: Stage, multiples: Mapping[str, float]) -> Subsets:
    return apply_subsets(
        job.setting,
        seed=job.asked.seed,
        year=stage.first,
        multiples=multiples,
    )


def _work(job: _Job, columns: Mapping[str, Array], *, year: str | None) -> Work:
    kept, held = {**job.marks, **columns}, None
    if job.held is not None:
        held = job.held.having({job.asked.outcome: job.setting.rows.outcome, **kept})
        kept = {name: values for name, values in kept.items() if name in job.marks or name.startswith(_JOINT)}
    return Work(
        people=with_columns(job.setting.people, job.setting.rows.row, kept),
        held=held,
        bundle=job.bundle,
        asked=job.asked,
        state="",
        year=year,
        effects=job.effects,
        pairs=job.pairs,
        firsts={},
        variations=job.variations,
        crossings=job.crossings,
        concept=concept_of(job.asked),
    )


def _of_stage(job: _Job, stage: Stage, applied: _Applied, *, progress: Progress) -> Iterator[Record]:
    """Estimate a stage once, and give the records of each of its years."""
    years: list[str | None] = [str(year) for year in stage.years] or [None]
    work = replace(_work(job, applied.columns, year=years[0]), firsts=applied.firsts)
    progress("Estimating", 0.1)
    found = list(additive(work))
    for number, crossing in enumerate(work.crossings):
        progress("Estimating", 0.5 + 0.4 * number / len(work.crossings))
        if len(crossing) < 2 and crossing != _tenths(work):
            found += shapes(work, crossing)
    yield from found
    for year in years[1:]:
        yield from (replace(each, by={**each.by, "year": str(year)}) for each in found)


def _tenths(work: Work) -> Crossing:
    return next(each for each in work.crossings if len(each) == 1 and _column(each[0]) == "(decile)")


def _column(grouping: str | Grouping) -> str:
    return grouping if isinstance(grouping, str) else grouping.column


def _of_all_years(job: _Job, total: Mapping[str, Array]) -> Iterator[Record]:
    work = replace(_work(job, total, year=span_of(job.asked.years)), money_only=True)
    yield from additive(work)
