"""The waves of a repeated survey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dueregard.gaps.catalogue import ask, key_of
from dueregard.gaps.columns import PEOPLE

if TYPE_CHECKING:
    from dueregard.people import People

__all__ = ["latest_wave"]


def latest_wave(people: People, period: str) -> People:
    """Narrow people to the latest period; everybody stays in the design.

    Parameters
    ----------
    people : People
        All periods together.
    period : str
        The column of the period.

    Returns
    -------
    People
        Those of the last period, in the order of numbers or, for texts, of the alphabet.
    """
    counts = ask(people, [PEOPLE], (period,)).pick(key_of(PEOPLE))
    inhabited = [label.by[period] for label, n in zip(counts.labels, counts.values, strict=True) if n > 0]
    if not inhabited:
        return people
    column = people.schema.grouping(period).column
    return people.where(f"`{column}` == {_literal(people, column, inhabited[-1])}")


def _literal(people: People, column: str, label: str) -> str:
    labels = people.schema.grouping(column).labels or {}
    code = next((code for code, known in labels.items() if known == label), label)
    kind = people.table.schema[people.table.names[column]]
    return code if kind.is_numeric() else "'" + code.replace("'", "\\'") + "'"
