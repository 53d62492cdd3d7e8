"""The waves of a repeated survey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dueregard.gaps.columns import Column
from dueregard.people.waves import wave_conditions

if TYPE_CHECKING:
    from dueregard.people import People

__all__ = ["latest_wave"]


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
