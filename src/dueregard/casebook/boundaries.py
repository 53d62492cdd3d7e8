"""A casebook may come from anybody: it reads and writes inside its own folder, or with its user's consent."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from dueregard.errors import CasebookError

__all__ = ["ALLOW_OUTSIDE", "consented", "inside", "refuse_links_out", "remember_consent"]

ALLOW_OUTSIDE = "DUEREGARD_ALLOW_OUTSIDE"
"""The variable by which a user lets casebooks read elsewhere: 1, or the folders and files that they may."""

CONFIGURATION = "DUEREGARD_CONFIG"
"""The variable that names the folder of a user's own settings, if it is not to be the usual one."""

USUAL = "~/.config/dueregard"
REMEMBERED = "outside.json"
LARGEST = 1_000_000
WRITTEN = (
    *("out", "out/public", "out/private", "out/tables", "out/options", "out/documents"),
    *("keys", "reviews", "signatures"),
)
"""The folders that commands write to."""

_ADDRESS = re.compile(r"[A-Za-z][\w+.-]+:/")
_YES = {"1", "yes", "true"}


def inside(folder: Path, path: Path, *, named: str | None = None) -> Path:
    """Return the path of a file that a casebook reads, if it may.

    Parameters
    ----------
    folder : Path
        The casebook's.
    path : Path
        The file or folder, which may be absent; links are followed to where they lead.
    named : str, optional
        How the casebook names it.

    Returns
    -------
    Path
        The same path.

    Raises
    ------
    CasebookError
        When it lies outside the casebook's folder and the user did not allow that.

    Examples
    --------
    >>> inside(Path("town"), Path("town/people.csv")).name
    'people.csv'
    >>> inside(Path("town"), Path("town/../../people.csv"))
    Traceback (most recent call last):
    dueregard.errors.CasebookError: 'people.csv' lies outside the casebook's folder, ...
    """
    shown = named if named is not None else path.name
    if _ADDRESS.match(shown):
        # It is not repeated: addresses of databases hold passwords.
        raise CasebookError(
            "The casebook names an address as a source, and a source is a file.",
            remedy="Save what is there as CSV or Parquet in the casebook's folder, and name that.",
        )
    if len(str(path)) > 4_000 or "\0" in str(path):
        raise CasebookError("The casebook names a file by something that is no path.", found=repr(shown[:80]))
    try:
        place, home = path.resolve(), folder.resolve()
    except (OSError, RuntimeError):
        raise CasebookError(
            f"{shown!r} cannot be followed to a file.", remedy="Look for a link that leads to itself."
        ) from None
    if place.is_relative_to(home) or consented(home, place):
        return path
    raise CasebookError(
        f"{shown!r} lies outside the casebook's folder, and a casebook reads only what lies in its own.",
        remedy="If you trust it, add --allow-outside to the command, or name the files and folders that "
        f"casebooks may read in ${ALLOW_OUTSIDE}. Otherwise copy the file into the casebook's folder.",
    )


def consented(folder: Path, place: Path) -> bool:
    """Tell whether the user allowed a casebook to reach a place outside its folder.

    Consent is given on the command line, in the environment, or by `dueregard new`, where the user names the
    table; never by anything that the casebook says.

    Parameters
    ----------
    folder : Path
        The casebook's, with links followed.
    place : Path
        A file or a folder, with links followed.

    Returns
    -------
    bool
    """
    named = os.environ.get(ALLOW_OUTSIDE, "").strip()
    if named.casefold() in _YES:
        return True
    for each in filter(None, named.split(os.pathsep)):
        with suppress(OSError, RuntimeError, ValueError):
            # An absolute path: "." would mean another folder wherever a command is run.
            allowed = Path(each).expanduser()
            if allowed.is_absolute() and place.is_relative_to(allowed.resolve()):
                return True
    files = _remembered().get(str(folder), [])
    return str(place) in files or str(place).rpartition("#")[0] in files


def remember_consent(folder: Path, file: Path) -> bool:
    """Remember that the user made a casebook of a file that lies elsewhere.

    Parameters
    ----------
    folder : Path
        The casebook's.
    file : Path
        The file, named by the user; a spreadsheet's may end in ``#`` and a sheet.

    Returns
    -------
    bool
        Whether it can be read from now on: inside the folder always, elsewhere if it could be remembered.
    """
    home, place = folder.resolve(), file.resolve()
    if place.is_relative_to(home) or consented(home, place):
        return True
    known = _remembered()
    known[str(home)] = sorted({*known.get(str(home), []), str(place)})
    target = _remembering()
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as written:
            written.write(json.dumps(known, ensure_ascii=False, indent=1) + "\n")
        os.replace(beside, target)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        return False
    return True


def refuse_links_out(folder: Path) -> None:
    """Refuse a casebook whose folders for writing are links to somewhere else.

    Parameters
    ----------
    folder : Path
        The casebook's.

    Raises
    ------
    CasebookError
        When one leads out of it and the user did not allow that.
    """
    for name in _links(folder, WRITTEN):
        with suppress(OSError, RuntimeError):
            home, place = folder.resolve(), (folder / name).resolve()
            if place.is_relative_to(home) or consented(home, place):
                continue
        raise CasebookError(
            f"{name} is a link that leads out of the casebook's folder: nothing is written through it.",
            remedy="Put a plain folder there. If the link is your own and is meant, add --allow-outside.",
        )


def _links(folder: Path, names: Iterable[str]) -> list[str]:
    return [name for name in names if (folder / name).is_symlink()]


def _remembering() -> Path:
    return Path(os.environ.get(CONFIGURATION) or USUAL).expanduser() / REMEMBERED


def _remembered() -> dict[str, list[str]]:
    file = _remembering()
    try:
        with file.open("rb") as opened:
            content = json.loads(opened.read(LARGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {home: [str(each) for each in files] for home, files in content.items() if isinstance(files, list)}
