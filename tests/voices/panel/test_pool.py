"""Volunteers are read by id, matched to the targets, and nothing else about them is kept or said."""

import pytest

from dueregard.errors import PeopleError
from dueregard.voices.panel.volunteers import read_pool
from tests.voices.panel.making import table, targets_of

TARGETS = targets_of("sex,Female,1,2\nsex,Male,1,2\nage,5-9,0,2\nage,10-14,0,2")


def test_features_are_spelled_as_the_targets_spell_them() -> None:
    found = read_pool(table("ID,name,Sex,AGE\nx1,Ann,FEMALE,5–9\nx2,Bob, male ,10 - 14"), targets=TARGETS)
    assert found.ids == ("x1", "x2")
    assert found.values == {"sex": ("Female", "Male"), "age": ("5-9", "10-14")}
    assert "Ann" not in repr(found)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "3,Femal,5-9",
            r"1 of 2 people have a value in sex that targets.csv.*'Femal' in row 3.*did you mean 'Female'",
        ),
        ("3,F,5-9", "'F' in row 3"),
        ("3,Female,05-Sep", r"'05-Sep' in row 3 is a date, once '5-9' perhaps.*spreadsheet"),
        ("3,Female,2026-10-14", "is a date, once '10-14' perhaps"),
        ("3,,5-9", r"1 of 2 people have a blank sex.*Row 3"),
    ],
)
def test_a_bad_cell_is_told_with_its_row(row: str, said: str) -> None:
    with pytest.raises(PeopleError, match=said):
        read_pool(table(f"id,sex,age\n1,Male,5-9\n{row}"), targets=TARGETS)


def test_all_columns_that_need_mending_are_told_at_once() -> None:
    with pytest.raises(PeopleError, match=r"2 columns of table\.csv need mending.*'Femal'.*blank age.*Row 4"):
        read_pool(table("id,sex,age\n1,Male,5-9\n2,Femal,5-9\n3,Male,"), targets=TARGETS)


def test_a_cell_that_may_be_a_name_is_not_quoted() -> None:
    with pytest.raises(PeopleError, match="another value in row 3") as raised:
        read_pool(table("id,sex,age\n1,Male,5-9\n2,Siobhan Murphy,5-9"), targets=TARGETS)
    assert "Siobhan" not in str(raised.value)


def test_a_missing_category_is_told_with_what_there_is() -> None:
    with pytest.raises(
        PeopleError, match=r"category 'sex'.*no such column.*id, sexx and age.*Did you mean 'sexx'"
    ):
        read_pool(table("id,sexx,age\n1,Male,5-9"), targets=TARGETS)


def test_no_rows() -> None:
    with pytest.raises(PeopleError, match="has no rows"):
        read_pool(table("id,sex,age"), targets=TARGETS)


def test_a_category_that_only_intersections_name_may_have_any_value() -> None:
    crossed = targets_of("sex,Female,1,2\nsex,Male,1,2\nsex * place,Female * Bangor,1,1")
    found = read_pool(table("id,sex,place\n1,Male,Rhyl\n2,Female,BANGOR"), targets=crossed)
    assert found.values["place"] == ("Rhyl", "Bangor")
    assert [found.counts(crossed.quotas[-1], person) for person in (0, 1)] == [False, True]


def test_texts_of_any_script_are_features_and_ids() -> None:
    wanted = targets_of("iaith,Cymraeg 🏴,0,2\niaith,اردو,0,2\niaith,Język polski,0,2")
    found = read_pool(table("id,iaith\n🙂1,cymraeg 🏴\nł2,اردو\nŵ3,JĘZYK POLSKI"), targets=wanted)
    assert found.ids == ("🙂1", "ł2", "ŵ3")
    assert found.values["iaith"] == ("Cymraeg 🏴", "اردو", "Język polski")
