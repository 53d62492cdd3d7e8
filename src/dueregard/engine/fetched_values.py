"""The distinct values of each level of a Spark table, fetched once, so that looking one up costs no job.

A quantile with its interval asks several times where a sum of weights is reached. On one machine that is a
query each time; on Spark it would be a shuffle and a sort each time, so what is looked up in, the distinct
values of each level with their weights, comes to the driver once, where it is small enough.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np

from dueregard.engine.frames import collect, is_spark, numbers
from dueregard.engine.held_order import ValueTable
from dueregard.engine.table import Table, row_count

__all__ = ["MOST_VALUES", "can_fetch", "fetched_values"]

MOST_VALUES = 5_000_000
"""The most rows of a Spark table whose distinct values are fetched, at most 32 bytes each."""


def can_fetch(table: Table) -> bool:
    """Say whether the distinct values of a table's outcomes are fetched.

    Parameters
    ----------
    table : Table
        The people.

    Returns
    -------
    bool
        True on Spark, up to :data:`MOST_VALUES` rows.
    """
    return is_spark(table.frame) and row_count(table) <= MOST_VALUES


def fetched_values(values: nw.LazyFrame[Any], levels: int) -> list[ValueTable | None]:
    """Fetch distinct values and put them in order.

    Parameters
    ----------
    values : narwhals.LazyFrame
        Columns ``_level``, ``_value``, ``_w`` the weight of everybody at the value and ``_last`` that of its
        last person; a row a level and value, in any order.
    levels : int
        How many levels there are.

    Returns
    -------
    list of (ValueTable or None)
        One a level; None for a level that nobody is in.
    """
    got = collect(values.select("_level", "_value", "_w", "_last"))
    level, value = numbers(got["_level"]).astype(np.int64), numbers(got["_value"])
    order = np.lexsort((value, level))
    weight, last = numbers(got["_w"])[order], numbers(got["_last"])[order]
    value = value[order]
    ends = np.searchsorted(level[order], np.arange(levels + 1))
    tables: list[ValueTable | None] = []
    for start, end in pairwise(ends):
        through = np.cumsum(weight[start:end])
        one = ValueTable(
            value=value[start:end],
            before=through - weight[start:end],
            through=through,
            last=last[start:end],
        )
        tables.append(one if end > start else None)
    return tables
