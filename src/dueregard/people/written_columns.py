"""Large tables read as they were written: every cell as text, in the private database.

:mod:`dueregard.people.written_rows` does the same for small tables, in memory.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

from dueregard.people.database import open_database
from dueregard.people.files import read_file
from dueregard.people.frames import read_frame
from dueregard.people.source import ROW, Source

__all__ = ["read_written_columns"]

_REAL = ("double", "float")


def read_written_columns(source: Any, *, memory_limit: str | None = None) -> Source:
    """Read a table whose cells are matched by their words, such as millions of votes.

    Parameters
    ----------
    source : path or table
        Whatever :func:`dueregard.people.read_people` takes, Spark frames excepted.
    memory_limit : str, optional
        Of the private database, such as ``"2GB"``.

    Returns
    -------
    Source
        All columns but the row number are text; an id 007 stays 007. Whole numbers of a table that has
        kinds of its own, as a spreadsheet has, are written without a decimal point.

    Raises
    ------
    PeopleError
        When the table cannot be read.

    Examples
    --------
    >>> table = read_written_columns({"id": ["007"], "vote": [1.0]})
    >>> table.frame.project("c0, c1").fetchall()
    [('007', '1')]
    """
    files = [source] if isinstance(source, str | os.PathLike) else []
    connection = open_database(memory_limit=memory_limit, files=files)
    if isinstance(source, str | os.PathLike):
        read = read_file(os.fspath(source), connection, table="written", as_written=True)
    else:
        read = read_frame(source, connection, table="written")
    kinds = dict(zip(read.frame.columns, map(str, read.frame.types), strict=True))
    columns = [_as_text(column, kinds[column].lower()) for column in read.names.values()]
    return replace(read, frame=read.frame.project(", ".join([*columns, ROW])))


def _as_text(column: str, kind: str) -> str:
    if kind == "varchar":
        return f"trim({column}) as {column}"
    if kind in _REAL:
        return (
            f"case when {column} = floor({column}) and abs({column}) < 1e15 "
            f"then {column}::bigint::varchar else {column}::varchar end as {column}"
        )
    return f"{column}::varchar as {column}"
