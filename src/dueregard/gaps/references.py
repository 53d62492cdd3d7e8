"""Which group the others are compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.estimates import Estimates

if TYPE_CHECKING:
    from dueregard.people import Schema

__all__ = ["Reference", "choose_reference", "declared_references"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The group that others are compared with. It is a yardstick, not what is normal.

    Parameters
    ----------
    position : int
        Where it stands among the levels.
    label : str
        Its levels, joined by commas.
    why : str
        Why it was chosen, for the reader.
    """

    position: int
    label: str
    why: str

    @property
    def words(self) -> str:
        """Say which group it is and why, as in "reference: White, the largest group"."""
        return f"reference: {self.label}, {self.why}"


def declared_references(schema: Schema) -> Mapping[str, str]:
    """Collect the reference groups that the casebook declares.

    Parameters
    ----------
    schema : Schema
        What the people's columns mean.

    Returns
    -------
    mapping of str to str
        From a characteristic to the label of its reference group.
    """
    return {name: variable.reference for name, variable in schema.variables.items() if variable.reference}


def choose_reference(
    levels: Estimates, *, sizes: Sequence[float], declared: Mapping[str, str]
) -> Reference | None:
    """Choose the reference group of a row: as declared, else the largest that has a value.

    Parameters
    ----------
    levels : Estimates
        The values of the groups.
    sizes : sequence of float
        People in each group (weighted).
    declared : mapping of str to str
        Declared reference groups by variable.

    Returns
    -------
    Reference or None
        None when no group has a value. Where groups are made by several variables, the declared reference
        is the group in which every variable has its own; if one variable has none, or nobody is in that
        group, it is the largest group.
    """
    estimable = [i for i, status in enumerate(levels.statuses) if status != "not_estimable"]
    if not estimable:
        return None
    for i in estimable:
        by = levels.labels[i].by
        if by and all(declared.get(name) == level for name, level in by.items()):
            return Reference(position=i, label=_label(by), why="as declared")
    largest = max(estimable, key=lambda i: (sizes[i], -i))
    return Reference(position=largest, label=_label(levels.labels[largest].by), why="the largest group")


def _label(by: Mapping[str, str]) -> str:
    return ", ".join(by.values())
