"""People who are in none of the groups that results are split by."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from functools import reduce

import narwhals.stable.v2 as nw

from dueregard.engine import Table
from dueregard.engine.frames import collect

__all__ = ["ungrouped"]


def ungrouped(table: Table, by: Sequence[str]) -> int:
    """Count the people of the domain who lack a value of a grouping column.

    Parameters
    ----------
    table : Table
        The people.
    by : sequence of str
        The columns that split them.

    Returns
    -------
    int
        0 without columns. Whoever has no weight is in no result and is not counted.

    Raises
    ------
    ColumnNotFound
        For a name that is no column.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> ungrouped(read_people({"sex": ["f", None, "m"], "pay": [9.0, 11.0, 14.0]}).table, ["sex"])
    1
    """
    if not by:
        return 0
    frame = table.frame
    if table.domain is not None:
        frame = frame.filter(table.expression(table.domain))
    if table.design.weight is not None:
        frame = frame.filter(table.column(table.design.weight) > 0)
    lacking = reduce(operator.or_, (table.column(name).is_null() for name in by))
    return int(collect(frame.filter(lacking).select(people=nw.len()))["people"][0].as_py())
