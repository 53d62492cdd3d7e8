"""Reading CSV and its kin: any delimiter, packed or not, larger than memory, never quoting a person's row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dueregard.errors import PeopleError
from dueregard.people.database import folder_of, identifier, only_row, text
from dueregard.people.encodings import in_utf8, marked_encoding, with_even_lines
from dueregard.people.identity import content_of_file
from dueregard.people.source import Source, copied, named_columns, numbered

__all__ = ["read_text_file"]

MACHINE_MISSING = ("NA", "NaN", "nan", ".", "NULL", "null", "None", "#N/A")
"""What statistical programs write for a missing number. What people write for it has to be declared."""

_BUFFER = 8_000_000  # a quarter of the database's own, so that a small memory limit is enough


@dataclass(frozen=True, slots=True)
class _Dialect:
    delimiter: str
    quote: str
    escape: str
    skip: int

    @property
    def options(self) -> str:
        return (
            f"delim = {text(self.delimiter)}, quote = {text(self.quote)}, escape = {text(self.escape)}, "
            f"skip = {self.skip}, buffer_size = {_BUFFER}"
        )


def read_text_file(
    path: Path,
    connection: duckdb.DuckDBPyConnection,
    *,
    encoding: str | None = None,
    table: str = "people",
    as_written: bool = False,
) -> Source:
    """Copy a text file of a table into the private database.

    Parameters
    ----------
    path : Path
        A CSV or TSV file, or any delimiter, gzipped or not. The first row names the columns.
    connection : duckdb.DuckDBPyConnection
        The private database.
    encoding : str, optional
        As Python names it; by default UTF-8, else what the file's first bytes say, else Windows-1252.
    table : str
        The copy's name.
    as_written : bool
        Keep every cell as text, whatever it looks like.

    Returns
    -------
    Source
        The table.

    Raises
    ------
    PeopleError
        When the file is empty, is not text, or is not a table.
    """
    notes: list[str] = []
    copy = _copy_as_written if as_written else _copy
    readable, encoding = path, encoding or marked_encoding(path)
    if encoding and encoding.lower().replace("_", "-") not in ("utf-8", "utf8"):
        readable = _transcoded(path, connection, encoding, notes)
    try:
        dialect, names = _header(readable, connection, path.name)
        copy(readable, connection, dialect, table)
    except duckdb.Error as error:
        if readable != path:
            raise _unreadable(path, error) from None
        even = with_even_lines(path, folder_of(connection))
        if even is None and not _is_about_encoding(error):
            raise _unreadable(path, error) from None
        readable = even or _transcoded(path, connection, None, notes)
        try:
            dialect, names = _header(readable, connection, path.name)
            copy(readable, connection, dialect, table)
        except duckdb.Error as again:
            raise _unreadable(path, again) from None
    if readable != path:
        readable.unlink()
    internal = named_columns(names, path.name)
    if not as_written:
        notes += _machine_missing(connection, table, internal)
    return Source(
        frame=numbered(connection, table),
        names=internal,
        content=content_of_file(path),
        title=path.name,
        connection=connection,
        notes=tuple(notes),
    )


def _transcoded(
    path: Path, connection: duckdb.DuckDBPyConnection, encoding: str | None, notes: list[str]
) -> Path:
    copy, found = in_utf8(path, folder_of(connection), encoding=encoding)
    notes.append(f"{path.name} is not UTF-8 and was read as {found}.")
    return copy


def _is_about_encoding(error: duckdb.Error) -> bool:
    return re.search(r"unicode|utf-?8|encod", str(error), re.IGNORECASE) is not None


def _header(path: Path, connection: duckdb.DuckDBPyConnection, title: str) -> tuple[_Dialect, list[str]]:
    """Sniff the dialect, and read the names ourselves: DuckDB silently renames those that collide."""
    sniffed = only_row(
        connection,
        "select Delimiter, Quote, Escape, SkipRows, len(Columns) "
        f"from sniff_csv({text(str(path))}, header = true)",
    )
    if not sniffed:
        raise PeopleError(f"{title} is empty.")
    delimiter, quote, escape = ("" if part == "(empty)" else part for part in sniffed[:3])
    dialect = _Dialect(delimiter.replace("\\t", "\t"), quote, escape, sniffed[3])
    cells = ", ".join(f"'c{index}': 'varchar'" for index in range(sniffed[4]))
    row = only_row(
        connection,
        f"select * from read_csv({text(str(path))}, {dialect.options}, header = false, auto_detect = false, "
        f"null_padding = true, columns = {{{cells}}}) limit 1",
    )
    names = [str(name or "").strip().lstrip("\ufeff") for name in row]
    if not names:
        raise PeopleError(
            f"{title} is empty.", remedy="It needs a row of column names and a row for each person or area."
        )
    if len(names) == 1 and re.search(r"[,;\t|]", names[0]):
        raise PeopleError(
            f"{title} is not a table: its rows do not have the same number of cells as its header.",
            remedy="Look for a delimiter inside a text that is not between quotes.",
        )
    if all(re.fullmatch(r"[+-]?\d*\.?\d+", name) for name in names):
        raise PeopleError(
            f"The first row of {title} holds numbers, not names of columns.",
            remedy="Add a row of column names at the top.",
        )
    return dialect, [name or f"column {index}" for index, name in enumerate(names, start=1)]


def _copy(path: Path, connection: duckdb.DuckDBPyConnection, dialect: _Dialect, table: str) -> None:
    """Copy with types guessed from the first rows; if a later row disagrees, from all of them."""
    for sample in (20_480, -1):
        options = f"{dialect.options}, header = true, sample_size = {sample}"
        try:
            relation = connection.sql(f"select * from read_csv({text(str(path))}, {options})")
            if letters := _letters(path, connection, options, relation):
                options += f", types = {_as_text(letters)}"
                relation = connection.sql(f"select * from read_csv({text(str(path))}, {options})")
            copied(connection, relation, table=table)
        except duckdb.ConversionException:
            if sample == -1:
                raise
        else:
            return


def _copy_as_written(
    path: Path, connection: duckdb.DuckDBPyConnection, dialect: _Dialect, table: str
) -> None:
    options = f"{dialect.options}, header = true, all_varchar = true"
    copied(connection, connection.sql(f"select * from read_csv({text(str(path))}, {options})"), table=table)


def _letters(path: Path, connection: duckdb.DuckDBPyConnection, options: str, relation: Any) -> list[str]:
    """Find columns of single letters that DuckDB takes for truths: f may be for female."""
    kinds = zip(relation.columns, relation.types, strict=True)
    truths = [name for name, kind in kinds if str(kind) == "BOOLEAN"]
    if not truths:
        return []
    lengths = ", ".join(f"min(length(trim({identifier(name)})))" for name in truths)
    raw = f"read_csv({text(str(path))}, {options}, types = {_as_text(truths)})"
    shortest = only_row(connection, f"select {lengths} from {raw}")
    return [name for name, length in zip(truths, shortest, strict=True) if length == 1]


def _as_text(names: list[str]) -> str:
    return "{" + ", ".join(f"{text(name)}: 'varchar'" for name in names) + "}"


def _unreadable(path: Path, error: duckdb.Error) -> PeopleError:
    """Say where, never what: DuckDB's own message quotes the row."""
    if path.stat().st_size == 0:
        return PeopleError(
            f"{path.name} is empty.",
            remedy="It needs a row of column names and a row for each person or area.",
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return PeopleError(
            f"{path.name} cannot be read within the memory limit.",
            remedy="Allow more memory (100MB does for most files), or fewer threads.",
        )
    line = re.search(r"Line: (\d+)", str(error))
    return PeopleError(
        f"{path.name} cannot be read as a table of text.",
        found=f"The first line that does not fit is line {line.group(1)}." if line else None,
        remedy="Each row needs as many cells as the header; a text with the delimiter in it needs quotes.",
    )


def _machine_missing(connection: duckdb.DuckDBPyConnection, table: str, names: dict[str, str]) -> list[str]:
    """Turn text into numbers where all that is not a number is a program's mark for missing."""
    columns = connection.table(table)
    kinds = zip(names, columns.types, strict=True)
    texts = {name: names[name] for name, kind in kinds if str(kind) == "VARCHAR"}
    if not texts:
        return []
    marks = ", ".join(map(text, MACHINE_MISSING))
    marked = only_row(
        connection,
        "select "
        + ", ".join(f"count(*) filter ({column} in ({marks})), count({column})" for column in texts.values())
        + f" from {identifier(table)}",
    )
    notes = []
    for (name, column), missing, present in zip(texts.items(), marked[::2], marked[1::2], strict=True):
        # A column without a value has no kind of its own; numbers can be estimated from none of them.
        kind = "double" if missing == present else None
        if missing and not kind:
            kind = _number_kind(connection, table, column, marks)
        if kind is None:
            continue
        connection.execute(
            f"alter table {identifier(table)} alter {column} type {kind} "
            f"using case when {column} not in ({marks}) then {column}::{kind} end"
        )
        if missing:
            rows = "1 row" if missing == 1 else f"{missing:,} rows"
            notes.append(f"{name!r} has a program's mark for a missing number, such as NA, in {rows}.")
    return notes


def _number_kind(connection: duckdb.DuckDBPyConnection, table: str, column: str, marks: str) -> str | None:
    """Tell which kind of number all unmarked values of a column are, if they are."""
    total, numbers, whole = only_row(
        connection,
        f"select count(*), count(try_cast({column} as double)), "
        f"count(*) filter (regexp_full_match({column}, '[+-]?[0-9]{{1,18}}')) "
        f"from {identifier(table)} where {column} not in ({marks})",
    )
    if not total or numbers < total:
        return None
    return "bigint" if whole == total else "double"
