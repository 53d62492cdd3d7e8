"""Material for triangulation: for each theme and statement, which groups and places say what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dueregard.estimates.support import Status

__all__ = ["Saying"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """That a group or place says something.

    Attributes
    ----------
    about : {"theme", "statement"}
        Whether it was told or voted on.
    id, label : str
        The theme or statement.
    by : mapping of str to str
        Who says it: levels by characteristic or place; empty for everybody.
    direction : {"raises", "agrees", "disagrees", "divided"}
        What they say: testimony raises a theme; votes agree or disagree with a statement, or divide.
    count : int or None
        How many say it, where that may be shown.
    out_of : int or None
        Of how many.
    status : str
        As of every record: ``"ok"``, ``"approximate"``, ``"withheld"``, ``"not_estimable"``.
    """

    about: Literal["theme", "statement"]
    id: str
    label: str
    by: Mapping[str, str]
    direction: Literal["raises", "agrees", "disagrees", "divided"]
    count: int | None
    out_of: int | None
    status: Status = "ok"
