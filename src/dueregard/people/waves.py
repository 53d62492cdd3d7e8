"""The waves of a repeated survey: who is in which period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dueregard.measures import count

if TYPE_CHECKING:
    from dueregard.people.people import People

__all__ = ["wave_conditions"]


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

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> wave_conditions(read_people({"year": [2026, 2024, 2026]}), "year")
    {'2024': '`year` == 2024', '2026': '`year` == 2026'}
    """
    counts = people.estimate(count(name="people"), by=period)
    inhabited = [label.by[period] for label, n in zip(counts.labels, counts.values, strict=True) if n > 0]
    column = people.schema.grouping(period).column
    return {label: f"`{column}` == {_literal(people, column, label)}" for label in inhabited}


def _literal(people: People, column: str, label: str) -> str:
    labels = people.schema.grouping(column).labels or {}
    code = next((code for code, known in labels.items() if known == label), label)
    kind = people.table.schema[people.table.names[column]]
    return code if kind.is_numeric() else "'" + code.replace("'", "\\'") + "'"
