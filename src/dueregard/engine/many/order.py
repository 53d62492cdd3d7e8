"""Measures of people in order, before and after, over many crossings: each column is put in order once.

Everybody is held in the order of the column before. The groups of a crossing are parted by a stable radix
sort of their small codes, which keeps the order within each; the order of a column after is worked out once
too, and parted in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.blocks import joined
from dueregard.engine.crossing import Found, block_of
from dueregard.engine.grouping import Grouping
from dueregard.engine.levels import Levels
from dueregard.engine.many.blocks import blocks_of, cells_over, levels_over
from dueregard.engine.many.pairs import Through, WithinLevels, parts_of, roots_of_pairs
from dueregard.engine.many.people import ManyPeople
from dueregard.engine.many.ranks import Answer, solved
from dueregard.engine.many.smooth import LevelSums, cells_of_levels
from dueregard.engine.many.sums import BlockSums
from dueregard.engine.many.values import Values
from dueregard.engine.order_rows import STRETCH
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.ordering import by_level
from dueregard.engine.protocols import Outcome
from dueregard.engine.scored import Floats, Scored
from dueregard.engine.spread import FullCount, Part
from dueregard.engine.supports import supports_of
from dueregard.estimates import Estimates, Roots, Source, Support

__all__ = ["Paired", "pairs_over"]

Measures = Sequence[Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Paired:
    """Measures after something, over one crossing, each with the same measure before.

    Attributes
    ----------
    crossing : int
        Its position.
    name : str
        Which of the columns after.
    estimates : Estimates
        Measure by measure: all levels before, then all levels after. What the two values of a measure and a
        level have in common is kept; what others have in common is not.
    """

    crossing: int
    name: str
    estimates: Estimates


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Column:
    """A column in order.

    Attributes
    ----------
    value : ndarray (n,)
        In the order of the column before.
    order : ndarray of int (n,), optional
        Places that put it in order; None for the column before.
    everybody : OrderedPeople
        All people as one level.
    outcome : Outcome
        What it is.
    """

    value: Floats
    order: NDArray[np.int32] | None
    everybody: OrderedPeople
    outcome: Outcome

    @property
    def place(self) -> NDArray[np.integer[Any]]:
        """Places that put it in order."""
        return np.arange(len(self.value)) if self.order is None else self.order


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Held:
    """Everybody with a value, in the order of the column before."""

    person: NDArray[np.int32]
    weight: Floats
    stratum: NDArray[np.int64] | None
    factor: float | Floats
    people: ManyPeople
    inside: NDArray[np.bool_] | None
    through: dict[tuple[int, int], Through] = field(default_factory=dict)

    @property
    def scored(self) -> bool:
        """Whether there is sampling error."""
        return self.people.strata is not None

    def within(self, place: NDArray[np.integer[Any]], starts: NDArray[np.int64]) -> WithinLevels | None:
        """Give people level by level, for their errors."""
        if self.people.strata is None:
            return None
        return WithinLevels(
            starts=starts,
            place=place,
            factor=self.factor,
            stratum=self.stratum,
            strata=self.people.strata,
        )


def pairs_over(
    people: ManyPeople,
    before: Measures,
    after: Mapping[str, Measures],
    crossings: Sequence[tuple[Grouping, ...]],
    *,
    level: float,
) -> Iterator[Paired]:
    """Estimate measures before and after over many crossings.

    Parameters
    ----------
    people : ManyPeople
        With the columns of the measures.
    before : sequence of Measure
        Ordered, smooth or quantiles, all of one column.
    after : mapping of str to sequence of Measure
        The same measures of other columns, which the same people have.
    crossings : sequence of tuple of Grouping
        Of groupings whose codes were read; the empty one is everybody.
    level : float
        Confidence level.

    Yields
    ------
    Paired
        One a crossing and column after.
    """
    values = Values(people)
    first, columns = _columns(people, before, after)
    outcomes = [before[0].outcome, *(each.outcome for each in columns.values())]
    for block in blocks_of(people, crossings):
        cells = cells_over(people, block)
        sums = BlockSums(values, cells.cell, block.cells)
        cell = cells.cell[first.held.person]
        for index in block.crossings:
            levels, level_of_cell = levels_over(people, block, cells, crossings[index])
            of = LevelSums(sums=sums, levels=levels, level=level_of_cell)
            found = cells_of_levels(of, (), outcomes)
            supports = {outcome: supports_of(found, outcome, None) for outcome in outcomes}
            for name, estimates in _estimated(
                first, columns, level_of_cell[cell], levels, before, after, supports, confidence=(level,)
            ):
                yield Paired(crossing=index, name=name, estimates=estimates)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _First:
    """The column before, and everybody in its order."""

    held: _Held
    column: _Column


def _columns(
    people: ManyPeople, before: Measures, after: Mapping[str, Measures]
) -> tuple[_First, dict[str, _Column]]:
    outcome = before[0].outcome
    values = people.columns[outcome.columns[0]]
    valid = np.flatnonzero((people.weight > 0) & ~np.isnan(values))
    person = valid[np.argsort(values[valid], kind="stable")].astype(np.int32)
    weight = people.weight[person]
    stratum = None if people.stratum is None else people.stratum[person]
    factor: float | Floats = 1.0
    if people.strata is not None:
        factor = float(people.strata.within[0]) if stratum is None else people.strata.within[stratum]
    held = _Held(
        person=person,
        weight=weight,
        stratum=stratum,
        factor=factor,
        people=people,
        inside=None if people.domain is None else people.domain[person],
    )
    first = _Column(
        value=values[person],
        order=None,
        everybody=_everybody(values[person], weight, None, held.scored),
        outcome=outcome,
    )
    columns = {}
    for name, measures in after.items():
        own = measures[0].outcome
        value = people.columns[own.columns[0]][person]
        order = np.argsort(value, kind="stable").astype(np.int32)
        everybody = _everybody(value, weight, order, held.scored)
        columns[name] = _Column(value=value, order=order, everybody=everybody, outcome=own)
    return _First(held=held, column=first), columns


def _everybody(value: Floats, weight: Floats, order: Any, scored: bool) -> OrderedPeople:
    return OrderedPeople(
        weight=weight if order is None else weight[order],
        columns=(value if order is None else value[order],),
        starts=np.array([0, len(value)], dtype=np.int64),
        scored=scored,
    )


def _estimated(
    first: _First,
    columns: Mapping[str, _Column],
    level: NDArray[np.int64],
    levels: Levels,
    before: Measures,
    after: Mapping[str, Measures],
    supports: Mapping[Outcome, Sequence[Support]],
    *,
    confidence: Sequence[float],
) -> Iterator[tuple[str, Estimates]]:
    """Estimate one crossing: of every column after, stretch by stretch."""
    held, count = first.held, len(levels)
    level = level if held.inside is None else np.where(held.inside, level, -1)
    places, starts = _parted(level, count, None)
    pieces: dict[str, list[_Piece]] = {name: [] for name in columns}
    parted = {name: _parted(level, count, column.order)[0] for name, column in columns.items()}
    found = np.zeros(len(level), dtype=np.int32)
    for start, end in _stretches(starts):
        rows = slice(starts[start], starts[end])
        bounds = starts[start : end + 1] - starts[start]
        within = held.within(places[rows], bounds)
        own = _people(held, first.column, places[rows], bounds)
        old = solved(before, own, first.column.everybody, within, confidence)
        for name, column in columns.items():
            place = parted[name][rows]
            again = held.within(place, bounds)
            theirs = _people(held, column, place, bounds)
            new = solved(after[name], theirs, column.everybody, again, confidence)
            roots = None
            if within is not None:
                aligned = _Aligned.of(held, first.column, column, within, place, found)
                roots = [aligned.roots(*pair) for pair in zip(old, new, strict=True)]
            pieces[name].append(_Piece(first=start, before=old, after=new, roots=roots))
    for name, some in pieces.items():
        yield name, _joined(some, before, after[name], levels, supports, held.people, confidence)


def _stretches(starts: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Take some levels at a time, few enough people for a cache where levels are small."""
    count, first = len(starts) - 1, 0
    while first < count or not count:
        end = int(np.searchsorted(starts, starts[first] + STRETCH, side="right")) - 1
        end = min(max(end, first + 1), count)
        yield first, end
        if not count:
            return
        first = end


def _parted(
    level: NDArray[np.int64], levels: int, order: NDArray[np.int32] | None
) -> tuple[NDArray[np.integer[Any]], NDArray[np.int64]]:
    """Part people in order into levels; whoever is in none is left out."""
    narrow = (level + 1).astype(np.uint8 if levels < 2**8 - 1 else np.int64)
    if order is not None:
        narrow = narrow[order]
    place, starts = by_level(narrow, levels + 1) if levels >= 2**8 - 1 else _by_byte(narrow, levels + 1)
    place = place[starts[1] :].astype(np.int32)
    return (place if order is None else order[place]), starts[1:] - starts[1]


def _by_byte(level: NDArray[Any], levels: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    starts = np.zeros(levels + 1, dtype=np.int64)
    np.cumsum(np.bincount(level, minlength=levels), out=starts[1:])
    return np.argsort(level, kind="stable"), starts


def _people(
    held: _Held, column: _Column, place: NDArray[np.integer[Any]], starts: NDArray[np.int64]
) -> OrderedPeople:
    return OrderedPeople(
        weight=held.weight[place], columns=(column.value[place],), starts=starts, scored=held.scored
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Piece:
    """Some levels of a crossing."""

    first: int
    before: Sequence[Answer]
    after: Sequence[Answer]
    roots: Sequence[Floats] | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Aligned:
    """Influence before and after, brought to the same order of people."""

    held: _Held
    first: _Column
    column: _Column
    within: WithinLevels
    place: NDArray[np.int32]

    @classmethod
    def of(
        cls,
        held: _Held,
        first: _Column,
        column: _Column,
        within: WithinLevels,
        place: NDArray[np.integer[Any]],
        found: NDArray[np.int32],
    ) -> _Aligned:
        """Find where each person before is after; `found` (n,) is overwritten."""
        found[place] = np.arange(len(place), dtype=np.int32)
        return cls(held=held, first=first, column=column, within=within, place=found[within.place])

    def roots(self, old: Answer, new: Answer) -> Floats:
        """Give the root of the pair's covariance by level."""
        assert old.influence is not None and new.influence is not None
        change = new.influence[self.place]
        change -= old.influence
        none = np.zeros(self.within.levels)
        if old.base is None or new.base is None:
            return roots_of_pairs(self.within, (old.influence, change), None, (none, none))
        assert old.moved is not None and new.moved is not None
        through = self._through(old.base, new.base)
        return roots_of_pairs(self.within, (old.influence, change), through, (old.moved, new.moved))

    def _through(self, old: Scored, new: Scored) -> Through:
        key = (id(old), id(new))
        if key not in self.held.through:
            count = len(self.held.weight)
            before = self._of_everybody(self.first, old)
            change = self._of_everybody(self.column, new) - before
            whole = self.held.within(np.arange(count), np.array([0, count]))
            assert whole is not None
            self.held.through[key] = Through.of(before, change, whole)
        return self.held.through[key]

    def _of_everybody(self, column: _Column, value: Scored) -> Floats:
        people = column.everybody
        influence = people.weight * value.scores(people.starts)
        if column.order is None:
            return influence
        found = np.empty(len(influence))
        found[column.order] = influence
        return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Kept:
    """Errors that are worked out already."""

    kept: Source | None
    method: str = "Taylor linearisation"
    by_unit: bool = False

    def source(self, parts: Sequence[Part]) -> Source | None:
        """Give them."""
        return self.kept


def _joined(
    pieces: Sequence[_Piece],
    before: Measures,
    after: Measures,
    levels: Levels,
    supports: Mapping[Outcome, Sequence[Support]],
    people: ManyPeople,
    confidence: Sequence[float],
) -> Estimates:
    source: Source | None = None
    if people.strata is not None:
        roots = [
            np.concatenate([piece.roots[index] for piece in pieces if piece.roots is not None], axis=1)
            for index in range(len(before))
        ]
        source = Roots(identity=people.table.identity, parts=parts_of(roots), df=people.strata.df)
    spread: Any = _Kept(kept=source)
    shown: Any = FullCount() if people.strata is None else spread
    blocks = []
    for index in range(len(before)):
        for measure, side in ((before[index], "before"), (after[index], "after")):
            answers = [(piece.first, getattr(piece, side)[index]) for piece in pieces]
            found = _found(answers)
            blocks.append(
                block_of(measure, levels, found, supports=supports[measure.outcome], spread=shown)
            )
    return joined(blocks, spread, confidence)


def _found(answers: Sequence[tuple[int, Answer]]) -> Found:
    def of(name: str) -> Floats | None:
        each = [getattr(answer, name) for _, answer in answers]
        return None if each[0] is None else np.concatenate(each)

    limits = {
        level: np.vstack([answer.limits[level] for _, answer in answers]) for level in answers[0][1].limits
    }
    reasons = {first + level: text for first, answer in answers for level, text in answer.reasons.items()}
    values = of("values")
    assert values is not None
    return Found(
        part=Part(values=values, spread=None),
        limits=limits,
        reasons=reasons,
        events=of("events"),
        left_out=of("left_out"),
    )
