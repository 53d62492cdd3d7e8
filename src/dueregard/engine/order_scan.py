"""How ordered measures are solved, and how the influence of people becomes the spread of estimates.

People come in order, stretch by stretch, are given to every ordered measure of their outcome, and are reduced
to sums by sampling unit and level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.engine.calibration_units import CalibratedUnits
from dueregard.engine.cumulated import CumulatedCells
from dueregard.engine.cumulated_rows import cumulated
from dueregard.engine.levels import distinct_codes
from dueregard.engine.order_rows import Stretch, everybody, let_go, stretches
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.protocols import Ordered, Outcome
from dueregard.engine.ranked import RankScan
from dueregard.engine.scored import Scored, Solution, Term
from dueregard.engine.spread import Loaded, Part
from dueregard.engine.table import row_count

__all__ = ["Solved", "solve_ordered"]

MOST_REPLICATES = 20_000_000
"""The most replicate weights that are fetched at a time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solved:
    """An ordered measure over the levels of one crossing.

    Attributes
    ----------
    part : Part
        Values and what carries their spread.
    events, left_out : ndarray (d,), optional
        As :class:`~dueregard.engine.scored.Solution`.
    reasons : mapping of int to str
        Why a level has no usable interval.
    """

    part: Part
    events: NDArray[np.float64] | None = None
    left_out: NDArray[np.float64] | None = None
    reasons: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Piece:
    """A measure's solution over some levels, its influence summed by sampling unit."""

    first: int
    solution: Solution
    units: Any = None
    through: Sequence[Term] = ()


def solve_ordered(scan: RankScan, measures: Mapping[int, Ordered]) -> dict[int, Solved]:
    """Estimate ordered measures over the levels of one crossing.

    Parameters
    ----------
    scan : RankScan
        The people of the crossing.
    measures : mapping of int to Ordered
        By their position.

    Returns
    -------
    dict of int to Solved
        By position.

    Raises
    ------
    UsageError
        When a level has more people than are put in order in memory.
    """
    groups: dict[tuple[Outcome, int], dict[int, Ordered]] = {}
    for index, measure in measures.items():
        groups.setdefault((measure.outcome, measure.order), {})[index] = measure
    solved: dict[int, Solved] = {}
    if groups:
        let_go(scan.table, everybody=False)
    for (outcome, order), members in groups.items():
        left = dict(members)
        if short := {index: each for index, each in members.items() if _of_cells(each) is not None}:
            cells = cumulated(scan, outcome)
            if cells is not None:
                solved |= {index: _of_sums(scan, each, cells) for index, each in short.items()}
                left = {index: each for index, each in members.items() if index not in short}
        if left:
            solved |= _solve(scan, left, outcome, order)
    return solved


def _of_cells(measure: Ordered) -> Any:
    return getattr(measure, "of_cells", None)


def _of_sums(scan: RankScan, measure: Ordered, cells: CumulatedCells) -> Solved:
    """Solve a measure that needs no more than sums by unit."""
    solution = _as_solution(_of_cells(measure)(cells))
    spread = None
    if scan.table.design.has_sampling_error:
        shape = (scan.table.cache["units"].plan.rows, cells.levels)
        scores = solution.scored.scores(cells.starts)
        spread = sparse.coo_array((scores, (cells.unit, cells.level)), shape=shape).tocsr()
    part = Part(values=solution.scored.values, spread=spread)
    return Solved(part=part, reasons=solution.reasons)


def _solve(
    scan: RankScan, measures: Mapping[int, Ordered], outcome: Outcome, order: int
) -> dict[int, Solved]:
    wanted = dict.fromkeys(each.population for each in measures.values() if each.population is not None)
    whole = {population: everybody(scan, population) for population in wanted}
    sampled = scan.table.design.has_sampling_error and not scan.rows.replicates
    pieces: dict[int, list[_Piece]] = {index: [] for index in measures}
    for stretch in stretches(scan, outcome, order):
        sums = _UnitSums(scan, stretch) if sampled else None
        for index, measure in measures.items():
            population = None if measure.population is None else whole[measure.population].people
            solution = _as_solution(measure.estimate(stretch.people, population))
            piece = _Piece(first=stretch.first, solution=solution)
            if sums is not None:
                piece = sums.piece(solution)
            pieces[index].append(piece)
    if scan.rows.replicates:
        return _replicated(scan, measures, pieces, outcome, order)
    parts: dict[int, Part] = {}
    shared: dict[int, NDArray[np.float64]] = {}
    for index, found in pieces.items():
        if sampled:
            outcome_of_line = measures[index].population
            moved_by = None if outcome_of_line is None else whole[outcome_of_line]
            parts[index] = _part(scan, found, moved_by, shared)
        else:
            parts[index] = Part(values=_values(found), spread=None)
    return {index: _solved(found, parts[index]) for index, found in pieces.items()}


def _as_solution(found: Scored | Solution) -> Solution:
    return found if isinstance(found, Solution) else Solution(scored=found)


def _solved(pieces: Sequence[_Piece], part: Part) -> Solved:
    def joined(name: str) -> NDArray[np.float64] | None:
        each = [getattr(piece.solution, name) for piece in pieces]
        return None if each[0] is None else np.concatenate(each)

    reasons = {
        piece.first + level: reason for piece in pieces for level, reason in piece.solution.reasons.items()
    }
    return Solved(part=part, events=joined("events"), left_out=joined("left_out"), reasons=reasons)


def _values(pieces: Sequence[_Piece]) -> NDArray[np.float64]:
    return np.concatenate([piece.solution.scored.values for piece in pieces])


class _UnitSums:
    """Sums influence by sampling unit over the people of a stretch."""

    def __init__(self, scan: RankScan, stretch: Stretch) -> None:
        assert stretch.unit is not None
        self.stretch, self.people = stretch, stretch.people
        self.known: CalibratedUnits | None = scan.table.cache["units"].calibration
        self.units, levels = scan.table.cache["units"].plan.rows, stretch.people.levels
        self.level = np.repeat(np.arange(levels), np.diff(self.people.starts))
        self.cells, self.position = distinct_codes(self.level * self.units + stretch.unit)
        self.starts = np.searchsorted(self.cells, np.arange(levels + 1, dtype=np.int64) * self.units)
        self.rows = (self.cells % max(self.units, 1)).astype(np.int32)

    def piece(self, solution: Solution) -> _Piece:
        influence = self.people.weight * solution.scored.scores(self.people.starts)
        sums = np.bincount(self.position, weights=influence, minlength=len(self.cells))
        shape = (self.units, self.people.levels)
        matrix: Any = sparse.csc_array((sums, self.rows, self.starts), shape=shape)
        if self.known is not None:
            assert self.stretch.pattern is not None
            matrix = self.known.residuals(matrix, self.stretch.pattern, self.level, influence)
        through = solution.scored.through_population()
        # Only values and reasons are needed from here on: what each person contributes is let go.
        kept = Solution(
            scored=Scored(solution.scored.values),
            events=solution.events,
            left_out=solution.left_out,
            reasons=solution.reasons,
        )
        return _Piece(first=self.stretch.first, solution=kept, units=matrix, through=through)


def _part(
    scan: RankScan,
    pieces: Sequence[_Piece],
    whole: Stretch | None,
    known: dict[int, NDArray[np.float64]],
) -> Part:
    """Join pieces, and what moves all of them: values of the whole population."""
    spread = _side_by_side([piece.units for piece in pieces])
    shared = []
    # The pieces differ in their people, not in the population: its values are those of the first piece.
    for number, term in enumerate(pieces[0].through):
        if id(term.base) not in known:
            assert whole is not None
            known[id(term.base)] = _of_population(scan, whole, term.base)
        moved = np.concatenate([piece.through[number].coefficient for piece in pieces])
        shared.append((known[id(term.base)], moved))
    if shared:
        spread = Loaded.of(spread, shared)
    return Part(values=_values(pieces), spread=spread)


def _side_by_side(units: Sequence[Any]) -> Any:
    if any(isinstance(each, Loaded) for each in units):
        return Loaded.beside(units)
    return units[0].tocsr() if len(units) == 1 else sparse.hstack(units, format="csc").tocsr()


def _of_population(scan: RankScan, whole: Stretch, value: Scored) -> NDArray[np.float64]:
    assert whole.unit is not None
    influence = whole.people.weight * value.scores(whole.people.starts)
    units = scan.table.cache["units"]
    sums = np.bincount(whole.unit, weights=influence, minlength=units.plan.rows).astype(float)
    if units.calibration is None:
        return sums
    assert whole.pattern is not None
    explained = units.calibration.explained(whole.pattern, np.zeros_like(whole.pattern), influence, 1)
    return np.asarray(sums - explained[:, 0])


def _replicated(
    scan: RankScan,
    measures: Mapping[int, Ordered],
    pieces: Mapping[int, Sequence[_Piece]],
    outcome: Outcome,
    order: int,
) -> dict[int, Solved]:
    """Estimate once more with each replicate weight."""
    again: dict[int, list[NDArray[np.float64]]] = {index: [] for index in measures}
    for own, whole in _replicates(scan, measures, outcome, order):
        for index, measure in measures.items():
            population = None if measure.population is None else whole[measure.population]
            again[index].append(_as_solution(measure.estimate(own, population)).scored.values)
    return {
        index: _solved(found, Part(values=_values(found), spread=np.vstack(again[index])))
        for index, found in pieces.items()
    }


def _replicates(
    scan: RankScan, measures: Mapping[int, Ordered], outcome: Outcome, order: int
) -> Iterator[tuple[OrderedPeople, Mapping[Outcome, OrderedPeople]]]:
    """Give the people of a crossing and the whole population each replicate weight in turn."""
    names = scan.rows.replicates
    step = max(1, MOST_REPLICATES // max(1, row_count(scan.table)))
    populations = dict.fromkeys(each.population for each in measures.values() if each.population is not None)
    for at in range(0, len(names), step):
        block = names[at : at + step]
        (own,) = stretches(scan, outcome, order, replicates=block)
        whole = {population: everybody(scan, population, replicates=block) for population in populations}
        for replicate in range(len(block)):
            yield (
                own.reweighted(replicate),
                {population: each.reweighted(replicate) for population, each in whole.items()},
            )
