"""What was checked in this process is not checked twice, and an alteration is found nevertheless."""

from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.errors import RegisterError
from dueregard.register import Register
from dueregard.register.entry import Entry


def test_old_lines_are_hashed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register = Register(tmp_path / "register.jsonl")
    for number in range(20):
        register.append("a", {"number": number})
    hashed: list[bytes] = []
    is_written = Entry.is_written

    def counted(entry: Entry, line: bytes) -> bool:
        hashed.append(line)
        return is_written(entry, line)

    monkeypatch.setattr(Entry, "is_written", counted)
    register.append("b", {})
    assert len(hashed) == 1
    assert [entry.payload.get("number") for entry in register.entries()] == [*range(20), None]


def test_a_line_altered_after_it_was_checked_is_found(tmp_path: Path) -> None:
    register = Register(tmp_path / "register.jsonl")
    for number in range(3):
        register.append("a", {"number": number})
    before = register.path.stat()
    altered = register.path.read_bytes().replace(b'"number":1', b'"number":9')
    register.path.write_bytes(altered)
    assert register.path.stat().st_size == before.st_size
    with pytest.raises(RegisterError, match="line 2 was altered"):
        register.append("b", {})


def test_lines_of_another_writer_are_checked(tmp_path: Path) -> None:
    register = Register(tmp_path / "register.jsonl")
    register.append("a", {})
    with register.path.open("ab") as file:
        file.write(b'{"at":"forged"}\n')
    with pytest.raises(RegisterError, match="line 2 was altered"):
        register.append("b", {})
