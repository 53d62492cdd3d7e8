from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.new.codes import suspects
from dueregard.new.profile import Code, Column, profile
from dueregard.new.vocabulary import (
    CHARACTERISTICS,
    CLUSTER,
    DIRECT_IDENTIFIER,
    PLACES,
    STRATA,
    WEIGHTS,
    first_match,
    matches,
)


def coded(*codes: str) -> Column:
    found = tuple(Code(code=code, people=50) for code in codes)
    return Column(name="x", words="x", kind="number", rows=500, valid=500, different=len(codes), codes=found)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("1", "2", "-9"), ["-9"]),
        (("1", "2", "X"), ["X"]),
        (("1", "2", "98", "99"), ["98", "99"]),
        (("96", "97", "98"), []),
        (("1", "2", "9"), []),
        (("Yes", "No", "Prefer not to say"), ["Prefer not to say"]),
        (("-9",), []),
    ],
)
def test_codes_that_may_be_no_group(codes: tuple[str, ...], expected: list[str]) -> None:
    assert suspects(coded(*codes)) == expected


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("sex", "sex"),
        ("rb090", "sex"),
        ("sex at birth", "sex"),
        ("gender", "gender"),
        ("riagendr", "gender"),
        ("gender identity", "gender_reassignment"),
        ("sexual orientation", "sexual_orientation"),
        ("ethnic group", "ethnic_group"),
        ("marital status", "marriage_and_civil_partnership"),
        ("approximated social grade", "socio_economic_position"),
        ("agecat", "age"),
        ("religion", "religion"),
        ("industry", None),
        ("trace", None),
        ("page", None),
    ],
)
def test_names_of_characteristics(words: str, meaning: str | None) -> None:
    assert first_match(CHARACTERISTICS, words) == meaning


@pytest.mark.parametrize("words", ["first name", "email", "home postcode", "nhs number", "dob", "ni number"])
def test_names_of_what_names_a_person(words: str) -> None:
    assert matches(DIRECT_IDENTIFIER, words)


@pytest.mark.parametrize("words", ["local authority", "income", "id"])
def test_names_of_what_does_not(words: str) -> None:
    assert not matches(DIRECT_IDENTIFIER, words)


def test_names_of_the_design() -> None:
    assert matches(WEIGHTS[0], "rb050")
    assert matches(WEIGHTS[1], "wtmec2yr")
    assert matches(STRATA, "sdmvstra")
    assert matches(CLUSTER[0], "sdmvpsu")
    assert matches(CLUSTER[1], "household id")


def test_names_of_places() -> None:
    assert first_match(PLACES, "lsoa21cd") == "lsoa"
    assert first_match(PLACES, "lad23nm") == "local_authority"
    assert first_match(PLACES, "country of birth") is None


def test_bands_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    bands = [">75", "<16", "16-24", "5-9", "65-74"]
    file = tmp_path / "people.csv"
    file.write_text("age group\n" + "\n".join(bands * 10), encoding="utf-8")
    (column,) = profile(file).columns
    assert [code.code for code in column.codes] == ["5-9", "<16", "16-24", "65-74", ">75"]
