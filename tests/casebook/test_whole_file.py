"""A file is written whole, or what was there stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dueregard.casebook.whole_file import write_whole


def test_what_was_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "record.toml"
    write_whole(file, "one\n")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(file, "two\n")
    assert [each.name for each in tmp_path.iterdir()] == ["record.toml"]
    assert file.read_bytes() == b"one\n"


def test_a_link_is_exchanged_and_never_followed(tmp_path: Path) -> None:
    other, file = tmp_path / "other", tmp_path / "record.toml"
    other.write_text("of somebody else", encoding="utf-8")
    file.symlink_to(other)
    write_whole(file, b"mine", mode=0o600)
    assert (other.read_text(encoding="utf-8"), file.is_symlink()) == ("of somebody else", False)
    assert file.stat().st_mode & 0o077 == 0
