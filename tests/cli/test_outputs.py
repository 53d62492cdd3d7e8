"""What a command writes never destroys what it reads, and is refused before the work begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.cli.outputs import check_output, write_output
from dueregard.errors import UsageError
from tests.cli.making import dueregard


def test_an_output_is_none_of_the_inputs(tmp_path: Path) -> None:
    votes = tmp_path / "votes.csv"
    votes.write_text("participant,statement,vote\na,s,1\n", encoding="utf-8")
    before = votes.read_bytes()
    asked = [
        ("opinions", votes, "--members", tmp_path / "." / "votes.csv"),
        ("panel", votes, "targets.csv", "--size", 1, "--out", votes),
        ("panel", "people.csv", f"{votes}#Sheet1", "--size", 1, "--out", votes),
        ("panel", "--from", votes, "--seed", 1, "--out", votes),
    ]
    for words in asked:
        answer = dueregard(*words)
        assert answer.code == 2
        assert "would overwrite it" in answer.err
    assert votes.read_bytes() == before


def test_a_place_that_cannot_be_written_to_is_refused_first(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no folder"):
        check_output(str(tmp_path / "absent" / "o.json"), flag="--out", reads=[])
    with pytest.raises(UsageError, match="is a folder"):
        check_output(str(tmp_path), flag="--out", reads=[])


def test_what_was_there_stays_when_writing_fails(tmp_path: Path) -> None:
    place = tmp_path / "o.json"
    place.write_text("before", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_output(str(place), "half \ud800")
    assert place.read_text(encoding="utf-8") == "before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["o.json"]
