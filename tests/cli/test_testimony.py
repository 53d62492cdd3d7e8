"""``dueregard testimony``: consent, suggestions and reviews, agreement, and faults without a traceback."""

from pathlib import Path

import pytest

from dueregard.casebook.testimony_files import read_testimony
from dueregard.voices.testimony.redaction import redacted
from tests.casebook.testimony_folders import AISHA, folder
from tests.cli.making import dueregard


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return folder(tmp_path, a__md=AISHA, b__md="No consent of Bea's.")


def test_what_is_to_be_seen_to(place: Path) -> None:
    answer = dueregard("testimony", place, "--json", "--on", "2026-11-28")
    assert answer.code == 0, answer.err
    assert answer.json["testimonies"] == [
        {
            "id": "a",
            "consent": "quote_anonymous",
            "counted": True,
            "quotable": False,
            "why": "redactions: not reviewed",
        },
        {
            "id": "b",
            "consent": "none",
            "counted": False,
            "quotable": False,
            "why": "no consent recorded",
        },
    ]
    assert [(row["kind"], row["line"]) for row in answer.json["suggestions"]] == [
        ("name", 15),
        ("phone number", 17),
    ]
    assert "Khan" not in answer.out
    assert answer.json["themes"] == {"access": ["a"], "cost": ["a"], "ramps": ["a"]}
    assert answer.json["agreement"]["twice"] == 1
    assert {record["measure"] for record in answer.json["estimates"]} == {"count", "share"}


def test_words_only_when_asked_for(place: Path) -> None:
    assert "Khan" not in dueregard("testimony", place).out
    assert "[Aisha Khan]" in dueregard("testimony", place, "--words").out


def test_a_review_lets_quotes_go_until_the_words_change(place: Path) -> None:
    answer = dueregard("testimony", place, "--review", "a", "--by", "AB", "--keep", "2", "--json")
    assert answer.code == 0, answer.err
    assert answer.json["testimonies"][0]["quotable"]
    written = (place / "redactions.toml").read_text(encoding="utf-8")
    assert "Aisha" not in written
    assert 'kind = "phone number", redact = false' in written
    (place / "a.md").write_text(AISHA.replace("nobody", "no one"), encoding="utf-8")
    changed = dueregard("testimony", place, "--json").json["testimonies"][0]
    assert changed["why"] == "redactions: changed since review"


def test_a_testimony_is_withdrawn(place: Path) -> None:
    answer = dueregard("testimony", place, "--withdraw", "a", "--json")
    assert answer.code == 0, answer.err
    assert [each["id"] for each in answer.json["testimonies"]] == ["b"]
    assert answer.json["left_out"] == {"no consent recorded": 1, "withdrawn": 1}
    assert "Aisha" not in (place / "a.md").read_text(encoding="utf-8")


def test_a_withdrawal_is_told(place: Path) -> None:
    assert "b is withdrawn" in dueregard("testimony", place, "--withdraw", "b").out


def test_more_can_be_struck_out_by_its_words(place: Path) -> None:
    dueregard("testimony", place, "--review", "a", "--by", "AB", "--also", "NOBODY  comes", "--also", "1-2")
    review = read_testimony(place).reviews[0]
    [told] = [each for each in read_testimony(place).testimonies if each.id == "a"]
    assert redacted(told.text, told.passages[0], review) == "I ring [phone number] and [redacted]."
    assert review.spans[0].end == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--review", "a"], "needs somebody who made it"),
        (["--review", "aa", "--by", "AB"], "Did you mean 'a'?"),
        (["--review", "a", "--by", "AB", "--keep", "9"], "There is no suggestion 9"),
        (["--review", "a", "--by", "AB", "--also", "Mr Nobody"], "not in the testimony"),
        (["--review", "a", "--by", "AB", "--also", "0-4"], "lies outside the text"),
        (["--keep", "1"], "belong to a review"),
        (["--on", "soon"], "no date"),
    ],
)
def test_faults_are_told_and_nothing_is_written(place: Path, words: list[str], told: str) -> None:
    answer = dueregard("testimony", place, *words)
    assert answer.code == 2
    assert told in answer.err
    assert not (place / "redactions.toml").exists()


def test_a_casebook_without_testimony(tmp_path: Path) -> None:
    (tmp_path / "casebook.toml").write_text("", encoding="utf-8")
    answer = dueregard("testimony", tmp_path)
    assert (answer.code, answer.out) == (2, "")
    assert "The casebook has no testimony." in answer.err
