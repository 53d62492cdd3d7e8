"""Values that are the same to a reader are the same; dates give away the band they were."""

import pytest

from dueregard.voices.panel.matching import band_behind_date, looks_like_date
from dueregard.voices.written import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Female", " FEMALE "),
        ("Non-binary  or other", "non–binary or other"),
        ("16 - 29", "16–29"),
        ("Dim o’r rhain", "dim o'r rhain"),
        ("Gwryw â phartner", "gwryw a\u0302 phartner"),
        ("Kobieta", "KOBIETA"),
        ("Łódź", "łódź"),
        ("عورت", " عورت"),
        ("🏳️‍🌈 LGBT+", "🏳️‍🌈 lgbt+"),
        ("ＦＵＬＬ", "full"),
    ],
)
def test_how_it_was_typed_does_not_matter(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("16-29", "16-30"), ("no", "not"), ("a b", "ab"), ("عورت", "مرد")]
)
def test_what_it_says_does(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    ("date", "band"),
    [
        ("05-Sep", "5-9"),
        ("9-May", "5-9"),
        ("2026-09-05", "5-9"),
        ("2026-05-09T00:00:00", "5-9"),
        ("05/09/2026", "5-9"),
        ("Oct-14", "10-14"),
        ("14 October", "10-14"),
        ("2019-10-01", "10-19"),
        ("01/10/2019", "10-19"),
    ],
)
def test_a_date_gives_away_the_band(date: str, band: str) -> None:
    assert looks_like_date(date)
    assert band_behind_date(date, ["0-4", "5-9", "10-14", "10-19", "20+"]) == band


@pytest.mark.parametrize("text", ["16-29", "60+", "May", "Marchwiel", "2-Abc", "Level 1", "13.5", ""])
def test_what_is_no_date(text: str) -> None:
    assert not looks_like_date(text)
