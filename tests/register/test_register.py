from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dueregard.errors import RegisterError, UsageError
from dueregard.register import Register

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_an_entry_is_one_line_of_canonical_json(tmp_path: Path) -> None:
    register = Register(tmp_path / "register.jsonl")
    entry = register.append("opened", {"b": "£", "a": 1}, at=NOON)
    (line,) = register.path.read_text(encoding="utf-8").splitlines()
    assert line.startswith('{"at":"2026-11-22T12:00:00+00:00","hash":"')
    assert json.loads(line) == {
        "kind": "opened",
        "at": "2026-11-22T12:00:00+00:00",
        "payload": {"a": 1, "b": "£"},
        "previous": "0" * 64,
        "hash": entry.hash,
    }


def test_entries_are_chained(tmp_path: Path) -> None:
    register = Register(tmp_path / "register.jsonl")
    first, second = register.append("a", {}), register.append("b", {})
    assert second.previous == first.hash
    assert register.entries() == (first, second)
    assert register.verify().head == second.hash


def test_a_register_that_is_not_there_is_empty_and_intact(tmp_path: Path) -> None:
    register = Register(tmp_path / "register.jsonl")
    assert register.verify().intact
    assert register.entries() == ()
    assert not register.path.exists()


def test_nothing_is_added_to_a_broken_chain(tmp_path: Path) -> None:
    register = Register(tmp_path / "register.jsonl")
    register.append("a", {"figure": 12})
    register.path.write_bytes(register.path.read_bytes().replace(b"12", b"11", 1))
    before = register.path.read_bytes()
    with pytest.raises(RegisterError) as raised:
        register.append("b", {})
    assert str(raised.value) == (
        "The register is not as it was written: "
        "line 1 was altered: its content does not have the hash that it gives. "
        f"It is register.jsonl in {tmp_path.name}. "
        "Restore it from a copy, or move it aside to start another; both can be seen later."
    )
    assert register.path.read_bytes() == before


def test_what_json_cannot_hold_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    register = Register(tmp_path / "register.jsonl")
    for payload in ({"x": float("nan")}, {"x": object()}, {"x": "\ud800"}):
        with pytest.raises(UsageError, match="holds only what JSON can"):
            register.append("a", payload)
    assert register.entries() == ()


def test_a_time_without_a_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="a time with its zone"):
        Register(tmp_path / "register.jsonl").append("a", {}, at=datetime(2026, 1, 1))


def test_deciding_on_nothing_adds_nothing(tmp_path: Path) -> None:
    register = Register(tmp_path / "register.jsonl")
    assert register.decide(lambda entries: None) is None
    assert register.entries() == ()


APPEND_FIVE = """
import sys
from pathlib import Path
from dueregard.register import Register
for number in range(5):
    Register(Path(sys.argv[1])).append(sys.argv[2], {"number": number})
"""


def test_runs_at_once_do_not_corrupt_it(tmp_path: Path) -> None:
    path = tmp_path / "register.jsonl"
    runs = [subprocess.Popen([sys.executable, "-c", APPEND_FIVE, str(path), name]) for name in "abc"]
    assert [run.wait() for run in runs] == [0, 0, 0]
    assert Register(path).verify().intact
    assert sorted(entry.kind for entry in Register(path).entries()) == sorted("abc" * 5)
