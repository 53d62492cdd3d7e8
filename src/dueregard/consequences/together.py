"""Answers to all questions at once, from arrays in memory; each column is put in order once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.answers import Question, direct_measures, shape_measures
from dueregard.consequences.asked import Asked, Run
from dueregard.consequences.figures import column
from dueregard.consequences.gaps import Gaps, gap_measures, gaps_between
from dueregard.engine import Grouping
from dueregard.engine.many import (
    ManyPeople,
    answerable,
    can_take,
    codes_of,
    joint_over,
    key_of,
    many_people,
    pairs_over,
    settled_over,
)
from dueregard.estimates import Estimates
from dueregard.people import People

__all__ = ["Together", "answered_together"]

Array = NDArray[np.float64]
Effects = Callable[[Run], Mapping[str, Array]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Together:
    """Everything answered.

    Attributes
    ----------
    of_direct, of_shapes : mapping of (int, str) to Estimates
        By question and run.
    of_gaps : mapping of (str, str) to Gaps
        By variable and run.
    runs : sequence of Run
        Options as applied.
    """

    runs: Sequence[Run]
    of_direct: dict[tuple[int, str], Estimates] = field(default_factory=dict)
    of_shapes: dict[tuple[int, str], Estimates] = field(default_factory=dict)
    of_gaps: dict[tuple[str, str], Gaps] = field(default_factory=dict)

    def direct(self, number: int) -> Mapping[str, Estimates]:
        """Give the figures of a question, by run."""
        return {run.key: self.of_direct[number, run.key] for run in self.runs}

    def shapes(self, number: int) -> Mapping[str, Estimates]:
        """Give measures before and after, by run."""
        return {run.key: self.of_shapes[number, run.key] for run in self.runs}

    def gaps(self, name: str) -> Mapping[str, Gaps]:
        """Give the gaps of a variable, by run."""
        return {run.key: self.of_gaps[name, run.key] for run in self.runs}


def answered_together(
    people: People,
    runs: Sequence[Run],
    asked: Asked,
    questions: Sequence[Question],
    *,
    outcome: Array,
    after: Mapping[str, Array],
    effects: Effects,
    marks: Mapping[str, Array],
) -> Together | None:
    """Answer all questions from arrays.

    Parameters
    ----------
    people : People
        One row a person.
    runs : sequence of Run
        Options as applied.
    asked : Asked
        What was asked for.
    questions : sequence of Question
        In order.
    outcome : ndarray (n,)
        The outcome before, in the order of the table.
    after : mapping of str to ndarray (n,)
        The outcome after, by the key of the run.
    effects : callable
        From a run to the columns of its effects; asked once a run, and let go.
    marks : mapping of str to ndarray (n,)
        Computed columns that people are grouped by, such as tenths.

    Returns
    -------
    Together or None
        None for designs and measures that need the engine's calls.
    """
    if not can_take(people.table):
        return None
    by_name = {name: people.schema.grouping(name) for name in asked.by}
    every = [*by_name.values(), *(each for question in questions for each in question.crossing)]
    held = many_people(people.table, [each for each in every if each.column not in marks])
    coded = {name: codes_of(values) for name, values in marks.items()}
    held = held.coded({key_of(each): coded[each.column] for each in every if each.column in marks})
    found, before = Together(runs=runs), {asked.outcome: outcome}
    ready = held.having({**before, **{column("after", run.key): after[run.key] for run in runs}})
    if not all(answerable(ready, each) for run in (None, *runs) for each in shape_measures(asked, run)):
        return None
    # What needs people in order is worked out beside what is summed: both let other threads work.
    with ThreadPoolExecutor(max_workers=1) as beside:
        shapes = beside.submit(_shapes, found, ready, asked, questions)
        for run in runs:
            mine = {column(name, run.key): values for name, values in effects(run).items()}
            if not _direct(found, held.having({**before, **marks, **mine}), run, asked, questions):
                return None
            _gaps(found, held.having({**before, **mine}), run, asked, by_name)
        shapes.result()
    return found


def _direct(
    found: Together, people: ManyPeople, run: Run, asked: Asked, questions: Sequence[Question]
) -> bool:
    """Answer what is a function of changes; say whether that can be done."""
    ready = _of_run(people, run)
    measures = [direct_measures(question.figures, run, asked) for question in questions]
    if not all(answerable(ready, measure) for each in measures for measure in each):
        return False
    for of_all in (True, False):
        numbers = [number for number, question in enumerate(questions) if question.of_all == of_all]
        asking = [(questions[number].crossing, measures[number]) for number in numbers]
        answers = settled_over(ready.everybody() if of_all else ready, asking, level=asked.level)
        found.of_direct.update(
            {(number, run.key): each for number, each in zip(numbers, answers, strict=True)}
        )
    return True


def _of_run(held: ManyPeople, run: Run) -> ManyPeople:
    """Of points of an option's uncertainty only values are used: they are as of a full count."""
    return held if run.as_written else replace(held, strata=None)


def _shapes(found: Together, people: ManyPeople, asked: Asked, questions: Sequence[Question]) -> None:
    numbers = [number for number, question in enumerate(questions) if question.shapes]
    crossings = [questions[number].crossing for number in numbers]
    for written in (True, False):
        runs = [run for run in found.runs if run.as_written == written]
        if runs:
            ready, before = _of_run(people, runs[0]), shape_measures(asked, None)
            measures = {run.key: shape_measures(asked, run) for run in runs}
            for pair in pairs_over(ready, before, measures, crossings, level=asked.level):
                found.of_shapes[numbers[pair.crossing], pair.name] = pair.estimates


def _gaps(
    found: Together, people: ManyPeople, run: Run, asked: Asked, groupings: Mapping[str, Grouping]
) -> None:
    ready = _of_run(people, run)
    after, change = (column(effect, run.key) for effect in ("after", "change"))
    summed = ready.having(ready.columns, sums={after: (asked.outcome, change)})
    every: list[Any] = list(gap_measures(asked.outcome, {run.key: after}, unit=asked.unit))
    answers = joint_over(summed, every, list(groupings.values()))
    for (name, grouping), each in zip(groupings.items(), answers, strict=True):
        gaps = gaps_between(each, [run.key], grouping=grouping.name, reference=asked.references.get(name))
        found.of_gaps[name, run.key] = gaps[run.key]
