"""What was filed under a name (a review, an objection, an answer), so that it cannot vanish unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from dueregard.errors import RegisterError, UsageError, did_you_mean
from dueregard.register.entry import Entry
from dueregard.register.kinds import KINDS
from dueregard.register.register import Proposal, Register

__all__ = [
    "FILED_KINDS",
    "WITHDRAWN",
    "Filed",
    "Removal",
    "filed",
    "record_filed",
    "record_withdrawn",
    "removed_since",
]

FILED_KINDS = tuple(name for name, kind in KINDS.items() if {"name", "sha256", "about"} <= set(kind.payload))
"""The kinds that hold what was filed: a name and the hash of the content."""

WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """The last version of something that was filed.

    Attributes
    ----------
    kind : str
        Such as "review filed".
    name : str
        What it is called.
    sha256 : str
        The SHA-256 of its content as filed last.
    at : str
        When it was filed last, as ISO 8601 in UTC.
    first_at : str
        When something was first filed under this name.
    about : mapping
        What else was recorded of it.
    earlier : tuple of str
        The hashes of what it replaced, oldest first.
    withdrawn : str or None
        Why it was withdrawn, if it was.
    """

    kind: str
    name: str
    sha256: str
    at: str
    first_at: str
    about: Mapping[str, Any] = field(default_factory=dict)
    earlier: tuple[str, ...] = ()
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """Something that was filed and is no longer there as it was filed.

    Attributes
    ----------
    filed : Filed
        What was filed.
    change : {"removed", "altered"}
        What happened to it.
    sentence : str
        The same in words.
    """

    filed: Filed
    change: Literal["removed", "altered"]
    sentence: str


def record_filed(
    register: Register,
    kind: str,
    name: str,
    content_hash: str,
    *,
    about: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Entry | None:
    """Record that something was filed, once for the same content.

    Parameters
    ----------
    register : Register
        The casebook's register.
    kind : str
        One of :data:`FILED_KINDS`.
    name : str
        What it is called: unique among what is of this kind.
    content_hash : str
        The SHA-256 of its content: 64 hexadecimal digits.
    about : mapping, optional
        What else is to be known of it; never a person's words.
    at : datetime, optional
        When; now, if not given.

    Returns
    -------
    Entry or None
        None when this content is what was filed last under this name.

    Raises
    ------
    UsageError
        When the kind is not one that is filed.
    RegisterError
        When the register was altered.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     register = Register(Path(folder) / "register.jsonl")
    ...     _ = record_filed(register, "review filed", "reviews/forum-1.toml", "0" * 64)
    ...     [(each.name, each.withdrawn) for each in filed(register)]
    [('reviews/forum-1.toml', None)]
    """
    _check_kind(kind)

    def propose(entries: Sequence[Entry]) -> Proposal | None:
        last = _filings(entries).get((kind, name))
        if last and last.sha256 == content_hash and last.withdrawn is None:
            return None
        replaces = {"replaces": last.sha256} if last and last.sha256 != content_hash else {}
        told = {"about": dict(about)} if about else {}
        return kind, {"name": name, "sha256": content_hash, **replaces, **told}

    return register.decide(propose, at=at)


def record_withdrawn(
    register: Register, kind: str, name: str, *, why: str, by: str | None = None, at: datetime | None = None
) -> Entry | None:
    """Record that something that was filed is withdrawn openly.

    Parameters
    ----------
    register : Register
        The casebook's register.
    kind, name : str
        As it was filed.
    why : str
        Why.
    by : str, optional
        Who withdrew it.
    at : datetime, optional
        When; now, if not given.

    Returns
    -------
    Entry or None
        None when it was withdrawn already.

    Raises
    ------
    RegisterError
        When nothing of that kind and name was filed, or the register was altered.
    """
    _check_kind(kind)

    def propose(entries: Sequence[Entry]) -> Proposal | None:
        filings = _filings(entries)
        last = filings.get((kind, name))
        if last is None:
            names = [each.name for each in filings.values() if each.kind == kind]
            raise RegisterError(
                f"Nothing was filed as {name!r} ({kind}).", remedy=did_you_mean(name, names) or None
            )
        if last.withdrawn is not None:
            return None
        who = {"by": by} if by else {}
        return WITHDRAWN, {"of": kind, "name": name, "sha256": last.sha256, "why": why, **who}

    return register.decide(propose, at=at)


def filed(register: Register | Iterable[Entry], *, kind: str | None = None) -> tuple[Filed, ...]:
    """Read what was filed, the last version of each.

    Parameters
    ----------
    register : Register or iterable of Entry
        The casebook's register, or its entries.
    kind : str, optional
        Only what is of this kind.

    Returns
    -------
    tuple of Filed
        In the order in which each name was first filed; also what was withdrawn.

    Raises
    ------
    RegisterError
        When the register was altered.
    """
    entries = register.entries() if isinstance(register, Register) else register
    return tuple(each for each in _filings(entries).values() if kind in (None, each.kind))


def removed_since(
    register: Register | Iterable[Entry], kind: str, present: Mapping[str, str]
) -> tuple[Removal, ...]:
    """Find what was filed and is no longer there, or is there with other content.

    Parameters
    ----------
    register : Register or iterable of Entry
        The casebook's register, or its entries.
    kind : str
        Which kind, such as "review filed".
    present : mapping of str to str
        The SHA-256 of the content of each that is there now, by name.

    Returns
    -------
    tuple of Removal
        Empty when everything that was filed is there as it was filed last, or was withdrawn openly.

    Raises
    ------
    RegisterError
        When the register was altered.
    """
    found = []
    for each in filed(register, kind=kind):
        now = present.get(each.name)
        if each.withdrawn is not None or now == each.sha256:
            continue
        change: Literal["removed", "altered"] = "removed" if now is None else "altered"
        sentence = f"{each.name} was {change} after it was filed on {each.at[:10]} ({kind})"
        found.append(Removal(filed=each, change=change, sentence=sentence))
    return tuple(found)


def _filings(entries: Iterable[Entry]) -> dict[tuple[str, str], Filed]:
    found: dict[tuple[str, str], Filed] = {}
    for entry in entries:
        given = entry.payload
        if entry.kind in FILED_KINDS and all(isinstance(given.get(each), str) for each in ("name", "sha256")):
            key = (entry.kind, given["name"])
            found[key] = _later(found.get(key), entry)
        elif entry.kind == WITHDRAWN and (given.get("of"), given.get("name")) in found:
            key = (given["of"], given["name"])
            found[key] = _withdrawn(found[key], str(given.get("why", "")))
    return found


def _later(before: Filed | None, entry: Entry) -> Filed:
    given = entry.payload
    earlier = () if before is None else before.earlier
    if before is not None and before.sha256 != given["sha256"]:
        earlier = (*earlier, before.sha256)
    return Filed(
        kind=entry.kind,
        name=given["name"],
        sha256=given["sha256"],
        at=entry.at,
        first_at=entry.at if before is None else before.first_at,
        about=given.get("about", {}),
        earlier=earlier,
    )


def _withdrawn(before: Filed, why: str) -> Filed:
    return Filed(
        kind=before.kind,
        name=before.name,
        sha256=before.sha256,
        at=before.at,
        first_at=before.first_at,
        about=before.about,
        earlier=before.earlier,
        withdrawn=why,
    )


def _check_kind(kind: str) -> None:
    if kind not in FILED_KINDS:
        raise UsageError(
            f"Nothing is filed as {kind!r}.",
            found=f"These are: {', '.join(FILED_KINDS)}.",
            remedy=did_you_mean(kind, FILED_KINDS) or None,
        )
