"""Additive figures: means, totals and shares of columns of effects, over all crossings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dueregard import measures
from dueregard.consequences.cumulative.asking import asked_of
from dueregard.consequences.cumulative.attribution import Effect
from dueregard.consequences.cumulative.columns import column
from dueregard.consequences.cumulative.figures import ADDITIVE, WHOLE, Additive, Scope, Whole
from dueregard.consequences.cumulative.reading import Group, group_of
from dueregard.consequences.cumulative.work import Crossing, Work, carried, named, of_the_whole
from dueregard.consequences.labelled import settled
from dueregard.engine import Measure
from dueregard.estimates import Estimates, Label, Record, rank_intervals, records

__all__ = ["additive", "scope_of"]

Array = NDArray[np.float64]

MOST_RANKED = 200
"""The most groups of one crossing that are ranked."""

RELATIVE = "relative_change"

SUMMED = ("mean_change", "total_change", "total_cost")
"""What is added up over years."""


def scope_of(crossing: Crossing) -> Scope:
    """Say how many groupings are crossed.

    Parameters
    ----------
    crossing : tuple
        Groupings.

    Returns
    -------
    {"everybody", "group", "intersection"}
        None, one, more.
    """
    return "everybody" if not crossing else "group" if len(crossing) == 1 else "intersection"


def additive(work: Work) -> Iterator[Record]:
    """Estimate additive figures of the groups of all crossings.

    Parameters
    ----------
    work : Work
        People with the columns of effects.

    Yields
    ------
    Record
        Every figure of every effect; of ``cumulative_relative_change`` with the ranks that fit the data, 1
        for the group that loses the largest share of its outcome.
    """
    questions = [(crossing, _measures(work, scope_of(crossing))) for crossing in work.crossings]
    answers = asked_of(work.people, work.held, questions, level=work.asked.level)
    for crossing, found in zip(work.crossings, answers, strict=True):
        ranks: Mapping[Group, tuple[int, int]] = {}
        if crossing and not work.money_only:
            against = _against_everybody(work, crossing)
            ranks = against.ranks
            yield from against.records
        yield from _records(work, scope_of(crossing), found, ranks)


def _records(
    work: Work, scope: Scope, found: Estimates, ranks: Mapping[Group, tuple[int, int]]
) -> Iterator[Record]:
    known = {f"{figure.name}|{effect.key}": (figure.name, effect) for figure, effect in _asked(work, scope)}
    central = _central(work, found)
    shown = replace(settled(central), labels=tuple(_label(work, label, known) for label in central.labels))
    for record in records(shown, level=work.asked.level):
        ranked = record.measure == f"cumulative_{RELATIVE}"
        yield replace(record, rank=ranks.get(group_of(record))) if ranked else record


def _measures(work: Work, scope: Scope) -> list[Measure]:
    whole = [each for each in WHOLE if scope != "intersection" or each.crossed]
    whole = [] if work.money_only else whole
    every: list[Measure] = []
    for state in work.states:
        for figure, effect in _asked(work, scope):
            of = column(figure.quantity, effect.key, state)
            name = f"{figure.name}|{effect.key}|{state}"
            every.append(figure.make(of, work.asked.outcome, name, work.asked.unit))
        every += [_of_whole(work, each, state) for each in whole]
    return every


def _asked(work: Work, scope: Scope) -> Iterator[tuple[Additive, Effect]]:
    for figure in ADDITIVE:
        if work.money_only and figure.name not in SUMMED:
            continue
        kinds = figure.kinds(scope)
        for effect in (*work.effects, *work.pairs):
            if effect.kind in kinds:
                yield figure, effect


def _of_whole(work: Work, figure: Whole, state: str) -> Measure:
    return figure.make(
        lambda quantity: column(quantity, "cumulative", state),
        f"{figure.name}||{state}",
        work.asked.unit,
    )


def _label(work: Work, label: Label, known: Mapping[str, tuple[str, Effect]]) -> Label:
    figure, key, _ = str(label.outcome).split("|")
    if not key:
        return of_the_whole(work, label, figure=figure)
    name, effect = known[f"{figure}|{key}"]
    return named(work, label, figure=name, effect=effect)


def _central(work: Work, found: Estimates) -> Estimates:
    """Keep what is of amounts as written, with the spread that uncertain ones add."""
    places: dict[str, list[int]] = {state: [] for state in work.states}
    for place, label in enumerate(found.labels):
        places[str(label.outcome).rsplit("|", 1)[1]].append(place)
    sides = {state: found.values[places[state]] for state in work.states[1:]}
    return carried(work.variations, found.select(places[work.state]), sides)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Against:
    """Groups against everybody, and their ranks among each other."""

    records: list[Record]
    ranks: Mapping[Group, tuple[int, int]]


def _against_everybody(work: Work, crossing: Crossing) -> _Against:
    """Compare the relative change of each group with that of everybody, of whom it is a part."""
    [whole] = [effect for effect in work.effects if effect.kind == "cumulative"]
    every = [
        measures.ratio(
            column("change", whole.key, state),
            denominator=work.asked.outcome,
            name=f"{RELATIVE}|{whole.key}|{state}",
            unit="proportion",
        )
        for state in work.states
    ]
    found = work.people.estimate(*every, groupings=[(), crossing], level=work.asked.level)
    found = _central(work, found)
    groups = [place for place, label in enumerate(found.labels) if label.by]
    matrix = np.zeros((len(groups), len(found)))
    matrix[np.arange(len(groups)), groups] = 1.0
    matrix[:, 0] -= 1.0
    figure = f"{RELATIVE}_against_everybody"
    labels = [
        replace(named(work, found.labels[place], figure=figure, effect=whole), reference="everybody")
        for place in groups
    ]
    differences = found.linear(matrix, labels)
    own = replace(differences, supports=tuple(found.supports[place] for place in groups))
    return _Against(
        records=records(settled(own), level=work.asked.level),
        ranks=_ranks(found.select(groups), level=work.asked.level),
    )


def _ranks(found: Estimates, *, level: float) -> dict[Group, tuple[int, int]]:
    known = [place for place in range(len(found)) if found.statuses[place] in ("ok", "approximate")]
    if not 1 < len(known) <= MOST_RANKED:
        return {}
    ranked = rank_intervals(found.select(known), better="lower", level=level)
    return {
        tuple(found.labels[place].by.items()): interval
        for place, interval in zip(known, ranked.intervals, strict=True)
        if interval is not None
    }
