"""From blocks to a Word file that a screen reader can read, the same bytes every time.

Headings are headings, tables have a marked header row and no merged cells, every look is a style, the title
and the language are set (WCAG 2.2: 1.3.1, 2.4.2, 2.4.6, 3.1.1). Blanks are told in words and in a box, never
by colour alone (1.4.1).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any

from dueregard.errors import MissingExtra
from dueregard.pack.word_blocks import Blank, Block, Bullets, Document, Grid, Heading, Paragraph, legible

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

__all__ = ["word_file"]

BLANK, NOTE, CELL, CELL_BLANK, CAPTION = "Blank", "Note", "Table text", "Blank in a table", "Table title"
"""The names of our own styles."""

_EPOCH = (1980, 1, 1, 0, 0, 0)


def word_file(document: Document) -> bytes:
    """Write a document as a Word file.

    Parameters
    ----------
    document : Document
        What it says.

    Returns
    -------
    bytes
        Office Open XML (ISO/IEC 29500); the same for the same document.

    Raises
    ------
    MissingExtra
        When python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        raise MissingExtra("Writing Word documents", "office") from None
    from dueregard.pack.word_styles import set_page, set_properties, set_styles

    word = docx.Document()
    set_page(word)
    set_styles(word)
    set_properties(
        word,
        title=legible(f"{document.title}: {document.subtitle}"),
        author=legible(document.author),
        at=document.made_at.astimezone(UTC).replace(tzinfo=None),
    )
    writer = _Writer(word)
    word.add_paragraph(legible(document.title), style="Title")
    word.add_paragraph(legible(document.subtitle), style="Subtitle")
    writer.write(document.front)
    writer.list_blanks(document)
    writer.write(document.body)
    return _same_bytes(word)


class _Writer:
    """Writes blocks into a document and counts its blanks."""

    def __init__(self, word: WordDocument) -> None:
        self.word = word
        self.number = 0
        # The library looks a style up anew for each cell, which takes longer than everything else.
        self.ids = {name: word.styles[name].style_id for name in (CELL, CELL_BLANK, "Strong")}

    def write(self, blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            match block:
                case Heading():
                    self.word.add_heading(legible(block.text), level=block.level)
                case Paragraph():
                    self._paragraph(block)
                case Bullets():
                    for item in block.items:
                        self.word.add_paragraph(legible(item), style="List Bullet")
                case Blank():
                    self.word.add_paragraph(self._told(block), style=BLANK)
                case Grid():
                    self._table(block)

    def list_blanks(self, document: Document) -> None:
        blanks = document.blanks
        self.word.add_heading("What is still to be written", level=1)
        if not blanks:
            self.word.add_paragraph("Nothing: every part of this document has been written.")
            return
        are = (
            "1 part of this document is" if len(blanks) == 1 else f"{len(blanks)} parts of this document are"
        )
        self.word.add_paragraph(
            f"{are} still to be written. Each is marked “Blank” where it stands, in a box with a broken edge."
        )
        for number, blank in enumerate(blanks, start=1):
            told = f"Blank {number}, for {blank.who}: {blank.what}."
            self.word.add_paragraph(legible(told), style="List Bullet")

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self.word.add_paragraph(style=NOTE if block.quiet else None)
        if block.lead:
            paragraph.add_run(legible(block.lead) + " ", style="Strong")
        paragraph.add_run(legible(block.text))

    def _told(self, blank: Blank) -> str:
        self.number += 1
        hint = f" {blank.hint}" if blank.hint else ""
        return legible(f"Blank {self.number}. To be written by {blank.who}: {blank.what}.{hint}")

    def _table(self, grid: Grid) -> None:
        from dueregard.pack.word_styles import describe_table, mark_header

        self.word.add_paragraph(legible(grid.title), style=CAPTION)
        table = self.word.add_table(rows=0, cols=len(grid.header), style="Table Grid")
        describe_table(table, legible(grid.title))
        self._row(table, grid.header, heads=len(grid.header))
        mark_header(table.rows[0])
        for row in grid.rows:
            self._row(table, row, heads=1)
        # What follows a table directly would touch it.
        self.word.add_paragraph(style=CELL)

    def _row(self, table: Any, contents: Sequence[str | Blank], *, heads: int) -> None:
        from docx.table import _Cell

        row = table.add_row()
        # Without merged cells each of the row's own is a cell; `row.cells` would look for others every time.
        for place, (cell, content) in enumerate(zip(row._tr.tc_lst, contents, strict=True)):
            self._cell(_Cell(cell, table), content, bold=place < heads)

    def _cell(self, cell: Any, content: str | Blank, *, bold: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        blank = isinstance(content, Blank)
        paragraph._p.style = self.ids[CELL_BLANK if blank else CELL]
        run = paragraph.add_run(self._told(content) if isinstance(content, Blank) else legible(content))
        if bold and not blank:
            run._r.style = self.ids["Strong"]


def _same_bytes(word: WordDocument) -> bytes:
    """Save it, and write the archive anew without the time of day."""
    saved, told = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as archive, zipfile.ZipFile(told, "w") as fresh:
        for name, content in _parts(archive):
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            fresh.writestr(entry, content)
    return told.getvalue()


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for entry in archive.infolist():
        yield entry.filename, archive.read(entry)
