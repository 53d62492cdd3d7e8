"""What lies in the folder of a pack."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from dueregard.alliance.manifest import MANIFEST, Manifest
from dueregard.errors import RegisterError
from dueregard.pack.sealing import PAGE, page_hash

__all__ = ["REGISTER", "content_hash", "files_of", "manifest_in"]

REGISTER = "register.jsonl"
NOT_OF_THE_PACK = ("public", "private")
"""Folders under ``out`` that are no part of the pack; what was published has a record of its own."""
LEFT_BY_THE_SYSTEM = (".DS_Store", "Thumbs.db", "desktop.ini")


def manifest_in(out: Path) -> tuple[Manifest | None, str]:
    """Read the manifest of a pack.

    Parameters
    ----------
    out : Path
        The folder of the pack.

    Returns
    -------
    manifest : Manifest or None
        None where there is none, or it was altered.
    problem : str
        What was altered, as a sentence.
    """
    file = out / MANIFEST
    if file.is_symlink():
        return None, f"out/{MANIFEST} is a link."
    if not file.is_file():
        return None, ""
    try:
        return Manifest.read(file.read_text(encoding="utf-8")), ""
    except (RegisterError, UnicodeDecodeError):
        return None, f"out/{MANIFEST} was altered: it is not as it was written."


def files_of(out: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Fingerprint what lies there as part of the pack; links are named and never followed.

    Parameters
    ----------
    out : Path
        The folder of the pack.

    Returns
    -------
    hashes : dict of str to str
        The SHA-256 of each file, of the page without its record.
    odd : dict of str to str
        What is no file, with the end of a sentence about it.
    """
    hashes: dict[str, str] = {}
    odd: dict[str, str] = {}
    for folder, folders, names in os.walk(out):
        here = Path(folder)
        top = here == out
        folders[:] = sorted(each for each in folders if not (top and _passed_over(each)))
        for each in [*folders]:
            if (here / each).is_symlink():
                folders.remove(each)
                odd[(here / each).relative_to(out).as_posix()] = "is a link, and links are not followed"
        for each in sorted(names):
            path = here / each
            name = path.relative_to(out).as_posix()
            if each in LEFT_BY_THE_SYSTEM or (top and _beside_the_pack(each)):
                continue
            if path.is_symlink():
                odd[name] = "is a link, and links are not followed"
            elif not path.is_file():
                odd[name] = "is not a file"
            else:
                hashes[name] = page_hash(path.read_bytes()) if name == PAGE else content_hash(path)
    return hashes, odd


def _passed_over(folder: str) -> bool:
    return folder in NOT_OF_THE_PACK or folder.startswith((".pack-", ".public-"))


def _beside_the_pack(name: str) -> bool:
    return name in (MANIFEST, ".run") or name.startswith(REGISTER)


def content_hash(path: Path) -> str:
    """Fingerprint a file of any size.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        SHA-256 in hexadecimal.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
