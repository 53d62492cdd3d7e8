"""What this process has checked already: the bytes themselves, so that no file is taken on trust."""

from __future__ import annotations

import json
from pathlib import Path

from dueregard.register.chain import Checked

__all__ = ["already_checked", "remember"]

MOST_BYTES = 2**26
"""Beyond 64 MB a register is checked anew each time rather than held in memory."""

_remembered: dict[Path, tuple[bytes, Checked]] = {}


def already_checked(path: Path, content: bytes) -> Checked:
    """Say how much of a register this process has found intact before.

    A size, a date or a hash kept beside the register could be forged together with it. The bytes that were
    checked cannot: comparing them costs a hundredth of hashing every line again.

    Parameters
    ----------
    path : Path
        The register.
    content : bytes
        What it holds now.

    Returns
    -------
    Checked
        The part at its beginning that is, byte for byte, what was found intact.
    """
    known, checked = _remembered.get(path.absolute(), (b"", Checked()))
    return checked if content.startswith(known) else Checked()


def remember(path: Path, content: bytes) -> None:
    """Keep what was found intact, of one register at a time.

    Parameters
    ----------
    path : Path
        The register.
    content : bytes
        All of it that was checked: whole lines of an intact chain.
    """
    _remembered.clear()
    if content and len(content) <= MOST_BYTES:
        last = json.loads(content[content.rfind(b"\n", 0, -1) + 1 :])
        checked = Checked(size=len(content), lines=content.count(b"\n"), head=last["hash"])
        _remembered[path.absolute()] = (content, checked)
