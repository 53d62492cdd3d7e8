"""Measures over many crossings, each value with its own error: what two have in common is not kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dueregard.engine.blocks import Block, joined
from dueregard.engine.cells import Cells
from dueregard.engine.crossing import Found, block_of, smooth_found
from dueregard.engine.grouping import Grouping
from dueregard.engine.many.alone import Alone, alone
from dueregard.engine.many.answerable import is_smooth
from dueregard.engine.many.blocks import blocks_of, cells_over, levels_over
from dueregard.engine.many.people import ManyPeople
from dueregard.engine.many.smooth import LevelSums, Summed, cells_of_levels
from dueregard.engine.many.sums import BlockSums
from dueregard.engine.many.values import Values
from dueregard.engine.protocols import Measure, Outcome
from dueregard.engine.spread import FullCount, Spread
from dueregard.engine.supports import supports_of
from dueregard.estimates import Estimates

__all__ = ["settled_over"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Scan:
    """What a smooth measure is solved over."""

    cells: Cells
    spread: Any


def settled_over(
    people: ManyPeople,
    asked: Sequence[tuple[tuple[Grouping, ...], Sequence[Measure]]],
    *,
    level: float = 0.95,
) -> list[Estimates]:
    """Estimate measures over many crossings, each value by itself.

    Parameters
    ----------
    people : ManyPeople
        With the columns of the measures.
    asked : sequence of (tuple of Grouping, sequence of Measure)
        Crossings of groupings whose codes were read, of which the empty one is everybody, and measures over
        each; see :func:`~dueregard.engine.many.answerable.answerable`.
    level : float
        Confidence level.

    Returns
    -------
    list of Estimates
        One a crossing, as the engine would give it, but without what two values have in common.

    Notes
    -----
    Crossings are held by a few finer ones, whose cells are summed once; see
    :func:`~dueregard.engine.many.blocks.blocks_of`. Columns of which people are needed in order are put in
    order once. No person's score is kept.
    """
    values = Values(people)
    columns: dict[Outcome, Alone] = {}
    found: dict[int, Estimates] = {}
    crossings = [crossing for crossing, _ in asked]
    for block in blocks_of(people, crossings):
        cells = cells_over(people, block)
        sums = BlockSums(values, cells.cell, block.cells)
        for index in block.crossings:
            crossing, measures = asked[index]
            levels, of_cell = levels_over(people, block, cells, crossing)
            of = LevelSums(sums=sums, levels=levels, level=of_cell)
            found[index] = _estimates(of, measures, columns, level)
    return [found[index] for index in range(len(asked))]


def _estimates(
    of: LevelSums,
    measures: Sequence[Any],
    columns: dict[Outcome, Alone],
    confidence: float,
) -> Estimates:
    ordered: dict[Outcome, list[int]] = {}
    for index, measure in enumerate(measures):
        if not is_smooth(measure):
            ordered.setdefault(measure.outcome, []).append(index)
    cells = cells_of_levels(of, [each for each in measures if is_smooth(each)], list(ordered))
    spread: Any = Summed(of=of)
    shown: Spread = FullCount() if of.people.strata is None else spread
    supports = {
        outcome: supports_of(cells, outcome, None, counted=of.units(outcome))
        for outcome in dict.fromkeys(measure.outcome for measure in measures)
    }
    found: dict[int, Found] = {}
    for outcome, places in ordered.items():
        if outcome not in columns:
            columns[outcome] = alone(of.sums.values, outcome)
        answers = columns[outcome].found(of, [measures[place] for place in places], confidence)
        found |= dict(zip(places, answers, strict=True))
    scan: Any = _Scan(cells=cells, spread=spread)
    blocks: list[Block] = []
    for index, measure in enumerate(measures):
        one = found[index] if index in found else smooth_found(scan, measure)
        supported = supports[measure.outcome]
        blocks.append(block_of(measure, of.levels, one, supports=supported, spread=shown))
    return joined(blocks, spread, (confidence,))
