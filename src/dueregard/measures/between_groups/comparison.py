"""What is computed from groups, whether they are the rows of a table or made of people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeAlias

from dueregard.disparities import Groups
from dueregard.errors import UsageError, did_you_mean
from dueregard.estimates import Estimates

__all__ = ["CHOSEN", "Comparison", "Function", "refuse_group"]

Function: TypeAlias = Callable[[Groups, Sequence[float]], Estimates]

MOST_TOLD = 20
CHOSEN = ("highest", "lowest", "first", "last")
"""Words for groups that are found by their value or by their place in the order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is computed from groups.

    Attributes
    ----------
    name : str
        Its name in the catalogue.
    function : callable
        ``function(groups, levels)`` gives one value, with intervals at the confidence levels.
    parameters : mapping
        Its options, as results show them.
    weighted : bool
        Whether groups count by their people.
    ordered : bool
        Whether groups must have an order.
    named : tuple of str
        Groups that are named, and must be there.
    """

    name: str
    function: Function
    parameters: Mapping[str, Any] = field(default_factory=dict)
    weighted: bool = True
    ordered: bool = False
    named: tuple[str, ...] = ()


def refuse_group(named: str, variable: str, known: Sequence[str]) -> NoReturn:
    """Refuse the name of a group that is nowhere.

    Parameters
    ----------
    named : str
        What was written.
    variable : str
        The column of groups.
    known : sequence of str
        The groups there are.

    Raises
    ------
    UsageError
        Always.
    """
    raise UsageError(
        f"{variable!r} has no group {named!r}.",
        found=f"Its groups are: {', '.join(known[:MOST_TOLD])}{', ...' if len(known) > MOST_TOLD else ''}.",
        remedy=did_you_mean(named, known) or None,
    )
