"""The looks of a Word document, all of them styles, and the marks that screen readers need."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dueregard.pack.word import BLANK, CAPTION, CELL, CELL_BLANK, NOTE

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Row

__all__ = ["describe_table", "mark_header", "set_page", "set_properties", "set_styles"]

FONT = "Arial"
INK, QUIET, DEEP, GAP, GAP_WASH = "1B2127", "4D565F", "14353F", "5B4300", "FDF6DF"
"""Colours of the pack; each text has a contrast of more than 7 to 1 with what is behind it."""
LANGUAGE = "en-GB"


def set_page(word: Document) -> None:
    """Set A4 paper, and drop the picture of a page that the library's own template carries.

    Parameters
    ----------
    word : docx.document.Document
        The document.
    """
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    relations = word.part.package.rels
    for name in [name for name, each in relations.items() if each.reltype.endswith("/thumbnail")]:
        del relations[name]
    footer = section.footer.paragraphs[0]
    footer.style = word.styles["Footer"]
    footer.add_run("Page ")
    field = _element("w:fldSimple", instr=" PAGE ")
    run, number = OxmlElement("w:r"), OxmlElement("w:t")
    number.text = "1"
    run.append(number)
    field.append(run)
    footer._p.append(field)


def set_properties(word: Document, *, title: str, author: str, at: datetime) -> None:
    """Set the title, the language and the times.

    Parameters
    ----------
    word : docx.document.Document
        The document.
    title, author : str
        What the file says of itself; Word takes no more than 255 letters.
    at : datetime
        In UTC, without a zone.
    """
    said = word.core_properties
    said.title, said.author, said.language = title[:255], author[:255], LANGUAGE
    said.last_modified_by, said.comments, said.keywords, said.subject = author[:255], "", "", ""
    said.created = said.modified = at.replace(microsecond=0)
    said.revision = 1


def set_styles(word: Document) -> None:
    """Set every style that a document uses.

    Parameters
    ----------
    word : docx.document.Document
        The document.
    """
    styles = word.styles
    _language(styles.element)
    _letters(styles["Normal"], size=12, colour=INK)
    styles["Normal"].paragraph_format.space_after = Pt(8)
    for name, size in (
        ("Title", 26),
        ("Subtitle", 16),
        ("Heading 1", 18),
        ("Heading 2", 15),
        ("Heading 3", 13),
    ):
        _letters(styles[name], size=size, colour=DEEP)
        styles[name].font.italic = False
        styles[name].font.bold = name != "Subtitle"
    _own(word, NOTE, size=11, colour=QUIET)
    _own(word, CELL, size=11, colour=INK).paragraph_format.space_after = Pt(2)
    caption = _own(word, CAPTION, size=12, colour=DEEP)
    caption.font.bold = True
    caption.paragraph_format.keep_with_next = True
    for name, size in ((BLANK, 12), (CELL_BLANK, 11)):
        _boxed(_own(word, name, size=size, colour=GAP))


def _own(word: Document, name: str, *, size: int, colour: str) -> Any:
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    _letters(style, size=size, colour=colour)
    return style


def _letters(style: Any, *, size: int, colour: str) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)
    for kind in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)


def _boxed(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    box = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        box.append(_element(f"w:{side}", val="dashed", sz="8", space="4", color=GAP))
    shade = _element("w:shd", val="clear", color="auto", fill=GAP_WASH)
    # The schema has an order: border and shading come before spacing and indents.
    properties.insert_element_before(box, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    properties.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _language(styles: Any) -> None:
    """Say what language the document is in, for whoever reads it aloud."""
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def mark_header(row: _Row) -> None:
    """Mark a row as the head of its table, repeated on every page.

    Parameters
    ----------
    row : docx.table._Row
        The first row.
    """
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def describe_table(table: Table, title: str) -> None:
    """Give a table the title that is read out before it, and say that its first row and column are heads.

    Parameters
    ----------
    table : docx.table.Table
        The table.
    title : str
        What it shows.
    """
    properties = table._tbl.tblPr
    for look in properties.findall(qn("w:tblLook")):
        properties.remove(look)
    look = _element("w:tblLook", val="04A0", firstRow="1", lastRow="0", firstColumn="1", lastColumn="0")
    properties.append(look)
    properties.append(_element("w:tblCaption", val=title))
    properties.append(
        _element("w:tblDescription", val=f"{title}. The first row and the first column are heads.")
    )


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
