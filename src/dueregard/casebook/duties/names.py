"""The name of a duty as a casebook writes it: taken from the data, refused with what was meant."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from dueregard.casebook.duties.reading import duty_names
from dueregard.errors import did_you_mean

__all__ = ["DutyName"]


def _known(name: Any) -> str:
    if name not in duty_names():
        raise PydanticCustomError(
            "duty",
            "names the duty {found}, which is not known. {hint}",
            {
                "found": repr(name),
                "hint": did_you_mean(name, duty_names()) or f"Duties are: {', '.join(duty_names())}.",
            },
        )
    return str(name)


DutyName = Annotated[
    str, AfterValidator(_known), WithJsonSchema({"enum": list(duty_names()), "type": "string"})
]
"""A duty, by name."""
