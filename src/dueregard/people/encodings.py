"""Text files in other encodings than UTF-8, brought to it without holding the file in memory."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from dueregard.errors import PeopleError

__all__ = ["in_utf8", "marked_encoding", "whole", "with_even_lines"]

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 2**20


def opened(path: Path) -> IO[bytes]:
    """Open a file, unpacking it when it is gzipped.

    Parameters
    ----------
    path : Path
        An existing file.

    Returns
    -------
    file
        Bytes.
    """
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast("IO[bytes]", gzip.open(path, "rb")) if packed else path.open("rb")


@contextmanager
def whole(path: Path) -> Iterator[None]:
    """Say so when a packed file breaks off, or was never one.

    Parameters
    ----------
    path : Path
        The file that is read meanwhile.

    Raises
    ------
    PeopleError
        When it cannot be unpacked.
    """
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise PeopleError(
            f"{path.name} cannot be unpacked.",
            found="It breaks off, or it is damaged.",
            remedy="Pack it again, or use the file as it was before.",
        ) from None


def marked_encoding(path: Path) -> str | None:
    """Tell the encoding of a file that declares one by its first bytes, or by its zero bytes.

    Parameters
    ----------
    path : Path
        An existing file.

    Returns
    -------
    str or None
        A name for Python's codecs; None when nothing but a closer look can tell.
    """
    with whole(path), opened(path) as file:
        start = file.read(200)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    # A single zero byte is damage: read as another encoding, every row would become the name of a column.
    low, high = (start[place::2].count(0) for place in (0, 1))
    if not low and high > len(start) // 4:
        return "utf-16-le"
    if not high and low > len(start) // 4:
        return "utf-16-be"
    return None


def in_utf8(path: Path, folder: Path, *, encoding: str | None = None) -> tuple[Path, str]:
    """Write a copy of a text file in UTF-8.

    Without a declared encoding the file is taken for Windows-1252, the superset of Latin-1 that
    spreadsheets write.

    Parameters
    ----------
    path : Path
        The file, gzipped or not.
    folder : Path
        Where the copy goes.
    encoding : str, optional
        The encoding, as Python names it.

    Returns
    -------
    tuple of Path and str
        The copy, and the encoding that was read.

    Raises
    ------
    PeopleError
        When the bytes are not text in that encoding.
    """
    encoding = encoding or marked_encoding(path) or "cp1252"
    copy = folder / "utf8.csv"
    try:
        with copy.open("w", encoding="utf-8", newline="") as out:
            for piece in _decoded(path, encoding):
                out.write(piece)
    except LookupError:
        raise PeopleError(
            f"There is no encoding called {encoding!r}.", remedy="Try utf-8 or cp1252."
        ) from None
    except UnicodeError:
        raise PeopleError(
            f"{path.name} cannot be read as text.",
            found=f"It is not UTF-8, and not {encoding} either.",
            remedy='Save it again as "CSV UTF-8".',
        ) from None
    return copy, encoding


def with_even_lines(path: Path, folder: Path) -> Path | None:
    """Copy a file whose lines end in more than one way, as after work on two kinds of computer.

    Parameters
    ----------
    path : Path
        A file in UTF-8, gzipped or not.
    folder : Path
        Where the copy goes.

    Returns
    -------
    Path or None
        The copy; None where all lines end alike, or the file is not UTF-8.
    """
    copy = folder / "lines.csv"
    ends = io.IncrementalNewlineDecoder(None, translate=True)
    try:
        with copy.open("w", encoding="utf-8", newline="") as out:
            for piece in _decoded(path, "utf-8"):
                out.write(ends.decode(piece))
            out.write(ends.decode("", final=True))
    except UnicodeError:
        copy.unlink()
        return None
    if isinstance(ends.newlines, tuple):
        return copy
    copy.unlink()
    return None


def _decoded(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with whole(path), opened(path) as file:
        while block := file.read(_BLOCK):
            piece = decoder.decode(block)
            if "\0" in piece:
                raise UnicodeError
            yield piece
        yield decoder.decode(b"", final=True)
