"""Writing a file whole, or leaving what was there: whoever is stopped in between has not torn it."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

__all__ = ["write_whole"]


def write_whole(file: Path, content: str | bytes, *, mode: int = 0o666) -> None:
    """Write a file whole, or leave what was there.

    Parameters
    ----------
    file : Path
        Where; a link is exchanged for a file, and never followed.
    content : str or bytes
        What it holds; text is written as UTF-8, with its line endings.
    mode : int
        Who may read and write it, less what the system takes away by its umask.
    """
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(beside, flags, mode), "wb") as written:
            written.write(content.encode() if isinstance(content, str) else content)
            written.flush()
            os.fsync(written.fileno())
        os.replace(beside, file)
        _settle(file.parent)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def _settle(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
