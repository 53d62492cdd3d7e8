"""A check sees what an assessment would refuse, and measures nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.check import check
from dueregard.errors import CasebookError, ColumnNotFound, PeopleError, UsageError
from tests.making_casebooks import CASEBOOK, EVIDENCE_GAP, QUESTION, write_casebook


def test_what_is_in_the_casebook_and_its_people(tmp_path: Path) -> None:
    report = check(write_casebook(tmp_path))
    assert report.unfinished == ()
    assert list(report.lines())[:2] == [
        "casebook.toml is valid: 2 outcomes.",
        "200 rows; 200 people are assessed.",
    ]


def test_nothing_is_written(tmp_path: Path) -> None:
    check(write_casebook(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["casebook.toml", "people.csv"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("decision_on = 2027-03-31\n", "[question] has no decision_on"),
        ('owner = "Cabinet Member"\n', "[question] has no owner"),
        ("due = 2027-01-31\n", "[[evidence_gaps]] disability: it needs an owner and a due date."),
    ],
)
def test_what_is_unfinished(tmp_path: Path, line: str, said: str) -> None:
    assert line in CASEBOOK
    [sentence] = check(write_casebook(tmp_path, CASEBOOK.replace(line, "", 1))).unfinished
    assert sentence.startswith(said)


def test_an_outcome_that_nobody_has_a_value_of(tmp_path: Path) -> None:
    empty = '[[outcomes]]\nname = "rent"\ncolumn = "income"\namong = "age > 200"\nbetter = "lower"\n'
    [sentence] = check(write_casebook(tmp_path, CASEBOOK + empty)).unfinished
    assert sentence.startswith("[[outcomes]] 'rent' has no value for anybody")


@pytest.mark.parametrize(
    ("was", "now", "error"),
    [
        ('column = "income"', 'column = "incom"', ColumnNotFound),
        ('column = "income"', 'column = "sex"', UsageError),
        ('weight = "weight"', 'weight = "weight"\nwhere = "age > 200"', CasebookError),
        ('"people.csv"', '"peple.csv"', PeopleError),
    ],
)
def test_what_an_assessment_would_refuse(tmp_path: Path, was: str, now: str, error: type[Exception]) -> None:
    folder = write_casebook(tmp_path, CASEBOOK.replace(was, now))
    with pytest.raises(error):
        check(folder)


def test_a_casebook_of_published_tables_only(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_text("group,rate\nWhite,10\nAsian,14\n", encoding="utf-8")
    published = (
        '[[published]]\nsource = "rates.csv"\nname = "Rates"\nkind = "estimate"\noutcome = "poverty"\n'
        'characteristic = "ethnic_group"\ncolumns = { level = "group", value = "rate" }\n'
        '[[outcomes]]\nname = "poverty"\nbetter = "lower"\n'
    )
    (tmp_path / "casebook.toml").write_text(QUESTION + published + EVIDENCE_GAP, encoding="utf-8")
    report = check(tmp_path)
    assert report.audit is None
    assert any("rest on published tables" in line for line in report.lines())
