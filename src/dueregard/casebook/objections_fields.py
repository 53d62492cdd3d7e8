"""What the files of objections, answers and actions may say."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from dueregard.casebook.characteristics import canonical_name
from dueregard.casebook.fields import Day, Names, Part, Text, Words
from dueregard.casebook.objections import PRINCIPLES, Did, Reach, Status

__all__ = [
    "ActionPart",
    "ActionsFile",
    "AnswerPart",
    "AnswersFile",
    "CellPart",
    "FiledObjectionPart",
    "ObjectionPart",
    "ObjectionsFile",
]

LONGEST = 5_000
"""Letters of one text. Longer ones are documents: name the document."""
MOST = 500
"""Entries of one file."""


def _visible(text: str) -> str:
    """Refuse letters that nobody sees and that turn what is read around."""
    hidden = {each for each in text if unicodedata.category(each) in ("Cc", "Cf", "Co", "Cs")}
    if hidden - {"\n", "\t", "\u00ad", "\u200c", "\u200d"}:
        raise PydanticCustomError("plain", "must not hold control characters or other invisible letters")
    return text


def _principle(value: Any) -> Any:
    return value.strip().casefold() if isinstance(value, str) else value


def _nothing(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _id(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", text):
        raise PydanticCustomError("plain", "must be made of small letters, figures and hyphens, 64 at most")
    return text


Prose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST),
    AfterValidator(_visible),
]
"""What somebody wrote."""

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_visible),
]
"""A name of a person, an office or a body."""

Id = Annotated[str, AfterValidator(_id)]
"""An id: small letters, figures and hyphens."""

Principle = Annotated[
    Literal["outcome", "voice", "evidence", "place", "generations"], BeforeValidator(_principle)
]
assert set(PRINCIPLES) == {"outcome", "voice", "evidence", "place", "generations"}


class CellPart(Part):
    """What something is about."""

    principle: Principle | None = None
    """One of the five principles."""
    option: Words = None
    """An option, by its name; "as now" is doing nothing."""
    outcome: Words = None
    """An outcome, by its name."""
    characteristic: Words = None
    """A characteristic, a place or a generation."""
    level: Words = None
    """The group, as it is called in the pack."""

    @field_validator("characteristic")
    @classmethod
    def _canonical(cls, name: str | None) -> str | None:
        return canonical_name(name) if name else None

    @model_validator(mode="after")
    def _group_has_characteristic(self) -> Self:
        if self.level and not self.characteristic:
            raise PydanticCustomError("cell", "gives level without characteristic: say of which it is one")
        return self


class ObjectionPart(CellPart):
    """An objection, as a review may hold it: who and when are the review's."""

    id: Id | None = None
    """Its id, by which it is answered."""
    text: Prose
    """What is objected to, and why, in the words of those who object."""

    @model_validator(mode="after")
    def _is_about_something(self) -> Self:
        if not (self.principle or self.option or self.outcome or self.characteristic):
            raise PydanticCustomError(
                "cell", "must say what it is about: a principle, an option, an outcome or a characteristic"
            )
        return self


class FiledObjectionPart(ObjectionPart):
    """An objection in objections.toml."""

    id: Id
    """Its id, by which it is answered."""
    raised_by: Name
    """Who objects."""
    on: Day
    """When it was raised."""


class AnswerPart(Part):
    """An answer to an objection or to a finding."""

    to: Text
    """The id of the objection, or of the finding ("finding:...")."""
    did: Annotated[Did, BeforeValidator(_principle)]
    """Whether something was done: "yes", "no" or "in part"."""
    text: Prose
    """What was done, or what is said to it."""
    because: Annotated[Prose | None, BeforeValidator(_nothing)] = None
    """Why no more was done."""
    by: Name
    """Who answers."""
    on: Day
    """When."""

    @model_validator(mode="after")
    def _says_why_not(self) -> Self:
        if self.did == "no" and not self.because:
            raise PydanticCustomError("answer", "needs because: those who are told no are told why")
        return self


class GroupPart(Part):
    """The group that an action is for."""

    characteristic: Text
    """A characteristic, a place or a generation."""
    level: Words = None
    """The group."""

    @field_validator("characteristic")
    @classmethod
    def _canonical(cls, name: str) -> str:
        return canonical_name(name)


class ActionPart(Part):
    """Something that will be done."""

    what: Prose
    """What will be done."""
    owner: Annotated[Name | None, BeforeValidator(_nothing)] = None
    """Who will do it."""
    due: Day | None = None
    """By when."""
    measure: Annotated[Prose | None, BeforeValidator(_nothing)] = None
    """By what one will see that it worked."""
    level: Annotated[Reach, BeforeValidator(_principle)]
    """"individual", "service" or "structural"."""
    because: Names = ()
    """Why: ids of objections or findings, or words."""
    route: Words = None
    """The lawful route by which a group is treated differently, such as "positive action"."""
    status: Annotated[Status, BeforeValidator(_principle)] = "planned"
    """"planned", "under way", "done" or "dropped"."""
    group: GroupPart | None = Field(default=None, alias="for")
    """The group that it is for."""


class ObjectionsFile(Part):
    """objections.toml."""

    objections: Annotated[tuple[FiledObjectionPart, ...], Field(max_length=MOST)] = ()


class AnswersFile(Part):
    """answers.toml."""

    answers: Annotated[tuple[AnswerPart, ...], Field(max_length=MOST)] = ()


class ActionsFile(Part):
    """actions.toml."""

    actions: Annotated[tuple[ActionPart, ...], Field(max_length=MOST)] = ()
