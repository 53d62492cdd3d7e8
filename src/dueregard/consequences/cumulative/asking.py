"""Measures over many crossings: from arrays in memory where the design allows it, else by calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.cumulative.work import Crossing
from dueregard.engine import Grouping, Measure
from dueregard.engine.many import (
    ManyPeople,
    answerable,
    can_take,
    codes_of,
    key_of,
    many_people,
    settled_over,
)
from dueregard.estimates import Estimates
from dueregard.people import People

__all__ = ["asked_of", "held_people", "listed"]

Array = NDArray[np.float64]
Question = tuple[Crossing, Sequence[Measure]]


def listed(people: People, crossing: Crossing) -> tuple[Grouping, ...]:
    """Give a crossing's groupings.

    Parameters
    ----------
    people : People
        Who knows what names group by.
    crossing : tuple of str or Grouping
        Names, and groupings that were made here.

    Returns
    -------
    tuple of Grouping
        In order.
    """
    return tuple(each if isinstance(each, Grouping) else people.schema.grouping(each) for each in crossing)


def held_people(
    people: People, crossings: Iterable[Crossing], marks: Mapping[str, Array]
) -> ManyPeople | None:
    """Take people into memory, with their groups.

    Parameters
    ----------
    people : People
        One row a person.
    crossings : iterable of tuple
        What they will be grouped by.
    marks : mapping of str to ndarray (n,)
        Columns of whole numbers, made here, that some groupings read.

    Returns
    -------
    ManyPeople or None
        None for designs that need the engine's calls: several stages, replicates, known totals.
    """
    if not can_take(people.table):
        return None
    groupings = [each for crossing in crossings if len(crossing) == 1 for each in listed(people, crossing)]
    held = many_people(people.table, [each for each in groupings if each.column not in marks])
    coded = {name: codes_of(values) for name, values in marks.items()}
    return held.coded({key_of(each): coded[each.column] for each in groupings if each.column in marks})


def asked_of(
    people: People, held: ManyPeople | None, questions: Sequence[Question], *, level: float
) -> Iterator[Estimates]:
    """Estimate measures over many crossings.

    Parameters
    ----------
    people : People
        With the columns, where they are not in memory.
    held : ManyPeople, optional
        With the columns in memory.
    questions : sequence of (tuple, sequence of Measure)
        Crossings and what is asked over each.
    level : float
        Confidence level.

    Yields
    ------
    Estimates
        One a question; what two values have in common may be left out.
    """
    if held is None:
        for crossing, measures in questions:
            yield people.estimate(*measures, by=crossing, level=level)
        return
    every = [(listed(people, crossing), measures) for crossing, measures in questions]
    assert all(answerable(held, measure) for _, measures in questions for measure in measures)
    yield from settled_over(held, every, level=level)
