"""What the engine needs of a data frame beyond Narwhals' expressions, for every backend.

Small tables of ours join the user's frame on its own backend; results come back as numpy arrays.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

__all__ = [
    "batches",
    "collect",
    "collect_coded",
    "framed",
    "in_order",
    "is_spark",
    "lazy",
    "number_rows",
    "numbers",
    "release_memory",
    "renamed",
    "small_frame",
    "whole_numbers",
]


def framed(native: Any) -> nw.LazyFrame[Any]:
    """Take a backend's own lazy frame.

    Parameters
    ----------
    native : DuckDB relation, Polars or Spark frame
        Not read yet.

    Returns
    -------
    narwhals.LazyFrame
        The same rows.
    """
    frame: nw.LazyFrame[Any] = nw.from_native(native)
    return frame


def is_spark(frame: nw.LazyFrame[Any]) -> bool:
    """Say whether a frame is on Spark, or on a Spark server.

    Parameters
    ----------
    frame : narwhals.LazyFrame
        Any rows.

    Returns
    -------
    bool
        Whether it is.
    """
    kind = frame.implementation
    return bool(kind.is_pyspark() or kind.is_pyspark_connect())


def lazy(native: Any, *, connection: Any = None) -> nw.LazyFrame[Any]:
    """Take a data frame of any supported kind as a lazy frame.

    Parameters
    ----------
    native : DuckDB relation, Polars, Spark, pandas or Arrow frame, or Narwhals frame
        Eager frames other than Polars' are read by DuckDB.
    connection : duckdb.DuckDBPyConnection, optional
        Reads eager frames; by default a new one.

    Returns
    -------
    narwhals.LazyFrame
        The same rows.
    """
    frame = nw.from_native(native, pass_through=False)
    if isinstance(frame, nw.LazyFrame):
        return frame
    if frame.implementation.is_polars():
        return framed(frame.lazy().to_native())
    if connection is None:
        import duckdb

        connection = duckdb.connect()
    return framed(connection.from_arrow(frame.to_arrow()))


def renamed(frame: nw.LazyFrame[Any], names: Mapping[str, str]) -> nw.LazyFrame[Any]:
    """Select columns under new names, natively: names with dots or signs confuse expressions.

    Parameters
    ----------
    frame : narwhals.LazyFrame
        Any rows.
    names : mapping of str to str
        Old names to new ones.

    Returns
    -------
    narwhals.LazyFrame
        Only those columns.
    """
    native = frame.to_native()
    if frame.implementation.is_duckdb():
        texts = (f'"{old.replace(chr(34), chr(34) * 2)}" as "{new}"' for old, new in names.items())
        return framed(native.project(", ".join(texts)))
    if frame.implementation.is_polars():
        import polars

        return framed(native.select(polars.col(old).alias(new) for old, new in names.items()))
    import pyspark.sql.functions as spark

    # Instants become the times that the session shows, so that they compare with times as they are written.
    instants = {name for name, kind in native.dtypes if kind == "timestamp"}
    quoted = {old: spark.col(f"`{old.replace('`', '``')}`") for old in names}
    return framed(
        native.select(
            [
                (quoted[old].cast("timestamp_ntz") if old in instants else quoted[old]).alias(new)
                for old, new in names.items()
            ]
        )
    )


def in_order(native: Any, *, connection: Any) -> Any:
    """Copy a DuckDB relation whose rows could come in another order each time they are asked for.

    Parameters
    ----------
    native : data frame
        Any.
    connection : duckdb.DuckDBPyConnection
        That of a relation.

    Returns
    -------
    data frame
        A temporary table in place of a join, a group-by and the like; else what was given.
    """
    frame = nw.from_native(native)
    if not frame.implementation.is_duckdb() or not _UNORDERED.search(native.explain()):
        return native
    name = f"dueregard_{uuid.uuid4().hex}"
    native.query("these", f"create temporary table {name} as from these")
    return connection.table(name)


def number_rows(frame: nw.LazyFrame[Any], *, name: str) -> nw.LazyFrame[Any]:
    """Add a column that numbers the rows, in the order of the table where the backend keeps one.

    Parameters
    ----------
    frame : narwhals.LazyFrame
        Any rows.
    name : str
        The new column.

    Returns
    -------
    narwhals.LazyFrame
        The rows with their numbers (on Spark unique but with gaps).
    """
    native = frame.to_native()
    if frame.implementation.is_duckdb():
        return framed(native.project(f'*, row_number() over () - 1 as "{name}"'))
    if frame.implementation.is_polars():
        return framed(native.with_row_index(name))
    import pyspark.sql.functions as spark

    return framed(native.withColumn(name, spark.monotonically_increasing_id()))


def small_frame(
    like: nw.LazyFrame[Any], columns: Mapping[str, Any], *, connection: Any = None
) -> nw.LazyFrame[Any]:
    """Put a small table of ours where it can join a frame.

    Parameters
    ----------
    like : narwhals.LazyFrame
        The frame to be joined.
    columns : mapping of str to array or list
        Equally long columns.
    connection : duckdb.DuckDBPyConnection, optional
        That of ``like``, when DuckDB holds it.

    Returns
    -------
    narwhals.LazyFrame
        The table, on the backend of ``like``.
    """
    table = pa.table(dict(columns))
    if like.implementation.is_duckdb():
        return framed(connection.from_arrow(table))
    if like.implementation.is_polars():
        import polars

        return framed(polars.from_arrow(table).lazy())  # type: ignore[union-attr]
    # From Arrow, Spark knows the types of empty columns, and how small the table is: it is broadcast.
    return framed(like.to_native().sparkSession.createDataFrame(table))


_UNORDERED = re.compile(r"─[^│\n]*(join|group|distinct|union|except|intersect|sample)", re.IGNORECASE)
"""Headings of those steps of a query plan that keep no order of rows."""

PIECE = 120_000
"""How many rows of a large result are fetched at a time."""


def collect(frame: nw.LazyFrame[Any]) -> dict[str, pa.ChunkedArray]:
    """Fetch a result by columns, as Arrow arrays in one piece.

    Parameters
    ----------
    frame : narwhals.LazyFrame
        A result that fits in memory.

    Returns
    -------
    dict of str to pyarrow array
        By column name.
    """
    if frame.implementation.is_polars():
        table = frame.collect().to_arrow()
    else:
        table = frame.collect(backend="pyarrow").to_native()
    columns = {}
    while table.num_columns:
        columns[table.column_names[0]] = table.column(0).combine_chunks()
        # The pieces are let go one by one, so that a result is never in memory twice.
        table = table.remove_column(0)
    return columns


def collect_coded(frame: nw.LazyFrame[Any]) -> dict[str, Any]:
    """Fetch a result by columns, texts as codes, never holding all its texts.

    Parameters
    ----------
    frame : narwhals.LazyFrame
        A result that fits in memory.

    Returns
    -------
    dict of str to pyarrow array
        By column name; a text column is a dictionary array.
    """
    if not frame.implementation.is_duckdb():
        return {name: _coded(column) for name, column in collect(frame).items()}
    pieces: dict[str, list[Any]] = {}
    for batch in batches(frame, PIECE):
        for name, column in batch.items():
            pieces.setdefault(name, []).append(_coded(column))
    if not pieces:
        return {name: _coded(column) for name, column in collect(frame).items()}
    columns = {}
    for name in list(pieces):
        whole = pa.chunked_array(pieces.pop(name))
        columns[name] = whole.unify_dictionaries().combine_chunks()
    return columns


def _coded(column: Any) -> Any:
    return column.dictionary_encode() if pa.types.is_string(column.type) else column


def release_memory() -> None:
    """Give back what fetched results took and no longer need; Arrow keeps it for the next result."""
    pa.default_memory_pool().release_unused()


def batches(frame: nw.LazyFrame[Any], size: int) -> Iterator[dict[str, Any]]:
    """Stream a result of DuckDB by columns, some rows at a time.

    Parameters
    ----------
    frame : narwhals.LazyFrame
        Held by DuckDB; its connection can do nothing else meanwhile.
    size : int
        The most rows at a time.

    Yields
    ------
    dict of str to pyarrow array
        By column name; at least one row.
    """
    for batch in frame.to_native().to_arrow_reader(size):
        if batch.num_rows:
            yield dict(zip(batch.schema.names, batch.columns, strict=True))


def numbers(values: Any) -> NDArray[np.float64]:
    """Turn an Arrow column into doubles, nulls into zeros.

    Parameters
    ----------
    values : pyarrow array
        Numbers.

    Returns
    -------
    ndarray of float
        Of the same length.
    """
    if values.null_count:
        values = values.fill_null(0)
    if values.type != pa.float64():
        values = values.cast(pa.float64(), safe=False)
    return _as_numpy(values)


def whole_numbers(values: Any) -> NDArray[np.int64]:
    """Turn an Arrow column into integers, nulls into -1.

    Parameters
    ----------
    values : pyarrow array
        Whole numbers.

    Returns
    -------
    ndarray of int
        Of the same length.
    """
    if values.null_count:
        values = values.fill_null(-1)
    return _as_numpy(values.cast(pa.int64(), safe=False))


def _as_numpy(values: Any) -> NDArray[Any]:
    # Arrow's own `to_numpy` imports pandas, which takes longer than most of our work.
    return (
        np.from_dlpack(values)
        if len(values)
        else np.zeros(0, dtype=float if values.type == pa.float64() else np.int64)
    )
