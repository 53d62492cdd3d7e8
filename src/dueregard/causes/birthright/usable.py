"""Circumstances that cannot be used as they are: measurements, and what everybody has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dueregard.causes.sample import Sample
from dueregard.errors import PeopleError, UsageError
from dueregard.estimates.source import BoolArray, FloatArray

__all__ = ["Varying", "refuse_measurements", "varying"]

MOST_NUMBERS = 30
"""A circumstance of plain numbers with more distinct values is a measurement."""

MOST_LEVELS = 1000
FEWEST_A_LEVEL = 2.0


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


def refuse_measurements(sample: Sample, groups: Mapping[str, Sequence[str]]) -> None:
    """Refuse circumstances with so many values that nearly everybody is a type of their own.

    Parameters
    ----------
    sample : Sample
        With circumstances as factors.
    groups : mapping of str to sequence of str
        Circumstances by group.

    Raises
    ------
    UsageError
        With the remedy.
    """
    for factor in sample.factors:
        count = len(factor.levels)
        numeric = all(_is_number(level) for level in factor.levels if level != "not known")
        a_level = sample.size / count
        if (numeric and count > MOST_NUMBERS and a_level < 200) or count > MOST_LEVELS or a_level < FEWEST_A_LEVEL:
            refuse_many(factor.name, count, sample.size)


def refuse_many(name: str, count: int, people: int) -> None:
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
        f"The circumstance {name!r} has {count:,} different values for {people:,} people: it is a measurement "
        "or a name, not a category of birth.",
        remedy="Cut it into bands (--bands 5 makes fifths of every circumstance that is a measurement), or "
        "use a coarser column.",
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


def banded(values: FloatArray, weight: FloatArray, bands: int) -> tuple[np.ndarray, tuple[str, ...]]:
    """Cut a measurement into bands of equal numbers of people.

    Parameters
    ----------
    values, weight : ndarray (n,)
        Of people; not a number where it is not known.
    bands : int
        How many.

    Returns
    -------
    codes : ndarray of int (n,)
        Band of each person; the last for those for whom it is not known.
    levels : tuple of str
        Names of bands with somebody in them.

    Examples
    --------
    >>> banded(np.array([1.0, 2.0, 3.0, 4.0]), np.ones(4), 2)[1]
    ('up to 2', 'above 2')
    """
    known = np.isfinite(values)
    order = np.argsort(np.where(known, values, np.inf), kind="stable")[: int(known.sum())]
    running = np.cumsum(weight[order]) / weight[order].sum()
    at = np.searchsorted(running, np.arange(1, bands) / bands - 1e-12)
    edges = np.unique(values[order][np.minimum(at, len(order) - 1)])
    edges = edges[edges < values[order][-1]]
    codes = np.where(known, np.searchsorted(edges, np.where(known, values, 0.0), side="left"), len(edges) + 1)
    levels = list(_band_names(edges))
    if not known.all():
        levels.append("not known")
    return codes, tuple(levels)


def _band_names(edges: FloatArray) -> Iterator[str]:
    if not len(edges):
        yield "any"
        return
    yield f"up to {edges[0]:.6g}"
    for low, high in zip(edges[:-1], edges[1:], strict=True):
        yield f"above {low:.6g} to {high:.6g}"
    yield f"above {edges[-1]:.6g}"


def _by_group(groups: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, list[int]]]:
    start = 0
    for name, columns in groups.items():
        yield name, list(range(start, start + len(columns)))
        start += len(columns)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
