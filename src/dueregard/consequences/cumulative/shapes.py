"""Figures of whole distributions under every subset: poverty with a line that moves, and the Gini."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard import measures
from dueregard.consequences.cumulative.attribution import Effect
from dueregard.consequences.cumulative.columns import after
from dueregard.consequences.cumulative.figures import SHAPES, Shape
from dueregard.consequences.cumulative.work import Crossing, Work, carried, named
from dueregard.consequences.labelled import settled
from dueregard.engine import Measure
from dueregard.engine.grammar import Column
from dueregard.estimates import Estimates, Label, Record, Scores, records

__all__ = ["has_shares_of_groups", "shapes"]

Array = NDArray[np.float64]
Group = tuple[tuple[str, str], ...]
BEFORE, PEOPLE = "before", "people"

_OF_GROUPS = ("cumulative", "shapley")

MOST_OF_GROUPS = 16
"""The most subsets under which groups are put in order."""

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
    effects = _effects(work, crossing)
    asked = _asked(work, shape, effects)
    found = work.people.estimate(*asked, by=crossing, level=work.asked.level)
    places = {(str(label.outcome), _group(label)): n for n, label in enumerate(found.labels)}
    rows = [
        _Row(group=group, effect=effect)
        for group in dict.fromkeys(map(_group, found.labels))
        for effect in effects
    ]
    labels = [
        named(work, found.labels[places[BEFORE, row.group]], figure=shape.name, effect=row.effect)
        for row in rows
    ]
    values = sparse.csr_array(np.diag(np.nan_to_num(found.values)))
    sides = {
        state: np.asarray((_weights(work, state, rows, places) @ values).sum(axis=1))
        for state in work.states[1:]
    }
    weights = _weights(work, work.state, rows, places)
    changes = _in_one(found.linear(weights, labels))
    yield from _told(work, found, changes, [places[BEFORE, row.group] for row in rows], sides)
    if shape.counted:
        counted = [n for n, row in enumerate(rows) if row.effect.kind in _OF_GROUPS]
        people = [places[PEOPLE, rows[n].group] for n in counted]
        numbers = _numbers(work, found, weights[counted], people, [labels[n] for n in counted])
        sizes = found.values[people]
        sides = {state: each[counted] * sizes for state, each in sides.items()}
        yield from _told(work, found, numbers, people, sides)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Row:
    """An effect on a group."""

    group: Group
    effect: Effect


def _group(label: Label) -> Group:
    return tuple(label.by.items())


def _effects(work: Work, crossing: Crossing) -> list[Effect]:
    """Give everybody all effects, and groups what is affordable: each subset has people put in order anew."""
    if not crossing:
        return [*work.effects, *work.pairs]
    kinds = _OF_GROUPS if has_shares_of_groups(len(work.bundle)) else _OF_GROUPS[:1]
    return [effect for effect in work.effects if effect.kind in kinds]


def has_shares_of_groups(measures: int) -> bool:
    """Say whether shares of poverty with a moving line are given for groups too.

    Parameters
    ----------
    measures : int
        How many there are in the bundle.

    Returns
    -------
    bool
        False where there are too many subsets; then groups have the whole only.

    Examples
    --------
    >>> has_shares_of_groups(4), has_shares_of_groups(5)
    (True, False)
    """
    return 1 << measures <= MOST_OF_GROUPS


def _asked(work: Work, shape: Shape, effects: Sequence[Effect]) -> Iterator[Measure]:
    line = work.asked.line
    used = np.any([effect.weights != 0 for effect in effects], axis=0)
    yield shape.make(work.asked.outcome, BEFORE, line)
    for state in work.states:
        firsts = work.firsts[state]
        for subset in dict.fromkeys(first for first, wanted in zip(firsts, used, strict=True) if wanted):
            if subset:
                yield shape.make(after(subset, state), after(subset, state), line)
    if shape.counted:
        yield measures.count(among=f"{Column(work.asked.outcome)} is not missing", name=PEOPLE)


def _weights(
    work: Work, state: str, rows: Sequence[_Row], places: Mapping[tuple[str, Group], int]
) -> sparse.csr_array:
    """Say what each value counts in each effect, shape (rows, values)."""
    matrix = np.zeros((len(rows), len(places)))
    for number, row in enumerate(rows):
        for subset, weight in zip(work.firsts[state], row.effect.weights, strict=True):
            if weight:
                matrix[number, places[after(subset, state) if subset else BEFORE, row.group]] += weight
    matrix[np.abs(matrix) < _ROUNDING] = 0.0
    return sparse.csr_array(matrix)


def _in_one(estimates: Estimates) -> Estimates:
    """Put scores together from the parts that subsets share: there are fewer effects than parts."""
    sources = tuple(
        replace(each, units=each.units @ each.loadings, loadings=None)
        if isinstance(each, Scores) and each.loadings is not None
        else each
        for each in estimates.sources
    )
    return replace(estimates, sources=sources)


def _numbers(
    work: Work, found: Estimates, rates: sparse.csr_array, people: Sequence[int], labels: Sequence[Label]
) -> Estimates:
    """Turn changes of the poverty rate into numbers of people; both are uncertain."""
    sizes = sorted(set(people))
    count = len(people)
    counts = sparse.csr_array(
        (np.ones(len(sizes)), (range(len(sizes)), sizes)), shape=(len(sizes), len(found))
    )
    named_sizes = [found.labels[place] for place in sizes]
    both = _in_one(found.linear(sparse.vstack([rates, counts], format="csr"), [*labels, *named_sizes]))
    of = count + np.searchsorted(sizes, people)
    rows = np.arange(count)

    def number(values: Array) -> Array:
        return np.asarray(values[:count] * values[of])

    def slopes(values: Array) -> Array:
        matrix = np.zeros((count, len(values)))
        matrix[rows, rows] = values[of]
        matrix[rows, of] = values[:count]
        return matrix

    figure = "poverty_number_change"
    shown = [
        replace(label, measure=f"{label.measure.removesuffix('poverty_rate_change')}{figure}", unit=PEOPLE)
        for label in labels
    ]
    return both.apply(number, slopes, shown)


def _told(
    work: Work, found: Estimates, changes: Estimates, places: Sequence[int], sides: Mapping[str, Array]
) -> Iterator[Record]:
    # What rests on several subsets is still of the same people: they are not counted twice.
    own = replace(changes, supports=tuple(found.supports[place] for place in places))
    yield from records(settled(carried(work.variations, own, sides)), level=work.asked.level)
