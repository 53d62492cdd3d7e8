"""All measures over the levels of one crossing, from as few scans as can be."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.blocks import Block
from dueregard.engine.cells import Cells, Request
from dueregard.engine.complements import complement_cells
from dueregard.engine.gathered import gathered_block
from dueregard.engine.grouping import Grouping
from dueregard.engine.levels import Levels
from dueregard.engine.order_scan import solve_ordered
from dueregard.engine.protocols import (
    Gathered,
    Measure,
    Modelled,
    Moment,
    Ordered,
    Outcome,
    Ranked,
    Smooth,
    Tallied,
)
from dueregard.engine.ranked import RankScan
from dueregard.engine.rows import prepare_rows
from dueregard.engine.spread import FullCount, Part, Spread
from dueregard.engine.supports import support_requests, supports_of
from dueregard.engine.table import Table
from dueregard.errors import PeopleError
from dueregard.estimates import Label, Support

__all__ = ["SCALES", "Found", "block_of", "counted_request", "label_of", "smooth_found", "solve_crossing"]

_LOGIT = "interval on the logit scale where the value is clear of 0 and 1"
SCALES = {
    "log": "interval on the log scale where the value is clear of zero",
    "logit": _LOGIT,
    "index": _LOGIT,
}
"""What is said of intervals that are not symmetric, but by t or exact at or near a border."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """What was found of one measure.

    Attributes
    ----------
    part : Part or Modelled
        Values and what carries their spread.
    limits : mapping of float to ndarray (d, 2)
        Intervals that came with it.
    reasons : mapping of int to str
        Why a level has no usable interval.
    events, left_out : ndarray (d,), optional
        People with the rarer answer, and people for whom it is not defined.
    """

    part: Part | Modelled
    limits: Mapping[float, NDArray[np.float64]] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)
    events: NDArray[np.float64] | None = None
    left_out: NDArray[np.float64] | None = None


def solve_crossing(
    table: Table,
    measures: Sequence[Measure],
    crossing: tuple[Grouping, ...],
    spread: Spread,
    *,
    levels: Sequence[float],
    without: str | None,
) -> list[Block]:
    """Estimate measures over the levels of a crossing.

    Parameters
    ----------
    table : Table
        The people.
    measures : sequence of Measure
        Smooth, ordered, ranked, tallied or gathered ones.
    crossing : tuple of Grouping
        Empty for everybody.
    spread : Spread
        The way to sampling error.
    levels : sequence of float
        Confidence levels asked for.
    without : str, optional
        Each level stands for everybody else by this variable.

    Returns
    -------
    list of Block
        One a measure.
    """
    scanned = [measure for measure in measures if not isinstance(measure, Gathered)]
    blocks = iter(_scanned(table, scanned, crossing, spread, levels=levels, without=without))
    return [
        gathered_block(table, measure, crossing, levels=levels, without=without)
        if isinstance(measure, Gathered)
        else next(blocks)
        for measure in measures
    ]


def _scanned(
    table: Table,
    measures: Sequence[Measure],
    crossing: tuple[Grouping, ...],
    spread: Spread,
    *,
    levels: Sequence[float],
    without: str | None,
) -> list[Block]:
    """Estimate what needs sums, orders and ranks of the table's rows."""
    if not measures:
        return []
    outcomes = list(dict.fromkeys(measure.outcome for measure in measures))
    full = table.design.count == "full"
    rows = prepare_rows(table, outcomes, crossing)
    requests = [request for outcome in outcomes for request in support_requests(outcome, full=full)]
    for measure in measures:
        requests += _requests(measure, spread)
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
    units = table.cache.get("units") if spread.by_unit else None
    supports = {outcome: supports_of(cells, outcome, units) for outcome in outcomes}
    del cells
    found = _solve(scan, measures)
    return [
        block_of(measure, scan.levels, found[index], supports=supports[measure.outcome], spread=spread)
        for index, measure in enumerate(measures)
    ]


def label_of(measure: Measure, spread: Spread, by: Mapping[str, str]) -> Label:
    """Say what a value is.

    Parameters
    ----------
    measure : Measure
        What is estimated.
    spread : Spread
        The way to sampling error.
    by : mapping of str to str
        The group.

    Returns
    -------
    Label
        What a measure's standard error comes from says nothing of a full count, and is left out there.
    """
    return _labels_of(measure, spread, [by])[0]


def _labels_of(measure: Measure, spread: Spread, every: Iterable[Mapping[str, str]]) -> list[Label]:
    """Say what the values of all levels are; what they have in common is asked once."""
    counted = isinstance(spread, FullCount) and not isinstance(measure, Tallied)
    ways: tuple[str | None, ...] = (measure.method, SCALES.get(measure.interval), spread.method)
    if isinstance(measure, Tallied):
        ways = (measure.method,)
    elif counted:
        ways = (spread.method,)
    name, parameters, outcome, unit = measure.name, measure.parameters, measure.label, measure.unit
    method = "; ".join(text for text in ways if text)
    return [
        Label(measure=name, parameters=parameters, outcome=outcome, by=by, unit=unit, method=method)
        for by in every
    ]


def _requests(measure: Measure, spread: Spread) -> list[Request]:
    if isinstance(measure, Tallied):
        return [counted_request(measure.outcome, name, build) for name, build in measure.moments.items()]
    if not isinstance(measure, Smooth):
        return []
    wanted = spread.requests(measure)
    for key in ("yes", "left_out"):
        build = getattr(measure, key, None)
        if build is not None:
            wanted.append(counted_request(measure.outcome, key, build))
    return wanted


def counted_request(outcome: Outcome, key: str, build: Moment) -> Request:
    """Ask for a sum in which each row counts once, whatever its weight.

    Parameters
    ----------
    outcome : Outcome
        Over whose people.
    key : str
        What it is for.
    build : Moment
        The row expression.

    Returns
    -------
    Request
        By level.
    """
    return Request(outcome=outcome, key=("counted", key, build), expression=build, power=0, by_unit=False)


def _solve(scan: RankScan, measures: Sequence[Measure]) -> dict[int, Found]:
    found: dict[int, Found] = {}
    ordered: dict[int, Ordered] = {}
    batches: dict[Hashable, list[int]] = {}
    for index, measure in enumerate(measures):
        if isinstance(measure, Tallied):
            found[index] = _tallied(scan, measure)
        elif isinstance(measure, Smooth):
            found[index] = smooth_found(scan, measure)
        elif isinstance(measure, Ordered):
            ordered[index] = measure
        elif isinstance(measure, Ranked):
            batches.setdefault((type(measure), measure.batch), []).append(index)
    # The sums of smooth measures have served; ranks need no more of the cells than who is in them.
    scan.cells = scan.cells.only({(outcome, key) for outcome in scan.rows.outcomes for key in ("n", "w")})
    for indices in batches.values():
        found |= _ranked(scan, {index: measures[index] for index in indices})
    for index, solved in solve_ordered(scan, ordered).items():
        found[index] = Found(
            part=solved.part, reasons=solved.reasons, events=solved.events, left_out=solved.left_out
        )
    return found


def smooth_found(scan: RankScan, measure: Smooth) -> Found:
    """Estimate a smooth measure from the sums of a scan.

    Parameters
    ----------
    scan : RankScan
        With cells and a way to spread.
    measure : Smooth
        What is estimated.

    Returns
    -------
    Found
        One value a level.

    Raises
    ------
    PeopleError
        When it is not defined for somebody and says that it refuses them.
    """
    cells = scan.cells
    found = Found(part=scan.spread.part(cells, measure, scan))
    yes, left_out = getattr(measure, "yes", None), getattr(measure, "left_out", None)
    undefined = getattr(measure, "undefined", None)
    if undefined is not None:
        none = np.flatnonzero(np.isnan(found.part.values))
        found = replace(found, reasons=dict.fromkeys(none.tolist(), undefined))
    if yes is not None:
        some = cells.total(counted_request(measure.outcome, "yes", yes).name)
        found = replace(found, events=np.minimum(some, cells.total((measure.outcome, "n")) - some))
    if left_out is not None:
        lost = cells.total(counted_request(measure.outcome, "left_out", left_out).name)
        if getattr(measure, "refuse_left_out", False) and lost.any():
            raise PeopleError(
                f"{measure.name} is not defined for everybody's {measure.label}.",
                found=f"{lost.max():.0f} people have a value of zero or less.",
                discreet="Some people have a value of zero or less.",
                remedy="Write nonpositive=drop to leave them out, or nonpositive=1 to count them as 1.",
            )
        found = replace(found, left_out=lost)
    return found


def _tallied(scan: RankScan, measure: Tallied) -> Found:
    totals = {
        name: scan.cells.total(counted_request(measure.outcome, name, build).name)
        for name, build in measure.moments.items()
    }
    solved = measure.model(totals, scan.confidence)
    return Found(part=solved, limits=solved.limits, reasons=solved.reasons, events=solved.events)


def _ranked(scan: RankScan, measures: Mapping[int, Measure]) -> dict[int, Found]:
    members: list[Any] = list(measures.values())
    found = {}
    for index, linear in zip(measures, members[0].solve(scan, members), strict=True):
        if linear.replicates is None:
            part = scan.spread.scaled(scan.proxy_part(linear.proxy), linear.values, linear.factor)
        else:
            part = Part(values=linear.values, spread=linear.replicates)
        found[index] = Found(part=part, limits=linear.limits, reasons=linear.reasons)
    return found


def block_of(
    measure: Measure, levels: Levels, found: Found, *, supports: Sequence[Support], spread: Spread
) -> Block:
    """Put what was found of a measure together with who it rests on.

    Parameters
    ----------
    measure : Measure
        What was estimated.
    levels : Levels
        The levels.
    found : Found
        One value a level.
    supports : sequence of Support
        One a level.
    spread : Spread
        The way to sampling error.

    Returns
    -------
    Block
        Labelled and judged.
    """
    count, supported = len(levels), _supports(found, supports)
    return Block(
        part=found.part,
        labels=_labels_of(measure, spread, map(levels.by, range(count))),
        supports=supported,
        reasons=[
            found.reasons.get(index) or _too_few(measure, support) for index, support in enumerate(supported)
        ],
        limits=found.limits,
        intervals=_interval_methods(measure, count, found.limits),
        # A full count has no interval that could be too short.
        enough=0 if isinstance(spread, FullCount) else getattr(measure, "enough", 0),
    )


def _too_few(measure: Measure, support: Support) -> str | None:
    people, reason = getattr(measure, "few", None) or (0, None)
    return reason if support.n < people else None


def _supports(found: Found, supports: Sequence[Support]) -> Sequence[Support]:
    if found.events is None and found.left_out is None:
        return supports
    result = []
    for index, support in enumerate(supports):
        events = support.events if found.events is None else round(float(found.events[index]))
        lost = 0 if found.left_out is None else round(float(found.left_out[index]))
        # Whom the measure is not defined for is not among the people it rests on.
        left = max(support.n - lost, 0)
        share = left / support.n if support.n else 0.0
        result.append(
            replace(
                support,
                n=left,
                n_effective=support.n_effective * share,
                events=events,
                least_n=left,
                least_n_effective=support.n_effective * share,
                left_out=lost,
            )
        )
    return result


def _interval_methods(measure: Measure, count: int, limits: Any) -> list[str]:
    """Take the measure's own method; where limits should have been computed and were not, t by the se."""
    if measure.interval != "given":
        return [measure.interval] * count
    known = np.zeros(count, dtype=bool)
    for limit in limits.values():
        known |= np.isfinite(limit).any(axis=1)
    return ["given" if has else "t" for has in known]


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
