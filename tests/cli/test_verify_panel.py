"""``dueregard verify-panel``: passes what is right, leaves with 1 when anything was altered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.making import dueregard
from tests.cli.test_panel import files  # noqa: F401
from tests.voices.panel.making import SIZE


@pytest.fixture
def drawn(files: tuple[Path, Path], tmp_path: Path) -> Path:  # noqa: F811
    out = tmp_path / "drawn.json"
    words = ["--size", SIZE, "--seed", "evening", "--lottery", 50, "--out", out]
    assert dueregard("panel", *files, *words).code == 0
    return out


def test_what_is_right_passes(drawn: Path, files: tuple[Path, Path]) -> None:  # noqa: F811
    answer = dueregard("verify-panel", drawn, *files, "--seed", "evening")
    assert answer.code == 0
    assert "checks that were done passed" in answer.out
    assert "WRONG" not in answer.out
    told = dueregard("verify-panel", drawn, *files, "--json")
    assert told.json["verified"] is True
    assert {check["check"] for check in told.json["checks"]} >= {"hash", "draw", "quotas", "optimal"}


def test_the_output_of_json_can_be_checked_too(files: tuple[Path, Path], tmp_path: Path) -> None:  # noqa: F811
    saved = tmp_path / "saved.json"
    saved.write_text(dueregard("panel", *files, "--size", SIZE, "--json").out, encoding="utf-8")
    assert dueregard("verify-panel", saved, *files).code == 0


def test_without_tables_it_says_what_was_not_done(drawn: Path) -> None:
    answer = dueregard("verify-panel", drawn)
    assert answer.code == 0
    assert "not done  quotas" in answer.out


def test_an_altered_file_leaves_with_one(drawn: Path, files: tuple[Path, Path]) -> None:  # noqa: F811
    record = json.loads(drawn.read_text(encoding="utf-8"))
    ticket = record["lottery"]["content"]["tickets"][0]
    ticket[0] = next(name for name in record["probabilities"] if name not in ticket)
    drawn.write_text(json.dumps(record), encoding="utf-8")
    answer = dueregard("verify-panel", drawn, *files)
    assert answer.code == 1
    assert "WRONG     hash" in answer.out
    assert "this is not what it claims to be" in answer.out


def test_another_seed_leaves_with_one(drawn: Path) -> None:
    answer = dueregard("verify-panel", drawn, "--seed", "morning")
    assert answer.code == 1
    assert "not that of the seed 'morning'" in answer.out


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [("not json", 1, "is not JSON"), ("{}", 1, "not the record of a panel"), ("[1]", 1, "not the record")],
)
def test_other_files_are_refused(tmp_path: Path, text: str, code: int, said: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    answer = dueregard("verify-panel", path)
    assert answer.code == code
    assert said in answer.err


def test_both_tables_or_neither(drawn: Path, files: tuple[Path, Path]) -> None:  # noqa: F811
    assert dueregard("verify-panel", drawn, files[0]).code == 2
