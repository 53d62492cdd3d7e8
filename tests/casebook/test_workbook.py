from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from dueregard.casebook import Specification, load_casebook, write_workbook
from dueregard.errors import CasebookError

CASEBOOKS = sorted((Path(__file__).parents[1] / "casebooks").glob("*/casebook.toml"))

RICH = {
    "question": {"title": "=1+1", "decision_on": "2027-03-31", "duties": ["psed", "heat"]},
    "people": {
        "source": "people.csv",
        "cluster": ["psu", "household"],
        "fpc": ["size", 0.5],
        "replicate_weights": {"columns": "w_*", "method": "jkn", "rscales": [0.5, 0.25], "mse": True},
        "columns": {"Economic Activity": {"labels": {"01": "employee"}, "missing": ["X"]}},
        "linked": [{"source": "h.csv", "on": "hh"}],
        "characteristics": {
            "sex": "sex",
            "ethnic_group": {"column": "e", "labels": {"1": "White", "9": "Not stated"}, "missing": ["9"]},
            "income_band": {"column": "i", "bands": [0, 10.5]},
        },
        "places": {"ward": {"column": "w", "parent": "town", "parents": {"a": "T", "b": "U"}}},
        "generations": {
            "age": "age",
            "life_stages": {"children": [0, 15]},
            "cohorts": [1928, 1946],
            "standard": {"0 to 15": 0.2, "16 and over": 0.8},
        },
        "circumstances": {"family": ["f", "m"]},
    },
    "intersections": [{"of": ["sex", "race", "age"]}],
    "outcomes": [
        {
            "name": "income",
            "column": "income",
            "better": "higher",
            "measures": ["median", "gini"],
            "target": {"gap": "race", "at_most": 20, "by": 2030},
        },
        {"name": "good health", "yes": "health in [1, 2]", "better": "higher"},
    ],
    "published": [
        {
            "source": "c.csv",
            "name": "census",
            "kind": "count",
            "characteristic": "religion",
            "columns": {"level": "g", "value": "v"},
            "date": 2021,
        }
    ],
    "evidence_gaps": [{"characteristic": "disability", "owner": "Lead", "due": "2027-12-31"}],
    "amendments": [{"date": "2027-01-01", "author": "a", "what": "income", "why": "w"}],
    "alliance": {
        "quorum": "required",
        "sectors": {"business": 1},
        "steward": True,
        "members": [
            {
                "id": "x",
                "name": "X",
                "sector": "business",
                "roles": ["author", "steward for future generations"],
            }
        ],
    },
}


def there_and_back(specification: Specification, folder: Path) -> Specification:
    return load_casebook(write_workbook(specification, folder / "casebook.xlsx")).specification


@pytest.mark.parametrize("file", CASEBOOKS, ids=lambda file: file.parent.name)
def test_casebooks_go_there_and_back(file: Path, tmp_path: Path) -> None:
    casebook = load_casebook(file)
    assert there_and_back(casebook.specification, tmp_path) == casebook.specification


def test_every_kind_of_field_goes_there_and_back(tmp_path: Path) -> None:
    specification = Specification.model_validate(RICH)
    assert there_and_back(specification, tmp_path) == specification


def test_the_indicators_are_the_same(tmp_path: Path) -> None:
    file = write_workbook(Specification.model_validate(RICH), tmp_path / "casebook.xlsx")
    again = load_casebook(file)
    assert load_casebook(tmp_path).indicators_hash() == again.indicators_hash()
    assert again.folder == tmp_path


LETTERS_AND_SIGNS = st.characters(codec="utf-8", categories=["L", "N", "P", "S"])


@settings(max_examples=10)
@given(label=st.text(min_size=1, max_size=40, alphabet=LETTERS_AND_SIGNS))
def test_any_label_goes_there_and_back(label: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    column = {"column": label, "labels": {label: label}}
    people = {"source": "p.csv", "characteristics": {"x": column}}
    specification = Specification.model_validate({"question": {"title": "Q"}, "people": people})
    assert there_and_back(specification, tmp_path_factory.mktemp("book")) == specification


def test_each_sheet_is_one_table_from_the_first_cell(tmp_path: Path) -> None:
    file = write_workbook(Specification.model_validate(RICH), tmp_path / "casebook.xlsx")
    book = CalamineWorkbook.from_path(file)
    assert book.sheet_names[:3] == ["about", "question", "people"]
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
        assert all(rows[0])
        assert not sheet.merged_cell_ranges
    assert book.get_sheet_by_name("outcomes").to_python()[0][:3] == ["name", "column", "yes"]


def test_every_field_is_explained(tmp_path: Path) -> None:
    file = write_workbook(Specification.model_validate(RICH), tmp_path / "casebook.xlsx")
    rows = CalamineWorkbook.from_path(file).get_sheet_by_name("about").to_python()
    assert all(row[3] for row in rows)
    assert ["outcomes", "better", "choice, needed"] in [row[:3] for row in rows]


def test_text_never_becomes_a_formula(tmp_path: Path) -> None:
    specification = Specification.model_validate(RICH)
    assert there_and_back(specification, tmp_path).question.title == "=1+1"


def book_of(folder: Path, sheets: dict[str, list[list[object]]]) -> Path:
    file = folder / "casebook.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file


START = {
    "question": [["field", "value"], ["title", "Q"]],
    "people": [["field", "value", "notes"], ["source", "p.csv", "mine"]],
}

WRONG = {
    "a number typed as text": (
        {"disclosure": [["field", "value"], ["threshold", "ten"]]},
        "sheet disclosure, row 2: [disclosure] threshold must be a whole number; found 'ten'.",
    ),
    "a choice": (
        {"outcomes": [["name", "column", "better"], ["income", "income", "more"]]},
        "sheet outcomes, row 2: [[outcomes]] 'income' better must be 'higher' or 'lower'; found 'more'.",
    ),
    "a column of a sheet": (
        {"outcomes": [["name", "colum", "better"], ["income", "income", "higher"]]},
        "sheet outcomes, row 2: [[outcomes]] 'income' has no key 'colum'. Did you mean 'column'?",
    ),
    "codes of nothing": (
        {"codes": [["sheet", "name", "code", "label"], ["characteristics", "sex", 1, "Male"]]},
        "Sheet codes, row 2: the sheet characteristics has no 'sex'.",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_sheet_and_row(tmp_path: Path, name: str) -> None:
    sheets, message = WRONG[name]
    with pytest.raises(CasebookError) as raised:
        load_casebook(book_of(tmp_path, {**START, **sheets}))
    assert str(raised.value) == f"casebook.xlsx, {message[0].lower()}{message[1:]}"


def test_an_unknown_sheet(tmp_path: Path) -> None:
    with pytest.raises(CasebookError) as raised:
        load_casebook(book_of(tmp_path, {**START, "outcoms": [["name"]]}))
    assert str(raised.value) == ("casebook.xlsx: A casebook has no sheet 'outcoms'. Did you mean 'outcomes'?")


def test_numbers_typed_as_codes_and_years_are_text(tmp_path: Path) -> None:
    sheets = {
        "characteristics": [["name", "column"], ["sex", "sex"]],
        "codes": [["sheet", "name", "code", "label"], ["characteristics", "sex", 1, "Male"]],
    }
    people = load_casebook(book_of(tmp_path, {**START, **sheets})).specification.people
    assert people is not None
    assert people.characteristics["sex"].labels == {"1": "Male"}


def test_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "casebook.xlsx").write_text("no")
    with pytest.raises(CasebookError) as raised:
        load_casebook(tmp_path)
    assert str(raised.value) == "casebook.xlsx cannot be read as a workbook. Save it as .xlsx and try again."
