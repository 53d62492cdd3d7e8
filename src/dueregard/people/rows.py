"""Pointing at rows by their number, never by what they hold."""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw

from dueregard.engine.frames import collect
from dueregard.people.source import ROW

__all__ = ["row_list"]

_SHOWN = 5


def row_list(frame: nw.LazyFrame[Any], condition: nw.Expr, count: int) -> str | None:
    """Name the first rows that a condition holds for.

    Parameters
    ----------
    frame : narwhals.LazyFrame
        The people.
    condition : narwhals.Expr
        What the rows have in common.
    count : int
        How many rows there are.

    Returns
    -------
    str or None
        A sentence with row numbers, counted from 1 below the header; None where rows have no stable order.
    """
    if not frame.implementation.is_duckdb():
        return None
    found = collect(frame.filter(condition).select(ROW).sort(ROW).head(_SHOWN))[ROW].to_pylist()
    numbers = ", ".join(f"{number + 1:,}" for number in found)
    if count == 1:
        return f"It is row {numbers}, counted below the header."
    first = "They are" if count <= _SHOWN else "The first are"
    return f"{first} rows {numbers}, counted below the header."
