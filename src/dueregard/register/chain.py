"""Reading a register's bytes and finding the line where its chain is broken."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from dueregard.register.entry import FIRST, Entry

__all__ = ["Break", "Verification", "read_chain"]

_FIELDS = {"kind", "at", "payload", "previous", "hash"}


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the register is not what was written.

    Parameters
    ----------
    line : int
        The line, counted from 1.
    sentence : str
        What is wrong with it.
    """

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What reading a register found.

    Parameters
    ----------
    entries : tuple of Entry
        The entries that could be read.
    breaks : tuple of Break
        Where the chain is broken; empty when it is whole.
    """

    entries: tuple[Entry, ...]
    breaks: tuple[Break, ...]

    @property
    def intact(self) -> bool:
        """Whether every line is as it was written.

        Returns
        -------
        bool
            True when nothing was altered.
        """
        return not self.breaks

    @property
    def head(self) -> str:
        """The hash of the last entry; publish it, and nobody can cut the end off unseen.

        Returns
        -------
        str
            64 hexadecimal digits; zeros for an empty register.
        """
        return self.entries[-1].hash if self.entries else FIRST


def read_chain(content: bytes, *, head: str | None = None) -> Verification:
    r"""Read a register and check each line and the links between them.

    Parameters
    ----------
    content : bytes
        The whole file.
    head : str, optional
        The hash of an entry that must be there, from a published pack. The chain alone cannot show that
        lines were cut off its end or that all of it was written anew.

    Returns
    -------
    Verification
        The entries and the breaks.

    Examples
    --------
    >>> read_chain(b"altered\n").breaks
    (Break(line=1, sentence='line 1 was altered: it is not an entry of a register'),)
    """
    *lines, unfinished = content.split(b"\n")
    entries: list[Entry] = []
    breaks: list[Break] = []
    previous: str | None = FIRST
    for number, line in enumerate([*lines, unfinished] if unfinished else lines, start=1):
        entry = _entry(line)
        sentence = _unfinished(number) if number > len(lines) else _fault(entry, line, number, previous)
        if sentence:
            breaks.append(Break(number, sentence))
        if entry:
            entries.append(entry)
        # After a line that cannot be read there is nothing to compare the next one's link with.
        previous = entry.hash if entry else None
    return Verification(tuple(entries), (*breaks, *_missing_head(entries, head)))


def _entry(line: bytes) -> Entry | None:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict) or set(fields) != _FIELDS or not isinstance(fields["payload"], dict):
        return None
    texts = _FIELDS - {"payload"}
    return Entry(**fields) if all(isinstance(fields[name], str) for name in texts) else None


def _fault(entry: Entry | None, line: bytes, number: int, previous: str | None) -> str | None:
    if entry is None:
        return f"line {number} was altered: it is not an entry of a register"
    if not _is_written_so(entry, line) or not entry.intact:
        return f"line {number} was altered: its content does not have the hash that it gives"
    if previous is not None and entry.previous != previous:
        if number == 1:
            return "line 1 does not begin a register: lines before it were removed"
        return f"line {number} does not follow line {number - 1}: a line was altered, removed or put between"
    return None


def _is_written_so(entry: Entry, line: bytes) -> bool:
    try:
        return entry.line() == line
    except ValueError:
        return False


def _unfinished(number: int) -> str:
    return f"line {number} was altered or not finished: its end is missing"


def _missing_head(entries: Sequence[Entry], head: str | None) -> tuple[Break, ...]:
    if head is None or head == FIRST or any(entry.hash == head for entry in entries):
        return ()
    line = len(entries) + 1
    return (Break(line, f"line {line} is missing: the entry with the published hash {head[:12]}… is gone"),)
