"""The register's file: opened, read, added to and flushed, or a plain error and nothing changed."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dueregard.errors import RegisterError
from dueregard.register.lock import locked

__all__ = ["MOST_BYTES", "add", "cut_back", "file_bytes", "flush_folder", "held", "read_all", "told"]

MOST_BYTES = 2**29
"""A register beyond half a gigabyte is refused: whoever made it that large meant to fill the memory."""

_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
# Without O_NONBLOCK a pipe of that name would make the open wait for ever.
_CAREFULLY = getattr(os, "O_BINARY", 0) | _NO_LINKS | getattr(os, "O_NONBLOCK", 0)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def told(path: Path, done: str) -> Iterator[None]:
    """Tell an error of the system as one of the register.

    Parameters
    ----------
    path : Path
        The file.
    done : str
        What was to be done with it: "opened", "read", "locked" or "written".

    Raises
    ------
    RegisterError
        For every error of the system, but that there is no such file to be read.
    """
    try:
        yield
    except OSError as error:
        if isinstance(error, FileNotFoundError) and done == "read":
            raise
        if error.errno == errno.ELOOP:
            raise _error(path, done, "It is a link to another file") from None
        raise _error(path, done, error.strerror or type(error).__name__) from None


@contextmanager
def held(path: Path) -> Iterator[int]:
    """Open the register for one writer, and make it and its folder when they are absent.

    Parameters
    ----------
    path : Path
        The file.

    Yields
    ------
    int
        The open file, locked, and still the one at this path.

    Raises
    ------
    RegisterError
        When it cannot be opened, is not a plain file, or cannot be locked.
    """
    while True:
        with told(path, "opened"):
            _make_folder(path.parent)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _CAREFULLY, 0o666)
        try:
            _insist_on_a_file(descriptor, path)
            with _locked(descriptor, path):
                # Somebody may have moved the file aside while we waited for the lock.
                if _is_at(path, descriptor):
                    yield descriptor
                    return
        finally:
            os.close(descriptor)


def read_all(descriptor: int, path: Path) -> bytes:
    """Read an open file from its beginning.

    Parameters
    ----------
    descriptor : int
        The open file.
    path : Path
        Its path, for errors.

    Returns
    -------
    bytes
        All of it.

    Raises
    ------
    RegisterError
        When it cannot be read, or is larger than any register.
    """
    with told(path, "read"):
        size = os.fstat(descriptor).st_size
        if size > MOST_BYTES:
            raise _error(path, "read", f"It has {size:,} bytes; at most {MOST_BYTES:,} are read")
        os.lseek(descriptor, 0, os.SEEK_SET)
        parts = []
        while part := os.read(descriptor, 2**24):
            parts.append(part)
        return b"".join(parts)


def file_bytes(path: Path) -> bytes:
    """Read a register without a lock.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    bytes
        All of it; nothing where there is no file.

    Raises
    ------
    RegisterError
        When it cannot be read or is not a plain file.
    """
    try:
        with told(path, "read"):
            descriptor = os.open(path, os.O_RDONLY | _CAREFULLY)
    except FileNotFoundError:
        return b""
    try:
        _insist_on_a_file(descriptor, path)
        return read_all(descriptor, path)
    finally:
        os.close(descriptor)


def add(descriptor: int, content: bytes, path: Path, *, size: int) -> None:
    """Add bytes to the end and wait until they are on the disk; when that fails, take them back.

    Parameters
    ----------
    descriptor : int
        The open and locked file.
    content : bytes
        What to add.
    path : Path
        Its path, for errors.
    size : int
        Its size before.

    Raises
    ------
    RegisterError
        When the disk is full or fails. The file is then as it was.
    """
    with told(path, "written"):
        try:
            while content:
                content = content[os.write(descriptor, content) :]
            os.fsync(descriptor)
        except BaseException:
            # If this fails too, the next writer finds an unfinished line and sets it aside.
            with suppress(OSError):
                os.ftruncate(descriptor, size)
            raise
        if size == 0:
            flush_folder(path.parent)


def cut_back(descriptor: int, path: Path, *, size: int) -> None:
    """Cut what was never finished off the end.

    Parameters
    ----------
    descriptor : int
        The open and locked file.
    path : Path
        Its path, for errors.
    size : int
        Its size afterwards.
    """
    with told(path, "written"):
        os.ftruncate(descriptor, size)
        os.fsync(descriptor)


def flush_folder(folder: Path) -> None:
    """Wait until the folder's list of files is on the disk, where the system can be asked to.

    Parameters
    ----------
    folder : Path
        The folder.
    """
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # Some network file systems refuse it for folders; the file itself has been flushed.
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        flush_folder(folder.parent)


def _insist_on_a_file(descriptor: int, path: Path) -> None:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise _error(path, "opened", "It is not a plain file")


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path, follow_symlinks=False), os.fstat(descriptor))
    except OSError:
        return False


@contextmanager
def _locked(descriptor: int, path: Path) -> Iterator[None]:
    # An error of the lock is told as one; an error of what is done under it passes through as it is.
    lock = locked(descriptor)
    with told(path, "locked"):
        lock.__enter__()
    try:
        yield
    finally:
        lock.__exit__(None, None, None)


def _error(path: Path, done: str, why: str) -> RegisterError:
    full = why in {os.strerror(code) for code in _FULL}
    remedy = (
        "Make room on the disk and run the command again."
        if full
        else "See that the folder is there and may be written to, then run the command again."
    )
    return RegisterError(
        f"The register could not be {done}, and nothing was added to it.",
        found=f"{path.name} in {path.parent.name or 'this folder'}: {why[0].lower()}{why[1:]}.",
        remedy=remedy,
    )
