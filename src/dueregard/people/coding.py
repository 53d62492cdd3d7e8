"""Codes that stand for no value become missing in the columns that are computed with.

The column as it came is kept under another internal name, so that the audit can tell people to whom a
question does not apply from people whose answer is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw

from dueregard.engine.expression import kind_of
from dueregard.engine.frames import collect
from dueregard.people.schema import CodeBook

__all__ = ["NUMBER", "is_one_of", "with_missing"]

NUMBER = r"^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$"
_WHOLE = r"^(?:0|-?[1-9]\d{0,17})$"
_PADDED = r"^0\d"


def is_one_of(column: nw.Expr, codes: frozenset[str], dtype: nw.dtypes.DType) -> nw.Expr:
    """Tell whether a column holds one of some codes.

    Parameters
    ----------
    column : narwhals.Expr
        The column.
    codes : frozenset of str
        Codes as the engine writes them.
    dtype : narwhals data type
        The column's type.

    Returns
    -------
    narwhals.Expr
        Missing where the column is.
    """
    kind = kind_of(dtype)
    if kind == "number":
        values: list[Any] = sorted(number for code in codes if (number := _as_number(code)) is not None)
        column = column.cast(nw.Float64)
    elif kind == "truth":
        values = [value for value in (True, False) if str(value).lower() in codes]
    else:
        values = sorted(codes)
        column = column.cast(nw.String)
    return column.is_in(values) if values else nw.lit(False)


def _as_number(code: str) -> float | None:
    try:
        return float(code)
    except ValueError:
        return None


def with_missing(
    frame: nw.LazyFrame[Any], names: Mapping[str, str], books: Mapping[str, CodeBook]
) -> tuple[nw.LazyFrame[Any], dict[str, str]]:
    """Add, for each column with codes that stand for no value, a column where they are missing.

    A column of text whose remaining values are all numbers becomes a column of numbers, unless its codes
    have labels or leading zeros.

    Parameters
    ----------
    frame : narwhals.LazyFrame
        The people.
    names : mapping of str to str
        The user's columns to the frame's.
    books : mapping of str to CodeBook
        By column.

    Returns
    -------
    tuple of narwhals.LazyFrame and dict
        The frame, and the names of the columns to compute with.
    """
    schema = frame.collect_schema()
    tidied: dict[str, nw.Expr] = {}
    for name, book in books.items():
        if book.excluded:
            column, dtype = nw.col(names[name]), schema[names[name]]
            tidied[name] = nw.when(~is_one_of(column, book.excluded, dtype)).then(column)
    if not tidied:
        return frame, dict(names)
    new = {name: f"t{names[name][1:]}" for name in tidied}
    frame = frame.with_columns(**{new[name]: expression for name, expression in tidied.items()})
    texts = [name for name in new if kind_of(schema[names[name]]) == "text" and not books[name].labels]
    frame = _numbers_as_numbers(frame, [new[name] for name in texts])
    return frame, {**names, **new}


def _numbers_as_numbers(frame: nw.LazyFrame[Any], columns: list[str]) -> nw.LazyFrame[Any]:
    if not columns:
        return frame
    counts = {}
    for column in columns:
        for key, pattern in (("number", NUMBER), ("whole", _WHOLE), ("padded", _PADDED)):
            matches = nw.col(column).str.contains(pattern)
            counts[f"{column}_{key}"] = nw.when(matches).then(nw.lit(1)).otherwise(nw.lit(0)).sum()
        counts[f"{column}_count"] = nw.col(column).count()
    found = {name: values[0].as_py() for name, values in collect(frame.select(**counts)).items()}
    kinds: dict[str, Any] = {}
    for column in columns:
        total = found[f"{column}_count"]
        if total and found[f"{column}_number"] == total and not found[f"{column}_padded"]:
            kinds[column] = nw.Int64 if found[f"{column}_whole"] == total else nw.Float64
    if not kinds:
        return frame
    return frame.with_columns(**{column: nw.col(column).cast(kind) for column, kind in kinds.items()})
