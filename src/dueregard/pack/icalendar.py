"""Days as an iCalendar file (RFC 5545), for any calendar program."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from dueregard.appraisal.due_days import DueDay

__all__ = ["icalendar"]

_OCTETS = 75


def icalendar(days: Sequence[DueDay], *, on: date) -> str:
    r"""Write days as an iCalendar file: an all-day event for each.

    Parameters
    ----------
    days : sequence of DueDay
        What is due.
    on : datetime.date
        The day for which they were worked out.

    Returns
    -------
    str
        With lines as RFC 5545 demands: ended by CR LF, folded at 75 octets (3.1), text escaped (3.3.11). The
        identifier of an event stays the same from one file to the next, so that it is not entered twice.

    Examples
    --------
    >>> event = DueDay(on=date(2027, 3, 31), kind="decision", what="Decide; then publish")
    >>> print(icalendar([event], on=date(2026, 11, 28)).split("SUMMARY:")[1].splitlines()[0])
    Decide\; then publish
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//dueregard//calendar//EN", "CALSCALE:GREGORIAN"]
    for day, mark in zip(days, _marks(days), strict=True):
        lines += _event(day, mark, on)
    folded = [part for line in [*lines, "END:VCALENDAR"] for part in _folded(line)]
    return "\r\n".join(folded) + "\r\n"


def _marks(days: Sequence[DueDay]) -> Iterator[str]:
    """Name each event by what it is; what is alike gets a number."""
    seen: dict[str, int] = {}
    for day in days:
        told = "\0".join([day.on.isoformat(), day.kind, day.what, day.casebook])
        mark = hashlib.sha256(told.encode(errors="replace")).hexdigest()[:32]
        seen[mark] = seen.get(mark, 0) + 1
        yield mark if seen[mark] == 1 else f"{mark}-{seen[mark]}"


def _event(day: DueDay, mark: str, on: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{mark}@dueregard"
    yield f"DTSTAMP:{on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(day.what)}"
    told = [day.casebook, day.owner and f"Who: {day.owner}", day.law, day.note]
    description = "\n".join(part for part in told if part)
    if description:
        yield f"DESCRIPTION:{_text(description)}"
    yield f"CATEGORIES:{_text(day.kind)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(letter if letter.isprintable() else " " for letter in lines)


def _folded(line: str) -> Iterator[str]:
    """Break a line at 75 octets, never within a letter."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + octets
    yield part
