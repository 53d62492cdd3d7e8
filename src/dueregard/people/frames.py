"""People that are already in a program: Arrow, pandas, Polars, DuckDB, Spark, or a dictionary of columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa

from dueregard.engine.frames import number_rows, renamed
from dueregard.errors import PeopleError
from dueregard.people.identity import content_of_table
from dueregard.people.source import ROW, Source, copied, named_columns

__all__ = ["read_frame"]

_TITLE = "The table"


def read_frame(native: Any, connection: duckdb.DuckDBPyConnection, *, table: str = "people") -> Source:
    """Take a table from memory, or from Spark.

    Parameters
    ----------
    native : Arrow table, pandas, Polars or Narwhals frame, DuckDB relation, Spark frame or dict of columns
        All but a Spark frame are copied into the private database.
    connection : duckdb.DuckDBPyConnection
        The private database.
    table : str
        The copy's name.

    Returns
    -------
    Source
        The table.

    Raises
    ------
    PeopleError
        When it is none of these, or a column mixes kinds of values.
    """
    native = nw.to_native(native, pass_through=True)
    if _is_spark(native):
        return _spark(native, connection)
    if isinstance(native, duckdb.DuckDBPyRelation):
        names = named_columns(list(native.columns), _TITLE)
        relation = connection.from_arrow(native.to_arrow_reader(100_000))
    else:
        arrow = _arrow(native)
        names = named_columns(arrow.column_names, _TITLE)
        relation = connection.from_arrow(arrow)
    frame, internal = copied(connection, relation, table=table)
    content = content_of_table(connection, table, internal)
    return Source(frame=frame, names=names, content=content, title=_TITLE, connection=connection)


def _arrow(native: Any) -> pa.Table:
    if isinstance(native, pa.Table):
        return native
    if isinstance(native, Mapping):
        return pa.table({str(name): values for name, values in native.items()})
    frame = nw.from_native(native, pass_through=True)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    if not isinstance(frame, nw.DataFrame):
        raise PeopleError(
            f"A table of people cannot be read from {type(native).__name__}.",
            remedy="Give a path, or a pandas, Polars, Arrow, DuckDB or Spark table.",
        )
    if frame.implementation.is_pandas():
        return _from_pandas(native)
    return frame.to_arrow()


def _from_pandas(frame: Any) -> pa.Table:
    named_columns([str(name) for name in frame.columns], _TITLE)
    columns = {}
    for name in frame.columns:
        try:
            columns[str(name)] = pa.array(frame[name], from_pandas=True)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            raise PeopleError(
                f"The column {name!r} mixes kinds of values, such as numbers and texts.",
                remedy=f"Make it one kind, for instance: frame[{name!r}].astype(str).",
            ) from None
    return pa.table(columns)


def _is_spark(native: Any) -> bool:
    return type(native).__module__.startswith("pyspark.sql")


def _spark(native: Any, connection: duckdb.DuckDBPyConnection) -> Source:
    names = named_columns(list(native.columns), _TITLE)
    frame = number_rows(renamed(nw.from_native(native), names), name=ROW)
    # Spark knows when two frames have the same plan; it does not read the data for that.
    content = f"spark-{native.semanticHash()}"
    return Source(frame=frame.to_native(), names=names, content=content, title=_TITLE, connection=connection)
