from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from dueregard.casebook import load_casebook
from dueregard.errors import PeopleError, UsageError
from dueregard.new import write_new
from tests.new.payroll import write_payroll


@pytest.fixture
def payroll(tmp_path: Path) -> Path:
    return write_payroll(tmp_path / "payroll.csv")


def test_what_is_written_loads_without_edits(payroll: Path, tmp_path: Path) -> None:
    file = write_new(tmp_path / "book", people=payroll)
    casebook = load_casebook(file)
    assert file == tmp_path / "book" / "casebook.toml"
    assert casebook.specification.people is not None
    assert casebook.path_of(casebook.specification.people.source).resolve() == payroll.resolve()


def test_the_data_stay_where_they_are(payroll: Path, tmp_path: Path) -> None:
    file = write_new(tmp_path / "book", people=payroll)
    assert [entry.name for entry in file.parent.iterdir()] == ["casebook.toml"]
    assert 'source = "../payroll.csv"' in file.read_text(encoding="utf-8")


def test_the_workbook_says_the_same(payroll: Path, tmp_path: Path) -> None:
    text = load_casebook(write_new(tmp_path / "text", people=payroll))
    book = load_casebook(write_new(tmp_path / "book", people=payroll, workbook=True))
    assert book.specification == text.specification
    assert book.file.name == "casebook.xlsx"


def test_a_casebook_is_not_overwritten(payroll: Path, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    file = write_new(folder, people=payroll)
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        write_new(folder, people=payroll)
    assert str(raised.value) == (
        f"{folder} has a casebook already: casebook.toml. "
        "Choose another folder, or allow it to be replaced (force)."
    )
    with pytest.raises(UsageError, match=r"Choose another folder\.$"):
        write_new(folder, people=payroll, workbook=True, force=True)
    assert file.read_text(encoding="utf-8") == "mine"


def test_unless_that_is_asked_for(payroll: Path, tmp_path: Path) -> None:
    first = write_new(tmp_path / "book", people=payroll).read_text(encoding="utf-8")
    (tmp_path / "book" / "casebook.toml").write_text("mine", encoding="utf-8")
    again = write_new(tmp_path / "book", people=payroll, force=True)
    assert again.read_text(encoding="utf-8") == first


def test_a_table_that_is_not_there_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(PeopleError):
        write_new(tmp_path / "book", people=tmp_path / "none.csv")
    assert not (tmp_path / "book").exists()


def test_a_file_in_the_place_of_the_folder(payroll: Path) -> None:
    with pytest.raises(UsageError) as raised:
        write_new(payroll, people=payroll)
    assert str(raised.value) == f"{payroll} is a file. Name a folder for the casebook."


def test_the_workbook_warns_as_the_text_does(payroll: Path, tmp_path: Path) -> None:
    file = write_new(tmp_path / "book", people=payroll, workbook=True)
    rows = CalamineWorkbook.from_path(file).get_sheet_by_name("remarks").to_python()
    remarks = {row[0]: str(row[1]) for row in rows}
    assert "WARNING: 'Full Name'" in remarks["people"]
    assert remarks["people.characteristics.ethnic_group.labels.1"] == "about 60 people"
