"""Characteristics, places and generations split people; what does not apply is told from what is missing."""

from typing import Any

import pytest

from dueregard.errors import ColumnNotFound, ExpressionError, PeopleError, UsageError
from dueregard.estimates import Estimates
from dueregard.measures import count, mean, proportion
from dueregard.people import People, audit, read_people

ROWS = {
    "sex": [1, 2, 2, 1, 9, -9],
    "area": ["A", "B", "C", "A", "B", "D"],
    "age": [0, 15, 16, 64, 80, 40],
    "born": [2026, 2011, 2010, 1962, 1946, 1986],
    "pay": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
}
SEX = {"column": "sex", "labels": {"1": "male", "2": "female"}, "missing": [9], "not_applicable": ["-9"]}


def read(**options: Any) -> People:
    return read_people(ROWS, **options)


def levels(estimates: Estimates, name: str) -> dict[str, float]:
    return {row["by"][name]: row["n"] for row in estimates.to_dicts()}


def test_labels_in_declared_order_without_missing_codes() -> None:
    people = read(characteristics={"sex": SEX})
    assert list(levels(people.estimate(mean("pay"), by="sex"), "sex").items()) == [("male", 2), ("female", 2)]


def test_missing_and_not_applicable_are_told_apart() -> None:
    found = audit(read(characteristics={"sex": SEX})).coverage[0]
    assert (found.n, found.missing, found.not_applicable) == (6, 1, 1)


def test_missing_codes_are_no_outcome() -> None:
    people = read(columns={"sex": {"missing": ["9", "-9"]}})
    assert people.estimate(mean("sex")).values[0] == 1.5
    assert people.estimate(proportion("sex == 1")).values[0] == 0.5


def test_codes_are_written_as_the_column_writes_them() -> None:
    people = read(characteristics={"sex": {"column": "sex", "labels": {"01": "male", "02": "female"}}})
    assert people.schema.characteristic("sex").grouping.labels == {"1": "male", "2": "female"}


def test_harmonised_names_and_aliases() -> None:
    people = read(characteristics={"ethnicity": "area"})
    assert list(people.schema.characteristics) == ["ethnic_group"]
    assert people.schema.grouping("race").name == "ethnic_group"


def test_raw_columns_and_their_labels_split_people() -> None:
    people = read(columns={"sex": {"labels": {"1": "male", "2": "female"}}})
    assert list(levels(people.estimate(mean("pay"), by="sex"), "sex")) == ["male", "female", "-9", "9"]


def test_reference_must_be_a_group() -> None:
    with pytest.raises(UsageError, match="Did you mean 'male'"):
        read(characteristics={"sex": {**SEX, "reference": "Male"}})


def test_two_names_of_one_characteristic() -> None:
    with pytest.raises(UsageError, match="Keep one of them"):
        read(characteristics={"race": "area", "ethnicity": "area"})


def test_parents_from_a_lookup_by_code_or_label() -> None:
    by_code = {"column": "area", "parent": "region", "parents": {"A": "North", "B": "North", "C": "South"}}
    by_label = {
        "column": "area",
        "labels": {"A": "Aby", "B": "Bury", "C": "Cam"},
        "parent": "region",
        "parents": {"Aby": "North", "Bury": "North", "Cam": "South"},
    }
    for declared in (by_code, by_label):
        people = read(places={"area": declared})
        assert levels(people.estimate(mean("pay"), by="region"), "region") == {"North": 4, "South": 1}
        assert people.schema.places["area"].parent == "region"
        assert "1 of 4 places of 'area' are not in the lookup of 'region'" in people.notes[0]


def test_parent_in_a_further_column() -> None:
    people = read(places={"area": {"column": "area", "parent": "sex"}, "sex": "sex"})
    assert list(people.schema.places) == ["area", "sex"]


def test_default_age_bands() -> None:
    people = read(generations="age")
    found = levels(people.estimate(mean("pay"), by="age"), "age")
    assert found["0 to 15"] == 2
    assert found["75 and over"] == 1
    assert len(found) == 8


def test_own_age_bands() -> None:
    people = read(generations={"age": "age", "bands": [16, 65]})
    assert levels(people.estimate(mean("pay"), by="age"), "age") == {"16 to 64": 3, "65 and over": 1}


def test_stages_of_life_include_both_ends() -> None:
    stages = {"children": [0, 15], "working age": [16, 64]}
    people = read(generations={"age": "age", "life_stages": stages})
    assert levels(people.estimate(mean("pay"), by="life_stage"), "life_stage") == {
        "children": 2,
        "working age": 3,
    }
    assert "(life stage)" not in people.columns


def test_stages_of_life_that_overlap() -> None:
    with pytest.raises(UsageError, match="'young' and 'old' overlap"):
        read(generations={"age": "age", "life_stages": {"young": [0, 30], "old": [30, 99]}})


def test_age_and_cohort_from_the_year_of_birth() -> None:
    people = read(generations={"birth_year": "born", "year": 2026, "cohorts": [1946, 1965, 1997]})
    assert levels(people.estimate(mean("pay"), by="cohort"), "cohort") == {
        "1946 to 1964": 2,
        "1965 to 1996": 1,
        "1997 and later": 3,
    }
    assert levels(people.estimate(mean("pay"), by="age"), "age")["75 and over"] == 1


def test_cohorts_without_a_year() -> None:
    with pytest.raises(UsageError, match="Cohorts need birth_year"):
        read(generations={"age": "age", "cohorts": [1946]})


def test_coded_age_bands() -> None:
    band = {"column": "sex", "labels": {"1": "young", "2": "old"}, "missing": ["9", "-9"]}
    people = read(generations={"age_band": band})
    assert levels(people.estimate(mean("pay"), by="age"), "age") == {"young": 2, "old": 2}


def test_age_of_text() -> None:
    with pytest.raises(PeopleError, match="cannot be read as years"):
        read(generations="area")


def test_crossing_and_several_crossings() -> None:
    people = read(characteristics={"sex": SEX}, generations={"age": "age", "bands": [0, 16]})
    crossed = people.estimate(count(), by=["sex", "age"])
    assert len(crossed) == 4
    assert len(people.estimate(count(), groupings=[(), "sex", ["sex", "age"]])) == 1 + 2 + 4


def test_where_narrows_and_keeps_the_design() -> None:
    people = read(where="age >= 16")
    narrower = people.where("pay > 3")
    assert narrower.estimate(mean("pay")).to_dicts()[0]["n"] == 3
    assert narrower.count == 6
    assert narrower.table.identity == people.table.identity


def test_unknown_characteristic() -> None:
    with pytest.raises(ColumnNotFound, match="Did you mean 'sex'"):
        read(characteristics={"sex": SEX}).schema.characteristic("sexx")


@pytest.mark.parametrize("text", ["pay", "pay + 1", "'x'"])
def test_a_domain_is_a_condition(text: str) -> None:
    with pytest.raises(ExpressionError, match="A condition is needed here"):
        read(where=text)
