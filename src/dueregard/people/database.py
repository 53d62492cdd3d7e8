"""One private DuckDB per table of people: its own folder, its own limits, gone afterwards."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from dueregard.errors import UsageError

__all__ = ["folder_of", "identifier", "only_row", "open_database", "text"]


def open_database(
    *,
    memory_limit: str | None = None,
    threads: int | None = None,
    files: Iterable[str | os.PathLike[str]] = (),
) -> duckdb.DuckDBPyConnection:
    """Open an empty database on disk in a private folder.

    The folder holds the copied table and whatever a query spills. It is removed when the connection is no
    longer used, at the latest when Python ends.

    Parameters
    ----------
    memory_limit : str, optional
        For instance ``"2GB"``; by default DuckDB's own, four fifths of the memory.
    threads : int, optional
        By default one a core.
    files : iterable of path
        The only files that it may ever read, beside its own folder. It never reads from a network, loads no
        extension, and its settings cannot be changed afterwards.

    Returns
    -------
    duckdb.DuckDBPyConnection
        The connection.

    Raises
    ------
    UsageError
        When a limit is not understood.
    """
    folder = Path(tempfile.mkdtemp(prefix="dueregard-"))
    connection = duckdb.connect(str(folder / "people.duckdb"))
    weakref.finalize(connection, shutil.rmtree, folder, ignore_errors=True)
    settings = {"temp_directory": str(folder / "spill"), "memory_limit": memory_limit, "threads": threads}
    for name, value in settings.items():
        if value is None:
            continue
        try:
            connection.execute(f"set {name} = {text(str(value))}")
        except duckdb.Error:
            raise UsageError(
                f"{name} cannot be {value!r}.", remedy='Write memory_limit="2GB" or threads=2, for instance.'
            ) from None
    connection.execute("set enable_progress_bar = false")
    # The copy lives for one run: packing it would take longer than all that is asked of it.
    connection.execute("set force_compression = 'uncompressed'")
    _lock(connection, folder, files)
    return connection


def _lock(
    connection: duckdb.DuckDBPyConnection, folder: Path, files: Iterable[str | os.PathLike[str]]
) -> None:
    """Let nothing in a name or a value make the database reach for anything else."""
    named = dict.fromkeys(str(Path(each).expanduser()) for each in files)
    # What a spreadsheet's name says of a sheet is no part of the file's.
    paths = [*named, *(name.rpartition("#")[0] for name in named if "#" in name)]
    for setting in (
        "autoinstall_known_extensions",
        "autoload_known_extensions",
        "allow_community_extensions",
    ):
        connection.execute(f"set {setting} = false")
    connection.execute(f"set allowed_directories = [{text(str(folder))}]")
    connection.execute(f"set allowed_paths = [{', '.join(map(text, filter(None, paths)))}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def folder_of(connection: duckdb.DuckDBPyConnection) -> Path:
    """Find the private folder of a database opened here.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        From :func:`open_database`.

    Returns
    -------
    Path
        The folder; what is put there is removed with it.
    """
    path = only_row(connection, "select path from duckdb_databases() where path is not null")[0]
    return Path(path).parent


def only_row(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """Run a query with at most one row, to its end, so that the connection is free again.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        The private database.
    query : str
        SQL.

    Returns
    -------
    tuple
        The row, empty when there is none.
    """
    rows = connection.execute(query).fetchall()
    return tuple(rows[0]) if rows else ()


def identifier(name: str) -> str:
    """Quote a name for SQL.

    Parameters
    ----------
    name : str
        Any column or table name.

    Returns
    -------
    str
        The name between double quotes.

    Examples
    --------
    >>> print(identifier("Hours worked"))
    "Hours worked"
    """
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """Quote a text for SQL.

    Parameters
    ----------
    value : str
        Any text.

    Returns
    -------
    str
        The text between single quotes.

    Examples
    --------
    >>> print(text("people.csv"))
    'people.csv'
    """
    return "'" + value.replace("'", "''") + "'"
