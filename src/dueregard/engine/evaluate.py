"""From a table and measures to estimates with their joint covariance, in as few scans as can be."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.cells import Cells
from dueregard.engine.complements import complement_cells
from dueregard.engine.grouping import Grouping
from dueregard.engine.protocols import Measure, Ranked, Smooth
from dueregard.engine.ranked import RankScan
from dueregard.engine.rows import prepare_rows
from dueregard.engine.spread import FullCount, Part, Spread
from dueregard.engine.supports import support_requests, supports_of
from dueregard.engine.table import Table
from dueregard.engine.ways import way_to_spread
from dueregard.errors import UsageError
from dueregard.estimates import Estimates, Label, Status, Support

__all__ = ["evaluate"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Block:
    """One measure over the levels of one grouping."""

    part: Part
    labels: Sequence[Label]
    supports: Sequence[Support]
    reasons: Sequence[str | None]
    limits: dict[float, NDArray[np.float64]]
    intervals: Sequence[str]


def evaluate(
    table: Table,
    measures: Sequence[Measure],
    *,
    groupings: Sequence[Sequence[Grouping]] = ((),),
    level: float | Sequence[float] = 0.95,
    keep_scores: bool | None = None,
) -> Estimates:
    """Estimate measures over groups of people, with one joint covariance.

    Parameters
    ----------
    table : Table
        The people and how they were selected.
    measures : sequence of Measure
        What to estimate.
    groupings : sequence of sequence of Grouping
        Crossings; the empty one is everybody. By default only everybody.
    level : float or sequence of float
        Confidence levels of intervals that are computed with the estimates (quantiles).
    keep_scores : bool, optional
        When each row is a sampling unit: keep the score of each, so that results of several calls can be
        used together. By default up to ``ROW_BUDGET`` rows.

    Returns
    -------
    Estimates
        For each crossing in turn, for each measure, every level in order.

    Raises
    ------
    UsageError
        When there are no measures.
    ColumnNotFound
        When a column is absent.
    PeopleError
        When weights, units or values cannot be used.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> from dueregard.measures import mean
    >>> people = table_from(pa.table({"y": [1.0, 2.0, 6.0]}), design=SurveyDesign())
    >>> est = evaluate(people, [mean("y")])
    >>> est.values, est.se.round(4)
    (array([3.]), array([1.5275]))
    """
    if not measures:
        raise UsageError("There is no measure to estimate.")
    levels = (level,) if isinstance(level, int | float) else tuple(level)
    spread = way_to_spread(table, keep_scores)

    def solve(without: str | None) -> Estimates:
        blocks = [
            block
            for crossing in groupings
            for block in _solve_crossing(
                table, measures, tuple(crossing), spread, levels=levels, without=without
            )
        ]
        return _joined(blocks, spread, levels)

    return replace(solve(None), rest=solve)


def _solve_crossing(
    table: Table,
    measures: Sequence[Measure],
    crossing: tuple[Grouping, ...],
    spread: Spread,
    *,
    levels: Sequence[float],
    without: str | None,
) -> list[_Block]:
    outcomes = list(dict.fromkeys(measure.outcome for measure in measures))
    rows = prepare_rows(table, outcomes, crossing)
    requests = [request for outcome in outcomes for request in support_requests(outcome)]
    for measure in measures:
        if isinstance(measure, Smooth):
            requests += spread.requests(measure)
    cells = spread.read(table, rows, crossing, requests)
    if without is not None:
        known = any(grouping.name == without for grouping in crossing)
        cells = complement_cells(cells, without) if known else _nobody(cells)
    scan = RankScan(
        table=table,
        groupings=crossing,
        rows=rows,
        cells=cells,
        spread=spread,
        confidence=levels,
        without=without,
    )
    ranked = _solve_ranked(scan, measures)
    supports = {
        outcome: supports_of(cells, outcome, table.cache.get("units") if spread.by_unit else None)
        for outcome in outcomes
    }
    blocks = []
    for index, measure in enumerate(measures):
        if isinstance(measure, Smooth):
            ranked[index] = (spread.part(cells, measure, scan), {}, {})
        part, limits, reasons = ranked[index]
        blocks.append(
            _block(
                measure,
                cells,
                part,
                supports=supports[measure.outcome],
                limits=limits,
                reasons=reasons,
                spread=spread,
            )
        )
    return blocks


def _nobody(cells: Cells) -> Cells:
    """Empty the cells: a crossing without the variable has no other levels."""
    none = np.zeros(0, dtype=np.int64)
    return replace(
        cells,
        level=none,
        unit=None if cells.unit is None else none,
        post=None if cells.post is None else none,
        values={name: np.zeros(0) for name in cells.values},
    )


def _solve_ranked(scan: RankScan, measures: Sequence[Measure]) -> dict[int, tuple[Part, Any, Any]]:
    batches: dict[Hashable, list[int]] = {}
    for index, measure in enumerate(measures):
        if isinstance(measure, Ranked) and not isinstance(measure, Smooth):
            batches.setdefault((type(measure), measure.batch), []).append(index)
    solved: dict[int, tuple[Part, Any, Any]] = {}
    for indices in batches.values():
        members: list[Any] = [measures[index] for index in indices]
        for index, linear in zip(indices, members[0].solve(scan, members), strict=True):
            if linear.replicates is None:
                part = scan.spread.scaled(scan.proxy_part(linear.proxy), linear.values, linear.factor)
            else:
                part = Part(values=linear.values, spread=linear.replicates)
            solved[index] = (part, linear.limits, linear.reasons)
    return solved


def _block(
    measure: Measure,
    cells: Cells,
    part: Part,
    *,
    supports: Sequence[Support],
    limits: Mapping[float, NDArray[np.float64]],
    reasons: Mapping[int, str],
    spread: Spread,
) -> _Block:
    # What a measure's standard error comes from says nothing of a full count.
    ways = (spread.method,) if isinstance(spread, FullCount) else (measure.method, spread.method)
    method = "; ".join(text for text in ways if text)
    labels = [
        Label(
            measure=measure.name,
            parameters=measure.parameters,
            outcome=measure.label,
            by=cells.levels.by(index),
            unit=measure.unit,
            method=method,
        )
        for index in range(len(cells.levels))
    ]
    why = [reasons.get(index) for index in range(len(labels))]
    return _Block(
        part=part,
        labels=labels,
        supports=supports,
        reasons=why,
        limits=dict(limits),
        intervals=_interval_methods(measure, len(labels), limits),
    )


def _interval_methods(measure: Measure, count: int, limits: Any) -> list[str]:
    """Take the measure's own method; where limits should have been computed and were not, t by the se."""
    if measure.interval != "woodruff":
        return [measure.interval] * count
    known = np.zeros(count, dtype=bool)
    for limit in limits.values():
        known |= np.isfinite(limit).any(axis=1)
    return ["woodruff" if has else "t" for has in known]


def _joined(blocks: Sequence[_Block], spread: Spread, levels: Sequence[float]) -> Estimates:
    source = spread.source([block.part for block in blocks])
    supports = [support for block in blocks for support in block.supports]
    given = [reason for block in blocks for reason in block.reasons]
    statuses: list[Status] = []
    reasons: list[str | None] = []
    for support, reason in zip(supports, given, strict=True):
        status, why = _status(support, reason)
        statuses.append(status)
        reasons.append(why)
    limits = {}
    if any(block.limits for block in blocks):
        limits = {
            level: np.vstack(
                [block.limits.get(level, np.full((len(block.labels), 2), np.nan)) for block in blocks]
            )
            for level in levels
        }
    return Estimates(
        np.concatenate([block.part.values for block in blocks]),
        sources=() if source is None else (source,),
        labels=tuple(label for block in blocks for label in block.labels),
        supports=tuple(supports),
        statuses=tuple(statuses),
        reasons=tuple(reasons),
        limits=limits,
        interval_methods=tuple(method for block in blocks for method in block.intervals),
    )


def _status(support: Support, reason: str | None) -> tuple[Status, str | None]:
    if support.n == 0:
        return "not_estimable", "nobody in this group has a value"
    return ("approximate", reason) if reason else ("ok", None)
