"""Which files an assessment rested on: their fingerprints, so that a swapped table is seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from dueregard.register.entry import Entry
from dueregard.register.register import Proposal, Register

__all__ = ["SOURCES", "RecordedSource", "record_sources", "recorded_sources"]

SOURCES = "sources recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedSource:
    """One file that was read.

    Attributes
    ----------
    name : str
        Its path in the casebook.
    sha256 : str
        The SHA-256 of its content, in hexadecimal.
    size : int
        In bytes.
    publisher, licence : str, optional
        Who published it, and under which terms, where the casebook says so.
    at : str, optional
        When it was recorded, as ISO 8601 in UTC; None before that.
    """

    name: str
    sha256: str
    size: int
    publisher: str | None = None
    licence: str | None = None
    at: str | None = None


class Source(Protocol):
    """A file that was read."""

    @property
    def name(self) -> str:
        """Its path in the casebook."""
        ...

    @property
    def sha256(self) -> str:
        """The SHA-256 of its content."""
        ...

    @property
    def size(self) -> int:
        """In bytes."""
        ...

    @property
    def publisher(self) -> str | None:
        """Who published it."""
        ...

    @property
    def licence(self) -> str | None:
        """Under which terms."""
        ...


def record_sources(
    register: Register, sources: Iterable[Source], *, at: datetime | None = None
) -> Entry | None:
    """Record the files that are new or have changed, and name those that are gone.

    Parameters
    ----------
    register : Register
        The casebook's register.
    sources : iterable of SourceFile or RecordedSource
        All files that the assessment read.
    at : datetime, optional
        When; now, if not given.

    Returns
    -------
    Entry or None
        None when the register knows all of them already and none is gone.

    Raises
    ------
    RegisterError
        When the register was altered.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> source = RecordedSource(name="people.csv", sha256="0" * 64, size=12)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     register = Register(Path(folder) / "register.jsonl")
    ...     first, second = record_sources(register, [source]), record_sources(register, [source])
    ...     first.payload, second
    ({'sources': [{'name': 'people.csv', 'sha256': '0...0', 'size': 12}]}, None)
    """
    given = {each.name: _written(each) for each in sources}

    def propose(entries: Sequence[Entry]) -> Proposal | None:
        last = {each.name: _written(each) for each in recorded_sources(entries)}
        fresh = [each for name, each in sorted(given.items()) if last.get(name) != each]
        gone = sorted(name for name in last if name not in given)
        if not fresh and not gone:
            return None
        return SOURCES, {"sources": fresh, **({"gone": gone} if gone else {})}

    return register.decide(propose, at=at)


def recorded_sources(register: Register | Iterable[Entry]) -> tuple[RecordedSource, ...]:
    """Read the files that the last assessment rested on.

    Parameters
    ----------
    register : Register or iterable of Entry
        The casebook's register, or its entries.

    Returns
    -------
    tuple of RecordedSource
        By name, each as recorded last; without those that are gone.

    Raises
    ------
    RegisterError
        When the register was altered.
    """
    found: dict[str, RecordedSource] = {}
    for entry in register.entries() if isinstance(register, Register) else register:
        if entry.kind != SOURCES:
            continue
        for name in entry.payload.get("gone", ()):
            found.pop(name, None)
        for each in entry.payload["sources"]:
            # A newer version may say more of a source.
            known = {name: each[name] for name in RecordedSource.__slots__ if name in each}
            found[each["name"]] = RecordedSource(**{**known, "at": entry.at})
    return tuple(found[name] for name in sorted(found))


def _written(source: Source) -> dict[str, Any]:
    """Give it as the register holds it: what is not there is left out."""
    fields = {name: getattr(source, name) for name in ("name", "sha256", "size", "publisher", "licence")}
    return {name: value for name, value in fields.items() if value is not None}
