"""What the register says of keys, reviews and signatures: its order is the evidence of what came first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

from dueregard.alliance.changed_terms import FormerTerms
from dueregard.alliance.members import Terms
from dueregard.alliance.merkle import sha256
from dueregard.alliance.signing import key_bytes
from dueregard.casebook import canonical_json

__all__ = [
    "KEY_ADDED",
    "KEY_REVOKED",
    "REVIEW_FILED",
    "SIGNED",
    "Filing",
    "KeyHistory",
    "Ledger",
    "digests",
    "ledger_of",
]

KEY_ADDED = "key added"
KEY_REVOKED = "key revoked"
REVIEW_FILED = "review filed"
SIGNED = "signed"
ASSESSED = "assessed"


class Recorded(Protocol):
    """An entry of the register."""

    @property
    def kind(self) -> str:
        """What happened."""
        ...

    @property
    def at(self) -> str:
        """When."""
        ...

    @property
    def payload(self) -> Mapping[str, Any]:
        """What there is to know about it."""
        ...

    @property
    def hash(self) -> str:
        """Its hash."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHistory:
    """A public key from the day it was added.

    Parameters
    ----------
    member, key : str
        Whose it is, and the key as it stands in ``keys/MEMBER.pub``.
    line, on : int, date
        Where the register says that it was added, counted from 1, and when.
    revoked_line, revoked_on : int or None, date or None
        The same of its revocation.
    because : str
        Why it was revoked.
    since : date or None
        From when on somebody else may have had it.
    """

    member: str
    key: str
    line: int
    on: date
    revoked_line: int | None = None
    revoked_on: date | None = None
    because: str = ""
    since: date | None = None

    def good_at(self, line: int, on: date) -> bool:
        """Whether what was filed then counts.

        Parameters
        ----------
        line : int
            Where the register says that it was filed.
        on : date
            When, by the register.

        Returns
        -------
        bool
            False before the key was added, after it was revoked, and from the day on which somebody else
            may have had it.
        """
        revoked = self.revoked_line is not None and line > self.revoked_line
        doubtful = self.since is not None and on >= self.since
        return line > self.line and not revoked and not doubtful


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """That a review or a signature was filed.

    Parameters
    ----------
    kind : str
        :data:`REVIEW_FILED` or :data:`SIGNED`.
    line, on : int, date
        Where the register says so, counted from 1, and when.
    file, sha256 : str
        The file, from the casebook's folder, and the SHA-256 of its bytes.
    member : str
        Whose it is.
    fields : mapping of str to str
        A fingerprint of each field, to tell which one was altered.
    """

    kind: str
    line: int
    on: date
    file: str
    sha256: str
    member: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What the register says of keys, reviews and signatures.

    Parameters
    ----------
    keys : tuple of KeyHistory
        In the order they were added.
    filings : tuple of Filing
        In the order they were filed.
    hashes : mapping of str to int
        The line of each entry, by its hash.
    terms : tuple of FormerTerms
        What the casebook demanded at each assessment.
    odd : tuple of int
        Lines that say something of keys, reviews or signatures that no command writes; they count for
        nothing.
    """

    keys: tuple[KeyHistory, ...]
    filings: tuple[Filing, ...]
    hashes: Mapping[str, int]
    terms: tuple[FormerTerms, ...] = ()
    odd: tuple[int, ...] = ()

    def key_of(self, member: str) -> KeyHistory | None:
        """Find the key that a member signs with now.

        Parameters
        ----------
        member : str
            Their id.

        Returns
        -------
        KeyHistory or None
            None when they have none, or the last one was revoked.
        """
        found = [each for each in self.keys if each.member == member and each.revoked_line is None]
        return found[-1] if found else None

    def history(self, member: str, key: str) -> KeyHistory | None:
        """Find a key of a member, revoked or not.

        Parameters
        ----------
        member, key : str
            Their id, and the key.

        Returns
        -------
        KeyHistory or None
            None when the register does not know the key as theirs.
        """
        found = [each for each in self.keys if (each.member, each.key) == (member, key)]
        return found[-1] if found else None

    def filing(self, file: str) -> Filing | None:
        """Find when a file was filed.

        Parameters
        ----------
        file : str
            From the casebook's folder.

        Returns
        -------
        Filing or None
            The last, if it was filed more than once.
        """
        found = [each for each in self.filings if each.file == file]
        return found[-1] if found else None


def digests(content: Mapping[str, Any]) -> dict[str, str]:
    """Fingerprint each field of a review or signature.

    Parameters
    ----------
    content : mapping
        What its file holds.

    Returns
    -------
    dict of str to str
        Sixteen hexadecimal digits each.
    """
    return {name: sha256(canonical_json(_plain(value)))[:16] for name, value in content.items()}


def _plain(value: Any) -> Any:
    # The word "date" keeps a day and a text of the same letters apart.
    return {"date": value.isoformat()} if isinstance(value, date) else value


def ledger_of(entries: Iterable[Recorded]) -> Ledger:
    """Read what a register says of keys, reviews and signatures.

    Parameters
    ----------
    entries : iterable of Entry
        In order.

    Returns
    -------
    Ledger
    """
    keys: list[KeyHistory] = []
    filings: list[Filing] = []
    hashes: dict[str, int] = {}
    terms: list[FormerTerms] = []
    odd: list[int] = []
    for line, entry in enumerate(entries, start=1):
        hashes[entry.hash] = line
        try:
            on = datetime.fromisoformat(entry.at).date()
            if entry.kind == KEY_ADDED:
                keys.append(_added(keys, entry.payload, line, on))
            elif entry.kind == KEY_REVOKED:
                keys = _revoked(keys, entry.payload, line, on)
            elif entry.kind in (REVIEW_FILED, SIGNED):
                filings.append(_filing(entry.kind, entry.payload, line, on))
            elif entry.kind == ASSESSED and "terms" in entry.payload:
                terms.append(FormerTerms(line=line, on=on, terms=Terms.read(entry.payload["terms"])))
        except (KeyError, TypeError, ValueError, AttributeError):
            odd.append(line)
    return Ledger(keys=tuple(keys), filings=tuple(filings), hashes=hashes, terms=tuple(terms), odd=tuple(odd))


def _added(keys: Sequence[KeyHistory], payload: Mapping[str, Any], line: int, on: date) -> KeyHistory:
    """Take a key as it is added by us: nobody slips a second one under a member who has one."""
    about = payload["about"]
    member, key = _text(about, "member"), _text(about, "key")
    written = payload["name"] == f"keys/{member}.pub" and payload["sha256"] == sha256(f"{key}\n")
    has_one = any(each.member == member and each.revoked_line is None for each in keys)
    if not written or has_one or any(each.key == key for each in keys) or key_bytes(key) is None:
        raise ValueError
    return KeyHistory(member=member, key=key, line=line, on=on)


def _revoked(keys: Sequence[KeyHistory], payload: Mapping[str, Any], line: int, on: date) -> list[KeyHistory]:
    about = payload["about"]
    named = (_text(about, "member"), _text(about, "key"))
    since = about.get("since")
    if named not in [(each.member, each.key) for each in keys]:
        raise ValueError
    return [
        replace(
            each,
            revoked_line=line,
            revoked_on=on,
            because=_text(about, "because"),
            since=None if since is None else date.fromisoformat(since),
        )
        if (each.member, each.key) == named and each.revoked_line is None
        else each
        for each in keys
    ]


def _filing(kind: str, payload: Mapping[str, Any], line: int, on: date) -> Filing:
    about = payload["about"]
    fields = about["fields"]
    if not all(isinstance(value, str) for value in fields.values()):
        raise TypeError
    return Filing(
        kind=kind,
        line=line,
        on=on,
        file=_text(payload, "name"),
        sha256=_text(payload, "sha256"),
        member=_text(about, "member"),
        fields=fields,
    )


def _text(payload: Mapping[str, Any], name: str) -> str:
    value = payload[name]
    if not isinstance(value, str):
        raise TypeError
    return value
