"""The tables of the casebook under ``[voices]``: who was asked, who decides, and how it was gone about."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from dueregard.casebook.characteristics import canonical_name
from dueregard.casebook.fields import Code, Day, Names, Number, Part, Text, Truth, Whole, Words

__all__ = [
    "Affected",
    "Author",
    "Body",
    "Consultation",
    "Panel",
    "ParticipantColumn",
    "Population",
    "Standards",
    "Testimony",
    "Voices",
]


def _canonical_keys(given: Any) -> Any:
    if not isinstance(given, dict):
        return given
    named: dict[str, Any] = {}
    for name, value in given.items():
        canonical = canonical_name(str(name))
        if canonical in named:
            raise PydanticCustomError("plain", f"must name {canonical!r} once")
        named[canonical] = value
    return named


def _column(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


class ParticipantColumn(Part):
    """The column of a table of voices that holds a characteristic."""

    column: Text
    """The column."""
    labels: dict[Code, Text] = Field(default_factory=dict)
    """For each of its codes, the group as the casebook calls it."""
    missing: tuple[Code, ...] = ()
    """Codes of those who did not say."""


ParticipantColumns = Annotated[
    dict[
        str,
        Annotated[
            ParticipantColumn, BeforeValidator(_column, json_schema_input_type=str | ParticipantColumn)
        ],
    ],
    BeforeValidator(_canonical_keys),
]


class Standards(Part):
    """How the consultation was run, with dates, for the Gunning principles."""

    opened_on: Day | None = None
    """When people could begin to answer."""
    closed_on: Day | None = None
    """The last day on which they could."""
    could_change: Words = None
    """What could still be changed when it opened: whether proposals were at a formative stage."""
    reasons: Words = None
    """What people were given to understand the proposal and its reasons."""
    reasons_on: Day | None = None
    """When they were given it."""
    easy_read: Truth | None = None
    """Whether there was an easy-read version or another form for people who need one."""
    considered_by: Words = None
    """Who considered what was said."""
    considered_on: Day | None = None
    """When it was considered."""
    response: Words = None
    """What was done about it and what was not, or where that is published."""
    responded_on: Day | None = None
    """When the answer was published."""

    @model_validator(mode="after")
    def _closes_after_it_opens(self) -> Self:
        if self.opened_on and self.closed_on and self.closed_on < self.opened_on:
            raise PydanticCustomError("dates", "closed_on is before opened_on")
        return self


class Consultation(Part):
    """What was put to residents, and what they answered."""

    votes: Words = None
    """The votes on statements; without it, voices/votes.csv if it is there."""
    statements: Words = None
    """What was voted on; without it, voices/statements.csv if it is there."""
    participants: Words = None
    """What participants said of themselves; without it, voices/participants.csv if it is there."""
    characteristics: ParticipantColumns = Field(default_factory=dict)
    """The participants' columns; without it, those that are called as the casebook's characteristics."""
    weigh_by: Names = ()
    """The characteristics by which answers are weighted; without it, all that both sides know."""
    choose: Annotated[Whole, Field(ge=1)] = 5
    """How many statements are chosen so that as many people as possible are represented."""
    seed: Whole = 1
    """The seed of the repeats behind the stability of groups and agreement."""
    standards: Standards = Field(default_factory=Standards)
    """How it was run, with dates."""

    @field_validator("weigh_by")
    @classmethod
    def _canonical(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(canonical_name(name) for name in names)


class Population(Part):
    """Those who could have been heard, to compare with and to weight to."""

    among: Words = None
    """Who they are, as an expression about the people's table, such as "age >= 16"."""
    label: Words = None
    """What to call them, such as "residents aged 16 and over"."""
    published: Names = ()
    """Published tables of counts, by name, that count them better than the people's table does."""
    margins: Annotated[dict[str, dict[Code, Number]], BeforeValidator(_canonical_keys)] = Field(
        default_factory=dict
    )
    """For each characteristic, the people by group, where no table says it."""


class Affected(Part):
    """Those whom the decision touches most, as a second comparator."""

    among: Text
    """Who they are, as an expression about the people's table."""
    label: Text
    """What to call them, such as "holders of the pass"."""


class Body(Part):
    """A board, committee or assembly that decides or advises."""

    name: Text
    """Its name, used once."""
    source: Text
    """The table of its members, a row for each, relative to the casebook."""
    characteristics: ParticipantColumns = Field(default_factory=dict)
    """The members' columns; without it, those that are called as the casebook's characteristics."""
    decides: Truth = True
    """Whether it decides, or only advises."""
    already_public: Truth = False
    """Whether its members and what the table says of them are public already."""
    reason: str = ""
    """Why, such as a public register of interests; printed in the pack."""

    @model_validator(mode="after")
    def _public_only_with_reason(self) -> Self:
        if self.already_public and not self.reason.strip():
            raise PydanticCustomError("body", "needs a reason when already_public = true")
        return self


class Panel(Part):
    """A panel to be drawn by lot."""

    respondents: Words = None
    """Those who would serve; without it, voices/panel/respondents.csv if it is there."""
    targets: Words = None
    """The quotas; without it, voices/panel/targets.csv if it is there."""
    size: Annotated[Whole, Field(ge=1)] | None = None
    """Seats."""
    algorithm: Literal["leximin", "maximin", "nash", "minimax", "goldilocks"] = "leximin"
    """How fair the lottery is to be."""
    seed: Whole | None = None
    """The published seed of the draw."""
    same_address: Names = ()
    """The columns that make an address, of which one person at most may serve."""
    id: Words = None
    """The column of ids; without it, one that looks like it, or the row's number."""


class Testimony(Part):
    """What people told of their lives."""

    folder: Words = None
    """The folder of texts with front matter; without it, voices/testimony if it is there."""
    code_frame: Words = None
    """The themes; without it, voices/code_frame.toml if it is there."""
    codings: Words = None
    """Which coder gave which theme to what; without it, voices/codings.csv if it is there."""


class Voices(Part):
    """Who was asked, who decides, and what was said. Every part may be absent."""

    population: Population = Field(default_factory=Population)
    """Those who could have been heard."""
    affected: Affected | None = None
    """Those whom the decision touches most."""
    consultation: Consultation = Field(default_factory=Consultation)
    """Votes on statements."""
    bodies: tuple[Body, ...] = ()
    """Boards and committees that decide or advise."""
    panel: Panel = Field(default_factory=Panel)
    """A panel to be drawn by lot."""
    testimony: Testimony = Field(default_factory=Testimony)
    """What people told of their lives."""


class Author(Part):
    """Somebody who designed a part of the assessment."""

    id: Text
    """How `authored_by` names them."""
    characteristics: Annotated[dict[str, Text], BeforeValidator(_canonical_keys)] = Field(
        default_factory=dict
    )
    """What they chose to share of themselves, or what most members of a body share."""
