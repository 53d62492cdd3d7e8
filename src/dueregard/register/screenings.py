"""That a duty was screened, and that regard was had: when it was entered, and whether it is still there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dueregard.casebook.screening import Regard, Screened, ScreeningFile, fingerprint
from dueregard.register.entry import Entry
from dueregard.register.register import Proposal, Register

__all__ = [
    "SCREENED",
    "EnteredScreening",
    "altered_screenings",
    "entered_screenings",
    "record_screenings",
]

SCREENED = "screened"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredScreening:
    """A record of screening that the register knows.

    Attributes
    ----------
    name : str
        The duty, or the duty and the aim.
    sha256 : str
        The fingerprint of the record.
    at : datetime
        When it was entered.
    by, on : str
        Who made it, and the date that it bears.
    """

    name: str
    sha256: str
    at: datetime
    by: str
    on: str

    @property
    def sentence(self) -> str:
        """What is said of it where the file no longer has it."""
        when = f"{self.at.day} {self.at:%B %Y}"
        return (
            f"A record of {self.name} by {self.by}, entered in the register on {when}, is no longer in "
            "screening.toml as it was."
        )


def record_screenings(register: Register, screening: ScreeningFile, *, at: datetime | None = None) -> int:
    """Enter each record that the register does not know yet.

    Parameters
    ----------
    register : Register
        The casebook's register.
    screening : ScreeningFile
        What was screened.
    at : datetime, optional
        When; now, if not given.

    Returns
    -------
    int
        How many were entered.

    Raises
    ------
    RegisterError
        When the register is not as it was written.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> record = Screened(duty="heat", relevant=False, why="No health effect.", by="AB", on="2026-10-01")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     register = Register(Path(folder) / "register.jsonl")
    ...     [record_screenings(register, ScreeningFile(screened=[record])) for _ in range(2)]
    [1, 0]
    """
    # One entry for each record, each decided with nobody else writing in between.
    return sum(_enter(register, record, at) for record in screening.records)


def _enter(register: Register, record: Screened | Regard, at: datetime | None) -> bool:
    return register.decide(lambda entries: _entry(entries, record), at=at) is not None


def _entry(entries: Sequence[Entry], record: Screened | Regard) -> Proposal | None:
    known = entered_screenings(entries)
    mark = fingerprint(record)
    if mark in known:
        return None
    before = [each.sha256 for each in known.values() if each.name == record.name]
    about: dict[str, object] = {"by": record.by, "on": record.on.isoformat()}
    if isinstance(record, Screened):
        about["relevant"] = record.relevant
    replaces = {"replaces": before[-1]} if before else {}
    return SCREENED, {"name": record.name, "sha256": mark, **replaces, "about": about}


def entered_screenings(entries: Iterable[Entry]) -> Mapping[str, EnteredScreening]:
    """List what the register knows of screening.

    Parameters
    ----------
    entries : iterable of Entry
        Of a register.

    Returns
    -------
    mapping of str to EnteredScreening
        By the fingerprint of the record, in the order in which they were entered.
    """
    found: dict[str, EnteredScreening] = {}
    for entry in entries:
        if entry.kind == SCREENED and (mark := entry.payload.get("sha256")):
            about = entry.payload.get("about") or {}
            found.setdefault(
                mark,
                EnteredScreening(
                    name=str(entry.payload.get("name", "")),
                    sha256=mark,
                    at=datetime.fromisoformat(entry.at),
                    by=str(about.get("by", "")),
                    on=str(about.get("on", "")),
                ),
            )
    return found


def altered_screenings(
    entered: Mapping[str, EnteredScreening], screening: ScreeningFile
) -> tuple[EnteredScreening, ...]:
    """List the records that the register knows and the file no longer has as they were.

    Parameters
    ----------
    entered : mapping of str to EnteredScreening
        What the register knows, by fingerprint.
    screening : ScreeningFile
        What the file holds.

    Returns
    -------
    tuple of EnteredScreening
        In the order in which they were entered; each has a ``sentence``.
    """
    there = {fingerprint(each) for each in screening.records}
    return tuple(each for mark, each in entered.items() if mark not in there)
