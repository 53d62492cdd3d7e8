"""Where ordered people come from, and how their influence becomes the spread of estimates.

The rows of one outcome are fetched once for each crossing, narrow and in memory, put in order, given to every
ordered measure of that outcome, and reduced to sums by sampling unit and level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.engine.calibration_units import CalibratedUnits
from dueregard.engine.cells import Request, count_request, read_cells
from dueregard.engine.held_people import held_people
from dueregard.engine.levels import distinct_codes
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.ordering import in_order
from dueregard.engine.protocols import Ordered, Outcome
from dueregard.engine.ranked import RankScan
from dueregard.engine.rows import prepare_rows
from dueregard.engine.scored import Scored, Solution
from dueregard.engine.spread import Loaded, Part
from dueregard.engine.table import Table, row_count
from dueregard.errors import UsageError

__all__ = ["Solved", "solve_ordered"]

MOST_ROWS = 50_000_000
"""The most rows that are put in order in memory, some 2 gigabytes with their weights and units."""

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
class _Fetched:
    """People in order, the unit of each, some of their replicate weights, and under known totals patterns."""

    people: OrderedPeople
    unit: NDArray[np.int64] | None
    replicates: NDArray[np.float64] | None = None
    pattern: NDArray[np.int64] | None = None


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
        When there are more people than are put in order in memory.
    """
    if not measures:
        return {}
    _refuse_too_many(scan.table)
    groups: dict[Any, list[int]] = {}
    for index, measure in measures.items():
        groups.setdefault((measure.outcome, measure.order, measure.population), []).append(index)
    solved: dict[int, Solved] = {}
    for (outcome, order, population), indices in groups.items():
        own = _fetch(scan, outcome, order)
        whole = None if population is None else _fetch_population(scan, population)
        chosen = {index: measures[index] for index in indices}
        solved |= _solve(scan, chosen, own, whole)
    return solved


def _solve(
    scan: RankScan, measures: Mapping[int, Ordered], own: _Fetched, whole: _Fetched | None
) -> dict[int, Solved]:
    everybody = None if whole is None else whole.people
    solutions = {index: _solution(each, own.people, everybody) for index, each in measures.items()}
    if not scan.table.design.has_sampling_error:
        parts = {index: Part(values=each.scored.values, spread=None) for index, each in solutions.items()}
    elif scan.rows.replicates:
        parts = _replicated(scan, measures, solutions)
    else:
        parts = _linearised(scan, solutions, own, whole)
    return {
        index: Solved(part=parts[index], events=each.events, left_out=each.left_out, reasons=each.reasons)
        for index, each in solutions.items()
    }


def _solution(measure: Ordered, people: OrderedPeople, population: OrderedPeople | None) -> Solution:
    found = measure.estimate(people, population)
    return found if isinstance(found, Solution) else Solution(scored=found)


def _linearised(
    scan: RankScan, solutions: Mapping[int, Solution], own: _Fetched, whole: _Fetched | None
) -> dict[int, Part]:
    """Sum influence by sampling unit and level."""
    known = scan.table.cache["units"].calibration
    units, levels = scan.table.cache["units"].plan.rows, len(scan.levels)
    people, unit = own.people, own.unit
    assert unit is not None
    level = np.repeat(np.arange(levels), np.diff(people.starts))
    cells, position = distinct_codes(unit * levels + level)
    starts = np.searchsorted(cells, np.arange(units + 1, dtype=np.int64) * levels)
    columns = (cells % levels).astype(np.int32) if levels else cells.astype(np.int32)
    of_population: dict[int, NDArray[np.float64]] = {}
    parts = {}
    for index, each in solutions.items():
        influence = people.weight * each.scored.scores(people.starts)
        sums = np.bincount(position, weights=influence, minlength=len(cells))
        matrix: Any = sparse.csr_array((sums, columns, starts), shape=(units, levels))
        if known is not None:
            matrix = known.residuals(matrix, own.pattern, level, influence)
        through = each.scored.through_population()
        for term in through:
            if id(term.base) not in of_population:
                assert whole is not None
                of_population[id(term.base)] = _unit_sums(whole, term.base, units, known)
        spread = matrix
        if through:
            shared = [(of_population[id(term.base)], term.coefficient) for term in through]
            spread = Loaded.of(matrix, shared)
        parts[index] = Part(values=each.scored.values, spread=spread)
    return parts


def _unit_sums(
    whole: _Fetched, value: Scored, units: int, known: CalibratedUnits | None
) -> NDArray[np.float64]:
    assert whole.unit is not None
    influence = whole.people.weight * value.scores(whole.people.starts)
    sums = np.bincount(whole.unit, weights=influence, minlength=units).astype(float)
    if known is None:
        return sums
    assert whole.pattern is not None
    return sums - known.explained(whole.pattern, np.zeros_like(whole.pattern), influence, 1)[:, 0]


def _replicated(
    scan: RankScan, measures: Mapping[int, Ordered], solutions: Mapping[int, Solution]
) -> dict[int, Part]:
    """Estimate once more with each replicate weight."""
    names = scan.rows.replicates
    step = max(1, MOST_REPLICATES // max(1, row_count(scan.table)))
    first = next(iter(measures.values()))
    again: dict[int, list[NDArray[np.float64]]] = {index: [] for index in measures}
    for at in range(0, len(names), step):
        block = names[at : at + step]
        own = _fetch(scan, first.outcome, first.order, replicates=block)
        whole = None if first.population is None else _fetch_population(scan, first.population, block)
        for replicate in range(len(block)):
            people, everybody = _reweighted(own, replicate), None
            if whole is not None:
                everybody = _reweighted(whole, replicate)
            for index, measure in measures.items():
                again[index].append(_solution(measure, people, everybody).scored.values)
    return {
        index: Part(values=solutions[index].scored.values, spread=np.vstack(values))
        for index, values in again.items()
    }


def _reweighted(fetched: _Fetched, replicate: int) -> OrderedPeople:
    assert fetched.replicates is not None
    return fetched.people.reweighted(np.ascontiguousarray(fetched.replicates[:, replicate]))


def _fetch_population(scan: RankScan, outcome: Outcome, replicates: Sequence[str] = ()) -> _Fetched:
    """Fetch the whole table, whatever the groups and the domain; kept for the next crossing."""
    table = replace(scan.table, domain=None)
    key, known = ("population", outcome), scan.table.cache
    if not replicates and known.get("population", (None,))[0] == key:
        kept: _Fetched = known["population"][1]
        return kept
    whole = replace(
        scan, table=table, groupings=(), rows=prepare_rows(table, [outcome], ()), without=None, constants={}
    )
    fetched = _ordered(whole, outcome, 0, replicates=replicates, alone=True)
    if not replicates:
        known["population"] = (key, fetched)
    return fetched


def _fetch(scan: RankScan, outcome: Outcome, order: int, replicates: Sequence[str] = ()) -> _Fetched:
    return _ordered(scan, outcome, order, replicates=replicates, alone=False)


def _ordered(
    scan: RankScan, outcome: Outcome, order: int, *, replicates: Sequence[str], alone: bool
) -> _Fetched:
    """Fetch the people with a valid value and put them in order; alone: as one level."""
    levels = 1 if alone else len(scan.levels)
    held = held_people(scan, outcome, alone=alone)
    if held is not None:
        level, unit, weight, columns, pattern, carried = (*held, None)
    else:
        level, unit, weight, columns, pattern, carried = _scanned(scan, outcome, replicates, alone=alone)
    kept = np.flatnonzero(weight > 0) if not replicates else np.arange(len(weight))
    if len(kept) < len(weight):
        level, weight = level[kept], weight[kept]
        columns, unit = [column[kept] for column in columns], None if unit is None else unit[kept]
        pattern = None if pattern is None else pattern[kept]
    place, starts = in_order(columns[order], level, levels)
    people = OrderedPeople(
        weight=weight[place],
        columns=tuple(column[place] for column in columns),
        starts=starts,
        order=order,
        scored=scan.table.design.has_sampling_error and not scan.rows.replicates and not replicates,
    )
    return _Fetched(
        people=people,
        unit=None if unit is None else unit[place],
        replicates=None if carried is None else carried[place],
        pattern=None if pattern is None else pattern[place],
    )


def _scanned(scan: RankScan, outcome: Outcome, replicates: Sequence[str], *, alone: bool) -> tuple[Any, ...]:
    """Fetch rows from the database."""

    def column(at: int) -> Request:
        return Request(
            outcome=outcome, key=("column", at), expression=lambda *columns: columns[at] * 1.0, power=0
        )

    weight = Request(outcome=outcome, key="w", expression=lambda *_: nw.col("_w"))
    wanted = [count_request(outcome), weight, *(column(at) for at in range(len(outcome.columns)))]
    rows = replace(scan.rows, outcomes={outcome: scan.rows.outcomes[outcome]})
    cells = read_cells(
        scan.table,
        rows if alone else rows.over(scan.frame()),
        (),
        wanted,
        by_unit=scan.spread.by_unit,
        levels=None if alone else scan.levels,
        carry=tuple(replicates) or ("_w",),
    )
    columns = [cells.values[request.name] for request in wanted[2:]]
    carried = cells.carried if replicates else None
    return cells.level, cells.unit, cells.values[weight.name], columns, cells.post, carried


def _refuse_too_many(table: Table) -> None:
    if row_count(table) > MOST_ROWS:
        raise UsageError(
            "This measure puts people in order, and there are too many to do so in memory.",
            found=f"The table has {row_count(table):,} rows; the most is {MOST_ROWS:,}.",
            remedy="Estimate it for parts of the table, or for a sample of it.",
        )
