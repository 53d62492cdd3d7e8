"""Public keys that a reader trusts: files of one line each, or a folder of them without those revoked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dueregard.errors import DueRegardError, UsageError

__all__ = ["trusted_keys"]

REVOKED = "revoked.toml"
LARGEST = 1_000_000


def trusted_keys(places: Iterable[str | Path]) -> frozenset[str]:
    """Read public keys.

    Parameters
    ----------
    places : iterable of path
        ``.pub`` files, or folders of them such as ``keys`` in a casebook: those that its revoked.toml names
        are left out.

    Returns
    -------
    frozenset of str
        Each as it is written: ``ed25519`` and 32 bytes in base64.

    Raises
    ------
    UsageError
        When there is no such file or folder, or a file holds no key.
    DueRegardError
        When revoked.toml cannot be read: a key that was revoked might be trusted.
    """
    found: set[str] = set()
    revoked: set[str] = set()
    for place in map(Path, places):
        if place.is_dir():
            found |= {_key(file) for file in sorted(place.glob("*.pub"))}
            revoked |= set(_revoked(place / REVOKED))
        elif place.is_file():
            found.add(_key(place))
        else:
            raise UsageError(
                f"There is no key {place}.", remedy="Name a member's .pub file, or a folder of them."
            )
    return frozenset(found - revoked)


def _key(file: Path) -> str:
    text = file.read_text(encoding="utf-8", errors="replace")[:1_000].strip() if file.is_file() else ""
    kind, _, rest = text.partition(" ")
    if kind != "ed25519" or len(rest) != 44 or not rest.isascii():
        raise UsageError(
            f"{file.name} holds no public key.",
            found="It should be one line: ed25519 and 44 characters of base64.",
            remedy="Ask the member for the file KEYS/MEMBER.pub of their casebook.",
        )
    return text


def _revoked(file: Path) -> Iterator[str]:
    if not file.is_file():
        return
    try:
        text = file.read_bytes()[:LARGEST].decode()
        entries: Any = tomllib.loads(text)["revoked"]
        for entry in entries:
            yield str(entry["key"])
    except (ValueError, KeyError, TypeError):
        raise DueRegardError(
            f"{file.name} cannot be read, so that a key that was revoked might be trusted.",
            remedy="Mend it, or name the .pub files to trust one by one.",
        ) from None
