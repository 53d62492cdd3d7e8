"""Levels that two tables write differently."""

from __future__ import annotations

import pytest

from dueregard.voices.representation.matching import is_stated, match_levels, named


@pytest.mark.parametrize(
    ("code", "levels", "meant"),
    [
        ("white british", ["White  British", "Other"], "White  British"),
        ("16–34", ["16-34", "35+"], "16-34"),
        ("16 to 34", ["16-34", "35+"], "16-34"),
        ("35 and over", ["16-34", "35+"], "35+"),
        ("34", ["16-34", "35 or older"], "16-34"),
        ("90", ["16-34", "35 or older"], "35 or older"),
        ("5", ["Under 16", "16+"], "Under 16"),
        ("true", ["Yes", "No"], "Yes"),
        ("N", ["yes", "no"], "no"),
        ("Cymraeg ŵ", ["cymraeg Ŵ"], "cymraeg Ŵ"),
    ],
)
def test_a_level_is_found_however_it_is_written(code: str, levels: list[str], meant: str) -> None:
    assert match_levels([code], levels).levels == {code: meant}


def test_a_level_that_is_not_there_is_named_with_what_may_be_meant() -> None:
    found = match_levels(["Blak", "Martian", "refused", "15"], ["Black", "White", "16-34"])
    assert found.levels == {}
    assert found.absent["Blak"] == "Did you mean 'Black'?"
    assert set(found.absent) == {"Blak", "Martian", "15"}


@pytest.mark.parametrize("word", ["", "Prefer not to say", "NOT STATED", "n/a", None])
def test_words_for_no_answer(word: str | None) -> None:
    assert not is_stated(word)


def test_no_religion_is_an_answer() -> None:
    assert is_stated("None")
    assert is_stated("No religion")


def test_variables_are_known_by_their_other_names() -> None:
    assert named("Ethnicity", ["sex", "ethnic_group"]) == "ethnic_group"
    assert named("SEX", ["sex"]) == "sex"
    assert named("class", ["sex"]) is None


@pytest.mark.parametrize("code", ["09-May", "May-09", "2024-05-09"])
def test_a_band_that_a_spreadsheet_made_a_date_is_recognised(code: str) -> None:
    assert "into a date?" in match_levels([code], ["5-9", "10-14"]).absent[code]
