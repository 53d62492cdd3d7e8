"""Pointing at rows by their number, never by what they hold."""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw

from dueregard.engine.frames import collect
from dueregard.people.source import ROW

__all__ = ["row_list", "with_commas"]

_SHOWN = 5
_GROUPED = r"^\s*[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\s*$"


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


def with_commas(frame: nw.LazyFrame[Any], column: nw.Expr) -> str | None:
    """Show the first number that is written with commas between its thousands.

    Parameters
    ----------
    frame : narwhals.LazyFrame
        The people.
    column : narwhals.Expr
        Texts.

    Returns
    -------
    str or None
        A sentence; None where no number is written so, or rows have no stable order.
    """
    if not frame.implementation.is_duckdb():
        return None
    grouped = frame.filter(column.str.contains(_GROUPED)).select(ROW, text=column)
    found = collect(grouped.sort(ROW).head(1))
    if not len(found[ROW]):
        return None
    row, text = found[ROW].to_pylist()[0] + 1, str(found["text"].to_pylist()[0]).strip()
    return f"Row {row:,} says {text!r}: remove the comma{'s' * (text.count(',') > 1)}."
