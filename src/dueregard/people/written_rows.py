"""Small tables read as they were written: every cell stays the text that somebody typed.

Registers of volunteers, targets and lists of statements are matched by their words: an id 007 must not become
7, nor an age band 5-9 a date. So no types are guessed, as they are for tables of numbers.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from dueregard.casebook.sizes import refuse_packed_bomb
from dueregard.engine.grouping import code_of
from dueregard.errors import ColumnNotFound, PeopleError, did_you_mean
from dueregard.people.encodings import marked_encoding, opened, whole

__all__ = ["WrittenRows", "read_written_rows"]

_SHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
LARGEST = 200_000_000
"""Bytes of a text, unpacked: such tables are held in memory."""
_DELIMITERS = ",;\t|"
_BLANKS = "\u00a0\u200b\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRows:
    """A table of texts.

    Attributes
    ----------
    title : str
        What to call it in messages.
    columns : tuple of str
        The names of its columns, without surrounding blanks.
    rows : tuple of tuple of str
        The cells, without surrounding blanks; an absent cell is the empty text. Blank rows are left out.
    lines : tuple of int
        The number of each row in the file, counted as a spreadsheet does: the header is row 1.
    notes : tuple of str
        What was decided while reading.

    Examples
    --------
    >>> table = WrittenRows(title="t.csv", columns=("id", "sex"), rows=(("007", "F"),), lines=(2,))
    >>> table.column("sex")
    ('F',)
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def place(self, name: str) -> int:
        """Return where a column stands; names are compared without regard to case.

        Parameters
        ----------
        name : str
            A column.

        Returns
        -------
        int
            From 0.

        Raises
        ------
        ColumnNotFound
            When there is none of that name.
        """
        folded = [column.casefold() for column in self.columns]
        if name.strip().casefold() not in folded:
            raise ColumnNotFound(name, self.columns, where=self.title)
        return folded.index(name.strip().casefold())

    def column(self, name: str) -> tuple[str, ...]:
        """Return the cells of a column.

        Parameters
        ----------
        name : str
            A column; case does not matter.

        Returns
        -------
        tuple of str
            One for each row.
        """
        place = self.place(name)
        return tuple(row[place] for row in self.rows)

    def has(self, name: str) -> bool:
        """Say whether there is a column of that name.

        Parameters
        ----------
        name : str
            A column; case does not matter.

        Returns
        -------
        bool
            Whether it is there.
        """
        return name.strip().casefold() in {column.casefold() for column in self.columns}


def read_written_rows(source: str | os.PathLike[str]) -> WrittenRows:
    """Read a small table of texts: CSV with any delimiter and encoding, or a spreadsheet.

    Parameters
    ----------
    source : path
        A CSV, TSV or spreadsheet; a spreadsheet's may end in ``#`` and the name of a sheet.

    Returns
    -------
    WrittenRows
        The table.

    Raises
    ------
    PeopleError
        When the file is absent, is empty, is not a table, or two columns have one name.
    """
    path, sheet = _found(str(source))
    if path.suffix.lower() in _SHEETS:
        title, table, notes = _from_sheet(path, sheet)
    else:
        title, table, notes = _from_text(path)
    return _checked(title, table, notes)


def _found(source: str) -> tuple[Path, str | None]:
    path = Path(source).expanduser()
    sheet = None
    if not path.exists() and "#" in source:
        whole, _, sheet = source.rpartition("#")
        path = Path(whole).expanduser()
    if path.is_dir():
        raise PeopleError(f"{path} is a folder.", remedy="Give the file that holds the table.")
    if not path.is_file():
        beside = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
        raise PeopleError(f"There is no file {path}.", remedy=did_you_mean(path.name, beside) or None)
    return path, sheet


def _from_text(path: Path) -> tuple[str, list[list[str]], tuple[str, ...]]:
    with whole(path), opened(path) as file:
        written = file.read(LARGEST + 1)
    if len(written) > LARGEST:
        raise PeopleError(
            f"{path.name} is larger than {LARGEST // 1_000_000} MB, the most for such a table.",
            remedy="Leave out columns and rows that are not needed.",
        )
    text, encoding = _decoded(written, marked_encoding(path), path.name)
    notes = () if encoding == "utf-8" else (f"{path.name} is not UTF-8 and was read as {encoding}.",)
    delimiter = _delimiter(text)
    try:
        return path.name, list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), notes
    except csv.Error as error:
        if "field larger than field limit" in str(error):
            raise PeopleError(
                f"{path.name} has a cell of more than {csv.field_size_limit():,} letters.",
                remedy="Shorten it, or look for a quotation mark that is never closed.",
            ) from None
        raise PeopleError(
            f"{path.name} cannot be read as a table of text.",
            remedy="A text with the delimiter or a new line in it needs quotes around it.",
        ) from None


def _decoded(written: bytes, marked: str | None, title: str) -> tuple[str, str]:
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            text = written.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff"), encoding
    raise PeopleError(
        f"{title} cannot be read as text.",
        found="It is neither UTF-8 nor a spreadsheet's Windows-1252.",
        remedy='Save it again as "CSV UTF-8".',
    )


def _delimiter(text: str) -> str:
    """Take the delimiter that the header has most of: in a header, texts with delimiters in them are rare."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=header.count)


def _from_sheet(path: Path, sheet: str | None) -> tuple[str, list[list[str]], tuple[str, ...]]:
    refuse_packed_bomb(path, PeopleError)
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = book.sheet_names if sheet is None else [sheet]
        if sheet is not None and sheet not in book.sheet_names:
            raise PeopleError(
                f"{path.name} has no sheet {sheet!r}.",
                found=f"Its sheets are: {', '.join(book.sheet_names)}.",
            )
        filled = {name: cells for name in names if (cells := book.get_sheet_by_name(name).to_python())}
    except CalamineError:
        raise PeopleError(
            f"{path.name} cannot be read as a spreadsheet.",
            found="It is damaged, locked by a password, or of another format.",
            remedy="Save it again as .xlsx without a password, or as CSV.",
        ) from None
    if len(filled) > 1:
        raise PeopleError(
            f"{path.name} has more than one sheet, and it is not clear which is meant.",
            found=f"Its sheets are: {', '.join(filled)}.",
            remedy=f"Write {path.name}#{next(iter(filled))} to read that one.",
        )
    name, cells = next(iter(filled.items()), (names[0], []))
    return f"{path.name}, sheet {name!r}", [[code_of(cell) or "" for cell in row] for row in cells], ()


def _checked(title: str, table: Iterable[Sequence[str]], notes: tuple[str, ...]) -> WrittenRows:
    numbered = [
        (line, [cell.strip().strip(_BLANKS).strip() for cell in row])
        for line, row in enumerate(table, start=1)
        if any(cell.strip().strip(_BLANKS) for cell in row)
    ]
    if not numbered:
        raise PeopleError(f"{title} is empty.", remedy="It needs a row of column names, and rows below it.")
    (_, header), *rows = numbered
    while header and not header[-1]:
        header.pop()
    columns = tuple(name or f"column {place}" for place, name in enumerate(header, start=1))
    _refuse_same_names(title, columns)
    for line, row in rows:
        if any(row[len(columns) :]):
            raise PeopleError(
                f"Row {line} of {title} has more cells than the header has names.",
                remedy="Look for a delimiter inside a text that is not between quotes.",
            )
    width = len(columns)
    return WrittenRows(
        title=title,
        columns=columns,
        rows=tuple(tuple((row + [""] * width)[:width]) for _, row in rows),
        lines=tuple(line for line, _ in rows),
        notes=notes,
    )


def _refuse_same_names(title: str, columns: Sequence[str]) -> None:
    folded = [name.casefold() for name in columns]
    repeated = [name for place, name in enumerate(columns) if name.casefold() in folded[:place]]
    if repeated:
        raise PeopleError(
            f"{title} has more than one column {repeated[0]!r}.", remedy="Give each column a name of its own."
        )
