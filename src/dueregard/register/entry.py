"""One line of the register, and the hash that chains it to the line before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dueregard.casebook import canonical_json
from dueregard.errors import UsageError

__all__ = ["FIRST", "Entry"]

FIRST = "0" * 64
"""What the first entry gives as the hash of the entry before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the register.

    Parameters
    ----------
    kind : str
        What happened, such as "indicators fixed".
    at : str
        When, as ISO 8601 in UTC.
    payload : mapping
        What there is to know about it: anything that JSON holds.
    previous : str
        The hash of the entry before.
    hash : str
        The SHA-256, in hexadecimal, of the canonical JSON of the four fields above.
    """

    kind: str
    at: str
    payload: Mapping[str, Any]
    previous: str
    hash: str

    @classmethod
    def following(cls, previous: str, *, kind: str, payload: Mapping[str, Any], at: datetime) -> Entry:
        """Make the entry that follows another.

        Parameters
        ----------
        previous : str
            The hash of the entry before, or :data:`FIRST`.
        kind : str
            What happened.
        payload : mapping
            What there is to know about it.
        at : datetime
            When; it must know its time zone.

        Returns
        -------
        Entry
            The entry with its hash.

        Raises
        ------
        UsageError
            When the payload holds what JSON cannot, or the time has no zone.

        Examples
        --------
        >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
        >>> Entry.following(FIRST, kind="opened", payload={}, at=noon).hash[:8]
        '258a3b80'
        """
        if at.tzinfo is None:
            raise UsageError("An entry of the register needs a time with its zone.")
        fields = {
            "kind": kind,
            "at": at.astimezone(UTC).isoformat(timespec="seconds"),
            "payload": _as_json(payload),
            "previous": previous,
        }
        return cls(**fields, hash=_sha256(fields))

    def line(self) -> bytes:
        """Write the entry as its line of the file.

        Returns
        -------
        bytes
            Canonical JSON in UTF-8, without the line's end.
        """
        return canonical_json({**self._fields(), "hash": self.hash}).encode()

    @property
    def intact(self) -> bool:
        """Whether the hash is that of the other fields.

        Returns
        -------
        bool
            False when something was altered.
        """
        return _sha256(self._fields()) == self.hash

    def is_written(self, line: bytes) -> bool:
        """Say whether a line is this entry, byte for byte, with the hash that it should have.

        Parameters
        ----------
        line : bytes
            A line of a register, without its end.

        Returns
        -------
        bool
            The same as ``entry.line() == line and entry.intact``, in half the time.
        """
        try:
            text = canonical_json(self._fields())
            before = f'{{"at":{canonical_json(self.at)},'
            whole = f'{before}"hash":"{self.hash}",{text[len(before) :]}'.encode()
            return whole == line and hashlib.sha256(text.encode()).hexdigest() == self.hash
        except ValueError:
            return False

    def _fields(self) -> dict[str, Any]:
        return {"kind": self.kind, "at": self.at, "payload": self.payload, "previous": self.previous}


def _as_json(payload: Mapping[str, Any]) -> Any:
    try:
        text = canonical_json(dict(payload))
        text.encode()
    except (TypeError, ValueError) as error:
        raise UsageError("An entry of the register holds only what JSON can.", found=f"{error}.") from None
    return json.loads(text)


def _sha256(fields: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical_json(fields).encode()).hexdigest()
