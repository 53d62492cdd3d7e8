"""Circumstances that cannot be used as they are: measurements, and what everybody has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from dueregard.causes.sample import Sample
from dueregard.errors import PeopleError, UsageError

__all__ = ["Varying", "refuse_measurements", "varying"]

MOST_NUMBERS = 30
"""A circumstance of plain numbers with more distinct values is a measurement."""

MOST_LEVELS = 1000
FEWEST_A_LEVEL = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Varying:
    """Circumstances that differ between people.

    Attributes
    ----------
    groups : mapping of str to tuple of int
        Places of each group's circumstances among the kept ones; a group may have none.
    kept : tuple of int
        Which of the sample's factors they are.
    notes : tuple of str
        What was left out, in sentences.
    """

    groups: Mapping[str, tuple[int, ...]]
    kept: tuple[int, ...]
    notes: tuple[str, ...]


def refuse_measurements(sample: Sample, banded: Sequence[str] = ()) -> None:
    """Refuse circumstances with so many values that nearly everybody is a type of their own.

    Parameters
    ----------
    sample : Sample
        With circumstances as factors.
    banded : sequence of str
        Circumstances in bands, which are not.

    Raises
    ------
    UsageError
        With the remedy.
    """
    for factor in sample.factors:
        if factor.name in banded:
            continue
        count = len(factor.levels)
        if count > MOST_LEVELS or (count > MOST_NUMBERS and sample.size < FEWEST_A_LEVEL * count):
            refuse_many(factor.name, count, sample.size)


def refuse_many(name: str, count: int, people: int) -> NoReturn:
    """Say that a circumstance is a measurement or names people.

    Parameters
    ----------
    name : str
        The circumstance.
    count, people : int
        How many values it has, and how many people.

    Raises
    ------
    UsageError
        Always.
    """
    raise UsageError(
        f"The circumstance {name!r} has {count:,} different values for {people:,} people: it is a "
        "measurement or a name, not a category of birth.",
        remedy="Cut it into bands (--equal-bands 5 makes fifths of every circumstance that is a "
        "measurement), or use a coarser column.",
    )


def varying(sample: Sample, groups: Mapping[str, Sequence[str]]) -> Varying:
    """Leave out circumstances that everybody shares.

    Parameters
    ----------
    sample : Sample
        With circumstances as factors, in the order of the groups.
    groups : mapping of str to sequence of str
        Circumstances by group.

    Returns
    -------
    Varying

    Raises
    ------
    PeopleError
        When nobody differs from anybody.
    """
    places: dict[str, tuple[int, ...]] = {}
    kept: list[int] = []
    notes: list[str] = []
    for group, own in _by_group(groups):
        found = [place for place in own if len(sample.factors[place].levels) > 1]
        places[group] = tuple(range(len(kept), len(kept) + len(found)))
        kept += found
        notes += [
            f"Everybody has the same {sample.factors[place].name!r}, which therefore says nothing here."
            for place in own
            if place not in found
        ]
    if not kept:
        raise PeopleError(
            "Everybody has the same circumstances, so that nothing can go with them.",
            remedy="Name circumstances that differ between these people.",
        )
    return Varying(groups=places, kept=tuple(kept), notes=tuple(notes))


def _by_group(groups: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, list[int]]]:
    start = 0
    for name, columns in groups.items():
        yield name, list(range(start, start + len(columns)))
        start += len(columns)
