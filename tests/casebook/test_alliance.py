"""``[alliance]``: names that are known, ids used once, and demands that can be met."""

from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.casebook import load_casebook
from dueregard.casebook.record_files import read_record_files
from dueregard.casebook.toml_text import toml_text
from dueregard.errors import CasebookError
from tests.making_casebooks import SMALL, write_casebook
from tests.signed_casebooks import ALLIANCE


def _told(folder: Path, before: str, after: str) -> str:
    assert before in ALLIANCE
    with pytest.raises(CasebookError) as caught:
        load_casebook(write_casebook(folder, SMALL + ALLIANCE.replace(before, after, 1)))
    return str(caught.value)


def test_an_alliance_is_read(tmp_path: Path) -> None:
    alliance = load_casebook(write_casebook(tmp_path, SMALL + ALLIANCE)).specification.alliance
    assert alliance is not None
    assert alliance.quorum == "required"
    assert alliance.sectors == {"civil society": 1, "business": 1}
    assert [each.id for each in alliance.members] == ["forum", "chamber", "youth", "cabinet"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('sector = "business"', 'sector = "busness"', "Did you mean 'business'?"),
        (
            '"lived-experience reviewer"',
            '"lived experience reviewer"',
            "Did you mean 'lived-experience reviewer'?",
        ),
        ("business = 1", "busines = 1", "Did you mean 'business'?"),
        ('id = "chamber"', 'id = "forum"', "'forum' is used twice"),
        ('id = "forum"', 'id = "../forum"', "small letters"),
        ('id = "forum"', 'id = "Forum"', "small letters"),
        ("business = 1", "academia = 1", "sector 'academia', which has no members"),
        (
            "business = 1",
            "business = 2",
            "asks for 2 signatures of the sector 'business', which has 1 member",
        ),
        ("reviews = 2", "reviews = 3", "asks for 3 reviews by a reviewer or lived-experience reviewer"),
        ("lived_experience = 1", "lived_experience = 2", "and 1 member has that role"),
        ('"steward for future generations"', '"author"', "and no members have that role"),
        ('quorum = "required"', 'quorum = "needed"', "must be 'required' or 'reported'"),
        ("reviews = 2", "reviews = -1", "must be 0 or more"),
        ("reviews = 2", "review = 2", "Did you mean 'reviews'?"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, before: str, after: str, told: str) -> None:
    assert told in _told(tmp_path, before, after)


def test_files_of_members_are_read_and_links_are_not(tmp_path: Path) -> None:
    (tmp_path / "reviews").mkdir()
    (tmp_path / "reviews" / "a-1.toml").write_text("x", encoding="utf-8")
    (tmp_path / "reviews" / "b-1.toml").symlink_to(tmp_path / "reviews" / "a-1.toml")
    (tmp_path / "reviews" / "c.txt").write_text("x", encoding="utf-8")
    (tmp_path / "reviews" / "d.toml").mkdir()
    (tmp_path / "signatures").symlink_to(tmp_path / "reviews")
    found = read_record_files(tmp_path)
    assert list(found.contents) == ["reviews/a-1.toml"]
    assert sorted(found.problems) == ["reviews/b-1.toml", "reviews/c.txt", "reviews/d.toml", "signatures"]


def test_texts_are_written_so_that_they_are_read_back() -> None:
    import tomllib

    for text in (
        "",
        "a",
        "'",
        '"',
        "\\",
        "a\nb",
        "\na\n",
        "'''\n",
        '"""\n"',
        "a'\n'",
        "\t\n\t",
        "é\n\u2028",
        "\\\n",
    ):
        assert tomllib.loads(toml_text({"note": text})) == {"note": text}
