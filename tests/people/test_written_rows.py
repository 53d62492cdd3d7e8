"""Small tables are read as they were typed, however a spreadsheet saved them."""

from __future__ import annotations

import datetime
import gzip
from pathlib import Path

import pytest
import xlsxwriter

from dueregard.errors import ColumnNotFound, PeopleError
from dueregard.people.written_rows import WrittenRows, read_written_rows


def read(path: Path, text: str | bytes) -> WrittenRows:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_written_rows(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def test_cells_stay_the_texts_that_were_typed(path: Path) -> None:
    found = read(path, 'id,age,note\n007,5-9,"a, b"\n1e5,05-Sep,NA\n')
    assert found.columns == ("id", "age", "note")
    assert found.rows == (("007", "5-9", "a, b"), ("1e5", "05-Sep", "NA"))
    assert found.lines == (2, 3)
    assert found.notes == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter(path: Path, delimiter: str) -> None:
    found = read(path, delimiter.join("abc") + "\r\n" + delimiter.join("123") + "\r\n")
    assert found.rows == (("1", "2", "3"),)


TEXT = "enw,iaith\nSiân – Łukasz,cy\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_encodings_that_say_what_they_are(path: Path, encoding: str) -> None:
    found = read(path, TEXT.encode(encoding))
    assert found.columns == ("enw", "iaith")
    assert found.rows[0][0] == "Siân – Łukasz"


def test_windows_text_is_read_and_told(path: Path) -> None:
    found = read(path, "enw\nSiân – Ó\n".encode("cp1252"))
    assert found.rows == (("Siân – Ó",),)
    assert found.notes == ("table.csv is not UTF-8 and was read as cp1252.",)


def test_other_scripts_and_emoji(path: Path) -> None:
    found = read(path, "نام,🙂\nعورت,👩‍🦽\n")
    assert found.column("نام") == ("عورت",)
    assert found.column("🙂") == ("👩‍🦽",)


def test_blanks_blank_rows_and_blank_columns_go(path: Path) -> None:
    found = read(path, " id , sex \u00a0,,\n 1 ,\u200bF,,\n,,,\n\n2,M\n,,\n")
    assert found.columns == ("id", "sex")
    assert found.rows == (("1", "F"), ("2", "M"))
    assert found.lines == (2, 5)


def test_a_short_row_is_filled_up_and_a_long_one_refused(path: Path) -> None:
    assert read(path, "a,b,c\n1\n").rows == (("1", "", ""),)
    with pytest.raises(PeopleError, match=r"Row 3 of table\.csv has more cells") as raised:
        read(path, "a,b\n1,2\n1,2,secret\n")
    assert "secret" not in str(raised.value)


def test_columns_are_found_without_regard_to_case(path: Path) -> None:
    found = read(path, "Nationbuilder_ID,sex\n7,F\n")
    assert found.has("nationbuilder_id")
    assert found.column(" SEX ") == ("F",)
    with pytest.raises(ColumnNotFound, match=r"table\.csv has no column 'sexx'.*Did you mean 'sex'"):
        found.column("sexx")


def test_a_blank_heading_in_the_middle_has_a_name(path: Path) -> None:
    assert read(path, "a,,c\n1,2,3\n").columns == ("a", "column 2", "c")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        (",,\n,,\n", "is empty"),
        ("a,A\n1,2\n", "more than one column 'A'"),
        (b"a\n\x81\x8d\x8f\n", "cannot be read as text"),
        (b"ab\n\0\0\n", "cannot be read as text"),
    ],
)
def test_what_is_no_table(path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(PeopleError, match=said):
        read(path, text)


def test_absent_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("a\n1\n")
    with pytest.raises(PeopleError, match=r"no file .*Did you mean 'people\.csv'"):
        read_written_rows(tmp_path / "poeple.csv")
    with pytest.raises(PeopleError, match="is a folder"):
        read_written_rows(tmp_path)


def test_a_packed_file(tmp_path: Path) -> None:
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n"))
    assert read_written_rows(path).rows == (("1", "2"),)


def spreadsheet(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, datetime.date):
                        sheet.write_datetime(place, column, cell, book.add_format({"num_format": "dd-mmm"}))
                    else:
                        sheet.write(place, column, cell)
    return path


def test_a_spreadsheet_with_numbers_and_dates(tmp_path: Path) -> None:
    date = datetime.datetime(2026, 9, 5)
    rows: list[list[object]] = [["id", "age", "share"], [7, date, 0.5], [8, "10-14", None]]
    found = read_written_rows(spreadsheet(tmp_path / "t.xlsx", {"One": rows, "Empty": []}))
    assert found.rows == (("7", "2026-09-05", "0.5"), ("8", "10-14", ""))
    assert found.title == "t.xlsx, sheet 'One'"


def test_one_of_several_sheets_has_to_be_named(tmp_path: Path) -> None:
    path = spreadsheet(tmp_path / "t.xlsx", {"One": [["a"], [1]], "Two": [["b"], [2]]})
    with pytest.raises(PeopleError, match=r"more than one sheet.*t\.xlsx#One"):
        read_written_rows(path)
    assert read_written_rows(f"{path}#Two").columns == ("b",)
    with pytest.raises(PeopleError, match="no sheet 'Three'"):
        read_written_rows(f"{path}#Three")


def test_what_is_no_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"PK nothing")
    with pytest.raises(PeopleError, match="cannot be read as a spreadsheet"):
        read_written_rows(path)
