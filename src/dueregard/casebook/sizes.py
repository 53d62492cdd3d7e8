"""How large a file may be before it is opened: a small file can unpack to one that fills a machine."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from dueregard.errors import DueRegardError

__all__ = [
    "CELLS",
    "DEEPEST",
    "ENTRIES",
    "TEXT",
    "UNPACKED",
    "WORKBOOK",
    "TooDeep",
    "refuse_deep",
    "refuse_huge_text",
    "refuse_packed_bomb",
]

TEXT = 5_000_000
"""Bytes of a file that somebody writes by hand: a casebook, an option, a testimony."""
WORKBOOK = 50_000_000
"""Bytes that a casebook's workbook may unpack to."""
UNPACKED = 1_000_000_000
"""Bytes that a spreadsheet of people may unpack to."""
CELLS = 50_000_000
"""Cells from the first to the last, rows times columns: readers of spreadsheets keep a place for each."""
ENTRIES = 5_000
"""Files within a spreadsheet."""
DEEPEST = 30
"""How many tables and lists may lie within each other."""

_BLOCK = 2**18
_REFERENCE = re.compile(rb"""\br=["']\$?([A-Za-z]{1,4})\$?(\d{1,9})["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^<>]*?\br=["'](\d{1,9})["']""")
_OVERLAP = 400
"""Bytes that are looked at twice, so that nothing is missed where two blocks meet."""
_LOCKED = 0x1


class TooDeep(ValueError):
    """Tables or lists within each other deeper than anything that a casebook says."""


def refuse_deep(content: Any) -> None:
    """Refuse what is nested so deep that whoever walks through it would run out of stack.

    Parameters
    ----------
    content : object
        Tables and lists, as a reader of TOML gives them.

    Raises
    ------
    TooDeep
        When there are more than ``DEEPEST`` levels.

    Examples
    --------
    >>> refuse_deep({"a": {"b": [1, 2]}})
    """
    level = [content] if isinstance(content, dict | list) else []
    for _ in range(DEEPEST):
        parts = (each.values() if isinstance(each, dict) else each for each in level)
        level = [part for each in parts for part in each if isinstance(part, dict | list)]
        if not level:
            return
    raise TooDeep


def refuse_huge_text(file: Path, error: type[DueRegardError], *, most: int = TEXT) -> None:
    """Refuse a file that is too large to have been written by hand.

    Parameters
    ----------
    file : Path
        An existing file.
    error : type
        What to raise.
    most : int
        Bytes.

    Raises
    ------
    DueRegardError
        Of that type.
    """
    if file.stat().st_size > most:
        raise error(
            f"{file.name} is larger than {_megabytes(most)}, the most that such a file may be.",
            remedy="Keep tables in files of their own, as CSV or Parquet.",
        )


def refuse_packed_bomb(file: Path, error: type[DueRegardError], *, most: int = UNPACKED) -> None:
    """Refuse a spreadsheet that unpacks to more than a machine should be asked to hold.

    It is unpacked once, block by block, and counted: what its index declares need not be true. Files of
    other kinds than Excel's and OpenDocument's, such as the old .xls, are left to their reader: they cannot
    be much larger inside than outside.

    Parameters
    ----------
    file : Path
        An existing file.
    error : type
        What to raise.
    most : int
        Bytes that it may unpack to.

    Raises
    ------
    DueRegardError
        Of that type; also where it declares entities of XML, which no spreadsheet needs.
    """
    if not zipfile.is_zipfile(file):
        return
    remedy = "Save the table as CSV or Parquet, which are read piece by piece."
    try:
        with zipfile.ZipFile(file) as packed:
            names = packed.infolist()
            if len(names) > ENTRIES:
                raise error(f"{file.name} has more than {ENTRIES:,} files inside.", remedy=remedy)
            left = most
            for each in names:
                if each.flag_bits & _LOCKED:
                    continue
                extent = _Extent(each.filename)
                for block in _blocks(packed, each):
                    left -= len(block)
                    if left < 0:
                        raise error(
                            f"{file.name} unpacks to more than {_megabytes(most)}.",
                            found=f"It is {_megabytes(file.stat().st_size)} as it lies on disk.",
                            remedy=remedy,
                        )
                    extent.see(block)
                    if extent.cells > CELLS:
                        raise error(
                            f"A sheet of {file.name} spans more than {CELLS // 1_000_000} million cells.",
                            found="Often a single cell, far from the others, makes it so.",
                            remedy="Copy the table into a new sheet. " + remedy,
                        )
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, expat.ExpatError):
        return  # damaged: its reader says so
    except _Entities:
        raise error(
            f"{file.name} declares entities of XML, and no program that writes spreadsheets does.",
            remedy="Open it in one that you trust and save it again, or save it as CSV.",
        ) from None


class _Entities(Exception):
    """A document type in a part of a spreadsheet."""


def _blocks(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    # Python's reader stops at the size that is declared; Excel's readers may not.
    entry.file_size = max(entry.file_size, 2**40)
    with packed.open(entry) as opened:
        try:
            while block := opened.read(_BLOCK):
                yield block
        except EOFError:
            return


class _Extent:
    """How far the cells of a sheet reach."""

    def __init__(self, name: str) -> None:
        lowered = name.casefold()
        self.rows = self.columns = 1
        self._before = b""
        self._first = True
        self._xml = lowered.endswith((".xml", ".rels"))
        self._sheet = "worksheets/" in lowered and self._xml
        self._open = _Repeated() if lowered == "content.xml" else None

    @property
    def cells(self) -> int:
        return self._open.cells if self._open else self.rows * self.columns

    def see(self, block: bytes) -> None:
        """Look at the next block."""
        seen = self._before + block
        if self._xml and (b"<!DOCTYPE" in seen or b"<!ENTITY" in seen):
            raise _Entities
        if self._sheet:
            for letters, row in _REFERENCE.findall(seen):
                self.rows = max(self.rows, int(row))
                self.columns = max(self.columns, _column(letters))
            self.rows = max((self.rows, *(int(row) for row in _ROW.findall(seen))))
        if self._open:
            self._open.see(block)
        self._before = seen[-_OVERLAP:]


class _Repeated:
    """Counts the cells of an OpenDocument sheet, in which a cell and a row can be said to be repeated."""

    def __init__(self) -> None:
        self.cells = 0
        self._row = 1
        self._blank = 0
        self._width = 0
        self._filled = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def see(self, block: bytes) -> None:
        """Look at the next block."""
        self._parser.Parse(block, False)

    def _start(self, name: str, attributes: dict[str, Any]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "table-row":
            self._row = _times(attributes, "number-rows-repeated")
            self._width = self._filled = 0
        elif kind in ("table-cell", "covered-table-cell"):
            self._width += _times(attributes, "number-columns-repeated")
            if any(each.rpartition(":")[2] in ("value-type", "formula") for each in attributes):
                self._filled = self._width
        elif kind == "p":
            self._filled = self._width

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] != "table-row":
            return
        if self._filled:
            self.cells += (self._row + self._blank) * self._filled
            self._blank = 0
        else:
            # Blank rows count only where something follows them.
            self._blank += self._row


def _times(attributes: dict[str, Any], named: str) -> int:
    for name, value in attributes.items():
        if name.rpartition(":")[2] == named:
            return int(value)
    return 1


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _megabytes(size: int) -> str:
    if size >= 1_000_000_000:
        return f"{size / 1_000_000_000:.0f} GB"
    return f"{max(size / 1_000_000, 0.1):.1f} MB".replace(".0 MB", " MB")
