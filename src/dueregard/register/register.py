"""The register: what was fixed, assessed and published, in the order it happened, never rewritten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dueregard.errors import RegisterError
from dueregard.register.chain import Verification, read_chain, tail_of
from dueregard.register.entry import Entry
from dueregard.register.mending import (
    SET_ASIDE,
    anything_set_aside,
    finish_or_set_aside,
    not_yet_recorded,
    now_recorded,
)
from dueregard.register.remembering import already_checked, remember
from dueregard.register.storage import add, file_bytes, held, read_all

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
            When the register was altered: nothing may be added to a broken chain. Also when it cannot be
            written: it is then as it was.
        """
        with held(self.path) as descriptor:
            content, found = self._mended(descriptor, only_rest=True)
            return self._add(descriptor, content, found.head, (kind, payload), at)[1]

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
            When the register was altered or cannot be written, or `choose` refuses. Nothing is added then.
        """
        with held(self.path) as descriptor:
            content, found = self._mended(descriptor)
            proposal = choose(found.entries)
            if proposal is None:
                return None
            return self._add(descriptor, content, found.head, proposal, at)[1]

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
        found = self._read(self._settled())
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
            Its ``breaks`` name each line that was altered, and its ``torn`` the last line where a writer was
            stopped in the middle of it.

        Raises
        ------
        RegisterError
            When the file cannot be read.
        """
        return read_chain(self._settled(), head=head)

    def _settled(self) -> bytes:
        """Read the file, and where its end is missing ask again when nobody is writing."""
        content = file_bytes(self.path)
        if not tail_of(content):
            return content
        try:
            with held(self.path):
                return file_bytes(self.path)
        except RegisterError:
            return content

    def _mended(self, descriptor: int, *, only_rest: bool = False) -> tuple[bytes, Verification]:
        """Read the open register, insist that it is intact, and deal with a line that was never finished."""
        content = read_all(descriptor, self.path)
        found = self._read(content, only_rest=only_rest)
        self._insist(found)
        if found.torn is not None:
            content = finish_or_set_aside(descriptor, self.path, content, found)
            found = self._read(content)
        if anything_set_aside(self.path):
            found = self._read(content)
            for payload in list(not_yet_recorded(self.path, found.entries)):
                content, _ = self._add(descriptor, content, found.head, (SET_ASIDE, payload), None)
                found = self._read(content)
            now_recorded(self.path)
        return content, found

    def _add(
        self, descriptor: int, content: bytes, head: str, proposal: Proposal, at: datetime | None
    ) -> tuple[bytes, Entry]:
        kind, payload = proposal
        entry = Entry.following(head, kind=kind, payload=payload, at=at or datetime.now(UTC))
        line = entry.line() + b"\n"
        add(descriptor, line, self.path, size=len(content))
        return content + line, entry

    def _read(self, content: bytes, *, only_rest: bool = False) -> Verification:
        checked = already_checked(self.path, content)
        found = read_chain(content, checked=checked, only_rest=only_rest)
        if found.usable:
            remember(self.path, content[: len(content) - len(tail_of(content))])
        return found

    def _insist(self, found: Verification) -> None:
        if not found.usable:
            raise RegisterError(
                f"The register is not as it was written: {found.breaks[0].sentence}.",
                found=f"It is {self.path.name} in {self.path.parent.name or 'this folder'}.",
                remedy="Restore it from a copy, or move it aside to start another; both can be seen later.",
            )
