"""What is guessed from a payroll, judged as an equality officer would."""

from __future__ import annotations

from typing import Any

import pytest

from dueregard.new import Draft, as_toml, draft_casebook
from tests.new.payroll import write_payroll


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    folder = tmp_path_factory.mktemp("payroll")
    return draft_casebook(write_payroll(folder / "payroll.csv"), directory=folder)


@pytest.fixture(scope="module")
def people(draft: Draft) -> dict[str, Any]:
    return draft.content["people"]


@pytest.fixture(scope="module")
def text(draft: Draft) -> str:
    """The casebook with each comment on one line."""
    return as_toml(draft).replace("\n# ", " ")


def test_the_design(people: dict[str, Any]) -> None:
    assert people["source"] == "payroll.csv"
    assert people["weight"] == "survey_weight"
    assert "cluster" not in people


def test_what_names_a_person_is_left_alone_with_a_warning(people: dict[str, Any], text: str) -> None:
    assert (
        "WARNING: 'Full Name', 'Date of Birth', 'NI Number', 'Home Postcode' may say who a person is."
    ) in text
    assert "WARNING: 'Employee ID': nearly every row has its own, as identifiers do. Not used." in text
    assert not {"Full Name", "Employee ID"} & {str(value) for value in people.values()}


def test_no_value_of_a_person_is_written_down(text: str) -> None:
    for value in ("Person1", "QQ1", "BW1", "1950", "1000"):
        assert value not in text


def test_codes_that_few_share_are_not_written_down(people: dict[str, Any], text: str) -> None:
    assert list(people["characteristics"]["ethnic_group"]["labels"]) == ["-9", "1", "2", "3"]
    assert "1 more code with fewer than 10 people each are left out here" in text


def test_counts_are_rounded(draft: Draft) -> None:
    path = ("people", "characteristics", "ethnic_group", "labels", "1")
    assert draft.notes[path] == ["about 60 people"]


def test_codes_that_may_be_no_group_are_only_offered(draft: Draft) -> None:
    path = ("people", "characteristics", "ethnic_group")
    assert "not_applicable" not in draft.content["people"]["characteristics"]["ethnic_group"]
    assert 'not_applicable = ["-9"]' in draft.offers[path]
    assert draft.notes[(*path, "labels", "-9")] == ["about 20 people; perhaps no group: see above"]


def test_what_gender_measures_is_asked(draft: Draft, people: dict[str, Any], text: str) -> None:
    assert people["characteristics"]["gender"]["column"] == "Gender"
    assert "meaning" not in people["characteristics"]["gender"]
    assert "QUESTION: what does 'Gender' measure" in text
    gap = next(gap for gap in draft.content["evidence_gaps"] if gap["characteristic"] == "sex")
    assert gap["reason"] == ("payroll.csv has 'Gender', which is named gender; what it measures is not said.")


def test_yes_and_no_are_labelled(people: dict[str, Any]) -> None:
    assert people["characteristics"]["disability"] == {
        "column": "Disability",
        "labels": {"false": "No", "true": "Yes"},
    }
    assert people["places"]["ward"]["column"] == "Ward"


def test_age_has_bands(people: dict[str, Any]) -> None:
    assert people["generations"]["age"] == "Age"
    assert people["generations"]["bands"] == [0, 16, 25, 35, 45, 55, 65, 75]


def test_outcomes_have_a_direction_to_confirm(draft: Draft) -> None:
    assert draft.content["outcomes"] == [
        {"name": "hourly pay", "column": "Hourly Pay", "better": "higher"},
        {"name": "in arrears", "yes": "`In arrears` == 1", "better": "lower"},
    ]
    assert draft.notes["outcomes", 0, "better"] == ["Guessed: confirm."]


def test_crossings_are_proposed(draft: Draft) -> None:
    assert draft.content["intersections"] == [{"of": ["gender", "ethnic_group"]}]


def test_what_is_absent_is_a_gap_with_an_owner_to_name(draft: Draft) -> None:
    gaps = draft.content["evidence_gaps"]
    assert [gap["characteristic"] for gap in gaps] == [
        "gender_reassignment",
        "marriage_and_civil_partnership",
        "pregnancy_and_maternity",
        "religion",
        "sex",
        "sexual_orientation",
        "socio_economic_position",
    ]
    assert all(gap["owner"] == "" for gap in gaps)


def test_every_guess_says_why(draft: Draft) -> None:
    characteristics = draft.content["people"]["characteristics"]
    for name in characteristics:
        (why, *_) = draft.notes["people", "characteristics", name, "column"]
        assert why.startswith("Guessed from the name")
        assert why.endswith("Confirm.")
