"""Reading Excel and OpenDocument sheets: one sheet, the first row of which names the columns."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from dueregard.casebook.sizes import refuse_packed_bomb
from dueregard.engine.grouping import code_of
from dueregard.errors import PeopleError, did_you_mean
from dueregard.people.identity import content_of_file
from dueregard.people.source import Source, copied, named_columns

__all__ = ["read_spreadsheet"]


def read_spreadsheet(
    path: Path, connection: duckdb.DuckDBPyConnection, *, sheet: str | None = None, table: str = "people"
) -> Source:
    """Copy a sheet into the private database.

    Parameters
    ----------
    path : Path
        An ``.xlsx``, ``.xls``, ``.xlsb`` or ``.ods`` file.
    connection : duckdb.DuckDBPyConnection
        The private database.
    sheet : str, optional
        Needed when more than one sheet holds a table.
    table : str
        The copy's name.

    Returns
    -------
    Source
        The table. A column of numbers and texts is text.

    Raises
    ------
    PeopleError
        When the file is damaged, the sheet is absent, or which sheet is meant is not clear.
    """
    refuse_packed_bomb(path, PeopleError)
    try:
        book = CalamineWorkbook.from_path(str(path))
        name, rows = _sheet(book, sheet, path.name)
    except CalamineError:
        raise PeopleError(
            f"{path.name} cannot be read as a spreadsheet.",
            found="It is damaged, locked by a password, or of another format.",
            remedy="Save it again as .xlsx without a password, or as CSV.",
        ) from None
    title = f"{path.name}, sheet {name!r}"
    if not rows:
        raise PeopleError(
            f"{title} is empty.", remedy="It needs a row of column names and a row for each person or area."
        )
    header, *people = rows
    people = [row for row in people if any(cell != "" for cell in row)]
    labels = [str(code_of(cell) or "").strip() for cell in header]
    names = named_columns([label or f"column {i}" for i, label in enumerate(labels, start=1)], title)
    columns = (list(column) for column in zip(*people, strict=True)) if people else ([] for _ in names)
    arrow = pa.table({name: _column(values) for name, values in zip(names, columns, strict=True)})
    frame, _ = copied(connection, connection.from_arrow(arrow), table=table)
    return Source(
        frame=frame, names=names, content=content_of_file(path) + name, title=title, connection=connection
    )


def _sheet(book: CalamineWorkbook, sheet: str | None, title: str) -> tuple[str, list[list[Any]]]:
    if sheet is not None and sheet not in book.sheet_names:
        raise PeopleError(
            f"{title} has no sheet {sheet!r}.",
            found=f"Its sheets are: {', '.join(book.sheet_names)}.",
            remedy=did_you_mean(sheet, book.sheet_names) or None,
        )
    wanted = [sheet] if sheet is not None else book.sheet_names
    filled = {name: rows for name in wanted if (rows := book.get_sheet_by_name(name).to_python())}
    if len(filled) > 1:
        raise PeopleError(
            f"{title} has more than one sheet, and it is not clear which holds the people.",
            found=f"Its sheets are: {', '.join(filled)}.",
            remedy=f"Write {title}#{next(iter(filled))} to read that one.",
        )
    return next(iter(filled.items()), (wanted[0], []))


def _column(values: list[Any]) -> pa.Array:
    present = [value for value in values if value != ""]
    if not present:
        return pa.nulls(len(values), pa.float64())
    for kinds, arrow in _KINDS:
        if all(isinstance(value, kinds) and isinstance(value, bool) == (kinds is bool) for value in present):
            return pa.array([None if value == "" else value for value in values], arrow)
    return pa.array([None if value == "" else code_of(value) for value in values], pa.string())


_KINDS: tuple[tuple[Any, Any], ...] = (
    (bool, pa.bool_()),
    (int, pa.int64()),
    (int | float, pa.float64()),
    (datetime.datetime, pa.timestamp("us")),
    (datetime.date, None),
)
