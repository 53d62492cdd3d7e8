"""Where a passphrase comes from: a file, the environment, or a prompt; it is never shown or kept."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from dueregard.errors import UsageError

__all__ = ["PASSPHRASE", "passphrase_from"]

PASSPHRASE = "DUEREGARD_PASSPHRASE"
LARGEST = 4096


def passphrase_from(file: str | None, *, member: str, anew: bool = False) -> Callable[[], str]:
    """Say how to come by a passphrase; nobody is asked until it is needed.

    Parameters
    ----------
    file : str or None
        A file whose first line it is.
    member : str
        Whose key it is of, for the prompt.
    anew : bool
        Whether it is chosen now, and so asked for twice.

    Returns
    -------
    callable
        Gives it.
    """

    def ask() -> str:
        if file is not None:
            return _first_line(Path(file).expanduser())
        if os.environ.get(PASSPHRASE):
            return os.environ[PASSPHRASE]
        return _prompted(member, anew=anew)

    return ask


def _first_line(path: Path) -> str:
    if not path.is_file():
        raise UsageError("There is no such file of a passphrase.", remedy="Check --passphrase-file.")
    with path.open("rb") as opened:
        content = opened.read(LARGEST)
    try:
        line = content.decode("utf-8-sig").split("\n")[0].removesuffix("\r")
    except UnicodeDecodeError:
        # Nothing of the content is repeated, not even the byte that is wrong.
        raise UsageError("The file of the passphrase is no UTF-8 text.") from None
    if not line:
        raise UsageError(
            "The first line of the file of the passphrase is empty.", remedy="Write the passphrase there."
        )
    return line


def _prompted(member: str, *, anew: bool) -> str:
    if not sys.stdin.isatty():
        raise UsageError(
            f"The passphrase of the key of {member!r} is needed, and nobody is there to be asked.",
            remedy=f"Set ${PASSPHRASE}, or give --passphrase-file FILE.",
        )
    from getpass import getpass

    given = getpass(f"Passphrase of the key of {member}: ")
    if anew and getpass("Once more: ") != given:
        raise UsageError("The two were not the same.", remedy="Run the command again.")
    if not given:
        raise UsageError("No passphrase was given.")
    return given
