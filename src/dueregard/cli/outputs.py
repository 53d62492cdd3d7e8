"""Files that a command writes: never one that it reads, never half of one, and refused before the work."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from dueregard.errors import UsageError

__all__ = ["check_output", "write_output"]


def check_output(path: str | None, *, flag: str, reads: Iterable[str | None]) -> None:
    """Refuse a place that cannot be written to, or that would destroy what is read.

    Parameters
    ----------
    path : str, optional
        Where to write; None for nowhere.
    flag : str
        How the command line calls it.
    reads : iterable of str, optional
        The files that the command reads; a spreadsheet's may end in ``#`` and the name of a sheet.

    Raises
    ------
    UsageError
        When nothing may be written there.

    Examples
    --------
    >>> check_output(None, flag="--out", reads=["votes.csv"])
    >>> check_output("votes.csv", flag="--out", reads=["votes.csv"])
    Traceback (most recent call last):
        ...
    dueregard.errors.UsageError: votes.csv is read here, and --out would overwrite it. Give another name.
    """
    if path is None:
        return
    place = Path(path)
    if place.is_dir():
        raise UsageError(f"{path} is a folder.", remedy=f"Give {flag} the name of a file.")
    if not place.parent.is_dir():
        raise UsageError(
            f"There is no folder {place.parent} to write {place.name} into.",
            remedy="Make it first, or give another name.",
        )
    named = [name for read in reads if read is not None for name in (read, read.rpartition("#")[0]) if name]
    if any(_same(place, Path(name)) for name in named):
        raise UsageError(f"{path} is read here, and {flag} would overwrite it.", remedy="Give another name.")


def write_output(path: str, text: str) -> None:
    """Write a text whole, or leave what was there.

    Parameters
    ----------
    path : str
        Where.
    text : str
        What.
    """
    place = Path(path)
    if place.exists() and not place.is_file():
        # A device or a pipe, such as /dev/stdout, cannot be exchanged for a file.
        place.write_text(text, encoding="utf-8")
        return
    place = place.resolve()
    beside = place.with_name(f".{secrets.token_hex(8)}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, place)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return one.resolve() == other.resolve()
