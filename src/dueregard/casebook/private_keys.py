"""Where private keys lie: in a folder of the user's own, encrypted, and never in a casebook."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from dueregard.errors import DueRegardError, UsageError, did_you_mean

__all__ = ["KEYS_FOLDER", "key_folder", "read_private_key", "refuse_existing", "write_private_key"]

KEYS_FOLDER = "DUEREGARD_KEYS"
"""The variable that names the folder, if it is not to be the usual one."""

USUAL = "~/.config/dueregard/keys"
_POSIX = os.name == "posix"


def key_folder() -> Path:
    """Find the folder of private keys.

    Returns
    -------
    Path
        It may not exist yet.

    Raises
    ------
    UsageError
        When it lies in a casebook: who sends the casebook would send the keys.
    """
    folder = Path(os.environ.get(KEYS_FOLDER) or USUAL).expanduser().absolute()
    within = next((each for each in (folder.resolve(), *folder.resolve().parents) if _casebook(each)), None)
    if within is not None:
        raise UsageError(
            "Private keys may not lie in a casebook: whoever is sent the casebook would have them.",
            found=f"${KEYS_FOLDER} is in the casebook {within.name}.",
            remedy=f"Name a folder elsewhere in ${KEYS_FOLDER}, or leave it unset for {USUAL}.",
        )
    return folder


def _casebook(folder: Path) -> bool:
    return any((folder / name).exists() for name in ("casebook.toml", "casebook.xlsx"))


def refuse_existing(member: str) -> None:
    """Refuse to make a second key under one name.

    Parameters
    ----------
    member : str
        The member's id.

    Raises
    ------
    UsageError
        When there is one.
    """
    file = key_folder() / f"{member}.pem"
    if os.path.lexists(file):
        raise UsageError(
            f"There is a private key of {member!r} already, and it is never written over.",
            found=f"It is {file.name} in {file.parent}.",
            remedy=f"To put its public half into a casebook: dueregard key add CASEBOOK {member}. "
            "For another key move this one aside first, and revoke it where it was used.",
        )


def write_private_key(member: str, *, private: bytes, public: str) -> Path:
    """Write an encrypted key, readable by the user alone, and its public half beside it.

    Parameters
    ----------
    member : str
        The member's id.
    private : bytes
        The encrypted private key (PEM).
    public : str
        The public key, as it stands in a casebook.

    Returns
    -------
    Path
        The file of the private key.

    Raises
    ------
    UsageError
        When there is one already, or others can look into the folder.
    """
    refuse_existing(member)
    folder = key_folder()
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
    _refuse_open_folder(folder)
    file = folder / f"{member}.pem"
    _create(file, private, 0o600)
    with suppress(FileExistsError):
        _create(folder / f"{member}.pub", f"{public}\n".encode(), 0o644)
    return file


def read_private_key(member: str) -> bytes:
    """Read an encrypted key.

    Parameters
    ----------
    member : str
        The member's id.

    Returns
    -------
    bytes
        As it was written.

    Raises
    ------
    UsageError
        When there is none, or others can read it.
    """
    folder = key_folder()
    file = folder / f"{member}.pem"
    if not file.is_file():
        there = [each.stem for each in folder.glob("*.pem")] if folder.is_dir() else []
        raise UsageError(
            f"There is no private key of {member!r} on this machine.",
            found=f"It was looked for in {folder}.",
            remedy=did_you_mean(member, there) or f"Make one: dueregard key new {member} --casebook CASEBOOK",
        )
    if _POSIX and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageError(
            f"The private key {file.name} can be read by others on this machine.",
            remedy=f"Run: chmod 600 {file}. If somebody may have copied it, revoke it: dueregard key revoke.",
        )
    return file.read_bytes()[:100_000]


def _refuse_open_folder(folder: Path) -> None:
    if _POSIX and folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageError(
            f"Others on this machine can look into {folder}.",
            remedy=f"Run: chmod 700 {folder}, or name another folder in ${KEYS_FOLDER}.",
        )


def _create(file: Path, content: bytes, mode: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(file, flags, mode)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
    except BaseException:
        with suppress(OSError):
            file.unlink()
        raise


def own_public_key(member: str) -> str:
    """Read the public half of a key on this machine.

    Parameters
    ----------
    member : str
        The member's id.

    Returns
    -------
    str
        As it stands in a casebook.

    Raises
    ------
    DueRegardError
        When there is none.
    """
    file = key_folder() / f"{member}.pub"
    if not file.is_file():
        raise DueRegardError(
            f"There is no key of {member!r} on this machine.",
            found=f"It was looked for in {file.parent}.",
            remedy=f"Make one: dueregard key new {member}. Or name the member's file: --public FILE",
        )
    return file.read_text(encoding="utf-8", errors="replace")[:1000].removesuffix("\n")
