"""The kinds of value that a casebook holds, each refused in plain words when it is something else."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints
from pydantic_core import PydanticCustomError

__all__ = ["Code", "Day", "Names", "Number", "Part", "Period", "Share", "Text", "Truth", "Whole", "Words"]


class Part(BaseModel):
    """A table of the casebook: read once, never changed, with no keys that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _day(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value.strip())
    except (AttributeError, ValueError):
        raise PydanticCustomError("plain", "must be a date such as 2027-03-31") from None


def _period(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str) and re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text.strip()):
        return text.strip()
    raise PydanticCustomError("plain", "must be a date such as 2021-03-21, 2021-03 or 2021")


def _words(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _blank_is_none(value)


def _code(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)
    return value


def _list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Text that is not empty."""

Words = Annotated[Text | None, BeforeValidator(_words, json_schema_input_type=str | int | date | None)]
"""Text for readers, or nothing; a date or a year is taken as it is written."""

Code = Annotated[str, BeforeValidator(_code, json_schema_input_type=str | int | float | bool)]
"""A code of a column, as text; a number is taken as it would be written."""

Names = Annotated[tuple[Text, ...], BeforeValidator(_list, json_schema_input_type=str | list[str])]
"""One name or several."""

Day = Annotated[date, BeforeValidator(_day, json_schema_input_type=date)]
"""A date."""

Period = Annotated[str, BeforeValidator(_period, json_schema_input_type=str | int | date)]
"""A date, a month or a year, as ISO text."""

Whole = Annotated[int, Strict()]
"""A whole number."""

Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
"""A number."""

Share = Annotated[float, Strict(), Field(ge=0, le=1)]
"""A share from 0 to 1."""

Truth = Annotated[bool, Strict()]
"""True or false."""
