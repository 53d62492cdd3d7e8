"""What an option does in later years: from when until when, and what people pay or get afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from dueregard.casebook.fields import Number, Part, Text, Whole, Words

__all__ = ["Formula", "Later", "Year", "problem_of_years"]


def _formula(value: Any) -> Any:
    """Take a number or a truth as it would be written in an expression."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, int | float | str):
        raise PydanticCustomError("plain", "must be a number, or an expression in quotation marks")
    return value if isinstance(value, str) else repr(value)


def _year(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int) or not 1900 <= value <= 2500:
        raise PydanticCustomError("plain", "must be a year, such as 2037")
    return value


Formula = Annotated[Text, BeforeValidator(_formula, json_schema_input_type=str | int | float | bool)]
"""An expression over the columns of the table, or a plain number."""

Year = Annotated[Whole, BeforeValidator(_year, json_schema_input_type=int)]
"""A calendar year, of four digits."""


class Later(Part):
    """What people pay or get in later years because of the option, such as the repayment of a loan."""

    what: Text
    """What it is, for readers."""
    start: Annotated[Year, Field(alias="from")]
    """The first year."""
    until: Year | None = None
    """The last year; by default the last that is looked at."""
    amount: Formula | None = None
    """What each person who meets `who` gets, in the outcome's unit and period; below nought they pay."""
    total: Number | None = None
    """In place of `amount`: what all of them together get a year; below nought they pay it."""
    by: Formula = "equal"
    """How a `total` is shared: `equal` for so much a head, or in proportion to a column or expression."""
    who: Formula = "true"
    """Whom it falls on: a condition, met at the age that people have in that year."""
    evidence: Words = None
    """Where this is from."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.amount is None) == (self.total is None):
            raise PydanticCustomError(
                "plain", "needs `amount` (of each person) or `total` (of all together, a year), not both"
            )
        if self.total is None and self.by != "equal":
            raise PydanticCustomError("plain", "has `by` only where a `total` is shared")
        if self.until is not None and self.until < self.start:
            raise PydanticCustomError(
                "plain",
                "ends before it begins: `from` is {start} and `until` is {until}",
                {"start": self.start, "until": self.until},
            )
        return self


def problem_of_years(
    starts: int | None, ends: int | None, phase_in: Mapping[int, float], later: tuple[Later, ...]
) -> str | None:
    """Say what does not fit among the years of an option.

    Parameters
    ----------
    starts, ends : int, optional
        The first and last year of the option.
    phase_in : mapping of int to float
        The share that is paid from each year on.
    later : tuple of Later
        What follows.

    Returns
    -------
    str or None
        A remark on the option; None where all fits.

    Examples
    --------
    >>> problem_of_years(2030, 2027, {}, ())
    'ends before it starts: `starts` is 2030 and `ends` is 2027'
    """
    if starts is not None and ends is not None and ends < starts:
        return f"ends before it starts: `starts` is {starts} and `ends` is {ends}"
    first = starts if starts is not None else min(phase_in, default=None)
    for year in phase_in:
        if (starts is not None and year < starts) or (ends is not None and year > ends):
            return f"has a `phase_in` of {year}, when it is not in force: see `starts` and `ends`"
    for each in later:
        if first is not None and each.start < first:
            return f"has something later, {each.what!r}, from {each.start}: before it starts in {first}"
    return None
