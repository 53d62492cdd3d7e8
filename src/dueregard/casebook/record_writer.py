"""Writing one file of the record: whole or not at all, and never over something else by accident."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from dueregard.errors import DueRegardError

__all__ = ["write_new", "write_over"]


def write_new(folder: Path, path: str, content: str | bytes) -> None:
    """Write a file that is not there yet.

    Parameters
    ----------
    folder : Path
        The casebook's.
    path : str
        The file's, from there: a folder and a name.
    content : str or bytes
        What it holds; text is written as UTF-8.

    Raises
    ------
    DueRegardError
        When it is there, or its folder is a link.
    """
    target = _target(folder, path)
    if os.path.lexists(target):
        raise DueRegardError(f"{path} is there already.", remedy="Nothing of the record is written over.")
    _put(target, content)


def write_over(folder: Path, path: str, content: str | bytes) -> None:
    """Write a file, in place of the one that is there.

    Parameters
    ----------
    folder : Path
        The casebook's.
    path : str
        The file's, from there: a folder and a name.
    content : str or bytes
        What it holds; text is written as UTF-8.

    Raises
    ------
    DueRegardError
        When it or its folder is a link.
    """
    target = _target(folder, path)
    if target.is_symlink():
        raise DueRegardError(f"{path} is a link.", remedy="Remove it: the record is kept in files.")
    _put(target, content)


def _target(folder: Path, path: str) -> Path:
    target = folder / path
    if target.parent != folder and target.parent.is_symlink():
        raise DueRegardError(
            f"The folder {target.parent.name} of the casebook is a link.",
            remedy="Put a folder in its place: the record is kept beside the casebook.",
        )
    target.parent.mkdir(exist_ok=True)
    return target


def _put(target: Path, content: str | bytes) -> None:
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(beside, flags, 0o644), "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, target)
        _flush(target.parent)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def _flush(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
