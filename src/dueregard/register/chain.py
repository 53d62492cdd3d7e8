"""Reading a register's bytes and finding the line where its chain is broken."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from dueregard.register.entry import FIRST, Entry

__all__ = ["Break", "Checked", "Verification", "read_chain", "tail_of"]

_BEGINNING = b'{"at":"'
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
    torn : Break, optional
        The one of them that a writer leaves when it is stopped in the middle of the last line. Nobody was
        told that this line was written.
    before : str
        The hash of the entry before the first of these.
    """

    entries: tuple[Entry, ...]
    breaks: tuple[Break, ...]
    torn: Break | None = None
    before: str = FIRST

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
    def usable(self) -> bool:
        """Whether it is intact but for a last line that was never finished.

        Returns
        -------
        bool
            True when every entry that a writer was told of is as it was written.
        """
        return self.breaks in ((), (self.torn,))

    @property
    def head(self) -> str:
        """The hash of the last entry; publish it, and nobody can cut the end off unseen.

        Returns
        -------
        str
            64 hexadecimal digits; zeros for an empty register.
        """
        return self.entries[-1].hash if self.entries else self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The beginning of a register that was checked before.

    Parameters
    ----------
    size : int
        In bytes: whole lines of an intact chain.
    lines : int
        How many.
    head : str
        The hash of the last of them.
    """

    size: int = 0
    lines: int = 0
    head: str = FIRST


def read_chain(
    content: bytes, *, head: str | None = None, checked: Checked | None = None, only_rest: bool = False
) -> Verification:
    r"""Read a register and check each line and the links between them.

    Parameters
    ----------
    content : bytes
        The whole file.
    head : str, optional
        The hash of an entry that must be there, from a published pack. The chain alone cannot show that
        lines were cut off its end or that all of it was written anew.
    checked : Checked
        What was checked before: it is read, but not hashed again.
    only_rest : bool
        Give only the entries after what was checked before.

    Returns
    -------
    Verification
        The entries and the breaks.

    Examples
    --------
    >>> read_chain(b"altered\n").breaks
    (Break(line=1, sentence='line 1 was altered: it is not an entry of a register'),)
    """
    checked = checked or Checked()
    known = b"" if only_rest else content[: checked.size]
    entries = [Entry(**json.loads(line)) for line in known.splitlines()]
    breaks: list[Break] = []
    torn: Break | None = None
    before: str = FIRST
    previous: str | None = checked.head
    *lines, tail = content[checked.size :].split(b"\n")
    first = checked.lines + 1
    for number, line in enumerate(lines, start=first):
        entry = _entry(line)
        sentence = _fault(entry, line, number, previous)
        if sentence:
            breaks.append(Break(number, sentence))
        if entry:
            entries.append(entry)
        # After a line that cannot be read there is nothing to compare the next one's link with.
        previous = entry.hash if entry else None
    if tail:
        entry, number = _entry(tail), first + len(lines)
        stopped = _was_never_finished(tail, entry, previous)
        breaks.append(Break(number, _unfinished(number, stopped=stopped)))
        torn = breaks[-1] if stopped else None
        entries += [entry] if entry else []
    before = checked.head if only_rest else FIRST
    return Verification(tuple(entries), (*breaks, *_missing_head(entries, head)), torn, before)


def tail_of(content: bytes) -> bytes:
    r"""Give what stands after the last end of a line.

    Parameters
    ----------
    content : bytes
        The whole file.

    Returns
    -------
    bytes
        Nothing where the last line is finished.

    Examples
    --------
    >>> tail_of(b'{}\n{"at":')
    b'{"at":'
    """
    return content[content.rfind(b"\n") + 1 :]


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
    if not entry.is_written(line):
        return f"line {number} was altered: its content does not have the hash that it gives"
    if previous is not None and entry.previous != previous:
        if number == 1:
            return "line 1 does not begin a register: lines before it were removed"
        return f"line {number} does not follow line {number - 1}: a line was altered, removed or put between"
    return None


def _was_never_finished(tail: bytes, entry: Entry | None, previous: str | None) -> bool:
    """Whether a writer that is stopped leaves such a line: the beginning of one, or all of it but its end."""
    if entry is not None:
        return entry.is_written(tail) and entry.previous == previous
    # After a power failure a file system may give noughts for what it had not written yet.
    beginning = tail.rstrip(b"\0")
    return not _is_json(tail) and _BEGINNING[: len(beginning)] == beginning[: len(_BEGINNING)]


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _unfinished(number: int, *, stopped: bool) -> str:
    sentence = f"line {number} was altered or not finished: its end is missing"
    return (
        f"{sentence}, as a writer leaves it that is stopped; the next entry deals with it"
        if stopped
        else sentence
    )


def _missing_head(entries: Sequence[Entry], head: str | None) -> tuple[Break, ...]:
    if head is None or head == FIRST or any(entry.hash == head for entry in entries):
        return ()
    line = len(entries) + 1
    return (Break(line, f"line {line} is missing: the entry with the published hash {head[:12]}… is gone"),)
