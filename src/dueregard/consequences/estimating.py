"""Every figure of every option, named as readers know it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from dueregard.consequences.answers import Answers, Question
from dueregard.consequences.asked import Asked, Run, by_option, concept
from dueregard.consequences.crossings import Crossing, pairs_of, singles_of
from dueregard.consequences.equivalents import equivalents_of
from dueregard.consequences.figures import (
    BANDED,
    BEFORE,
    CROSSED,
    DIRECT,
    EVERYBODY,
    MEDIANS,
    OF_ALL,
    REPORTED,
    SHAPE,
    WEIGHTED,
    Direct,
)
from dueregard.consequences.gaps import Gaps
from dueregard.consequences.labelled import labelled, named, settled, with_effect
from dueregard.engine import Grouping
from dueregard.estimates import Estimates, Label
from dueregard.people import People

__all__ = ["AS_NOW", "figures_of", "gaps_by_option", "questions_of"]

AS_NOW = "as now"
"""What doing nothing is called among the options."""


def questions_of(people: People, asked: Asked) -> list[Question]:
    """List everything that is to be estimated, but gaps.

    Parameters
    ----------
    people : People
        One row a person.
    asked : Asked
        What was asked for.

    Returns
    -------
    list of Question
        Everybody, tenths, groups and, of totals and means, intersections.
    """

    def question(crossing: Crossing, figures: Iterable[Direct], *, of_all: bool = False) -> Question:
        groupings = tuple(
            each if isinstance(each, Grouping) else people.schema.grouping(each) for each in crossing
        )
        shapes = not of_all and crossing in singles and not (asked.brief and crossing)
        return Question(crossing=groupings, figures=tuple(figures), shapes=shapes, of_all=of_all)

    singles = singles_of(asked)
    found = []
    for crossing in singles:
        figures = _figures(asked, crossing)
        if not crossing and asked.where is not None:
            found.append(question(crossing, OF_ALL, of_all=True))
            figures = _of_these(figures)
        found.append(question(crossing, figures))
    return [*found, *(question(crossing, CROSSED) for crossing in pairs_of(asked))]


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


def figures_of(
    answers: Answers, questions: Sequence[Question], runs: Sequence[Run], asked: Asked
) -> Iterator[Estimates]:
    """Give every figure of every option.

    Parameters
    ----------
    answers : Answers
        To the questions.
    questions : sequence of Question
        In order.
    runs : sequence of Run
        Options as applied.
    asked : Asked
        What was asked for.

    Yields
    ------
    Estimates
        The figures of one option and question each.
    """
    for number, question in enumerate(questions):
        yield from _direct(answers.direct(number), question, runs, asked)
        if question.shapes:
            yield from _shapes(answers.shapes(number), question, runs, asked)


def _direct(
    found: Mapping[str, Estimates], question: Question, runs: Sequence[Run], asked: Asked
) -> Iterator[Estimates]:
    known = {figure.name: figure for figure in question.figures}
    for option, keys in by_option(runs):
        own = concept(option, asked)
        parameters = {name: {**figure.parameters, **own} for name, figure in known.items()}

        def label_of(label: Label, option: str = option.name, parameters: Any = parameters) -> Label:
            figure = known[str(label.outcome).split("|")[0]]
            return named(
                label,
                by=figure.by,
                figure=figure.shown or figure.name,
                option=option,
                outcome=asked.outcome,
                compared=figure.compared,
                parameters=parameters[figure.name],
                reference=figure.against,
            )

        yield labelled(with_effect(option, [found[key] for key in keys], level=asked.level), label_of)


def _shapes(
    found: Mapping[str, Estimates], question: Question, runs: Sequence[Run], asked: Asked
) -> Iterator[Estimates]:
    figures = {shape.measure: shape.name for shape in SHAPE}

    def everybody(key: str, run: str) -> Estimates:
        return _where(found[run], lambda label: label.outcome == key and not label.by)

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
    if not question.crossing:
        yield labelled(
            settled(everybody(BEFORE, runs[0].key)), partial(level_of, option=AS_NOW, parameters=now)
        )
    for option, keys in by_option(runs):
        of = partial(level_of, option=option.name, parameters=concept(option, asked))
        if not question.crossing:
            yield labelled(with_effect(option, [everybody(key, key) for key in keys], level=asked.level), of)
        changes = [found[key].change(key, before=BEFORE) for key in keys]
        yield labelled(with_effect(option, changes, level=asked.level), partial(of, change=True))


def gaps_by_option(answers: Answers, runs: Sequence[Run], grouping: str, *, level: float) -> dict[str, Gaps]:
    """Give the gaps of one variable under every option.

    Parameters
    ----------
    answers : Answers
        To the questions.
    runs : sequence of Run
        Options as applied.
    grouping : str
        The variable.
    level : float
        Confidence level.

    Returns
    -------
    dict of str to Gaps
        By option.
    """
    found = answers.gaps(grouping)
    return {
        option.name: Gaps(
            before=settled(found[keys[0]].before),
            after=with_effect(option, [found[key].after for key in keys], level=level),
            change=with_effect(option, [found[key].change for key in keys], level=level),
        )
        for option, keys in by_option(runs)
    }


def _where(found: Estimates, keep: Callable[[Label], bool]) -> Estimates:
    return found.select(np.array([keep(label) for label in found.labels], bool))
