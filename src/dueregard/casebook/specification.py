"""The whole casebook as typed, immutable objects."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from dueregard.casebook.alliance_specification import Alliance
from dueregard.casebook.causes_specification import Causes
from dueregard.casebook.characteristics import canonical_name
from dueregard.casebook.consequences_specification import ConsequencesSource
from dueregard.casebook.crossreferences import disagreements
from dueregard.casebook.data_protection import DataProtection
from dueregard.casebook.duties.duty import Territory
from dueregard.casebook.duties.names import DutyName
from dueregard.casebook.fields import Day, Number, Part, Period, Share, Text, Truth, Whole, Words
from dueregard.casebook.monitor_specification import Decision, Monitor
from dueregard.casebook.people_specification import PeopleSource
from dueregard.casebook.publish_specification import Publish
from dueregard.casebook.voices_specification import Author, Voices

__all__ = [
    "Amendment",
    "DeclaredGap",
    "DisclosureLimits",
    "Intersection",
    "Outcome",
    "Published",
    "PublishedColumns",
    "Question",
    "Specification",
    "Target",
]


class Question(Part):
    """The decision to be assessed."""

    title: Text
    """The question that the decision answers."""
    decision_on: Day | None = None
    """The date of the decision."""
    owner: Words = None
    """Who decides."""
    duties: tuple[DutyName, ...] = ()
    """The duties under which the decision is assessed; `dueregard screen` tells what each asks."""
    territory: Territory | None = None
    """Where the decision is taken: duties and their dates differ between England, Scotland, Wales and
    Northern Ireland."""
    summary: Words = None
    """What is proposed, in a few sentences."""
    asked_on: Day | None = None
    """When the question was put."""


class Intersection(Part):
    """Characteristics to be looked at together."""

    of: Annotated[tuple[Text, ...], Field(min_length=2)]
    """The characteristics, by name."""

    @field_validator("of")
    @classmethod
    def _named_once(cls, of: tuple[str, ...]) -> tuple[str, ...]:
        names = tuple(canonical_name(name) for name in of)
        if len(set(names)) < len(names):
            raise PydanticCustomError("plain", "must name each characteristic once")
        return names


class Target(Part):
    """Equality of outcome as a stated aim: the widest gap that is acceptable, and by when."""

    gap: Text
    """The characteristic or place whose groups are compared."""
    at_most: Annotated[Number, Field(ge=0)]
    """The widest gap, in the unit of the measure."""
    by: Period
    """The year or date by which it is to be reached."""
    measure: Words = None
    """The measure it is about; without it, the outcome's first."""

    @field_validator("gap")
    @classmethod
    def _canonical(cls, gap: str) -> str:
        return canonical_name(gap)


class Outcome(Part):
    """Something that people have more or less of."""

    name: Text
    """The outcome's name, used once."""
    column: Words = None
    """The column that holds it, or an expression of columns."""
    yes: Words = None
    """For a yes/no outcome: the expression that is true for yes."""
    among: Words = None
    """For whom the outcome applies, as an expression."""
    unit: Words = None
    """The unit, such as "£ a week"."""
    better: Literal["higher", "lower"]
    """Whether more of it is better for the person; of indices of inequality and poverty less always is."""
    principle_domain: Words = None
    """The domain of the EHRC's measurement framework."""
    measures: tuple[Text, ...] = ()
    """How it is summed up, the first in the summary, such as gini or poverty_rate(line=0.6*median); without
    it, the proportion of a yes/no outcome, the mean and median of others."""
    target: Target | None = None
    """The aim."""
    period: Words = None
    """The column that holds the wave or year, when the table has several."""
    authored_by: Words = None
    """Who asked for this outcome, by name or by the id of one of the authors."""

    @model_validator(mode="before")
    @classmethod
    def _usual_measures(cls, given: Any) -> Any:
        if isinstance(given, dict) and not given.get("measures"):
            return {**given, "measures": ["proportion"] if "yes" in given else ["mean", "median"]}
        return given

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if self.column and self.yes:
            raise PydanticCustomError("outcome", "gives both column and yes: keep one of them")
        if self.target and self.target.measure and self.target.measure not in self.measures:
            raise PydanticCustomError(
                "outcome",
                "target names the measure {found}, which is not among its measures: {known}",
                {"found": repr(self.target.measure), "known": ", ".join(map(repr, self.measures))},
            )
        return self


class PublishedColumns(Part):
    """Where a published table holds what."""

    level: Text
    """The column of the groups' names."""
    value: Text
    """The column of counts or estimates."""
    se: Words = None
    """The column of standard errors."""
    low: Words = None
    """The column of lower limits."""
    high: Words = None
    """The column of upper limits."""
    n: Words = None
    """The column of the people behind each value."""
    period: Words = None
    """The column of the date or year."""


class Published(Part):
    """A table of aggregates published by others."""

    source: Text
    """The CSV file, relative to the casebook."""
    name: Text
    """The table's name, used once."""
    kind: Literal["count", "estimate"]
    """Whether its values are counts of people or estimates of an outcome."""
    characteristic: Words = None
    """The characteristic or place whose groups are its rows."""
    outcome: Words = None
    """The outcome that its values estimate."""
    columns: PublishedColumns
    """Which column holds what."""
    date: Period | None = None
    """The date or year the values are for."""
    publisher: Words = None
    """Who published it."""
    licence: Words = None
    """The licence it is used under."""
    note: Words = None
    """What a reader should know."""

    @field_validator("characteristic")
    @classmethod
    def _canonical(cls, characteristic: str | None) -> str | None:
        return canonical_name(characteristic) if characteristic else None

    @model_validator(mode="after")
    def _is_about_something(self) -> Self:
        if not (self.characteristic or self.outcome):
            raise PydanticCustomError("published", "needs characteristic or outcome")
        if self.kind == "estimate" and not self.outcome:
            raise PydanticCustomError("published", 'needs outcome when kind = "estimate"')
        return self


class DisclosureLimits(Part):
    """Who may not be shown."""

    threshold: Annotated[Whole, Field(ge=1)] = 10
    """The fewest people behind a published value."""
    n_effective: Annotated[Number, Field(ge=1)] = 10.0
    """The smallest effective number of people behind a published value."""
    approximate: Annotated[Number, Field(ge=0)] = 30.0
    """Below this effective number of people a value is marked approximate."""
    largest_share: Annotated[Share, Field(gt=0)] = 0.5
    """The largest share of a total that one person may hold."""
    two_largest: Annotated[Share, Field(gt=0)] = 0.9
    """The largest share of a total that two people may hold together."""
    p_ratio: Annotated[Share, Field(ge=0)] = 0.1
    """What all but the two largest must hold at least, as a share of the largest."""
    rounding: Whole = 0
    """To which multiple numbers of people are rounded in full counts: 5, or 0 for not at all."""
    already_public: Truth = False
    """Whether the data are public already, so that looser limits may be declared."""
    reason: str = ""
    """Why looser limits are right; printed in the pack."""

    @field_validator("rounding")
    @classmethod
    def _by_fives_or_not(cls, rounding: int) -> int:
        if rounding not in (0, 5):
            raise PydanticCustomError("plain", "must be 0 or 5")
        return rounding

    @model_validator(mode="after")
    def _looser_only_with_reason(self) -> Self:
        if self.already_public and not self.reason.strip():
            raise PydanticCustomError("disclosure", "needs a reason when already_public = true")
        usual = {"threshold": 10, "n_effective": 10, "approximate": 30}
        looser = [f"{name} below {limit}" for name, limit in usual.items() if getattr(self, name) < limit]
        looser += ["largest_share above 0.5"] if self.largest_share > 0.5 else []
        looser += ["two_largest above 0.9"] if self.two_largest > 0.9 else []
        looser += ["p_ratio below 0.1"] if self.p_ratio < 0.1 else []
        if looser and not self.already_public:
            raise PydanticCustomError(
                "disclosure",
                "{looser} may be declared only for data that are public already: "
                "add already_public = true and the reason",
                {"looser": " and ".join(looser)},
            )
        return self


class DeclaredGap(Part):
    """Evidence that is missing, and who will mend it."""

    characteristic: Text
    """The characteristic."""
    outcome: Words = None
    """The outcome, when the gap is only about one."""
    reason: Words = None
    """Why the evidence is missing."""
    owner: Words = None
    """Who will see to it."""
    due: Day | None = None
    """By when."""

    @field_validator("characteristic")
    @classmethod
    def _canonical(cls, characteristic: str) -> str:
        return canonical_name(characteristic)


class Amendment(Part):
    """A change to the indicators after they were fixed."""

    date: Day
    """When it was decided."""
    author: Text
    """Who decided it."""
    what: Text
    """What changed; name the outcome."""
    why: Text
    """The reason."""


class Specification(Part):
    """Everything that casebook.toml says."""

    question: Question
    """The decision to be assessed."""
    people: PeopleSource | None = None
    """The table of people; without it the casebook rests on published tables."""
    intersections: tuple[Intersection, ...] = ()
    """Characteristics to be looked at together."""
    outcomes: tuple[Outcome, ...] = ()
    """What is looked at for every group."""
    published: tuple[Published, ...] = ()
    """Tables published by others, to compare with."""
    disclosure: DisclosureLimits = Field(default_factory=DisclosureLimits)
    """Who may not be shown."""
    evidence_gaps: tuple[DeclaredGap, ...] = ()
    """Evidence known to be missing."""
    amendments: tuple[Amendment, ...] = ()
    """Changes to the indicators after they were fixed."""
    voices: Voices | None = None
    """Who was asked, who decides, and what was said; files in the usual places are found without it."""
    causes: Causes | None = None
    """How inequality goes with what nobody chooses; without it, that is measured all the same."""
    consequences: ConsequencesSource | None = None
    """What the options in options/ are held against; without it they are found and measured all the same."""
    authors: tuple[Author, ...] = ()
    """Who designed the parts of the assessment."""
    decision: Decision | None = None
    """What was decided."""
    monitor: Monitor | None = None
    """When what came of it is looked at."""
    publish: Publish | None = None
    """Where the public site will be."""
    data_protection: DataProtection | None = None
    """On what footing people's data are used; printed in the pack, with what is not said left visible."""
    alliance: Alliance | None = None
    """Who reviews and signs, and what publication waits for."""

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        found = disagreements(self)
        if found:
            raise PydanticCustomError("disagreements", "the parts disagree", {"problems": found})
        return self

    @property
    def last_change(self) -> date | None:
        """The date of the latest amendment.

        Returns
        -------
        datetime.date or None
            None when nothing was amended.
        """
        return max((amendment.date for amendment in self.amendments), default=None)
