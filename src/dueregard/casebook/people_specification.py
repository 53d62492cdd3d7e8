"""The tables of the casebook under ``[people]``: where the people are and what their columns mean."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BeforeValidator, Field, PlainValidator, field_validator, model_validator
from pydantic_core import PydanticCustomError

from dueregard.casebook.characteristics import canonical_name
from dueregard.casebook.fields import Code, Names, Number, Part, Text, Truth, Whole, Words

__all__ = [
    "CharacteristicColumn",
    "Circumstances",
    "CodeBook",
    "GenerationColumns",
    "KnownTotals",
    "Link",
    "LinkedTable",
    "PeopleSource",
    "PlaceColumn",
    "ReplicateWeightColumns",
]


NumberT = TypeVar("NumberT", float, int)


def _rise(starts: tuple[NumberT, ...]) -> tuple[NumberT, ...]:
    if any(later <= earlier for earlier, later in pairwise(starts)):
        raise PydanticCustomError("plain", "must rise from each number to the next")
    return starts


def _standard(value: Any) -> Any:
    if value == "table":
        return value
    if not isinstance(value, dict) or not value:
        raise PydanticCustomError("plain", 'must be "table" or a table with a share for each age band')
    if not all(_is_number(share) and share > 0 for share in value.values()):
        raise PydanticCustomError("plain", "must give each age band a share above 0")
    return {band: float(share) for band, share in value.items()}


def _stage(value: Any) -> Any:
    if isinstance(value, str) and value.strip():
        return value.strip()
    if _is_number(value) and value > 0:
        return float(value)
    raise PydanticCustomError("plain", "must be a column, a population count or a sampling fraction")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _column(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


class CodeBook(Part):
    """What the codes of a column mean."""

    label: Words = None
    """The column's name for readers."""
    labels: dict[Code, Text] = Field(default_factory=dict)
    """The label of each code, in the order they are to be shown."""
    missing: tuple[Code, ...] = ()
    """Codes for people whose answer is not known."""
    not_applicable: tuple[Code, ...] = ()
    """Codes for people the question does not apply to."""
    meaning: Words = None
    """What was asked, or the record it was taken from."""


class CharacteristicColumn(CodeBook):
    """The column that holds a characteristic."""

    column: Text
    """The column of the people's table."""
    reference: Words = None
    """The label of the group that the others are compared with; without it, the largest group."""
    bands: tuple[Number, ...] = ()
    """Where bands start, for a column of numbers: [0, 16, 65] gives 0 to 15, 16 to 64, 65 and over."""

    @model_validator(mode="after")
    def _reference_exists(self) -> Self:
        if self.labels and self.reference and self.reference not in self.labels.values():
            raise PydanticCustomError(
                "reference",
                "reference must be one of its labels: {known}; found {found}",
                {"known": ", ".join(map(repr, self.labels.values())), "found": repr(self.reference)},
            )
        return self

    @field_validator("bands")
    @classmethod
    def _bands_rise(cls, bands: tuple[float, ...]) -> tuple[float, ...]:
        return _rise(bands)


class PlaceColumn(CodeBook):
    """The column that holds a level of geography."""

    column: Text
    """The column of the people's table."""
    parent: Words = None
    """The level above it: another place of the casebook, or a new name given by `parents`."""
    parents: dict[Code, Text] = Field(default_factory=dict)
    """For each code, the place above it."""

    @model_validator(mode="after")
    def _parent_is_named(self) -> Self:
        if self.parents and not self.parent:
            raise PydanticCustomError("parent", "parents needs parent = the name of the level above")
        return self


Characteristic = Annotated[
    CharacteristicColumn, BeforeValidator(_column, json_schema_input_type=str | CharacteristicColumn)
]
Place = Annotated[PlaceColumn, BeforeValidator(_column, json_schema_input_type=str | PlaceColumn)]


class ReplicateWeightColumns(Part):
    """Replicate weights supplied with the survey."""

    columns: Names
    """A pattern such as "w_*", or the columns."""
    method: Literal["jk1", "jkn", "brr", "fay", "bootstrap", "given"]
    """How the replicates were made."""
    scale: Number | None = None
    """The factor before the sum of squares; without it, the method's own."""
    rscales: tuple[Number, ...] = ()
    """A factor for each replicate."""
    mse: Truth = False
    """Whether squares are about the full-sample estimate instead of the replicates' mean."""
    fay_rho: Number | None = None
    """Fay's coefficient, for the method "fay"."""
    combined: Truth = True
    """Whether the replicate weights already hold the survey weight."""


class KnownTotals(Part):
    """Known totals of the population, which the weights are brought to."""

    source: Words = None
    """A CSV file with the columns variable, level and total, relative to the casebook."""
    margins: dict[str, dict[Code, Number]] = Field(default_factory=dict)
    """For each column (crossed ones joined by a star), the people in the population by level."""
    totals: dict[str, Number] = Field(default_factory=dict)
    """For each column of numbers, its sum over the population."""
    population: Number | None = None
    """The number of people in the population, where no margin says it."""
    method: Literal["raking", "linear", "logit", "poststratification"] = "raking"
    """How weights are brought to the totals; "linear" is the generalised regression estimator (GREG)."""
    bounds: tuple[Number, Number] | None = None
    """The lowest and highest ratio of calibrated to survey weight, such as [0.3, 3]."""
    regression: Literal["weighted", "equal"] = "weighted"
    """Whether survey weights count in the regression behind standard errors, or everybody counts once."""
    within: Words = None
    """A column of households or other clusters, whose people keep one weight."""

    @model_validator(mode="after")
    def _something_is_known(self) -> Self:
        if not (self.source or self.margins or self.totals or self.population):
            raise PydanticCustomError("known", "needs a source, margins, totals or the population")
        return self


class Link(Part):
    """The columns that join two tables."""

    person: Text
    """The column of the people's table."""
    linked: Text
    """The column of the other table."""


def _link(value: Any) -> Any:
    return {"person": value, "linked": value} if isinstance(value, str) else value


class LinkedTable(Part):
    """A table with one row for many people, such as households."""

    source: Text
    """The file, relative to the casebook."""
    on: Annotated[Link, BeforeValidator(_link, json_schema_input_type=str | Link)]
    """The column that both tables share, or {person = "...", linked = "..."}."""
    columns: tuple[Text, ...] = ()
    """The columns to bring; without it, all of them."""


class Circumstances(Part):
    """What nobody chooses: the columns behind the birthright report."""

    family: Names = ()
    """Columns about the family someone was born into."""
    ethnic_origin: Names = ()
    """Columns about ethnic origin."""
    place: Names = ()
    """Columns about where someone was born or grew up."""


class GenerationColumns(Part):
    """Age, and the generations it makes."""

    age: Words = None
    """The column of age in whole years."""
    birth_year: Words = None
    """The column of the year of birth."""
    age_band: (
        Annotated[
            CharacteristicColumn, BeforeValidator(_column, json_schema_input_type=str | CharacteristicColumn)
        ]
        | None
    ) = None
    """The column of age already in bands."""
    bands: tuple[Number, ...] = ()
    """Where age bands start: [0, 16, 65] gives 0 to 15, 16 to 64, 65 and over."""
    life_stages: dict[str, tuple[Number, Number]] = Field(default_factory=dict)
    """Ages from and to, both included, of each stage of life."""
    cohorts: tuple[Whole, ...] = ()
    """Years of birth where cohorts start."""
    standard: Annotated[
        Literal["table"] | dict[str, float],
        PlainValidator(_standard, json_schema_input_type=Literal["table"] | dict[str, float]),
    ] = "table"
    """The age structure that age-standardised figures use: the table's own, or a share for each band."""

    @model_validator(mode="after")
    def _age_is_given_once(self) -> Self:
        if not (self.age or self.birth_year or self.age_band):
            raise PydanticCustomError("age", "needs one of age, birth_year and age_band")
        if self.age and self.age_band:
            raise PydanticCustomError("age", "gives both age and age_band: keep one of them")
        return self

    @field_validator("bands")
    @classmethod
    def _bands_rise(cls, bands: tuple[float, ...]) -> tuple[float, ...]:
        return _rise(bands)

    @field_validator("cohorts")
    @classmethod
    def _cohorts_rise(cls, cohorts: tuple[int, ...]) -> tuple[int, ...]:
        return _rise(cohorts)


class PeopleSource(Part):
    """The table of people, how they were chosen, and what its columns mean."""

    source: Text
    """The file with one row for each person, relative to the casebook."""
    weight: Words = None
    """The column of survey weights."""
    strata: Words = None
    """The column of strata."""
    cluster: Names = ()
    """The column of clusters, one for each stage of sampling."""
    fpc: Annotated[
        tuple[Annotated[str | float, PlainValidator(_stage, json_schema_input_type=str | float)], ...],
        BeforeValidator(
            lambda value: value if isinstance(value, list | tuple) else [value],
            json_schema_input_type=str | float | list[str | float],
        ),
    ] = ()
    """Population counts or sampling fractions, one for each stage: columns or numbers."""
    replicate_weights: ReplicateWeightColumns | None = None
    """Replicate weights, when the survey comes with them."""
    calibration: KnownTotals | None = None
    """Known totals of the population, which the weights are brought to."""
    count: Literal["sample", "full"] = "sample"
    """Whether the table is a sample or counts everyone."""
    model: Words = None
    """For a full count, the model on which intervals rest; without it there are none."""
    where: Words = None
    """Who is in the population of interest, as an expression."""
    lonely_psu: Literal["adjust", "certainty", "average", "fail"] = "adjust"
    """What to do with a stratum of one cluster."""
    synthetic: Truth = False
    """Whether the people are made up."""
    population: Words = None
    """Who the people are, in words."""
    collected: Words = None
    """When the data were collected."""
    columns: dict[str, CodeBook] = Field(default_factory=dict)
    """What the codes of a column mean."""
    linked: tuple[LinkedTable, ...] = ()
    """Tables with one row for many people."""
    characteristics: dict[str, Characteristic] = Field(default_factory=dict)
    """The column that holds each characteristic; the protected ones appear in the grid in any case."""
    circumstances: Circumstances | None = None
    """What nobody chooses."""
    places: dict[str, Place] = Field(default_factory=dict)
    """Levels of geography, the lowest first."""
    generations: GenerationColumns | None = None
    """Age, and the generations it makes."""

    @field_validator("characteristics")
    @classmethod
    def _one_name_each(cls, given: dict[str, CharacteristicColumn]) -> dict[str, CharacteristicColumn]:
        named: dict[str, CharacteristicColumn] = {}
        written: dict[str, str] = {}
        for name, column in given.items():
            canonical = canonical_name(name)
            if canonical in named:
                raise PydanticCustomError(
                    "twice",
                    "{first} and {second} are two names of {canonical}: "
                    "keep one, and give the other a name of its own",
                    {"first": repr(written[canonical]), "second": repr(name), "canonical": repr(canonical)},
                )
            named[canonical] = column
            written[canonical] = name
        return named

    @property
    def groupings(self) -> tuple[str, ...]:
        """Names that intersections and targets may use: characteristics, places, age and its relatives.

        Returns
        -------
        tuple of str
            The names, in the casebook's order.
        """
        names = [*self.characteristics, *self.places]
        names += [place.parent for place in self.places.values() if place.parent]
        if self.generations:
            names.append("age")
            names += ["life_stage"] if self.generations.life_stages else []
            names += ["cohort"] if self.generations.cohorts else []
        return tuple(dict.fromkeys(names))
