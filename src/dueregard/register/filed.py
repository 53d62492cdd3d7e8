"""That an objection or an answer was filed, and what has been changed or removed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from dueregard.casebook.objections import Answer, Dialogue, Objection
from dueregard.register.entry import Entry
from dueregard.register.register import Proposal, Register

__all__ = ["ANSWERED", "OBJECTED", "Altered", "altered_since", "record_dialogue"]

OBJECTED = "objection filed"
ANSWERED = "answer filed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    """An objection or answer that is no longer as it was filed.

    Attributes
    ----------
    kind : {"objection", "answer"}
        Which.
    id : str
        The id of the objection, or of what was answered.
    filed_at : str
        When it was first recorded, as ISO 8601 in UTC.
    change : {"changed", "removed"}
        What became of it.
    """

    kind: Literal["objection", "answer"]
    id: str
    filed_at: str
    change: Literal["changed", "removed"]

    @property
    def words(self) -> str:
        """The same in a sentence.

        Examples
        --------
        >>> Altered(kind="answer", id="address", filed_at="2026-11-28T13:00:00+00:00", change="removed").words
        'The answer to "address", filed on 2026-11-28, has been removed since.'
        """
        what = f'The objection "{self.id}"' if self.kind == "objection" else f'The answer to "{self.id}"'
        return f"{what}, filed on {self.filed_at[:10]}, has been {self.change} since."


def record_dialogue(register: Register, dialogue: Dialogue, *, at: datetime | None = None) -> None:
    """Record which objections and answers there are: their ids, cells and fingerprints, not their words.

    Parameters
    ----------
    register : Register
        The casebook's register.
    dialogue : Dialogue
        What the files hold.
    at : datetime, optional
        When; now, if not given.

    Raises
    ------
    RegisterError
        When the register was altered.
    """
    register.decide(lambda entries: _objecting(entries, dialogue.objections), at=at)
    register.decide(lambda entries: _answering(entries, dialogue.answers), at=at)


def altered_since(entries: Iterable[Entry], dialogue: Dialogue) -> tuple[Altered, ...]:
    """Name what was filed once and is gone from the files, or reads differently.

    Parameters
    ----------
    entries : iterable of Entry
        Of a register that is intact.
    dialogue : Dialogue
        What the files hold now.

    Returns
    -------
    tuple of Altered
        In the order of filing; each objection or answer once. What was changed once stays named, also where
        the change was filed in turn.
    """
    past = list(entries)
    return (*_objections_altered(past, dialogue.objections), *_answers_altered(past, dialogue.answers))


def _objecting(entries: Sequence[Entry], objections: Iterable[Objection]) -> Proposal | None:
    seen = {(id, sha256) for id, sha256, _ in _filed(entries, OBJECTED, "objections", "id")}
    fresh = [
        {
            "id": each.id,
            "sha256": each.sha256,
            "source": each.source,
            "about": {key: value for key, value in asdict(each.cell).items() if value is not None},
        }
        for each in objections
        if (each.id, each.sha256) not in seen
    ]
    return (OBJECTED, {"objections": fresh}) if fresh else None


def _answering(entries: Sequence[Entry], answers: Iterable[Answer]) -> Proposal | None:
    seen = {(to, sha256) for to, sha256, _ in _filed(entries, ANSWERED, "answers", "to")}
    fresh = [
        {"to": each.to, "sha256": each.sha256, "did": each.did}
        for each in answers
        if (each.to, each.sha256) not in seen
    ]
    return (ANSWERED, {"answers": fresh}) if fresh else None


def _objections_altered(entries: Sequence[Entry], objections: Iterable[Objection]) -> Iterator[Altered]:
    now = {each.id: each.sha256 for each in objections}
    told: set[str] = set()
    for id, sha256, at in _filed(entries, OBJECTED, "objections", "id"):
        if now.get(id) != sha256 and id not in told:
            told.add(id)
            change: Literal["changed", "removed"] = "changed" if id in now else "removed"
            yield Altered(kind="objection", id=id, filed_at=at, change=change)


def _answers_altered(entries: Sequence[Entry], answers: Iterable[Answer]) -> Iterator[Altered]:
    now = {(each.to, each.sha256) for each in answers}
    answered = {to for to, _ in now}
    told: set[str] = set()
    for to, sha256, at in _filed(entries, ANSWERED, "answers", "to"):
        if (to, sha256) not in now and to not in told:
            told.add(to)
            change: Literal["changed", "removed"] = "changed" if to in answered else "removed"
            yield Altered(kind="answer", id=to, filed_at=at, change=change)


def _filed(entries: Iterable[Entry], kind: str, key: str, name: str) -> Iterator[tuple[str, str, str]]:
    for entry in entries:
        if entry.kind == kind:
            for each in entry.payload[key]:
                yield each[name], each["sha256"], entry.at
