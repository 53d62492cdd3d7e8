"""What was filed cannot vanish, or change, unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.errors import RegisterError, UsageError
from dueregard.register import Register, filed, record_filed, record_withdrawn, removed_since

REVIEW, NAME = "review filed", "reviews/forum-1.toml"
ONE, TWO = "1" * 64, "2" * 64


def _register(tmp_path: Path) -> Register:
    return Register(tmp_path / "register.jsonl")


def test_the_same_content_is_filed_once(tmp_path: Path) -> None:
    register = _register(tmp_path)
    entry = record_filed(register, REVIEW, NAME, ONE, about={"position": "dissent"})
    assert entry is not None
    assert entry.payload == {"name": NAME, "sha256": ONE, "about": {"position": "dissent"}}
    assert record_filed(register, REVIEW, NAME, ONE) is None
    assert len(register.entries()) == 1


def test_other_content_says_what_it_replaces(tmp_path: Path) -> None:
    register = _register(tmp_path)
    record_filed(register, REVIEW, NAME, ONE)
    entry = record_filed(register, REVIEW, NAME, TWO)
    assert entry is not None
    assert entry.payload["replaces"] == ONE
    (found,) = filed(register)
    assert (found.sha256, found.earlier) == (TWO, (ONE,))


def test_what_was_removed_or_altered_is_named(tmp_path: Path) -> None:
    register = _register(tmp_path)
    for number in "123":
        record_filed(register, REVIEW, f"reviews/forum-{number}.toml", ONE)
    present = {"reviews/forum-1.toml": ONE, "reviews/forum-2.toml": TWO}
    altered, removed = removed_since(register, REVIEW, present)
    day = altered.filed.at[:10]
    assert altered.sentence == (
        f"reviews/forum-2.toml was altered after it was filed on {day} (review filed)"
    )
    assert (removed.change, removed.filed.name) == ("removed", "reviews/forum-3.toml")


def test_what_was_withdrawn_openly_is_not_removed(tmp_path: Path) -> None:
    register = _register(tmp_path)
    record_filed(register, REVIEW, NAME, ONE)
    assert record_withdrawn(register, REVIEW, NAME, why="A mistake", by="forum") is not None
    assert record_withdrawn(register, REVIEW, NAME, why="A mistake") is None
    assert removed_since(register, REVIEW, {}) == ()
    assert [each.withdrawn for each in filed(register, kind=REVIEW)] == ["A mistake"]
    assert record_filed(register, REVIEW, NAME, ONE) is not None
    assert [each.change for each in removed_since(register, REVIEW, {})] == ["removed"]


def test_nothing_is_withdrawn_that_was_not_filed(tmp_path: Path) -> None:
    register = _register(tmp_path)
    record_filed(register, REVIEW, NAME, ONE)
    with pytest.raises(RegisterError, match=r"Did you mean 'reviews/forum-1\.toml'"):
        record_withdrawn(register, REVIEW, "reviews/forum-2.toml", why="A mistake")


def test_only_what_can_be_filed_is(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean 'review filed'"):
        record_filed(_register(tmp_path), "reviews filed", NAME, ONE)
