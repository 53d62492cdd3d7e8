"""A Word file, read back: headings, language, table heads, blanks, the same bytes, and no bad letters."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.pack.word import word_file
from dueregard.pack.word_blocks import Blank, Bullets, Document, Grid, Heading, Paragraph, legible

docx = pytest.importorskip("docx")

AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
BLANK = Blank(what="what this means", who="the officer", hint="Say how.")


def document(text: str = "Words", **changes: object) -> Document:
    usual: dict[str, object] = {
        "title": "Equality impact assessment",
        "subtitle": "Should it?",
        "front": (Paragraph(text=text, lead="Note."),),
        "body": (
            Heading(text="One"),
            Bullets(items=("a", text)),
            Heading(text="Two", level=2),
            BLANK,
            Grid(title="Who", header=("Item", "Entry"), rows=(("x", text), ("y", BLANK))),
        ),
        "made_at": AT,
    }
    return Document(**(usual | changes))  # type: ignore[arg-type]


def read(made: Document) -> Any:
    return docx.Document(io.BytesIO(word_file(made)))


@cache
def usual() -> Any:
    return read(document())


def test_headings_are_headings_and_no_level_is_left_out() -> None:
    styles = [paragraph.style.name for paragraph in usual().paragraphs]
    levels = [int(name[-1]) for name in styles if re.fullmatch(r"Heading \d", name)]
    assert styles[0] == "Title"
    assert levels == [1, 1, 2]


def test_title_language_and_times_are_set() -> None:
    found = usual()
    said = found.core_properties
    assert (said.title, said.language) == ("Equality impact assessment: Should it?", "en-GB")
    assert said.created == said.modified == AT
    assert {
        each.get(docx.oxml.ns.qn("w:val")) for each in found.styles.element.iter(docx.oxml.ns.qn("w:lang"))
    } == {"en-GB"}


def test_tables_have_a_marked_head_a_title_and_no_merged_cells() -> None:
    [table] = usual().tables
    xml = table._tbl.xml
    assert table.rows[0]._tr.xml.count("<w:tblHeader/>") == xml.count("<w:tblHeader/>") == 1
    assert 'w:tblCaption w:val="Who"' in xml
    assert "gridSpan" not in xml
    assert "vMerge" not in xml


def test_looks_are_styles_and_nothing_is_a_picture() -> None:
    xml = usual().element.xml
    assert re.findall(r"<w:(b|i|u|color|sz|shd|jc|drawing|pict)\b", xml) == []


def test_blanks_are_numbered_boxes_in_words_and_listed_at_the_front() -> None:
    found = usual()
    texts = [paragraph.text for paragraph in found.paragraphs]
    assert "2 parts of this document are still to be written." in " ".join(texts)
    assert [text for text in texts if text.startswith("Blank ")] == [
        "Blank 1, for the officer: what this means.",
        "Blank 2, for the officer: what this means.",
        "Blank 1. To be written by the officer: what this means. Say how.",
    ]
    cell = found.tables[0].rows[2].cells[1].paragraphs[0]
    assert cell.text.startswith("Blank 2. To be written by the officer")
    for name in ("Blank", "Blank in a table"):
        assert "w:pBdr" in found.styles[name].element.xml


def test_a_document_without_blanks_says_so() -> None:
    texts = [paragraph.text for paragraph in read(document(body=())).paragraphs]
    assert "Nothing: every part of this document has been written." in texts


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_style_that_is_used_has_contrast() -> None:
    found = usual()
    used = {paragraph.style.name for paragraph in found.paragraphs}
    used |= {p.style.name for row in found.tables[0].rows for cell in row.cells for p in cell.paragraphs}
    for name in used:
        style = found.styles[name]
        while style.font.color is None or style.font.color.rgb is None:
            style = style.base_style
        behind = "FDF6DF" if name.startswith("Blank") else "FFFFFF"
        dark, light = sorted((luminance(str(style.font.color.rgb)), luminance(behind)))
        assert (light + 0.05) / (dark + 0.05) >= 7, name


def test_the_same_document_is_the_same_bytes_and_tells_no_time_of_day() -> None:
    content = word_file(document())
    assert content == word_file(document())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name]


@given(st.text())
def test_any_text_is_fit_for_xml_and_stays_on_one_line(text: str) -> None:
    told = legible(text)
    element = docx.oxml.OxmlElement("w:t")
    element.text = told
    assert element.text == told
    assert len(told.splitlines()) <= 1


def test_hostile_labels_do_not_break_the_file() -> None:
    text = "\x00\x1b[31m<b>&\ud800\u202e\ufffe]]>\n=HYPERLINK()"
    found = read(document(text, title=text, subtitle=text))
    assert found.tables[0].rows[1].cells[1].text == "[31m<b>& ]]> =HYPERLINK()"


def test_a_table_whose_rows_do_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="must have 2 cells"):
        Grid(title="T", header=("a", "b"), rows=(("only",),))
