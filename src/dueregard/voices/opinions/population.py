"""The population that a consultation is held against: how many people of each level it has."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from dueregard.errors import UsageError, did_you_mean
from dueregard.people import People, read_people
from dueregard.people.known_totals import HEADER, read_known_totals
from dueregard.voices.opinions.declared import MOST_LEVELS
from dueregard.voices.representation.margins import refuse_mixed_shares
from dueregard.voices.representation.matching import named

__all__ = ["Population", "read_population"]

DIFFERENT_SIZES = 0.01
"""Margins whose numbers of people differ by more than this share are pointed out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Known numbers of people.

    Attributes
    ----------
    title : str
        What to call it in messages.
    margins : mapping of str to mapping of str to float
        People by level, by characteristic; crossed ones and their levels are joined by a star.
    notes : tuple of str
        What was decided while reading.

    Examples
    --------
    >>> Population(title="census", margins={"sex": {"f": 51.0, "m": 49.0}}).size
    100.0
    """

    title: str
    margins: Mapping[str, Mapping[str, float]]
    notes: tuple[str, ...] = field(default=())

    @property
    def size(self) -> float:
        """People, by the margin with the most; 0 without any."""
        return max((sum(levels.values()) for levels in self.margins.values()), default=0.0)


def read_population(
    source: str | os.PathLike[str], *, characteristics: Iterable[str], weight: str | None = None
) -> Population:
    """Read a population: a file of known totals, or a table with one row a person.

    Parameters
    ----------
    source : path
        Known totals (:func:`dueregard.people.known_totals.read_known_totals`): the columns ``variable``,
        ``level`` and ``total``. Any other table is read as people, and its columns of the same names as
        the participants' characteristics are counted.
    characteristics : iterable of str
        What participants were asked for.
    weight : str, optional
        The column of a table of people that says for how many each stands.

    Returns
    -------
    Population
        Totals of what participants were asked for; others are named in the notes.

    Raises
    ------
    PeopleError
        When the file cannot be read.
    UsageError
        When it has nothing in common with the participants' characteristics.
    """
    asked = tuple(characteristics)
    people = read_people(os.fspath(source), weight=weight)
    if set(HEADER) <= {column.strip().casefold() for column in people.columns}:
        if weight is not None:
            raise UsageError("A file of known totals has no weights.", remedy="Leave out the weight.")
        found = read_known_totals(source)
        margins, notes = _asked_for(found.margins, asked, people.title)
        for name, levels in margins.items():
            refuse_mixed_shares(name, list(levels.values()), title=people.title)
        notes += [f"The total of {name!r} has no levels and is not used." for name in found.totals]
    else:
        margins, notes = _counted(people, asked)
    sizes = {name: sum(levels.values()) for name, levels in margins.items()}
    if max(sizes.values()) > (1 + DIFFERENT_SIZES) * min(sizes.values()):
        listed = ", ".join(f"{name} {size:,.0f}" for name, size in sizes.items())
        notes.append(
            f"The population's totals are of different numbers of people ({listed}): shares are used."
        )
    return Population(title=people.title, margins=margins, notes=tuple(notes))


def _asked_for(
    margins: Mapping[str, Mapping[str, float]], asked: tuple[str, ...], title: str
) -> tuple[dict[str, Mapping[str, float]], list[str]]:
    """Keep the margins of what participants were asked for."""
    kept: dict[str, Mapping[str, float]] = {}
    notes = []
    for name, levels in margins.items():
        parts = [named(part.strip(), asked) for part in name.split("*")]
        known = [part for part in parts if part is not None]
        if len(known) == len(parts):
            kept["*".join(known)] = levels
        else:
            near = did_you_mean(name, asked)
            notes.append(
                f"{title} has totals of {name!r}, which participants were not asked for: "
                f"results are not weighted by it.{' ' + near if near else ''}"
            )
    _refuse_nothing(kept, asked, title, tuple(margins))
    told = {part for name in kept for part in name.split("*")}
    notes += [
        f"{title} has no totals of {name!r}: results are not weighted by it."
        for name in asked
        if name not in told
    ]
    return kept, notes


def _counted(people: People, asked: tuple[str, ...]) -> tuple[dict[str, Mapping[str, float]], list[str]]:
    """Count the levels of the columns that participants were asked for too."""
    from dueregard.measures import count

    shared = {name: column for name in asked if (column := named(name, people.columns)) is not None}
    _refuse_nothing(shared, asked, people.title, people.columns)
    found = people.estimate(count(), groupings=[(column,) for column in shared.values()], keep_scores=False)
    margins: dict[str, dict[str, float]] = {name: {} for name in shared}
    names = {column: name for name, column in shared.items()}
    for label, value in zip(found.labels, found.values, strict=True):
        for column, level in label.by.items():
            if np.isfinite(value):
                margins[names[column]][level] = float(value)
    notes = [
        f"{people.title} has no column {name!r}: results are not weighted by it."
        for name in asked
        if name not in shared
    ]
    many = [name for name, levels in margins.items() if len(levels) > MOST_LEVELS]
    notes += [
        f"{people.title} has {len(margins.pop(name)):,} levels of {name!r}: results are not weighted by it. "
        "Put it into bands to weight by it."
        for name in many
    ]
    _refuse_nothing(margins, asked, people.title, people.columns)
    return dict(margins), notes


def _refuse_nothing(
    kept: Mapping[str, object], asked: tuple[str, ...], title: str, there: tuple[str, ...]
) -> None:
    if not kept:
        raise UsageError(
            f"{title} says nothing of what participants were asked for.",
            found=f"It has {', '.join(map(repr, there[:12]))}; participants were asked for "
            f"{', '.join(map(repr, asked)) or 'nothing'}.",
            remedy="Call a characteristic the same in both files, and give --participants.",
        )
