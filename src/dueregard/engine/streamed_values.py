"""The distinct values of each level of a large table, streamed in order once, to be looked up many times.

A quantile with its interval asks several times where a sum of weights is reached. The database would sort for
each; sorted once, values and their weights take a few hundred megabytes and answer every question.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dueregard.engine.frames import batches, numbers, whole_numbers
from dueregard.engine.held_order import ValueTable
from dueregard.engine.table import Table, row_count

__all__ = ["can_stream", "streamed_values"]

MOST_VALUES = 12_000_000
"""The most rows of a table whose distinct values are kept, at most 32 bytes each."""

BATCH = 500_000
"""How many sorted rows are fetched at a time."""


def can_stream(table: Table) -> bool:
    """Say whether the distinct values of a table's outcomes are streamed and kept.

    Parameters
    ----------
    table : Table
        The people.

    Returns
    -------
    bool
        True on DuckDB, up to :data:`MOST_VALUES` rows.
    """
    return table.frame.implementation.is_duckdb() and row_count(table) <= MOST_VALUES


def streamed_values(rows: nw.LazyFrame[Any], levels: int, *, heaviest: bool) -> list[ValueTable | None]:
    """Reduce sorted rows to the distinct values of each level.

    Parameters
    ----------
    rows : narwhals.LazyFrame
        Columns ``_level``, ``_value`` and ``_w``, sorted by level and value, tied ones in the table's order.
    levels : int
        How many levels there are.
    heaviest : bool
        Whether the last person at a value is its heaviest.

    Returns
    -------
    list of (ValueTable or None)
        One a level; None for a level that nobody is in.
    """
    tables: list[ValueTable | None] = [None] * levels
    at, pieces = -1, list[tuple[NDArray[np.float64], NDArray[np.float64]]]()
    for got in batches(rows, BATCH):
        level, value, weight = whole_numbers(got["_level"]), numbers(got["_value"]), numbers(got["_w"])
        fresh = np.flatnonzero(np.diff(level, prepend=level[0] - 1))
        for start, end in pairwise([*fresh, len(level)]):
            if level[start] != at and pieces:
                tables[at] = _table(pieces, heaviest=heaviest)
                pieces = []
            at = int(level[start])
            pieces.append((value[start:end], weight[start:end]))
    if pieces:
        tables[at] = _table(pieces, heaviest=heaviest)
    return tables


def _table(pieces: list[tuple[NDArray[np.float64], NDArray[np.float64]]], *, heaviest: bool) -> ValueTable:
    values, weights = (np.concatenate(each) for each in zip(*pieces, strict=True))
    return ValueTable.of(values, weights, heaviest=heaviest)
