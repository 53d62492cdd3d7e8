"""The register: what was fixed, assessed and published, in the order it happened, never rewritten."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dueregard.errors import RegisterError
from dueregard.register.chain import Verification, read_chain
from dueregard.register.entry import Entry
from dueregard.register.lock import locked

__all__ = ["Proposal", "Register"]

Proposal = tuple[str, Mapping[str, Any]]
"""The kind and payload of an entry to be added."""


@dataclass(frozen=True, slots=True)
class Register:
    """A file of JSON lines to which entries are only ever added, each holding the hash of the one before.

    Parameters
    ----------
    path : Path
        The file; it and its folder are made with the first entry.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     register = Register(Path(folder) / "register.jsonl")
    ...     _ = register.append("opened", {"by": "the council"})
    ...     register.verify().intact, [entry.kind for entry in register.entries()]
    (True, ['opened'])
    """

    path: Path

    def append(self, kind: str, payload: Mapping[str, Any], *, at: datetime | None = None) -> Entry:
        """Add an entry and wait until it is on the disk.

        Parameters
        ----------
        kind : str
            What happened.
        payload : mapping
            What there is to know about it: anything that JSON holds.
        at : datetime, optional
            When; now, if not given.

        Returns
        -------
        Entry
            The entry.

        Raises
        ------
        RegisterError
            When the register was altered: nothing may be added to a broken chain.
        """
        entry = self.decide(lambda _: (kind, payload), at=at)
        assert entry is not None
        return entry

    def decide(
        self, choose: Callable[[tuple[Entry, ...]], Proposal | None], *, at: datetime | None = None
    ) -> Entry | None:
        """Add an entry that depends on what is there, with nobody else writing in between.

        Parameters
        ----------
        choose : callable
            Takes the entries and gives the kind and payload of the next one, or None for no entry.
        at : datetime, optional
            When; now, if not given.

        Returns
        -------
        Entry or None
            The entry that was added.

        Raises
        ------
        RegisterError
            When the register was altered, or `choose` refuses.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        descriptor = os.open(self.path, flags, 0o666)
        try:
            with locked(descriptor):
                found = read_chain(self.path.read_bytes())
                self._insist(found)
                proposal = choose(found.entries)
                if proposal is None:
                    return None
                kind, payload = proposal
                entry = Entry.following(found.head, kind=kind, payload=payload, at=at or datetime.now(UTC))
                _write(descriptor, entry.line() + b"\n")
                return entry
        finally:
            os.close(descriptor)

    def entries(self) -> tuple[Entry, ...]:
        """Read the entries.

        Returns
        -------
        tuple of Entry
            In the order they were added; empty when there is no file.

        Raises
        ------
        RegisterError
            When the register was altered.
        """
        found = self.verify()
        self._insist(found)
        return found.entries

    def verify(self, *, head: str | None = None) -> Verification:
        """Check every line and every link.

        Parameters
        ----------
        head : str, optional
            The hash of an entry that must be there, as published.

        Returns
        -------
        Verification
            Its ``breaks`` name each line that was altered.
        """
        content = self.path.read_bytes() if self.path.exists() else b""
        return read_chain(content, head=head)

    def _insist(self, found: Verification) -> None:
        if not found.intact:
            raise RegisterError(
                f"The register is not as it was written: {found.breaks[0].sentence}.",
                found=f"It is {self.path.name} in {self.path.parent.name or 'this folder'}.",
                remedy="Restore it from a copy, or move it aside to start another; both can be seen later.",
            )


def _write(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]
    os.fsync(descriptor)
