"""Every figure of every option, from as few calls as can be: each call has one joint covariance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from dueregard.consequences.asked import Asked, Run, by_option, concept
from dueregard.consequences.crossings import Crossing, pairs_of, singles_of
from dueregard.consequences.domain import about
from dueregard.consequences.equivalents import equivalents_of
from dueregard.consequences.figures import (
    BANDED,
    BEFORE,
    CROSSED,
    DIRECT,
    DOMAIN,
    EVERYBODY,
    MEDIANS,
    OF_ALL,
    REPORTED,
    SHAPE,
    WEIGHTED,
    Direct,
    column,
)
from dueregard.consequences.gaps import Gaps, gaps_of
from dueregard.consequences.labelled import labelled, named, settled, with_effect
from dueregard.engine import Grouping, Measure
from dueregard.estimates import Estimates, Label
from dueregard.options import Option
from dueregard.people import People

__all__ = ["AS_NOW", "figures_of", "gaps_by_option"]

AS_NOW = "as now"
"""What doing nothing is called among the options."""

FEW_PEOPLE = 300_000
"""Beyond this many people the moments of intersections are summed in the database: measured as quicker."""


def figures_of(people: People, runs: Sequence[Run], asked: Asked) -> Iterator[Estimates]:
    """Estimate every figure of every option.

    Parameters
    ----------
    people : People
        With the columns of effects.
    runs : sequence of Run
        Options as applied.
    asked : Asked
        What was asked for.

    Yields
    ------
    Estimates
        One figure of one option each: everybody, tenths, groups and, of totals and means, intersections.
    """
    these = about(people, asked)
    # One crossing a call: its groups share one covariance, and memory holds no more than that.
    for crossing in singles_of(asked):
        figures = _figures(asked, crossing)
        if not crossing and asked.where is not None:
            yield from _direct(people, runs, asked, OF_ALL, crossing)
            figures = _of_these(figures)
        yield from _direct(these, runs, asked, figures, crossing)
        if not (asked.brief and crossing):
            yield from _shapes(these, runs, asked, crossing)
    for crossing in pairs_of(asked):
        yield from _direct(these, runs, asked, CROSSED, crossing)


def _of_these(figures: Iterable[Direct]) -> tuple[Direct, ...]:
    """Leave out what is of all, and call the cost of some of the people theirs."""
    of_all = {figure.name for figure in OF_ALL}
    kept = tuple(figure for figure in figures if figure.name not in of_all)
    cost = next(figure for figure in DIRECT if figure.name == "total_cost")
    return (*kept, replace(cost, name="cost_for_these_people"))


def _figures(asked: Asked, crossing: Crossing) -> tuple[Direct, ...]:
    """Everything that is a function of what changes; whoever is in one tenth has much the same income."""
    if asked.brief and crossing:
        return REPORTED
    every = (*DIRECT, *MEDIANS, *WEIGHTED, *BANDED)
    if not crossing:
        return (*every, *EVERYBODY, *equivalents_of(asked.of_median))
    tenths = len(crossing) == 1 and isinstance(crossing[0], Grouping)
    return every if tenths else (*every, *equivalents_of(asked.of_median))


def _call(
    people: People,
    runs: Sequence[Run],
    asked: Asked,
    figures: Iterable[Direct],
    crossing: Crossing,
) -> Estimates:
    every: list[Measure] = []
    shared = {BEFORE: asked.outcome, DOMAIN: DOMAIN}
    for run in runs:

        def of(effect: str, key: str = run.key) -> str:
            return shared.get(effect) or column(effect, key)

        every += [figure.make(of, f"{figure.name}|{run.key}", asked.unit) for figure in figures]
    keep = len(crossing) < 2 or people.count <= FEW_PEOPLE
    return settled(people.estimate(*every, by=crossing, level=asked.level, keep_scores=keep))


def _direct(
    people: People,
    runs: Sequence[Run],
    asked: Asked,
    figures: Sequence[Direct],
    crossing: Crossing,
) -> Iterator[Estimates]:
    found = _call(people, runs, asked, figures, crossing)
    places: dict[str, list[int]] = {}
    for place, label in enumerate(found.labels):
        places.setdefault(str(label.outcome), []).append(place)
    known = {figure.name: figure for figure in figures}
    for option, keys in by_option(runs):

        def of_run(key: str) -> Estimates:
            return found.select([at for name in known for at in places.get(f"{name}|{key}", ())])

        def label_of(label: Label, option: Option = option) -> Label:
            figure = known[str(label.outcome).split("|")[0]]
            return named(
                replace(label, by={**label.by, **figure.by}),
                figure=figure.shown or figure.name,
                option=option.name,
                outcome=asked.outcome,
                compared=figure.compared,
                parameters={**figure.parameters, **concept(option, asked)},
                reference=figure.against,
            )

        yield labelled(with_effect(option, [of_run(key) for key in keys], level=asked.level), label_of)


def _shapes(people: People, runs: Sequence[Run], asked: Asked, crossing: Crossing) -> Iterator[Estimates]:
    every: list[Measure] = []
    for shape in SHAPE:
        every.append(shape.make(asked.outcome, BEFORE, asked.line, asked.unit))
        every += [shape.make(column("after", run.key), run.key, asked.line, asked.unit) for run in runs]
    found = people.estimate(*every, by=crossing, level=asked.level)
    figures = {shape.measure: shape.name for shape in SHAPE}

    def everybody(key: str) -> Estimates:
        return _where(found, lambda label: label.outcome == key and not label.by)

    def level_of(label: Label, *, option: str, parameters: Mapping[str, str], change: bool = False) -> Label:
        return named(
            label,
            figure=figures[label.measure] if change else label.measure,
            option=option,
            outcome=asked.outcome,
            compared=change,
            parameters=parameters,
        )

    now = {"income_concept": f"{asked.outcome} {asked.origin}"}
    if not crossing:
        yield labelled(settled(everybody(BEFORE)), partial(level_of, option=AS_NOW, parameters=now))
    for option, keys in by_option(runs):
        of = partial(level_of, option=option.name, parameters=concept(option, asked))
        if not crossing:
            yield labelled(with_effect(option, [everybody(key) for key in keys], level=asked.level), of)
        changes = [found.change(key, before=BEFORE) for key in keys]
        yield labelled(with_effect(option, changes, level=asked.level), partial(of, change=True))


def gaps_by_option(people: People, runs: Sequence[Run], asked: Asked, grouping: str) -> dict[str, Gaps]:
    """Estimate the gaps of one variable under every option.

    Parameters
    ----------
    people : People
        With the columns of effects.
    runs : sequence of Run
        Options as applied.
    asked : Asked
        What was asked for.
    grouping : str
        The variable.

    Returns
    -------
    dict of str to Gaps
        By option.
    """
    found = gaps_of(
        about(people, asked),
        grouping=grouping,
        reference=asked.references.get(grouping),
        outcome=asked.outcome,
        after={run.key: column("after", run.key) for run in runs},
        unit=asked.unit,
        level=asked.level,
    )
    return {
        option.name: Gaps(
            before=settled(found[keys[0]].before),
            after=with_effect(option, [found[key].after for key in keys], level=asked.level),
            change=with_effect(option, [found[key].change for key in keys], level=asked.level),
        )
        for option, keys in by_option(runs)
    }


def _where(found: Estimates, keep: Callable[[Label], bool]) -> Estimates:
    return found.select(np.array([keep(label) for label in found.labels], bool))
