"""What was asked for, in one piece."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dueregard.errors import UsageError
from dueregard.people import People

__all__ = ["RESERVED", "Asked", "check_asked"]

RESERVED = ("bundle", "option", "with", "year", "people")
"""Names of ours in ``by``, which no characteristic can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for.

    Attributes
    ----------
    outcome : str
        The column that measures change.
    by : tuple of str
        What people are grouped by.
    line : str
        The poverty line.
    depth : int
        How many groupings are crossed, tenths among them.
    years : tuple of int
        Each gets a table of its own; empty for the measures fully phased in.
    household : str, optional
        The column of households.
    scale : str, optional
        That of the equivalence scale.
    child : str, optional
        Who is a child, as a condition.
    members : mapping of str to str
        Conditions whose people are counted in each household, by name.
    unit : str, optional
        Of the outcome.
    level : float
        Confidence level.
    seed : int
        Of take-up.
    """

    outcome: str
    by: tuple[str, ...] = ()
    line: str = "0.6*median"
    depth: int = 2
    years: tuple[int, ...] = ()
    household: str | None = None
    scale: str | None = None
    child: str | None = None
    members: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None
    level: float = 0.95
    seed: int = 1


def check_asked(people: People, asked: Asked) -> None:
    """Refuse what cannot be done, before anything is read.

    Parameters
    ----------
    people : People
        The people.
    asked : Asked
        What was asked for.

    Raises
    ------
    UsageError, ColumnNotFound
        When it cannot be done.
    """
    if asked.scale is not None and asked.household is None:
        raise UsageError(
            "Equivalised income is that of a household, and there is no column of households.",
            remedy="Add --household with the column of household ids.",
        )
    if asked.members and asked.household is None:
        raise UsageError(
            "Members are counted in each household, and there is no column of households.",
            remedy="Add --household with the column of household ids.",
        )
    for name in (*asked.by, *asked.members):
        if name in RESERVED:
            raise UsageError(
                f"Groups cannot be called {name!r}: results use that name for something else.",
                remedy="Rename the column.",
            )
    for name in asked.by:
        people.schema.grouping(name)
    if asked.depth < 1:
        raise UsageError(f"At least one grouping is looked at; found a depth of {asked.depth}.")
