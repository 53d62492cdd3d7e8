"""What was objected, what was answered and what will be done, each tied to the cell that it is about."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from dueregard.casebook.indicators import canonical_json

__all__ = [
    "FINDING",
    "PRINCIPLES",
    "Action",
    "Answer",
    "Cell",
    "Dialogue",
    "Objection",
    "slug",
]

PRINCIPLES = ("outcome", "voice", "evidence", "place", "generations")
"""The five principles, by the names that files use."""

FINDING = "finding:"
"""What the id of a finding begins with."""

Did = Literal["yes", "no", "in part"]
Reach = Literal["individual", "service", "structural"]
Status = Literal["planned", "under way", "done", "dropped"]


def slug(text: str) -> str:
    """Write a name as a part of an id.

    Parameters
    ----------
    text : str
        A name.

    Returns
    -------
    str
        Its letters and figures in small letters, joined by hyphens.

    Examples
    --------
    >>> slug("Gypsy or Irish Traveller"), slug("£ a week")
    ('gypsy-or-irish-traveller', 'a-week')
    """
    return "-".join(re.findall(r"[^\W_]+", text.casefold()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A place in the appraisal: what is said of a principle, an option, an outcome, a group, or of several.

    Attributes
    ----------
    principle : str or None
        One of the five.
    option : str or None
        The option, by its name.
    outcome : str or None
        The outcome, by its name.
    characteristic, level : str or None
        The group.

    Examples
    --------
    >>> Cell(outcome="good health", characteristic="disability", level="Disabled").id
    'finding:good-health/disability/disabled'
    """

    principle: str | None = None
    option: str | None = None
    outcome: str | None = None
    characteristic: str | None = None
    level: str | None = None

    @property
    def id(self) -> str:
        """Its id, the same in every assessment: names do not change with figures."""
        given = (self.principle, self.option, self.outcome, self.characteristic, self.level)
        return FINDING + "/".join(slug(part) for part in given if part is not None)

    def covers(self, other: Cell) -> bool:
        """Say whether everything that it names is named by another cell too.

        Parameters
        ----------
        other : Cell
            A cell that may say more.

        Returns
        -------
        bool
            False where they differ.

        Examples
        --------
        >>> Cell(option="Grant").covers(Cell(option="Grant", principle="voice"))
        True
        """
        mine, theirs = asdict(self), asdict(other)
        return all(theirs[key] == value for key, value in mine.items() if value is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Somebody's objection, in their words.

    Attributes
    ----------
    id : str
        Its id, used once.
    text : str
        What they object to, and why.
    raised_by : str
        Who.
    on : datetime.date or None
        When.
    cell : Cell
        What it is about.
    source : str
        The file that it stands in.
    member : str or None
        The id of the member in whose review it stands: their name may be spelled otherwise later.
    """

    id: str
    text: str
    raised_by: str
    on: date | None
    cell: Cell
    source: str = "objections.toml"
    member: str | None = None

    @property
    def sha256(self) -> str:
        """Its fingerprint, whichever file it stands in and however the names of its cell are spelled."""
        on = self.on.isoformat() if self.on else None
        told = {"id": self.id, "text": self.text, "raised_by": self.member or self.raised_by, "on": on}
        return _sha256({**told, "about": self.cell.id})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered to an objection or a finding.

    Attributes
    ----------
    to : str
        The id of an objection, or of a finding (``finding:...``).
    did : {"yes", "no", "in part"}
        Whether something was done about it.
    text : str
        What was done, or what is said to it.
    because : str
        Why no more was done; may be empty.
    by : str
        Who answers.
    on : datetime.date
        When.
    """

    to: str
    did: Did
    text: str
    because: str
    by: str
    on: date

    @property
    def sha256(self) -> str:
        """Its fingerprint."""
        return _sha256({**asdict(self), "on": self.on.isoformat()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that will be done.

    Attributes
    ----------
    what : str
        What.
    owner, measure : str or None
        Who will do it, and by what one will see that it worked.
    due : datetime.date or None
        By when.
    reach : {"individual", "service", "structural"}
        Whether it changes wording or what people do themselves; how a service works; or who decides, who
        pays and who may have what.
    because : tuple of str
        Ids of objections or findings, or words.
    route : str or None
        The lawful route by which a group is treated differently, as the casebook names it.
    status : {"planned", "under way", "done", "dropped"}
        How far it is.
    who : Cell
        The group that it is for, where it is for one.
    """

    what: str
    owner: str | None
    due: date | None
    measure: str | None
    reach: Reach
    because: tuple[str, ...] = ()
    route: str | None = None
    status: Status = "planned"
    who: Cell = Cell()

    @property
    def lacking(self) -> tuple[str, ...]:
        """What it needs, and has not."""
        given = {"an owner": self.owner, "a date": self.due, "a measure": self.measure}
        return tuple(name for name, value in given.items() if not value)

    def overdue(self, on: date) -> bool:
        """Say whether it should have been done by a day.

        Parameters
        ----------
        on : datetime.date
            The day.

        Returns
        -------
        bool
            False where it is done or was dropped, or has no date.
        """
        return self.status in ("planned", "under way") and self.due is not None and self.due < on


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """Everything that was objected, answered and planned.

    Attributes
    ----------
    objections : tuple of Objection
        In the order of the files.
    answers : tuple of Answer
        In the order of the file.
    actions : tuple of Action
        In the order of the file.
    """

    objections: tuple[Objection, ...] = ()
    answers: tuple[Answer, ...] = ()
    actions: tuple[Action, ...] = ()

    def with_objections(self, more: Iterable[Objection]) -> Dialogue:
        """Add objections, such as those in reviews.

        Parameters
        ----------
        more : iterable of Objection
            Those that are not there yet, by their ids.

        Returns
        -------
        Dialogue
            With both.
        """
        known = {each.id for each in self.objections}
        added = tuple(each for each in more if each.id not in known)
        return Dialogue(objections=(*self.objections, *added), answers=self.answers, actions=self.actions)


def _sha256(told: dict[str, Any]) -> str:
    return hashlib.sha256(canonical_json(told).encode()).hexdigest()
