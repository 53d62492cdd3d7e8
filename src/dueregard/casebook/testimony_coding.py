"""Coding done outside the testimonies: a table of who gave which testimony which code."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

__all__ = ["CodedRow", "CodingFault", "read_coding"]

COLUMNS = ("testimony", "coder", "code")
OPTIONAL = ("passage", "note")


class CodingFault(Exception):
    """A table of codes that cannot be read; the message ends a sentence that begins with the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedRow:
    """One row of the table.

    Attributes
    ----------
    line : int
        Its line, counted from 1.
    testimony, coder : str
        Which testimony, and who read it.
    code : str
        The code; empty when the coder read the testimony and found none.
    passage : str
        Which block quotation it is about, counted from 1; empty for the whole testimony.
    """

    line: int
    testimony: str
    coder: str
    code: str
    passage: str = ""


def read_coding(text: str) -> tuple[CodedRow, ...]:
    r"""Read the rows of a table of codes.

    Parameters
    ----------
    text : str
        CSV with the columns testimony, coder and code, and perhaps passage and note. A cell of codes may
        hold several, with semicolons between them where the delimiter is another.

    Returns
    -------
    tuple of CodedRow
        One for each code.

    Raises
    ------
    CodingFault
        When a column is absent or unknown, or a row names no testimony or coder.

    Examples
    --------
    >>> rows = read_coding("testimony,coder,code\nt1,AB,access; cost\nt1,CD,\n")
    >>> [(row.coder, row.code) for row in rows]
    [('AB', 'access'), ('AB', 'cost'), ('CD', '')]
    """
    header = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t|", key=header.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        table = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error:
        raise CodingFault("cannot be read as a table: look for a quotation mark that is not closed") from None
    table = [(line, row) for line, row in table if any(row)]
    if not table:
        return ()
    places = _places([name.casefold() for name in table[0][1]])
    return tuple(row for line, cells in table[1:] for row in _rows(line, cells, places))


def _places(header: list[str]) -> dict[str, int]:
    for name in COLUMNS:
        if name not in header:
            raise CodingFault(f"has no column {name!r}: it needs {', '.join(COLUMNS)}")
    for name in header:
        if header.count(name) > 1 or (name and name not in COLUMNS + OPTIONAL):
            wrong = "twice the column" if header.count(name) > 1 else "a column that nobody reads,"
            raise CodingFault(f"has {wrong} {name!r}: it may have {', '.join(COLUMNS + OPTIONAL)}")
    return {name: header.index(name) for name in header if name}


def _rows(line: int, cells: list[str], places: dict[str, int]) -> list[CodedRow]:
    def cell(name: str) -> str:
        place = places.get(name, len(cells))
        return cells[place] if place < len(cells) else ""

    testimony, coder, passage = cell("testimony"), cell("coder"), cell("passage")
    if not testimony or not coder:
        raise CodingFault(f"names no {'coder' if testimony else 'testimony'} on line {line}")
    codes = [code for each in cell("code").split(";") if (code := each.strip())] or [""]
    return [
        CodedRow(line=line, testimony=testimony, coder=coder, code=code, passage=passage) for code in codes
    ]
