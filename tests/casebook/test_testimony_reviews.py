"""Reviews are written so that they read back the same."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from dueregard.casebook.testimony import Review, ReviewedSpan
from dueregard.casebook.testimony_files import read_testimony
from dueregard.casebook.testimony_places import REVIEWS
from dueregard.casebook.testimony_reviews import write_reviews
from tests.casebook.testimony_folders import AISHA, folder

REVIEW = Review(
    testimony="a",
    reviewed_by='Nia "N" ap Dafydd',
    reviewed_on=date(2026, 11, 3),
    salt="ab" * 16,
    fingerprint="cd" * 32,
    spans=(ReviewedSpan(start=3, end=9, kind="name", redact=True),),
)


def test_round_trip(tmp_path: Path) -> None:
    place = folder(tmp_path, a__md=AISHA, b__md="Two")
    wanted = (REVIEW, replace(REVIEW, testimony="b", spans=()))
    write_reviews(place / REVIEWS, reversed(wanted))
    assert read_testimony(place).reviews == wanted
    assert [each.name for each in place.iterdir() if each.name.endswith(".part")] == []


def test_a_review_of_what_is_gone_is_noted(tmp_path: Path) -> None:
    place = folder(tmp_path, b__md="Two")
    write_reviews(place / REVIEWS, [REVIEW])
    found = read_testimony(place)
    assert found.reviews == ()
    assert "no longer used" in found.notes[0]
