"""What is made of a hostile casebook runs nothing: no script, no formula, no address, no field, no record."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from dueregard.casebook import load_casebook, write_workbook
from dueregard.cli import main
from dueregard.pack.data_files import csv_cell
from tests.browser import page_of
from tests.security.hostile_labels import FORMULAS, PAYLOADS, write_hostile

FORBIDDEN = frozenset(
    [
        "script",
        "iframe",
        "object",
        "embed",
        "img",
        "form",
        "input",
        "base",
        "audio",
        "video",
        "foreignobject",
        "animate",
        "set",
        "use",
        "image",
        "template",
        "math",
        "button",
        "textarea",
    ]
)
NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")
FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


class Seen(HTMLParser):
    """What a page consists of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.comments: list[str] = []
        self.odd: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_pi(self, data: str) -> None:
        self.odd.append(data)

    def unknown_decl(self, data: str) -> None:
        self.odd.append(data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = write_hostile(tmp_path_factory.mktemp("hostile") / "town")
    assert main(["assess", str(made), "--json"]) == 0
    assert main(["calendar", str(made), "--ics", str(made / "days.ics")]) == 0
    return made


def _pages(folder: Path) -> Iterator[tuple[str, str]]:
    found = sorted((folder / "out").rglob("*.html"))
    assert len(found) == 5  # the pack, an option, the summary, and why of two outcomes
    yield from ((path.name, path.read_text(encoding="utf-8")) for path in found)


def test_pages_hold_nothing_that_runs_or_fetches(folder: Path) -> None:
    for name, html in _pages(folder):
        seen = Seen(html)
        assert seen.tags & FORBIDDEN == set(), name
        assert [each for each in seen.attributes if each[0].startswith("on")] == [], name
        assert seen.odd == [], name
        for attribute, value in seen.attributes:
            if attribute in ("href", "src", "action", "xlink:href", "srcset", "data"):
                assert re.fullmatch(r"#[\w-]+|data:,|(\.\./)?[\w./-]+(#[\w-]+)?", value), (name, value)
            if attribute == "style":
                unquoted = re.sub(r"'(?:[^'\\]|\\.)*'", "", value)
                assert not re.search(r"[{}(]|url|//", unquoted.replace("var(", "")), (name, value)


def test_pages_forbid_scripts_and_addresses_of_others(folder: Path) -> None:
    for name, html in _pages(folder):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", html), name
        head = html.partition("<title>")[0]
        assert "default-src 'none'" in head, name
        assert "base-uri 'none'" in head, name


def test_no_label_moves_or_feigns_the_record_of_signatures(folder: Path) -> None:
    for name, html in _pages(folder):
        regions = ["record", "/record"] if name == "pack.html" else []
        assert Seen(html).comments == regions, name
        assert html.count("<!--record-->") == html.count("<!--/record-->") == len(regions) // 2


def test_nothing_is_lost_by_that(folder: Path) -> None:
    numbers = (folder / "out" / "estimates.json").read_text(encoding="utf-8")
    json.loads(numbers)
    title = load_casebook(folder).specification.question.title
    assert title == PAYLOADS[0]
    assert "&lt;script&gt;window.pwned=1&lt;/script&gt;" in (folder / "out" / "pack.html").read_text("utf-8")


def test_no_cell_of_a_table_is_a_formula(folder: Path) -> None:
    files = sorted((folder / "out" / "tables").glob("*.csv"))
    assert files
    for file in files:
        for row in csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline="")):
            for cell in row:
                assert not cell.lstrip().startswith(FORMULA) or NUMBER.fullmatch(cell), (file.name, cell)


@pytest.mark.parametrize("text", [*FORMULAS, "\n=1", "\u00a0=1", "\ufeff=1", "\uff0b1", "\x00=1"])
def test_no_text_is_a_formula(text: str) -> None:
    assert csv_cell(text).startswith("'")


def test_numbers_stay_numbers() -> None:
    assert [csv_cell(each) for each in (-2.5, -3, 1e-9)] == ["-2.5", "-3", "1e-09"]


def test_the_workbook_has_texts_only(folder: Path, tmp_path: Path) -> None:
    casebook = load_casebook(folder)
    file = write_workbook(casebook, tmp_path / "casebook.xlsx")
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    assert not any("<f>" in text or "<f " in text or "<hyperlink" in text for text in parts.values())
    assert not any("external" in text.lower() for name, text in parts.items() if name.endswith(".rels"))
    again = load_casebook(file).specification
    assert again.question.title == casebook.specification.question.title


def test_the_document_has_no_field_and_no_address(folder: Path) -> None:
    documents = sorted((folder / "out" / "documents").glob("*.docx"))
    assert documents
    for file in documents:
        with zipfile.ZipFile(file) as packed:
            text = packed.read("word/document.xml").decode()
            rels = packed.read("word/_rels/document.xml.rels").decode()
        assert not re.search(r"instrText|fldSimple|hyperlink|altChunk|<!ENTITY|attachedTemplate", text)
        assert "External" not in rels
        assert "&lt;script&gt;" in text


def test_the_calendar_has_its_own_lines_only(folder: Path) -> None:
    lines = (folder / "days.ics").read_bytes().decode().split("\r\n")
    whole = [line for line in lines if not line.startswith(" ")]
    names = {re.split(r"[;:]", line)[0] for line in whole if line}
    assert names <= {
        *("BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "UID", "DTSTAMP", "DTSTART", "DTEND"),
        *("SUMMARY", "DESCRIPTION", "CATEGORIES", "TRANSP", "X-WR-CALNAME", "STATUS", "NAME"),
    }
    assert {line for line in whole if line.startswith("BEGIN")} <= {"BEGIN:VCALENDAR", "BEGIN:VEVENT"}


@pytest.mark.browser
@pytest.mark.slow
def test_a_browser_runs_nothing(folder: Path) -> None:
    for file in sorted((folder / "out").rglob("*.html")):
        with page_of(file, 900) as page:
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            asked: Any = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
            assert page.evaluate("typeof window.pwned") == "undefined", file.name
            assert [each for each in asked if not each.startswith("data:")] == [], file.name
