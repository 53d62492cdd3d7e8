from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from dueregard.casebook import Casebook, load_casebook
from dueregard.errors import CasebookError

FULL = """
[question]
title = "Should Brackwater replace the flat travel pass?"
decision_on = 2027-03-31
duties = ["psed", "socio-economic"]

[people]
source = "people.parquet"
weight = "weight"
cluster = "household"
fpc = ["size", 0.5]

[people.columns."Economic Activity"]
labels = {1 = "employee"}
missing = [-9, "X"]

[people.characteristics]
sex = "sex"
race = {column = "ethnicity", labels = {1 = "White"}, reference = "White"}

[people.circumstances]
family = "parent_occupation"

[people.places]
ward = {column = "ward", parent = "town", parents = {E05 = "North"}}

[people.generations]
age = "age"
life_stages = {children = [0, 15]}
standard = {"0 to 15" = 0.2}

[[people.linked]]
source = "households.parquet"
on = "household"

[[intersections]]
of = ["sex", "ethnicity", "age"]

[[outcomes]]
name = "income"
column = "income"
better = "higher"
target = {gap = "race", at_most = 20, by = 2030}

[[outcomes]]
name = "good health"
yes = "health in [1, 2]"
better = "higher"
"""

AGGREGATES = """
[question]
title = "Q"
decision_on = 2027-03-31
[[outcomes]]
name = "poverty"
better = "lower"
[[published]]
source = "poverty.csv"
name = "official poverty"
kind = "estimate"
characteristic = "ethnicity"
outcome = "poverty"
columns = {level = "Group", value = "Rate", se = "SE", period = "Year"}
date = 2021-03-21
[[evidence_gaps]]
characteristic = "carers"
due = 2027-12-31
"""


def written(folder: Path, text: str) -> Casebook:
    (folder / "casebook.toml").write_text(text, encoding="utf-8")
    return load_casebook(folder)


@pytest.fixture
def full(tmp_path: Path) -> Casebook:
    return written(tmp_path, FULL)


def test_short_and_long_forms_are_one(full: Casebook) -> None:
    people = full.specification.people
    assert people is not None
    assert people.cluster == ("household",)
    assert people.fpc == ("size", 0.5)
    assert people.characteristics["sex"].column == "sex"
    assert people.linked[0].on.person == people.linked[0].on.linked == "household"
    assert people.circumstances is not None
    assert people.circumstances.family == ("parent_occupation",)


def test_characteristics_have_one_name_each(full: Casebook) -> None:
    spec = full.specification
    assert spec.people is not None
    assert list(spec.people.characteristics) == ["sex", "ethnic_group"]
    assert spec.intersections[0].of == ("sex", "ethnic_group", "age")
    assert spec.outcomes[0].target is not None
    assert spec.outcomes[0].target.gap == "ethnic_group"


def test_codes_are_text(full: Casebook) -> None:
    assert full.specification.people is not None
    assert full.specification.people.columns["Economic Activity"].missing == ("-9", "X")


def test_measures_have_defaults(full: Casebook) -> None:
    assert [outcome.measures for outcome in full.specification.outcomes] == [
        ("mean", "median"),
        ("proportion",),
    ]


def test_groupings_name_what_can_be_compared(full: Casebook) -> None:
    assert full.specification.people is not None
    assert full.specification.people.groupings == (
        "sex",
        "ethnic_group",
        "ward",
        "town",
        "age",
        "life_stage",
    )


def test_sources_are_relative_to_the_folder(
    full: Casebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert full.folder == tmp_path
    assert full.path_of("people.parquet") == tmp_path / "people.parquet"
    monkeypatch.setenv("DUEREGARD_ALLOW_OUTSIDE", "1")
    assert full.path_of("/data/people.csv") == Path("/data/people.csv")
    assert full.out == tmp_path / "out"


def test_nothing_can_be_changed(full: Casebook) -> None:
    with pytest.raises(ValidationError):
        full.specification.question.title = "Another"  # type: ignore[misc]


def test_a_casebook_of_aggregates_needs_no_people(tmp_path: Path) -> None:
    spec = written(tmp_path, AGGREGATES).specification
    assert spec.people is None
    assert spec.question.decision_on == date(2027, 3, 31)
    assert spec.published[0].date == "2021-03-21"
    assert spec.published[0].characteristic == "ethnic_group"
    assert spec.evidence_gaps[0].due == date(2027, 12, 31)


def test_the_file_itself_may_be_named(tmp_path: Path) -> None:
    written(tmp_path, AGGREGATES)
    assert load_casebook(tmp_path / "casebook.toml").folder == tmp_path


def test_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "casebook.toml").write_text(AGGREGATES, encoding="utf-8-sig")
    assert load_casebook(tmp_path).specification.question.title == "Q"


def test_nothing_there(tmp_path: Path) -> None:
    (tmp_path / "casebook").mkdir()
    with pytest.raises(CasebookError) as raised:
        load_casebook(tmp_path / "casebok")
    assert str(raised.value) == (f"There is no casebook at {tmp_path / 'casebok'}. Did you mean 'casebook'?")


def test_a_folder_without_a_casebook(tmp_path: Path) -> None:
    with pytest.raises(CasebookError) as raised:
        load_casebook(tmp_path)
    assert str(raised.value) == (
        f"The folder {tmp_path} has neither casebook.toml nor casebook.xlsx. "
        "To start a casebook from a table, run: dueregard new FOLDER --people FILE"
    )


def test_a_table_is_no_casebook(tmp_path: Path) -> None:
    (tmp_path / "people.csv").touch()
    with pytest.raises(CasebookError) as raised:
        load_casebook(tmp_path / "people.csv")
    assert str(raised.value) == (
        "A casebook is a folder, a .toml file or an .xlsx workbook; people.csv is none of them. "
        "To start one from a table, run: dueregard new FOLDER --people people.csv"
    )
