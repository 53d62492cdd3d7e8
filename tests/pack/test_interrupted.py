"""A run that was killed while it moved its pack into place: the previous pack comes back whole."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest

from dueregard.pack.interrupted import put_back
from dueregard.pack.write import ENTRIES, _swap

EVERY_MOVE = 2 * len(ENTRIES)


class KilledError(BaseException):
    """Nothing that comes after it is done: not even what an error would undo."""


def _fill(folder: Path, text: str) -> None:
    for name in ENTRIES:
        file = folder / name if "." in name else folder / name / "one.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def _texts(folder: Path) -> set[str]:
    files = [folder / name if "." in name else folder / name / "one.csv" for name in ENTRIES]
    return {file.read_text() if file.exists() else "gone" for file in files}


@pytest.mark.parametrize("moves", [1, 4, EVERY_MOVE - 1, EVERY_MOVE])
def test_killed_at_any_move_one_whole_pack_is_there(
    tmp_path: Path, moves: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(tmp_path, "old")
    _fill(tmp_path / ".pack-x" / "fresh", "new")
    left, replace = [True] * moves, os.replace

    def stopped(one: Path, other: Path) -> None:
        if not left:
            raise KilledError
        left.pop()
        replace(one, other)

    with monkeypatch.context() as patched, suppress(KilledError):
        patched.setattr(os, "replace", stopped)
        _swap(tmp_path / ".pack-x" / "fresh", tmp_path, aside=tmp_path / ".pack-x" / "previous")
    assert not left
    put_back(tmp_path)
    assert _texts(tmp_path) == {"new" if moves == EVERY_MOVE else "old"}
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(ENTRIES)


def test_a_link_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "previous").mkdir(parents=True)
    os.symlink(tmp_path / "elsewhere", tmp_path / ".pack-y")
    assert put_back(tmp_path) == ()
    assert (tmp_path / "elsewhere" / "previous").is_dir()
