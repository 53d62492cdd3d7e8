"""The table of the casebook under ``[consequences]``: what options are held against, and how."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator
from pydantic_core import PydanticCustomError

from dueregard.casebook.characteristics import canonical_name
from dueregard.casebook.fields import Names, Number, Part, Text, Whole, Words

__all__ = ["ConsequencesSource"]


def _line(value: Any) -> Any:
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else value


def _canonical_keys(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    named: dict[str, Any] = {}
    for name, reference in value.items():
        canonical = canonical_name(str(name))
        if canonical in named:
            raise PydanticCustomError("plain", f"must name {canonical!r} once")
        named[canonical] = reference
    return named


class ConsequencesSource(Part):
    """What the options in `options/` do, to which outcome, and for whom it is shown."""

    folder: Words = None
    """The folder of options, a TOML file each; without it, options/ if it is there."""
    outcome: Words = None
    """The outcome that options change, by its name; without it, the first with a column whose unit is money.
    An option may name another."""
    line: Annotated[Text, BeforeValidator(_line, json_schema_input_type=str | float)] = "0.6*median"
    """The poverty line: a number, or a share of the median or mean."""
    id: Words = None
    """The column of people's ids, for draws of take-up."""
    family: Words = None
    """The column of families."""
    household: Words = None
    """The column of households."""
    place: Words = None
    """The place, or the column of places, for options for each place; without it, the lowest place."""
    equivalise: Words = None
    """The outcome is equivalised household income: the column of the scale."""
    year: Whole | None = None
    """The year that is looked at, for options that are phased in; without it, fully phased in."""
    seed: Whole = 1
    """The seed of the draws of take-up."""
    until: Whole | None = None
    """The last year looked at, for options that begin, end or have later consequences; without it, 30 years
    in all, or as long as the options say."""
    schedules: Names = ()
    """Discount schedules for later years; without it, undiscounted and those of the Green Book."""
    growth: Annotated[Number, Field(gt=-0.5, lt=0.5)] = 0.0
    """Real growth of all amounts a year, such as 0.01."""
    births: Annotated[Number, Field(ge=0)] | None = None
    """Children born a year; without it, as many as there are people of each of the youngest ages."""
    by: Names = ()
    """Characteristics, places and generations to show; without it, all of them. Crossings are those of
    [[intersections]]."""
    references: Annotated[dict[str, Text], BeforeValidator(_canonical_keys)] = Field(default_factory=dict)
    """The group that others are compared with, by characteristic; without it, as in the gaps."""

    @field_validator("by")
    @classmethod
    def _canonical(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(canonical_name(name) for name in names))
