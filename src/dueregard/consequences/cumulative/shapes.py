"""Figures of whole distributions under every subset: poverty with a line that moves, and the Gini."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dueregard import measures
from dueregard.consequences.cumulative.attribution import Effect
from dueregard.consequences.cumulative.columns import after
from dueregard.consequences.cumulative.figures import SHAPES, Shape
from dueregard.consequences.cumulative.work import Crossing, Work, carried, named
from dueregard.consequences.labelled import settled
from dueregard.engine import Measure
from dueregard.engine.grammar import Column
from dueregard.estimates import Estimates, Record, records

__all__ = ["shapes"]

Array = NDArray[np.float64]
BEFORE, PEOPLE = "before", "people"

_OF_GROUPS = ("cumulative", "shapley")
_ROUNDING = 1e-12


def shapes(work: Work, crossing: Crossing) -> Iterator[Record]:
    """Estimate figures of distributions of the groups of one crossing.

    One call has the value of each figure under every subset, with their joint covariance; each effect is a
    linear combination of them, so its standard error is the paired one.

    Parameters
    ----------
    work : Work
        People with the outcome after every subset.
    crossing : tuple
        None or one grouping.

    Yields
    ------
    Record
        Every effect on every figure.
    """
    for shape in SHAPES:
        if not crossing or shape.groups:
            yield from _of(work, shape, crossing)


def _of(work: Work, shape: Shape, crossing: Crossing) -> Iterator[Record]:
    found = work.people.estimate(*_asked(work, shape), by=crossing, level=work.asked.level)
    places = {(label.outcome, tuple(label.by.items())): n for n, label in enumerate(found.labels)}
    effects = [
        effect
        for effect in (*work.effects, *(() if crossing else work.pairs))
        if not crossing or effect.kind in _OF_GROUPS
    ]
    for group in dict.fromkeys(tuple(label.by.items()) for label in found.labels):
        columns = {name: place for (name, of), place in places.items() if of == group}
        one = _Group(
            values=found.select(list(columns.values())),
            place={str(name): number for number, name in enumerate(columns)},
        )
        yield from _changes(work, shape, one, effects)
        if PEOPLE in one.place:
            yield from _numbers(work, one, [effect for effect in effects if effect.kind in _OF_GROUPS])


def _asked(work: Work, shape: Shape) -> Iterator[Measure]:
    line = work.asked.line
    yield shape.make(work.asked.outcome, BEFORE, line)
    for state in work.states:
        for subset in dict.fromkeys(work.firsts[state]):
            if subset:
                yield shape.make(after(subset, state), after(subset, state), line)
    if shape.counted:
        yield measures.count(among=f"{Column(work.asked.outcome)} is not missing", name=PEOPLE)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Group:
    """The values of one group, under every subset."""

    values: Estimates
    place: Mapping[str, int]

    def weights(self, work: Work, state: str, effects: Sequence[Effect]) -> Array:
        """Say what each value counts in each effect, shape (effects, values)."""
        matrix = np.zeros((len(effects), len(self.values)))
        for row, effect in enumerate(effects):
            for subset, weight in zip(work.firsts[state], effect.weights, strict=True):
                matrix[row, self.place[after(subset, state) if subset else BEFORE]] += weight
        matrix[np.abs(matrix) < _ROUNDING] = 0.0
        return matrix

    def sides(self, work: Work, effects: Sequence[Effect]) -> dict[str, Array]:
        """Give the effects one standard deviation below and above what is written."""
        values = np.nan_to_num(self.values.values)
        return {state: self.weights(work, state, effects) @ values for state in work.states[1:]}


def _changes(work: Work, shape: Shape, group: _Group, effects: Sequence[Effect]) -> Iterator[Record]:
    base = group.values.labels[group.place[BEFORE]]
    labels = [named(work, base, figure=shape.name, effect=effect) for effect in effects]
    changes = group.values.linear(group.weights(work, work.state, effects), labels)
    yield from _told(work, group, changes, group.sides(work, effects))


def _numbers(work: Work, group: _Group, effects: Sequence[Effect]) -> Iterator[Record]:
    """Turn changes of the poverty rate into numbers of people; both are uncertain."""
    weights, people = group.weights(work, work.state, effects), group.place[PEOPLE]
    used = np.append(np.flatnonzero(weights.any(axis=0)), people)
    rates = weights[:, used]
    base = group.values.labels[group.place[BEFORE]]
    labels = [
        named(work, base, figure="poverty_number_change", effect=effect, unit=PEOPLE) for effect in effects
    ]

    def number(values: Array) -> Array:
        return np.asarray((rates @ values) * values[-1])

    def slopes(values: Array) -> Array:
        moved = rates * values[-1]
        moved[:, -1] = rates @ values
        return np.asarray(moved)

    changes = group.values.select(used).apply(number, slopes, labels)
    size = group.values.values[people]
    sides = {state: values * size for state, values in group.sides(work, effects).items()}
    yield from _told(work, group, changes, sides)


def _told(
    work: Work, group: _Group, changes: Estimates, sides: Mapping[str, Array]
) -> Iterator[Record]:
    # What rests on several subsets is still of the same people: they are not counted twice.
    support = group.values.supports[group.place[BEFORE]]
    own = replace(changes, supports=tuple(support for _ in range(len(changes))))
    yield from records(settled(carried(work.variations, own, sides)), level=work.asked.level)
