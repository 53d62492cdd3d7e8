"""When the disk or the folder fails, the error says so and nothing is lost."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dueregard.errors import RegisterError
from dueregard.register import Register


@pytest.fixture
def register(tmp_path: Path) -> Register:
    found = Register(tmp_path / "register.jsonl")
    found.append("a", {})
    return found


def test_a_full_disk(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    before, write = register.path.read_bytes(), os.write

    def half(descriptor: int, content: bytes) -> int:
        if len(content) < 20:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(descriptor, content[: len(content) // 2])

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", half)
        with pytest.raises(RegisterError, match=r"nothing was added.*no space left.*Make room on the disk"):
            register.append("b", {})
    assert register.path.read_bytes() == before
    register.append("c", {})
    assert [entry.kind for entry in register.entries()] == ["a", "c"]


def test_a_disk_that_cannot_promise(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    before = register.path.read_bytes()

    def fails(descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(RegisterError, match="could not be written"):
        register.append("b", {})
    assert register.path.read_bytes() == before


def test_stopped_from_the_keyboard_in_the_middle_of_a_line(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, write = register.path.read_bytes(), os.write

    def interrupted(descriptor: int, content: bytes) -> int:
        write(descriptor, content[:10])
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        register.append("b", {})
    assert register.path.read_bytes() == before


LIMITED = """
import resource, signal, sys
from pathlib import Path
from dueregard.errors import RegisterError
from dueregard.register import Register
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
register = Register(Path(sys.argv[1]))
kept = 0
try:
    while True:
        register.append("b", {"filling": "x" * 500})
        kept += 1
except RegisterError as error:
    print(kept, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of the system are those of POSIX")
def test_a_file_that_may_not_grow(register: Register) -> None:
    told = subprocess.run(
        [sys.executable, "-c", LIMITED, str(register.path)], capture_output=True, text=True, check=True
    ).stdout
    kept, error = told.split(" ", 1)
    assert "Make room on the disk" in error
    assert len(register.entries()) == 1 + int(kept) > 1
    assert register.verify().intact


@pytest.mark.skipif(sys.platform == "win32", reason="locks as POSIX has them")
def test_a_file_system_without_locks(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def none_left(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", none_left)
    monkeypatch.setattr("dueregard.register.lock._PATIENCE", 0.0)
    with pytest.raises(RegisterError, match=r"could not be locked.*no locks available"):
        register.append("b", {})


def test_no_folder_can_be_made(register: Register) -> None:
    with pytest.raises(RegisterError, match=r"could not be opened.*See that the folder is there"):
        Register(register.path / "out" / "register.jsonl").append("a", {})


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as POSIX has them")
def test_a_link_or_a_pipe_is_no_register(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "pipe")
    for name, why in (("link", "link to another file"), ("pipe", "not a plain file")):
        register = Register(tmp_path / name)
        with pytest.raises(RegisterError, match=why):
            register.append("a", {})
        with pytest.raises(RegisterError, match=why):
            register.entries()
    assert (tmp_path / "secret").read_text() == ""
