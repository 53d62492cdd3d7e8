"""The waves of a repeated survey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dueregard.gaps.catalogue import ask, key_of
from dueregard.gaps.columns import PEOPLE, Column

if TYPE_CHECKING:
    from dueregard.people import People

__all__ = ["latest_wave", "wave_conditions"]


def wave_conditions(people: People, period: str) -> dict[str, str]:
    """Say of each period who is in it.

    Parameters
    ----------
    people : People
        All periods together.
    period : str
        The column of the period.

    Returns
    -------
    dict of str to str
        A condition for each period that has people, in the order of numbers or, for texts, of the alphabet.
    """
    counts = ask(people, [PEOPLE], (period,)).pick(key_of(PEOPLE))
    inhabited = [label.by[period] for label, n in zip(counts.labels, counts.values, strict=True) if n > 0]
    column = people.schema.grouping(period).column
    return {label: f"`{column}` == {_literal(people, column, label)}" for label in inhabited}


def latest_wave(people: People, period: str, columns: Sequence[Column]) -> tuple[People, tuple[Column, ...]]:
    """Narrow people and outcomes to the latest period; everybody stays in the design.

    Parameters
    ----------
    people : People
        All periods together.
    period : str
        The column of the period.
    columns : sequence of Column
        Outcomes that are observed in it.

    Returns
    -------
    tuple of People and tuple of Column
        Those of the last period, in the order of numbers or, for texts, of the alphabet.
    """
    conditions = list(wave_conditions(people, period).values())
    if not conditions:
        return people, tuple(columns)
    return people.where(conditions[-1]), tuple(column.of_wave(conditions[-1]) for column in columns)


def _literal(people: People, column: str, label: str) -> str:
    labels = people.schema.grouping(column).labels or {}
    code = next((code for code, known in labels.items() if known == label), label)
    kind = people.table.schema[people.table.names[column]]
    return code if kind.is_numeric() else "'" + code.replace("'", "\\'") + "'"
