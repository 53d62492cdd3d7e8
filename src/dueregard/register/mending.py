"""The end of a line that a writer could not finish: it was never acknowledged, and blocks nobody."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dueregard.register.chain import Verification, tail_of
from dueregard.register.entry import Entry
from dueregard.register.storage import add, cut_back, file_bytes, flush_folder, told

__all__ = ["SET_ASIDE", "anything_set_aside", "finish_or_set_aside", "not_yet_recorded", "now_recorded"]

SET_ASIDE = "torn line set aside"
_PENDING = ".new"


def finish_or_set_aside(descriptor: int, path: Path, content: bytes, found: Verification) -> bytes:
    """Mend a register whose last line is unfinished.

    A line that lacks nothing but its end is ended. Anything less is copied to a file beside the register and
    cut off, in this order: whenever the writer is stopped, the bytes are in one place at least.

    Parameters
    ----------
    descriptor : int
        The open and locked file.
    path : Path
        Its path.
    content : bytes
        What it holds.
    found : Verification
        What was found in it: nothing worse than an unfinished last line.

    Returns
    -------
    bytes
        What it holds afterwards.
    """
    if found.torn is None:
        return content
    tail = tail_of(content)
    if found.entries and found.entries[-1].line() == tail:
        add(descriptor, b"\n", path, size=len(content))
        return content + b"\n"
    _copy(tail, path.with_name(f"{path.name}.torn-{_sha256(tail)[:12]}{_PENDING}"))
    whole = content[: len(content) - len(tail)]
    cut_back(descriptor, path, size=len(whole))
    return whole


def not_yet_recorded(path: Path, entries: Sequence[Entry]) -> Iterator[dict[str, Any]]:
    """Find what was set aside without an entry that says so.

    Parameters
    ----------
    path : Path
        The register.
    entries : sequence of Entry
        Its entries.

    Yields
    ------
    dict
        The payload of an entry.
    """
    told = {entry.payload.get("file") for entry in entries if entry.kind == SET_ASIDE}
    for each in _pending(path):
        name, tail = each.name.removesuffix(_PENDING), file_bytes(each)
        if name not in told:
            yield {"bytes": len(tail), "sha256": _sha256(tail), "file": name}


def now_recorded(path: Path) -> None:
    """Give what was set aside its final name, once entries say so.

    Parameters
    ----------
    path : Path
        The register.
    """
    for each in _pending(path):
        with told(each, "written"):
            os.replace(each, each.with_name(each.name.removesuffix(_PENDING)))


def anything_set_aside(path: Path) -> bool:
    """Say whether something was set aside that no entry may tell of yet.

    Parameters
    ----------
    path : Path
        The register.

    Returns
    -------
    bool
        True after a writer was stopped while it mended the register.
    """
    return bool(_pending(path))


def _pending(path: Path) -> list[Path]:
    beginning = f"{path.name}.torn-"
    with os.scandir(path.parent) as found:
        names = [each.name for each in found if each.name.startswith(beginning)]
    return [path.with_name(name) for name in sorted(names) if name.endswith(_PENDING)]


def _copy(tail: bytes, aside: Path) -> None:
    # Never through a link: whoever wrote the casebook may have put one there.
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    with told(aside, "written"), os.fdopen(os.open(aside, flags, 0o666), "wb") as file:
        file.write(tail)
        file.flush()
        os.fsync(file.fileno())
    flush_folder(aside.parent)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
