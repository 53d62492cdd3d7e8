"""Where people in order come from: columns held in memory, rows that are fetched, or a sorted stream.

A larger table is put in order by the database, which spills to disk, and read in stretches of whole levels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.engine.calibration_patterns import pattern_names
from dueregard.engine.cells import Request, count_request, read_cells
from dueregard.engine.frames import batches, numbers, release_memory, whole_numbers
from dueregard.engine.held import is_small
from dueregard.engine.held_people import held_people
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.ordering import by_level, in_order
from dueregard.engine.protocols import Outcome
from dueregard.engine.ranked import RankScan
from dueregard.engine.rows import prepare_rows
from dueregard.engine.table import Table, row_count
from dueregard.engine.units import key_columns, read_units
from dueregard.errors import UsageError

__all__ = ["FetchedRows", "Stretch", "everybody", "let_go", "sorted_batches", "stretches"]

MOST_ROWS = 50_000_000
"""The most people that are in memory at a time, some 2 gigabytes with their weights and units."""

STRETCH = 250_000
"""How many people are worked on at a time, where their levels are not larger: few enough for a cache."""

BATCH = 200_000
"""How many sorted rows are fetched at a time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stretch:
    """The people of some consecutive levels, in order.

    Attributes
    ----------
    first : int
        The first of these levels; where all people are one level, 0.
    people : OrderedPeople
        By level.
    unit : ndarray of int (n,), optional
        The sampling unit of each.
    replicates : ndarray (n, r), optional
        Some of their replicate weights.
    pattern : ndarray of int (n,), optional
        Under known totals, the pattern of auxiliary variables of each.
    """

    first: int
    people: OrderedPeople
    unit: NDArray[np.integer[Any]] | None
    replicates: NDArray[np.float64] | None = None
    pattern: NDArray[np.int64] | None = None

    def reweighted(self, replicate: int) -> OrderedPeople:
        """Give the people one of their replicate weights.

        Parameters
        ----------
        replicate : int
            Its position.

        Returns
        -------
        OrderedPeople
            For values only.
        """
        assert self.replicates is not None
        return self.people.reweighted(np.ascontiguousarray(self.replicates[:, replicate]))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FetchedRows:
    """Fetched rows of people with a valid value.

    Attributes
    ----------
    level, unit, weight : ndarray (n,)
        Of each person; units where there are any.
    columns : sequence of ndarray (n,)
        The outcome's columns.
    pattern, carried : ndarray (n,), ndarray (n, r), optional
        As :class:`Stretch`.
    """

    level: NDArray[np.int64]
    unit: NDArray[np.integer[Any]] | None
    weight: NDArray[np.float64]
    columns: Sequence[NDArray[np.float64]]
    pattern: NDArray[np.int64] | None = None
    carried: NDArray[np.float64] | None = None

    def at(self, place: NDArray[np.int64]) -> FetchedRows:
        """Take the people at some positions, in that order."""
        return FetchedRows(
            level=self.level[place],
            unit=None if self.unit is None else self.unit[place],
            weight=self.weight[place],
            columns=[column[place] for column in self.columns],
            pattern=None if self.pattern is None else self.pattern[place],
            carried=None if self.carried is None else self.carried[place],
        )


def stretches(
    scan: RankScan, outcome: Outcome, order: int, *, replicates: Sequence[str] = ()
) -> Iterator[Stretch]:
    """Read the people of a crossing in order of level and value.

    Parameters
    ----------
    scan : RankScan
        The people of the crossing.
    outcome : Outcome
        What is measured.
    order : int
        The column to order by.
    replicates : sequence of str
        Replicate weights to fetch along; then all levels are one stretch.

    Yields
    ------
    Stretch
        Of whole levels; together all of them, those with nobody included.

    Raises
    ------
    UsageError
        When a level has more people than are put in order in memory.
    """
    held = held_people(scan, outcome, alone=False)
    if held is not None:
        level, unit, weight, columns, pattern = held
        rows = FetchedRows(level=level, unit=unit, weight=weight, columns=columns, pattern=pattern)
        yield from _in_stretches(scan, rows, order)
    elif scan.table.frame.implementation.is_duckdb() and not replicates:
        yield from _streamed(scan, outcome, order)
    else:
        rows = _fetched(scan, outcome, replicates, alone=False)
        if replicates:
            yield _in_order(scan, rows, order, levels=len(scan.levels), replicates=True)
        else:
            yield from _in_stretches(scan, rows, order)


def everybody(scan: RankScan, outcome: Outcome, *, replicates: Sequence[str] = ()) -> Stretch:
    """Read the whole table, whatever the groups and the domain, as one level.

    Parameters
    ----------
    scan : RankScan
        The people of a crossing.
    outcome : Outcome
        Ordered by its first column.
    replicates : sequence of str
        Replicate weights to fetch along.

    Returns
    -------
    Stretch
        Kept for the next crossing, unless replicate weights were fetched.
    """
    table = replace(scan.table, domain=None)
    key, known = ("population", outcome), scan.table.cache
    if not replicates and known.get("population", (None,))[0] == key:
        kept: Stretch = known["population"][1]
        return kept
    whole = replace(
        scan, table=table, groupings=(), rows=prepare_rows(table, [outcome], ()), without=None, constants={}
    )
    held = held_people(whole, outcome, alone=True)
    if held is not None:
        level, unit, weight, columns, pattern = held
        rows = FetchedRows(level=level, unit=unit, weight=weight, columns=columns, pattern=pattern)
    else:
        rows = _fetched(whole, outcome, replicates, alone=True)
    stretch = _in_order(whole, rows, 0, levels=1, replicates=bool(replicates))
    if not replicates:
        known["population"] = (key, stretch)
    return stretch


def let_go(table: Table, *, everybody: bool) -> None:
    """Give back the memory that reads of a large table have left.

    Parameters
    ----------
    table : Table
        The people.
    everybody : bool
        Forget the people as one level too: all crossings of a call are solved.
    """
    if is_small(table):
        return
    if everybody:
        table.cache.pop("population", None)
    release_memory()


def _in_stretches(scan: RankScan, rows: FetchedRows, order: int) -> Iterator[Stretch]:
    """Put rows in memory in order, some levels at a time."""
    levels = len(scan.levels)
    place, starts = by_level(rows.level, levels)
    first = 0
    while first < levels or not levels:
        within = int(np.searchsorted(starts, starts[first] + STRETCH, side="right")) - 1
        end = min(max(within, first + 1), levels)
        some = rows.at(place[starts[first] : starts[end]])
        yield _in_order(scan, replace(some, level=some.level - first), order, levels=end - first, first=first)
        if not levels:
            return
        first = end


def _in_order(
    scan: RankScan, rows: FetchedRows, order: int, *, levels: int, first: int = 0, replicates: bool = False
) -> Stretch:
    """Put fetched rows in order; people without weight stay only for their replicate weights."""
    if not replicates and not (rows.weight > 0).all():
        rows = rows.at(np.flatnonzero(rows.weight > 0))
    place, starts = in_order(rows.columns[order], rows.level, levels)
    return _stretch(scan, rows.at(place), starts, order, first=first, replicates=replicates)


def _stretch(
    scan: RankScan,
    rows: FetchedRows,
    starts: NDArray[np.int64],
    order: int,
    *,
    first: int = 0,
    replicates: bool = False,
) -> Stretch:
    scored = scan.table.design.has_sampling_error and not scan.rows.replicates and not replicates
    people = OrderedPeople(
        weight=rows.weight, columns=tuple(rows.columns), starts=starts, order=order, scored=scored
    )
    carried = rows.carried if replicates else None
    return Stretch(first=first, people=people, unit=rows.unit, replicates=carried, pattern=rows.pattern)


def _streamed(scan: RankScan, outcome: Outcome, order: int) -> Iterator[Stretch]:
    """Gather sorted batches to stretches of whole levels, in the order of their numbers."""
    done, gathered = 0, [_nobody(scan, outcome)]
    for rows in sorted_batches(scan, outcome, order):
        gathered.append(rows)
        size, last = sum(len(each.level) for each in gathered), int(rows.level[-1])
        if size > STRETCH and last > done:
            whole = _joined(gathered)
            end = int(np.searchsorted(whole.level, last))
            # Levels that nobody is in are levels too.
            yield _of_levels(scan, whole.at(np.arange(end)), order, done, last)
            done, gathered = last, [whole.at(np.arange(end, size))]
        elif size > MOST_ROWS:
            raise _too_many(size)
    yield _of_levels(scan, _joined(gathered), order, done, len(scan.levels))


def _of_levels(scan: RankScan, rows: FetchedRows, order: int, first: int, end: int) -> Stretch:
    starts = np.searchsorted(rows.level, np.arange(first, end + 1)).astype(np.int64)
    return _stretch(scan, rows, starts, order, first=first)


def _nobody(scan: RankScan, outcome: Outcome) -> FetchedRows:
    whole, number = np.zeros(0, dtype=np.int64), np.zeros(0)
    known = scan.spread.by_unit and scan.table.design.known_totals is not None
    return FetchedRows(
        level=whole,
        unit=whole if scan.spread.by_unit else None,
        weight=number,
        columns=[number for _ in outcome.columns],
        pattern=whole if known else None,
    )


def _joined(rows: Sequence[FetchedRows]) -> FetchedRows:
    units = [each.unit for each in rows if each.unit is not None]
    patterns = [each.pattern for each in rows if each.pattern is not None]
    return FetchedRows(
        level=np.concatenate([each.level for each in rows]),
        unit=np.concatenate(units) if units else None,
        weight=np.concatenate([each.weight for each in rows]),
        columns=[np.concatenate(each) for each in zip(*(each.columns for each in rows), strict=True)],
        pattern=np.concatenate(patterns) if patterns else None,
    )


def sorted_batches(scan: RankScan, outcome: Outcome, order: int) -> Iterator[FetchedRows]:
    """Stream the rows of a crossing in order of level and value.

    Parameters
    ----------
    scan : RankScan
        The people of the crossing, held by DuckDB.
    outcome : Outcome
        What is measured.
    order : int
        The column to order by.

    Yields
    ------
    FetchedRows
        At most :data:`BATCH` people.
    """
    table, number = scan.table, scan.rows.outcomes[outcome]
    by_unit = scan.spread.by_unit
    units = read_units(table) if by_unit else None
    keys = key_columns(table) if by_unit else ()
    patterns = pattern_names(table.design.known_totals) if by_unit else ()
    columns = [f"_v{number}_{at}" for at in range(len(outcome.columns))]
    frame = scan.frame().filter(scan.rows.valid(outcome)).select("_level", "_w", *keys, *patterns, *columns)
    for got in batches(frame.sort("_level", columns[order]), BATCH):
        known = None if units is None else units.calibration
        size = len(got["_level"])
        yield FetchedRows(
            level=whole_numbers(got["_level"]),
            unit=None if units is None else units.locate([got[key] for key in keys]),
            weight=numbers(got["_w"]),
            columns=[numbers(got[name]) for name in columns],
            pattern=None if known is None else known.find([got[key] for key in patterns], size),
        )


def _fetched(scan: RankScan, outcome: Outcome, replicates: Sequence[str], *, alone: bool) -> FetchedRows:
    """Fetch all rows at once."""
    if row_count(scan.table) > MOST_ROWS:
        raise UsageError(
            "This measure needs all people of the table in memory, and there are too many.",
            found=f"The table has {row_count(scan.table):,} rows; the most is {MOST_ROWS:,}.",
            remedy="Give a poverty line as a number, or estimate it for a sample of the table.",
        )

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
    return FetchedRows(
        level=cells.level,
        unit=cells.unit,
        weight=cells.values[weight.name],
        columns=[cells.values[request.name] for request in wanted[2:]],
        pattern=cells.post,
        carried=cells.carried if replicates else None,
    )


def _too_many(size: int) -> UsageError:
    return UsageError(
        "This measure puts people in order, and one group has too many to do so in memory.",
        found=f"It has more than {MOST_ROWS:,} people ({size:,} were read).",
        remedy="Estimate it for smaller groups, or for a sample of the table.",
    )
