"""That an objection or an answer was filed, and what has been changed or removed since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from dueregard.casebook.objections import Answer, Dialogue
from dueregard.register.entry import Entry
from dueregard.register.filing import Filed, filed, record_filed
from dueregard.register.register import Register

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
        When it was first filed, as ISO 8601 in UTC.
    change : {"changed", "removed", "withdrawn"}
        What became of it. What was withdrawn openly has a reason.
    why : str
        The reason of a withdrawal; empty for others.
    """

    kind: Literal["objection", "answer"]
    id: str
    filed_at: str
    change: Literal["changed", "removed", "withdrawn"]
    why: str = ""

    @property
    def words(self) -> str:
        """The same in a sentence.

        Examples
        --------
        >>> Altered(kind="answer", id="address", filed_at="2026-11-28T13:00:00+00:00", change="removed").words
        'The answer to “address”, filed on 2026-11-28, has been removed since.'
        """
        what = "The objection" if self.kind == "objection" else "The answer to"
        why = f": {self.why}" if self.why else ""
        return f"{what} “{self.id}”, filed on {self.filed_at[:10]}, has been {self.change} since{why}."


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
    for each in dialogue.objections:
        about = {key: value for key, value in asdict(each.cell).items() if value is not None}
        record_filed(register, OBJECTED, each.id, each.sha256, about={**about, "source": each.source}, at=at)
    for name, answer in _named(dialogue.answers):
        record_filed(register, ANSWERED, name, answer.sha256, about={"did": answer.did}, at=at)


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
        In the order of filing. What was changed stays named also where the change was filed in turn, and what
        was withdrawn openly is named with the reason.
    """
    past = list(entries)
    objections = {each.id: each.sha256 for each in dialogue.objections}
    answers = {name: each.sha256 for name, each in _named(dialogue.answers)}
    return (
        *(
            Altered(kind="objection", id=each.name, filed_at=each.first_at, change=change, why=why)
            for each, change, why in _altered(filed(past, kind=OBJECTED), objections)
        ),
        *(
            Altered(kind="answer", id=each.name, filed_at=each.first_at, change=change, why=why)
            for each, change, why in _altered(filed(past, kind=ANSWERED), answers)
        ),
    )


def _altered(
    filings: Iterable[Filed], now: dict[str, str]
) -> Iterator[tuple[Filed, Literal["changed", "removed", "withdrawn"], str]]:
    for each in filings:
        if each.name not in now:
            if each.withdrawn is None:
                yield each, "removed", ""
            else:
                yield each, "withdrawn", each.withdrawn
        elif each.earlier or now[each.name] != each.sha256:
            yield each, "changed", ""


def _named(answers: Iterable[Answer]) -> Iterator[tuple[str, Answer]]:
    """Give each answer a name of its own: the second to one objection is called so."""
    seen: Counter[str] = Counter()
    for each in answers:
        seen[each.to] += 1
        number = seen[each.to]
        yield each.to if number == 1 else f"{each.to} ({number})", each
