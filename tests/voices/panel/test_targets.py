"""Targets in practitioners' forms, and what is said of bad ones."""

import pytest

from dueregard.errors import ColumnNotFound, PeopleError
from dueregard.voices.panel.targets import read_targets
from tests.voices.panel.making import table, targets_of

ROWS = "sex,Female,9,11\nsex,Male,9,11"


@pytest.mark.parametrize(
    "heading", ["category,feature", "category,name", "feature,value", "Category,Feature"]
)
def test_each_usual_heading_is_read(heading: str) -> None:
    found = read_targets(table(f"{heading},min,max\n{ROWS}"))
    assert [(quota.category, quota.feature, quota.minimum, quota.maximum) for quota in found.quotas] == [
        ("sex", "Female", 9, 11),
        ("sex", "Male", 9, 11),
    ]
    assert found.categories == ("sex",)


def test_flexible_bounds_are_read_where_they_are_filled() -> None:
    found = read_targets(
        table("category,name,min,max,min_flex,max_flex,note\nsex,F,9.0,11,0,20,x\nsex,M,9,11,,,")
    )
    assert [(quota.least, quota.most) for quota in found.quotas] == [(0, 20), (None, None)]


def test_a_star_crosses_categories_and_spelling_follows_the_plain_rows() -> None:
    found = targets_of(f"{ROWS}\nage,16-29,1,9\nSEX * age,female × 16 – 29,2,3")
    crossed = found.quotas[-1]
    assert crossed.crossed
    assert (crossed.categories, crossed.features) == (("sex", "age"), ("Female", "16-29"))
    assert crossed.name == "sex * age: Female * 16-29"
    assert found.features("age") == ("16-29",)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("sex,Other,5,4", r"Row 4 .* minimum above its maximum.*5 and 4"),
        ("sex,Other,,4", "Row 4 .* blank min"),
        (",Other,1,4", "Row 4 .* blank category"),
        ("sex,Other,1.5,4", "no whole number in min.*'1.5'"),
        ("sex,Other,-1,4", "no whole number in min"),
        ("sex,Other,10%,4", "no whole number in min"),
        ("Sex,female,1,4", "two rows for sex: Female"),
        ("sex * age,Female,1,4", "2 categories, with 1 feature"),
        ("sex * sex,Female * Male,1,4", "crosses a category with itself"),
        ("sex * age,Femal * 16-29,1,4", "no such feature of sex.*Did you mean 'Female'"),
    ],
)
def test_a_bad_row_is_told_with_its_number(row: str, said: str) -> None:
    with pytest.raises(PeopleError, match=said):
        targets_of(f"{ROWS}\n{row}")


@pytest.mark.parametrize(
    ("flex", "said"), [("10,20", "min_flex above its min"), ("0,10", "max_flex below its max")]
)
def test_flexible_bounds_lie_outside_the_others(flex: str, said: str) -> None:
    with pytest.raises(PeopleError, match=said):
        read_targets(table(f"category,feature,min,max,min_flex,max_flex\nsex,F,9,11,{flex}"))


@pytest.mark.parametrize(
    ("heading", "missing"), [("category,feature,min", "max"), ("category,min,max", "feature")]
)
def test_a_missing_column_is_named(heading: str, missing: str) -> None:
    with pytest.raises(ColumnNotFound, match=f"no column '{missing}'"):
        read_targets(table(f"{heading}\nsex,9,11"))


def test_respondents_in_the_place_of_targets_are_told_so() -> None:
    with pytest.raises(PeopleError, match=r"not a table of targets.*respondents are named first"):
        read_targets(table("id,sex\n1,F"))


def test_features_that_look_like_dates_raise_a_doubt() -> None:
    [note] = targets_of("age,05-Sep,0,3").notes
    assert "age: 05-Sep" in note
    assert targets_of(ROWS).notes == ()
