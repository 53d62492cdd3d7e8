"""From a path to a table, by the file's ending."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dueregard.errors import PeopleError, did_you_mean
from dueregard.people.database import text
from dueregard.people.identity import content_of_file
from dueregard.people.source import ROW, Source, named_columns, plain_columns
from dueregard.people.spreadsheets import read_spreadsheet
from dueregard.people.statistical_files import read_statistical_file
from dueregard.people.text_files import read_text_file

__all__ = ["read_file"]

_TEXT = (".csv", ".tsv", ".tab", ".txt", ".psv", ".dat")
_SHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_STATISTICAL = (".dta", ".sav", ".zsav")
_PARQUET = (".parquet", ".pq")


def read_file(
    source: str,
    connection: duckdb.DuckDBPyConnection,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    table: str = "people",
    as_written: bool = False,
) -> Source:
    """Find out what a file is and make it a table.

    Parameters
    ----------
    source : str
        A path; a spreadsheet's may end in ``#`` and the name of a sheet.
    connection : duckdb.DuckDBPyConnection
        The private database.
    encoding : str, optional
        Of a text file.
    sheet : str, optional
        Of a spreadsheet.
    table : str
        The name of its copy in the database, if one is made.
    as_written : bool
        Keep every cell of a text file as text; other kinds of file say themselves what their values are.

    Returns
    -------
    Source
        The table.

    Raises
    ------
    PeopleError
        When the file is absent, or of a kind that cannot be read.
    """
    if "://" in source:
        raise PeopleError(
            "A table is read from a file, not from an address.", remedy="Save it as CSV or Parquet first."
        )
    path, hash_sign, fragment = Path(source).expanduser(), "", ""
    if not path.exists():
        whole, hash_sign, fragment = source.rpartition("#")
        path = Path(whole).expanduser() if hash_sign else path
    _refuse_absent(path)
    ending = _ending(path)
    if ending in _TEXT:
        return read_text_file(path, connection, encoding=encoding, table=table, as_written=as_written)
    if ending in _PARQUET:
        return _parquet(path, connection)
    if ending in _SHEETS:
        return read_spreadsheet(path, connection, sheet=sheet or fragment or None, table=table)
    if ending in _STATISTICAL:
        return read_statistical_file(path, connection, table=table)
    raise PeopleError(
        f"{path.name} is of a kind that cannot be read.",
        found=f"Its name ends in {path.suffix!r}." if path.suffix else "Its name has no ending.",
        remedy="Tables can be CSV, TSV, Parquet, Excel, OpenDocument, Stata or SPSS.",
    )


def _ending(path: Path) -> str:
    name = path.name.lower()
    return Path(name.removesuffix(".gz")).suffix if name.endswith(".gz") else path.suffix.lower()


def _refuse_absent(path: Path) -> None:
    if path.is_file():
        return
    if path.is_dir():
        raise PeopleError(f"{path} is a folder.", remedy="Give the file that holds the people.")
    beside = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
    raise PeopleError(
        f"There is no file {path}.",
        found=None if path.parent.is_dir() else f"There is no folder {path.parent} either.",
        remedy=did_you_mean(path.name, beside) or None,
    )


def _parquet(path: Path, connection: duckdb.DuckDBPyConnection) -> Source:
    """Read lazily: only the columns and row groups that a question needs are ever opened."""
    try:
        relation = connection.sql(f"select * from read_parquet({text(str(path))})")
        names = named_columns(list(relation.columns), path.name)
        columns = plain_columns(relation, list(names.values()))
        frame = connection.sql(
            f"select {columns}, file_row_number as {ROW} "
            f"from read_parquet({text(str(path))}, file_row_number = true)"
        )
    except duckdb.Error:
        raise PeopleError(
            f"{path.name} cannot be read.", found="It is damaged, or not a Parquet file."
        ) from None
    return Source(
        frame=frame, names=names, content=content_of_file(path), title=path.name, connection=connection
    )
