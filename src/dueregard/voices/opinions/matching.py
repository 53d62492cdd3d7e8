"""What participants declared, in the levels that the population has totals of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.grouping import code_of, sorted_codes
from dueregard.errors import PeopleError
from dueregard.voices.opinions.declared import Declared, declared
from dueregard.voices.opinions.population import Population
from dueregard.voices.opinions.votes import Votes
from dueregard.voices.representation.matching import match_levels

__all__ = ["MatchedMargin", "in_levels_of", "matched_margin"]

_SHOWN = 8
_ADVICE = (
    "Give every level a total, written alike in both files; leave the cell of a participant who did not "
    "declare it empty."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedMargin:
    """A margin of the population in the order of the participants' levels.

    Attributes
    ----------
    people : tuple of float
        In the population, of each level that somebody declared.
    silent : mapping of str to float
        In the population, of each level that nobody declared.
    """

    people: tuple[float, ...]
    silent: Mapping[str, float]


def in_levels_of(population: Population, votes: Votes) -> tuple[Votes, list[str]]:
    """Write what participants declared in the population's levels.

    Levels are compared without regard to case, blanks and kinds of dash; numbers go into bands such as
    ``16-34`` or ``75 and over``; see :func:`~dueregard.voices.representation.matching.match_levels`.

    Parameters
    ----------
    population : Population
        Known numbers of people.
    votes : Votes
        With the characteristics of those who voted.

    Returns
    -------
    Votes
        The same votes, with the population's words.
    list of str
        Which characteristics were put into fewer levels.

    Raises
    ------
    PeopleError
        When participants have a level that the population has no total of.

    Examples
    --------
    >>> empty = np.array([], np.int32)
    >>> votes = Votes(
    ...     participants=("a", "b", "c"),
    ...     statements=(),
    ...     participant=empty,
    ...     statement=empty,
    ...     value=np.array([], np.int8),
    ...     kept=np.array([], bool),
    ...     characteristics={"age": np.array(["17", "81", "90"], object)},
    ... )
    >>> census = Population(title="census", margins={"age": {"under 65": 80.0, "65+": 20.0}})
    >>> banded, notes = in_levels_of(census, votes)
    >>> banded.characteristics["age"], notes
    (array(['under 65', '65+', '65+'], dtype=object), ["'age' was put into the population's 2 levels."])
    """
    characteristics: dict[str, NDArray[np.object_]] = dict(votes.characteristics)
    notes = []
    for name, levels in _levels(population).items():
        each = declared(votes, name)
        [column] = each.columns
        codes = sorted_codes(list(each.levels))
        matched = match_levels(codes, levels)
        if matched.absent:
            _refuse_absent(name, matched.absent, levels, population.title)
        given = votes.characteristics[column]
        characteristics[column] = np.array(
            [None if code is None else matched.levels.get(str(code)) for code in given], dtype=object
        )
        if len(set(matched.levels.values())) < len(matched.levels):
            notes.append(f"{name!r} was put into the population's {len(levels)} levels.")
    return replace(votes, characteristics=characteristics), notes


def matched_margin(each: Declared, population: Population) -> MatchedMargin:
    """Find the population's total of every declared level.

    Parameters
    ----------
    each : Declared
        Who declared which level, in the population's words.
    population : Population
        With totals of it.

    Returns
    -------
    MatchedMargin
        Totals of all levels.

    Raises
    ------
    PeopleError
        When a declared level has no total, or a total that is not above nought.

    Examples
    --------
    >>> sex = Declared(name="sex", levels=("F", "M"), place=np.array([0, 1]))
    >>> census = Population(title="census", margins={"sex": {"M": 49.0, "F": 50.0, "X": 1.0}})
    >>> matched_margin(sex, census)
    MatchedMargin(people=(50.0, 49.0), silent={'X': 1.0})
    """
    heard = [dict.fromkeys(column) for column in zip(*each.keys, strict=True)]
    totals: dict[tuple[str, ...], float] = {}
    for level, total in population.margins[each.name].items():
        parts = _parts(level, len(each.columns))
        words = [
            match_levels([part], list(known)).levels.get(part, part)
            for part, known in zip(parts, heard, strict=True)
        ]
        totals[tuple(words)] = totals.get(tuple(words), 0.0) + float(total)
    for key, level in zip(each.keys, each.levels, strict=True):
        if key not in totals:
            _refuse_absent(each.name, {level: ""}, list(population.margins[each.name]), population.title)
        if not totals[key] > 0:
            raise PeopleError(
                f"{population.title} has no people in its total for a level of {each.name!r}.",
                found=f"Somebody declared {level!r}, and its total is {totals[key]:g}.",
                remedy="Correct the total.",
            )
    silent = {"*".join(key): total for key, total in totals.items() if key not in each.keys and total > 0}
    return MatchedMargin(people=tuple(totals[key] for key in each.keys), silent=silent)


def _levels(population: Population) -> dict[str, list[str]]:
    """Every characteristic's levels: by its own margin, else by those in which it is crossed."""
    found: dict[str, dict[str, None]] = {}
    for name in sorted(population.margins, key=lambda name: name.count("*")):
        columns = name.split("*")
        fresh = [column for column in columns if column not in found]
        for level in population.margins[name]:
            for column, part in zip(columns, _parts(level, len(columns)), strict=True):
                if column in fresh:
                    found.setdefault(column, {})[part] = None
    return {column: list(levels) for column, levels in found.items()}


def _parts(level: object, columns: int) -> list[str]:
    """Take a crossed level apart at its stars."""
    text = code_of(level) or ""
    parts = [part.strip() for part in text.split("*")] if columns > 1 else [text.strip()]
    if len(parts) != columns:
        raise PeopleError(
            "A known total does not name one level of each of the characteristics that are crossed.",
            found=f"It is {text!r}.",
            remedy="Join the levels by a star, in the order of the characteristics: 'f*16-34'.",
        )
    return parts


def _refuse_absent(name: str, absent: Mapping[str, str], levels: list[str], title: str) -> None:
    shown = ", ".join(map(repr, list(absent)[:_SHOWN])) + (", ..." if len(absent) > _SHOWN else "")
    known = ", ".join(map(repr, levels[:_SHOWN])) + (", ..." if len(levels) > _SHOWN else "")
    raise PeopleError(
        f"{title} has no total for a level of {name!r} that participants declared.",
        found=f"Without a total: {shown}. It has totals for: {known}.",
        remedy=f"{next(iter(absent.values()))} {_ADVICE}".strip(),
    )
