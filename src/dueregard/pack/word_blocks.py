"""What a document for committees consists of: headings, paragraphs, lists, tables and visible blanks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

__all__ = ["Blank", "Block", "Bullets", "Document", "Grid", "Heading", "Paragraph", "legible"]

LONGEST = 20_000
"""Letters of one text: what is longer is cut, with a mark."""

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def legible(text: str) -> str:
    r"""Make any text fit for a Word document.

    Parameters
    ----------
    text : str
        Any text, such as a label of a table.

    Returns
    -------
    str
        Without what XML 1.0 forbids (section 2.2), without characters that turn the direction of writing
        round, and on one line.

    Examples
    --------
    >>> legible("a\x00b\nc\ud800\u202ed")
    'a b c d'
    """
    kept = "".join(" " if _stray(letter) else letter for letter in text)
    told = " ".join(kept.split())
    return told if len(told) <= LONGEST else f"{told[:LONGEST]} […]"


def _stray(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs", "Cn") or letter in _BIDI


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading.

    Parameters
    ----------
    text : str
        Its words.
    level : int
        From 1.
    """

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph.

    Parameters
    ----------
    text : str
        Its words.
    lead : str
        What it begins with, set in bold.
    quiet : bool
        Whether it is a note.
    """

    text: str
    lead: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list.

    Parameters
    ----------
    items : tuple of str
        Its entries.
    """

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """Something that a person has yet to write.

    Parameters
    ----------
    what : str
        What is to be written, as a phrase.
    who : str
        By whom.
    hint : str
        What helps to write it.
    """

    what: str
    who: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: one header row, no merged cells.

    Parameters
    ----------
    title : str
        Its caption, and what a screen reader says of it first.
    header : tuple of str
        The heads of its columns.
    rows : tuple of tuple
        Its cells; the first of each row names the row. A cell may be a blank.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | Blank, ...], ...]

    def __post_init__(self) -> None:
        """Refuse rows of another length."""
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError(f"every row of {self.title!r} must have {len(self.header)} cells")


Block = Heading | Paragraph | Bullets | Grid | Blank


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document.

    Parameters
    ----------
    title, subtitle : str
        Its title, and the question it is about.
    front : tuple of Block
        What comes before the list of blanks.
    body : tuple of Block
        The rest.
    made_at : datetime
        When the figures in it were made; nothing else in the file tells the time.
    author : str
        What the file names as its author.
    """

    title: str
    subtitle: str
    front: tuple[Block, ...]
    body: tuple[Block, ...]
    made_at: datetime
    author: str = ""

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """Every blank, in the order in which it is met; each gets a number."""
        return tuple(_blanks(self.body))


def _blanks(blocks: Sequence[Block]) -> Iterator[Blank]:
    for block in blocks:
        if isinstance(block, Blank):
            yield block
        elif isinstance(block, Grid):
            yield from (cell for row in block.rows for cell in row if isinstance(cell, Blank))
