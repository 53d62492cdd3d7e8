"""Columns of a small table, fetched once and reduced in memory from then on.

An assessment asks hundreds of small questions of one table. A database answers each in milliseconds, but
planning each costs more than the answer. So the row expressions of a table of up to :data:`HELD_ROWS` rows
are computed by the database once each, and what differs between questions, who is in which group, is summed
here. Of a table of up to :data:`FETCHED_ROWS` rows only what tells people's values, weights, units and groups
is held; row expressions are computed a few at a time and let go.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dueregard.engine.frames import collect, collect_coded, numbers, release_memory
from dueregard.engine.grouping import Grouping
from dueregard.engine.levels import DENSE, distinct_codes
from dueregard.engine.protocols import Outcome
from dueregard.engine.rows import Rows
from dueregard.engine.summation import sums_by
from dueregard.engine.table import Table, row_count

if TYPE_CHECKING:
    from dueregard.engine.cells import Request

__all__ = [
    "FETCHED_ROWS",
    "HELD_ROWS",
    "HeldColumns",
    "can_hold",
    "cells_of",
    "held_cells",
    "is_small",
    "merged_cells",
]

HELD_ROWS = 200_000
"""The most rows of which everything is held."""

FETCHED_ROWS = 3_000_000
"""The most rows whose values, weights, units and groups are held."""

AT_A_TIME = 2
"""How many row expressions of a larger table are in memory at a time."""

HELD_NUMBERS = 64_000_000
"""The most numbers held at a time, half a gigabyte; then holding starts anew."""


def can_hold(table: Table) -> bool:
    """Say whether a table's columns may be held: it is not large, and its rows keep their order.

    Parameters
    ----------
    table : Table
        The people.

    Returns
    -------
    bool
        False on Spark, and where weights come from a join.
    """
    design = table.design
    known = design.known_totals
    joined = (design.weight is None and bool(design.fpc)) or (known is not None and known.within is not None)
    local = table.frame.implementation.is_duckdb() or table.frame.implementation.is_polars()
    return local and not joined and design.replicates is None and row_count(table) <= FETCHED_ROWS


def is_small(table: Table) -> bool:
    """Say whether every row expression of a table may be held.

    Parameters
    ----------
    table : Table
        The people.

    Returns
    -------
    bool
        True up to :data:`HELD_ROWS` rows.
    """
    return row_count(table) <= HELD_ROWS


def held_cells(
    table: Table,
    rows: Rows,
    groupings: Sequence[Grouping],
    requests: Sequence[Request],
    keys: Sequence[str],
    *,
    single: bool,
) -> dict[str, Any]:
    """Reduce a small table to cells, as the database would.

    Parameters
    ----------
    table : Table
        The people.
    rows : Rows
        Prepared rows; they are only read for what is not held yet.
    groupings : sequence of Grouping
        The crossing.
    requests : sequence of Request
        What to sum.
    keys : sequence of str
        The columns of the rows that make a cell.
    single : bool
        Whether each row is a cell.

    Returns
    -------
    dict
        The keys of each cell as Arrow columns, and ``_m0``, ``_m1``, ... as arrays.
    """
    held = HeldColumns(table, rows, groupings)
    valid, kept = held.keys(keys)
    picked = None
    if not valid.all():
        picked = np.flatnonzero(valid)
        kept = [column.take(pa.array(picked)) for column in kept]
    count = len(valid) if picked is None else len(picked)
    if single:
        got: dict[str, Any] = dict(zip(keys, kept, strict=True))
        reduce: Callable[..., NDArray[np.float64]] = lambda _, values: values  # noqa: E731
    else:
        first, cell = cells_of(kept, count)
        got = {key: column.take(pa.array(first)) for key, column in zip(keys, kept, strict=True)}
        reduce = partial(_reduced, cell, len(first))
    got["_rows"] = pa.array([count])
    for index, (request, values) in enumerate(held.summands(requests)):
        got[f"_m{index}"] = reduce(request, values if picked is None else values[picked])
    if not is_small(table):
        release_memory()
    return got


def merged_cells(
    rows: Rows, requests: Sequence[Request], keys: Sequence[str], *, people: str, ratio: str
) -> dict[str, Any]:
    """Reduce merged rows to cells, as the database would reduce the people they stand for.

    Parameters
    ----------
    rows : Rows
        Merged rows.
    requests : sequence of Request
        What to sum.
    keys : sequence of str
        The columns of the rows that make a cell.
    people, ratio : str
        The columns that bring unweighted and once weighted expressions to what the people sum to.

    Returns
    -------
    dict
        The keys of each cell as Arrow columns, and ``_m0``, ``_m1``, ... as arrays.
    """
    columns = {key: nw.col(key) for key in (*keys, people, ratio)}
    for index, request in enumerate(requests):
        summand = rows.moment(request.outcome, request.weighted)
        columns[f"_m{index}"] = nw.when(rows.valid(request.outcome)).then(summand)
    got = collect(rows.frame.select(**columns))
    factors = {0: numbers(got[people]), 1: numbers(got[ratio])}
    kept = [got[key] for key in keys]
    first, cell = cells_of(kept, len(factors[0]))
    found: dict[str, Any] = {
        key: column.take(pa.array(first)) for key, column in zip(keys, kept, strict=True)
    }
    for index, request in enumerate(requests):
        values = numbers(got[f"_m{index}"])
        if not request.peak and request.power != 2:
            values = values * factors[request.power]
        found[f"_m{index}"] = _reduced(cell, len(first), request, values)
    return found


class HeldColumns:
    """Names what is held of a table for one crossing, and fetches what is not.

    Parameters
    ----------
    table : Table
        The people.
    rows : Rows
        Prepared for the crossing.
    groupings : sequence of Grouping
        The crossing.
    """

    def __init__(self, table: Table, rows: Rows, groupings: Sequence[Grouping]) -> None:
        self.table, self.rows, self.groupings = table, rows, groupings
        self.domain = str(table.domain)

    def keys(self, keys: Sequence[str]) -> tuple[NDArray[np.bool_], list[Any]]:
        """Fetch what tells cells apart.

        Parameters
        ----------
        keys : sequence of str
            The columns of the rows that make a cell.

        Returns
        -------
        ndarray of bool (n,)
            Who has a valid value of any outcome.
        list of pyarrow array (n,)
            The keys.
        """
        outcomes = list(self.rows.outcomes)
        wanted = {self._key(key): partial(nw.col, key) for key in keys}
        wanted |= {self._valid(outcome): partial(self._truth, outcome) for outcome in outcomes}
        held = self._fetch(wanted)
        valid = np.logical_or.reduce([held[self._valid(outcome)] for outcome in outcomes])
        return valid, [held[self._key(key)] for key in keys]

    def summands(self, requests: Sequence[Request]) -> Iterator[tuple[Request, NDArray[np.float64]]]:
        """Fetch what each row adds to sums.

        Parameters
        ----------
        requests : sequence of Request
            What to sum.

        Yields
        ------
        tuple of Request and ndarray (n,)
            In their order.
        """
        small = is_small(self.table)
        step = max(1, len(requests) if small else AT_A_TIME)
        for at in range(0, len(requests), step):
            batch = requests[at : at + step]
            wanted = {self._request(request): partial(self._summand, request) for request in batch}
            held = self._fetch(wanted) if small else self._read(wanted)
            for request in batch:
                yield request, held[self._request(request)]

    def ordered(
        self, outcome: Outcome
    ) -> tuple[NDArray[np.bool_], NDArray[np.float64], NDArray[np.float64], list[Any]]:
        """Fetch what putting an outcome's values in order needs.

        Parameters
        ----------
        outcome : Outcome
            With one column.

        Returns
        -------
        ndarray of bool (n,)
            Who has a valid value.
        ndarray (n,), ndarray (n,)
            Values and weights.
        list of pyarrow array (n,)
            The keys of the crossing.
        """
        value = ("value", self.domain, outcome, 0)
        weight = ("value", "weight")
        wanted: dict[Hashable, Callable[[], nw.Expr]] = {
            value: partial(nw.col, f"_v{self.rows.outcomes[outcome]}_0"),
            weight: partial(nw.col, "_w"),
            self._valid(outcome): partial(self._truth, outcome),
        }
        wanted |= {self._key(key): partial(nw.col, key) for key in self.rows.keys}
        held = self._fetch(wanted)
        keys = [held[self._key(key)] for key in self.rows.keys]
        return held[self._valid(outcome)], held[value], held[weight], keys

    def people(
        self, outcome: Outcome, unit_keys: Sequence[str]
    ) -> tuple[NDArray[np.bool_], list[NDArray[np.float64]], NDArray[np.float64], list[Any], list[Any]]:
        """Fetch an outcome's columns with what tells people's levels and sampling units.

        Parameters
        ----------
        outcome : Outcome
            With any number of columns.
        unit_keys : sequence of str
            The columns that identify a sampling unit.

        Returns
        -------
        ndarray of bool (n,)
            Who has a valid value.
        list of ndarray (n,)
            The outcome's columns.
        ndarray (n,)
            Weights.
        list of pyarrow array (n,)
            The keys of the crossing.
        list of pyarrow array (n,)
            The keys of the units.
        """
        number = self.rows.outcomes[outcome]
        names: list[Hashable] = [("value", self.domain, outcome, at) for at in range(len(outcome.columns))]
        weight = ("value", "weight")
        wanted: dict[Hashable, Callable[[], nw.Expr]] = {
            name: partial(nw.col, f"_v{number}_{at}") for at, name in enumerate(names)
        }
        wanted |= {weight: partial(nw.col, "_w"), self._valid(outcome): partial(self._truth, outcome)}
        wanted |= {self._key(key): partial(nw.col, key) for key in (*self.rows.keys, *unit_keys)}
        held = self._fetch(wanted)
        keys = [held[self._key(key)] for key in self.rows.keys]
        units = [held[self._key(key)] for key in unit_keys]
        return held[self._valid(outcome)], [held[name] for name in names], held[weight], keys, units

    def _key(self, name: str) -> Hashable:
        if not name.startswith("_g"):
            return ("key", name)
        grouping = self.groupings[int(name[2:])]
        return ("key", grouping.column, grouping.bands, grouping.excluded if grouping.bands else None)

    def _valid(self, outcome: Outcome) -> Hashable:
        return ("valid", self.domain, outcome)

    def _request(self, request: Request) -> Hashable:
        return ("request", self.domain, request.name)

    def _truth(self, outcome: Outcome) -> nw.Expr:
        return nw.when(self.rows.valid(outcome)).then(nw.lit(1.0)).otherwise(nw.lit(0.0))

    def _summand(self, request: Request) -> nw.Expr:
        expression = self.rows.moment(request.outcome, request.weighted, raw=request.raw)
        return nw.when(self.rows.valid(request.outcome)).then(expression)

    def _fetch(self, wanted: Mapping[Hashable, Callable[[], nw.Expr]]) -> dict[Hashable, Any]:
        held: dict[Hashable, Any] = self.table.cache.setdefault("held", {})
        if len(held) * row_count(self.table) > HELD_NUMBERS:
            held.clear()
        missing = {name: build for name, build in wanted.items() if name not in held}
        if missing:
            held |= self._read(missing)
        return held

    def _read(self, wanted: Mapping[Hashable, Callable[[], nw.Expr]]) -> dict[Hashable, Any]:
        expressions = {f"_h{index}": build() for index, build in enumerate(wanted.values())}
        fetch = collect if is_small(self.table) else collect_coded
        got = fetch(self.rows.frame.select(**expressions))
        return {name: _plain(name, got.pop(f"_h{index}")) for index, name in enumerate(wanted)}


def _plain(name: Any, column: Any) -> Any:
    if name[0] == "key":
        return column
    values = numbers(column)
    return values > 0 if name[0] == "valid" else values


def cells_of(keys: Sequence[Any], count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find the cells that keys make.

    Parameters
    ----------
    keys : sequence of pyarrow array (n,)
        Equal values of all of them are one cell.
    count : int
        How many rows there are.

    Returns
    -------
    ndarray of int (c,)
        A row of each cell.
    ndarray of int (n,)
        The cell of each row.
    """
    codes = np.zeros(count, dtype=np.int64)
    span = 1
    for column in keys:
        coded = column.dictionary_encode()
        size = len(coded.dictionary) + 1
        if span * size > DENSE * count:
            # Dense codes need no sort, and several long keys cannot overflow them.
            distinct, codes = distinct_codes(codes)
            span = len(distinct)
        codes *= size
        codes += np.asarray(coded.indices.fill_null(size - 1))
        span *= size
    distinct, cell = distinct_codes(codes)
    first = np.zeros(len(distinct), dtype=np.int64)
    first[cell] = np.arange(count)
    return first, cell


def _reduced(
    cell: NDArray[np.int64], count: int, request: Request, values: NDArray[np.float64]
) -> NDArray[np.float64]:
    if not request.peak:
        return sums_by(cell, values, count)
    highest = np.zeros(count)
    np.maximum.at(highest, cell, values)
    return highest
