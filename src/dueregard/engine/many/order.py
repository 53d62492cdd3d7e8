"""Measures of people in order, before and after, over many crossings: each column is put in order once.

Everybody is held in the order of the column before. The groups of a crossing are parted by a stable radix
sort of their small codes, which keeps the order within each; the order of a column after is worked out once
too, and parted in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.blocks import joined
from dueregard.engine.crossing import block_of
from dueregard.engine.grouping import Grouping
from dueregard.engine.levels import Levels
from dueregard.engine.many.blocks import blocks_of, cells_over, levels_over
from dueregard.engine.many.held import OrderedColumn, first_column, found_of, parted, stretches_of
from dueregard.engine.many.pairs import Through, WithinLevels, parts_of, roots_of_pairs
from dueregard.engine.many.people import ManyPeople
from dueregard.engine.many.ranks import Answer, solved
from dueregard.engine.many.smooth import LevelSums, cells_of_levels
from dueregard.engine.many.sums import BlockSums
from dueregard.engine.many.values import Values
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
    first = first_column(people, before[0].outcome)
    columns = {}
    for name, measures in after.items():
        outcome = measures[0].outcome
        value = people.columns[outcome.columns[0]][first.held.person]
        columns[name] = OrderedColumn.of(first.held, outcome, value)
    outcomes = [before[0].outcome, *(each.outcome for each in columns.values())]
    for block in blocks_of(people, crossings):
        cells = cells_over(people, block)
        sums = BlockSums(values, cells.cell, block.cells)
        cell = sums.cell_of(first.held.person)
        for index in block.crossings:
            levels, level_of_cell = levels_over(people, block, cells, crossings[index])
            of = LevelSums(sums=sums, levels=levels, level=level_of_cell)
            found = cells_of_levels(of, (), outcomes)
            supports = {
                outcome: supports_of(found, outcome, None, counted=of.units(outcome)) for outcome in outcomes
            }
            one = _Crossing(levels=levels, before=before, after=after, supports=supports, confidence=(level,))
            for name, estimates in _estimated(first, columns, level_of_cell[cell], one, of):
                yield Paired(crossing=index, name=name, estimates=estimates)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Crossing:
    """What is asked of one crossing."""

    levels: Levels
    before: Measures
    after: Mapping[str, Measures]
    supports: Mapping[Outcome, Sequence[Support]]
    confidence: Sequence[float]


def _estimated(
    first: OrderedColumn,
    columns: Mapping[str, OrderedColumn],
    level: NDArray[np.int64],
    asked: _Crossing,
    of: LevelSums,
) -> Iterator[tuple[str, Estimates]]:
    """Estimate one crossing: of every column after, stretch by stretch."""
    held, count, confidence = first.held, len(asked.levels), asked.confidence
    level = held.levels_of(level)
    places, starts = parted(level, count, None)
    pieces: dict[str, list[_Piece]] = {name: [] for name in columns}
    by_column = {name: parted(level, count, column.order)[0] for name, column in columns.items()}
    found = np.zeros(len(level), dtype=np.int32)
    for start, end in stretches_of(starts):
        rows = slice(starts[start], starts[end])
        bounds = starts[start : end + 1] - starts[start]
        groups = of.groups.stretch(start, end) if held.clustered else None
        within = held.within(places[rows], bounds, groups)
        old = solved(asked.before, first.people(places[rows], bounds), first.everybody, within, confidence)
        for name, column in columns.items():
            place = by_column[name][rows]
            theirs, again = column.people(place, bounds), held.within(place, bounds, groups)
            new = solved(asked.after[name], theirs, column.everybody, again, confidence)
            roots = None
            if within is not None:
                aligned = _Aligned.of(first, column, within, place, found)
                roots = [aligned.roots(*pair) for pair in zip(old, new, strict=True)]
            pieces[name].append(_Piece(first=start, before=old, after=new, roots=roots))
    for name, some in pieces.items():
        yield name, _joined(some, name, asked, held.people)


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

    first: OrderedColumn
    column: OrderedColumn
    within: WithinLevels
    place: NDArray[np.int32]

    @classmethod
    def of(
        cls,
        first: OrderedColumn,
        column: OrderedColumn,
        within: WithinLevels,
        place: NDArray[np.int32],
        found: NDArray[np.int32],
    ) -> _Aligned:
        """Find where each person before is after; `found` (n,) is overwritten."""
        found[place] = np.arange(len(place), dtype=np.int32)
        return cls(first=first, column=column, within=within, place=found[within.place])

    def roots(self, old: Answer, new: Answer) -> Floats:
        """Give the root of the pair's covariance by level."""
        assert old.influence is not None
        assert new.influence is not None
        after = new.influence[self.place]
        found = self._roots(old, new, (old.influence, after - old.influence))
        unknown = np.isnan(found[0])
        if unknown.any():
            # The value after may have an error where that before has none.
            alone = self._roots(new, new, (after, np.zeros_like(after)))[0]
            found[2][unknown] = alone[unknown]
        return found

    def _roots(self, old: Answer, new: Answer, own: tuple[Floats, Floats]) -> Floats:
        none = np.zeros(self.within.levels)
        if old.base is None or new.base is None:
            return roots_of_pairs(self.within, own, None, (none, none))
        assert old.moved is not None
        assert new.moved is not None
        through = self._through(old.base, new.base)
        return roots_of_pairs(self.within, own, through, (old.moved, new.moved))

    def _through(self, old: Scored, new: Scored) -> Through:
        held, key = self.first.held, (id(old), id(new))
        if key not in held.through:
            after = self.column.influence(new)
            before = after if old is new else self.first.influence(old)
            change = after - before
            held.through[key] = Through.of(before, change, held.everybody())
        return held.through[key]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Kept:
    """Errors that are worked out already."""

    kept: Source | None
    method: str = "Taylor linearisation"
    by_unit: bool = False

    def source(self, parts: Sequence[Part]) -> Source | None:
        """Give them."""
        return self.kept


def _joined(pieces: Sequence[_Piece], name: str, asked: _Crossing, people: ManyPeople) -> Estimates:
    before, after, levels = asked.before, asked.after[name], asked.levels
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
            found = found_of(answers)
            blocks.append(
                block_of(measure, levels, found, supports=asked.supports[measure.outcome], spread=shown)
            )
    return joined(blocks, spread, asked.confidence)
