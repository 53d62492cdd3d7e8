"""Small files that would fill a machine are refused before they are opened, and say what to do."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from dueregard.casebook import load_casebook, sizes
from dueregard.errors import CasebookError, DueRegardError, PeopleError
from dueregard.people import read_people
from dueregard.people.written_rows import read_written_rows

ODS = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:'
    'office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="a">{}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    "</manifest:manifest>"
)
REPEATED = (
    '<table:table-row table:number-rows-repeated="{rows}"><table:table-cell office:value-type="string" '
    'table:number-columns-repeated="{columns}"><text:p>x</text:p></table:table-cell></table:table-row>'
)
BLANK = (
    '<table:table-row table:number-rows-repeated="1048576">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)
ROW = (
    '<table:table-row><table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    "</table:table-row>"
)


def _xlsx(file: Path, cells: dict[tuple[int, int], str]) -> Path:
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet("people")
        for place, text in cells.items():
            sheet.write_string(*place, text)
    return file


def _ods(file: Path, inside: str) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", MANIFEST)
        packed.writestr("content.xml", ODS.format(inside))
    return file


def _told(read: Callable[[Path], object], file: Path) -> str:
    """What is said about a file; nothing where it could be read. Errors that are not ours go through."""
    try:
        read(file)
    except DueRegardError as error:
        return str(error)
    return ""


def _readers(file: Path, saying: str) -> None:
    for read in (read_people, read_written_rows):
        with pytest.raises(PeopleError, match=saying) as told:
            read(file)
        assert "CSV" in str(told.value)


def test_a_cell_at_the_far_end_of_a_sheet(tmp_path: Path) -> None:
    file = _xlsx(tmp_path / "far.xlsx", {(0, 0): "sex", (1_048_575, 16_383): "f"})
    assert file.stat().st_size < 10_000
    _readers(file, "50 million cells")


def test_a_casebook_that_spans_everything(tmp_path: Path) -> None:
    _xlsx(tmp_path / "casebook.xlsx", {(0, 0): "field", (1_048_575, 16_383): "x"})
    with pytest.raises(CasebookError, match="50 million cells"):
        load_casebook(tmp_path)


@pytest.mark.parametrize("declared", [None, 10])
def test_what_unpacks_to_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, declared: int | None
) -> None:
    monkeypatch.setattr(sizes, "UNPACKED", 2_000_000)
    monkeypatch.setattr(sizes.refuse_packed_bomb, "__kwdefaults__", {"most": 2_000_000})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", b" " * 3_000_000)
    content = bytearray(packed.getvalue())
    if declared is not None:
        # A size in the index that is a lie.
        index = content.rindex(b"PK\x01\x02")
        content[index + 24 : index + 28] = struct.pack("<I", declared)
    (tmp_path / "bomb.xlsx").write_bytes(content)
    _readers(tmp_path / "bomb.xlsx", "unpacks to more than 2 MB")


def test_too_many_files_inside(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "many.xlsx", "w") as packed:
        for number in range(sizes.ENTRIES + 1):
            packed.writestr(str(number), "")
    _readers(tmp_path / "many.xlsx", "files inside")


def test_entities(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    with zipfile.ZipFile(tmp_path / "laughs.xlsx", "w") as packed:
        packed.writestr("xl/sharedStrings.xml", " " * 2**18 + laughs)
    _readers(tmp_path / "laughs.xlsx", "entities")


def test_repeated_cells_of_open_document(tmp_path: Path) -> None:
    file = _ods(tmp_path / "wide.ods", ROW.format("sex") + REPEATED.format(rows=1_048_576, columns=16_384))
    _readers(file, "50 million cells")


def test_a_cell_after_all_blank_rows(tmp_path: Path) -> None:
    far = BLANK + REPEATED.format(rows=1, columns=16_384)
    _readers(_ods(tmp_path / "deep.ods", ROW.format("sex") + far), "50 million cells")


def test_what_office_programs_write_is_read(tmp_path: Path) -> None:
    rows = "".join(ROW.format(word) for word in ("sex", "f", "m"))
    assert len(read_written_rows(_ods(tmp_path / "plain.ods", rows + BLANK))) == 2
    sheet = _xlsx(tmp_path / "plain.xlsx", {(0, 0): "sex", (1, 0): "f", (2_000, 9): "m"})
    assert read_people(sheet).schema.columns[0] == "sex"


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 20_000,
        "x = " + "{a=" * 20_000,
        ".".join(["a"] * 5_000) + " = 1",
        "x = " + "9" * 10_000,
        "x = '" + "a" * (sizes.TEXT + 1) + "'",
        "[question]\n" + "".join(f"k{n} = {n}\n" for n in range(500)),
    ],
)
def test_deep_long_and_wide_casebooks(tmp_path: Path, text: str) -> None:
    (tmp_path / "casebook.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CasebookError):
        load_casebook(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"a" * 300_000,
        b",".join(b"c%d" % n for n in range(2_000)) + b"\n1\n",
        b'a,b\n"' + b"x" * 300_000,
        b"a,b\n" + b"x" * 300_000 + b",1\n",
        b"\x1f\x8b\x08\x00broken",
        b"a,b\n\x00\x00,1\n",
    ],
)
def test_odd_text_files_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.csv").write_bytes(content)
    for read in (read_people, read_written_rows):
        told = _told(read, tmp_path / "odd.csv")
        assert len(told) < 2_000


@pytest.mark.parametrize("ending", ["parquet", "dta", "sav", "xlsx", "ods", "xls"])
@pytest.mark.parametrize("content", [b"", b"PAR1" + b"\xff" * 100 + b"PAR1", b"PK\x03\x04" + b"\xff" * 60])
def test_files_that_are_not_what_they_say(tmp_path: Path, ending: str, content: bytes) -> None:
    file = tmp_path / f"odd.{ending}"
    file.write_bytes(content)
    with pytest.raises(DueRegardError):
        read_people(file)


def test_a_parquet_file_that_declares_more_rows_than_it_has(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = tmp_path / "p.parquet"
    pq.write_table(pa.table({"a": [1, 2, 3]}), file)
    content = bytearray(file.read_bytes())
    (length,) = struct.unpack("<I", content[-8:-4])
    for place in range(len(content) - 8 - length, len(content) - 8):
        broken = bytearray(content)
        broken[place] ^= 0x7F
        file.write_bytes(broken)
        if place % 29 == 0:
            assert len(_told(read_people, file)) < 2_000
