"""The tables of the casebook under ``[voices]``: who was asked, who decides, and how it was gone about."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from dueregard.casebook.characteristics import canonical_name
from dueregard.casebook.fields import Code, Day, Names, Number, Part, Text, Truth, Whole, Words

__all__ = [
    "About",
    "Affected",
    "Author",
    "Body",
    "ConsultationSource",
    "Material",
    "PanelSource",
    "ParticipantColumn",
    "Population",
    "Standards",
    "TestimonySource",
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


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


ParticipantColumns = Annotated[
    dict[
        str,
        Annotated[
            ParticipantColumn, BeforeValidator(_column, json_schema_input_type=str | ParticipantColumn)
        ],
    ],
    BeforeValidator(_canonical_keys),
]


class Material(Part):
    """A document that people could read before they answered."""

    title: Text
    """What it is called."""
    published_on: Day | None = None
    """From when people could read it."""
    gives: Annotated[
        tuple[Literal["proposal", "reasons", "alternatives", "equality evidence", "other"], ...],
        BeforeValidator(_listed, json_schema_input_type=str | list[str]),
    ] = ("other",)
    """What it gives."""
    source: str = ""
    """Where it is."""


class Standards(Part):
    """How the consultation was run, with dates, for the Gunning principles."""

    opened: Day | None = None
    """The first day on which people could answer."""
    closed: Day | None = None
    """The last day on which they could."""
    formative: str = ""
    """What was still open when people were asked, in the organiser's words."""
    decided_already: str = ""
    """What had been settled before people were asked."""
    length_reason: str = ""
    """Why that was long enough."""
    materials: tuple[Material, ...] = ()
    """What people could read."""
    considered_on: Day | None = None
    """When those who decide considered the answers."""
    considered_by: str = ""
    """Who considered them."""
    you_said_we_did: str = ""
    """Where people can read what became of their answers."""
    you_said_we_did_on: Day | None = None
    """Since when they can."""
    languages: Names = ()
    """Languages offered."""
    formats: Names = ()
    """Formats offered, such as Easy Read or BSL."""
    ways: Names = ()
    """Ways of taking part, such as online, paper or meetings."""
    nation: Literal["England", "Wales", "Scotland", "Northern Ireland"] = "England"
    """Where it was held; decides bank holidays and whether Welsh is asked for."""

    @model_validator(mode="after")
    def _closes_after_it_opens(self) -> Self:
        if self.opened and self.closed and self.closed < self.opened:
            raise PydanticCustomError("dates", "closed is before opened")
        return self


class ConsultationSource(Part):
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
    """What answers are weighted by; without it, age, sex, disability and ethnic group as far as known."""
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


class PanelSource(Part):
    """A panel to be drawn by lot."""

    respondents: Words = None
    """Those who would serve; without it, voices/panel/respondents.csv if it is there."""
    targets: Words = None
    """The quotas; without it, voices/panel/targets.csv if it is there."""
    size: Annotated[Whole, Field(ge=1)] | None = None
    """Seats."""
    algorithm: Literal["leximin", "maximin", "nash", "minimax", "goldilocks"] = "leximin"
    """How fair the lottery is to be."""
    seed: Words = None
    """The published seed of the draw, such as a number or the words of a public beacon."""
    same_address: Names = ()
    """The columns that make an address, of which one person at most may serve."""
    id: Words = None
    """The column of ids; without it, one that looks like it, or the row's number."""


class TestimonySource(Part):
    """What people told of their lives."""

    folder: Words = None
    """The folder of texts, their code frame and codings; without it, voices/testimony if it is there."""


class About(Part):
    """What a theme or a statement is about, so that it can be held against the figures."""

    theme: Words = None
    """A theme of the testimony, by its id."""
    statement: Words = None
    """A statement that was voted on, by its id."""
    outcomes: Names = ()
    """The outcomes that it is about."""
    options: Names = ()
    """The options that it is about."""
    agreeing: Literal["raises", "denies"] = "raises"
    """Whether those who agree say that something is wrong with it for them, or that nothing is."""

    @model_validator(mode="after")
    def _one_of_each(self) -> Self:
        if (self.theme is None) == (self.statement is None):
            raise PydanticCustomError("about", "needs either theme or statement")
        if not (self.outcomes or self.options):
            raise PydanticCustomError("about", "needs outcomes or options: what it is about")
        return self


class Voices(Part):
    """Who was asked, who decides, and what was said. Every part may be absent."""

    population: Population = Field(default_factory=Population)
    """Those who could have been heard."""
    affected: Affected | None = None
    """Those whom the decision touches most."""
    consultation: ConsultationSource = Field(default_factory=ConsultationSource)
    """Votes on statements."""
    bodies: tuple[Body, ...] = ()
    """Boards and committees that decide or advise."""
    panel: PanelSource = Field(default_factory=PanelSource)
    """A panel to be drawn by lot."""
    testimony: TestimonySource = Field(default_factory=TestimonySource)
    """What people told of their lives."""
    about: tuple[About, ...] = ()
    """What themes and statements are about; without it no voice can be held against a figure."""


class Author(Part):
    """Somebody who designed a part of the assessment."""

    id: Text
    """How `authored_by` names them."""
    characteristics: Annotated[dict[str, Text], BeforeValidator(_canonical_keys)] = Field(
        default_factory=dict
    )
    """What they chose to share of themselves, or what most members of a body share."""
