"""Levels that participants declared, found among the levels that the population has totals of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dueregard.engine.grouping import code_of
from dueregard.errors import PeopleError, did_you_mean
from dueregard.voices.opinions.declared import Declared, folded
from dueregard.voices.opinions.population import Population

__all__ = ["MatchedMargin", "matched_margin"]

_SHOWN = 8


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


def matched_margin(each: Declared, population: Population) -> MatchedMargin:
    """Find the population's total of every declared level.

    Levels are compared without regard to case, blanks and kinds of dash, unless that makes two of one file
    the same.

    Parameters
    ----------
    each : Declared
        Who declared which level.
    population : Population
        With totals of it.

    Returns
    -------
    MatchedMargin
        Totals of all levels.

    Raises
    ------
    PeopleError
        When a declared level has no total, or a total of nought.

    Examples
    --------
    >>> import numpy as np
    >>> sex = Declared(name="sex", levels=("f", "m"), place=np.array([0, 1]))
    >>> census = Population(title="census", margins={"sex": {"M": 49.0, "F": 50.0, "X": 1.0}})
    >>> matched_margin(sex, census)
    MatchedMargin(people=(50.0, 49.0), silent={'X': 1.0})
    """
    totals = {_written(level): float(total) for level, total in population.margins[each.name].items()}
    keys = _keys(each.levels, totals)
    there = {keys[level]: level for level in totals}
    lacking = [level for level in each.levels if keys[level] not in there]
    if lacking:
        _refuse_lacking(each.name, lacking, totals, population.title)
    found = {level: totals[there[keys[level]]] for level in each.levels}
    empty = [level for level, total in found.items() if not total > 0]
    if empty:
        raise PeopleError(
            f"{population.title} has a total of nought for a level of {each.name!r} that somebody declared.",
            found=f"The level is {empty[0]!r}.",
            remedy="Correct the total.",
        )
    heard = {keys[level] for level in each.levels}
    silent = {level: total for level, total in totals.items() if keys[level] not in heard and total > 0}
    return MatchedMargin(people=tuple(found.values()), silent=silent)


def _written(level: object) -> str:
    """Write a level as participants' are: crossed ones without blanks around the star."""
    return "*".join(part.strip() for part in (code_of(level) or "").split("*"))


def _keys(declared: tuple[str, ...], totals: Mapping[str, float]) -> dict[str, str]:
    """Fold levels for comparison; where that would merge two of one side, all stay as they are."""
    for side in (declared, tuple(totals)):
        if len({folded(level) for level in side}) < len(side):
            return {level: level for level in (*declared, *totals)}
    return {level: folded(level) for level in (*declared, *totals)}


def _refuse_lacking(name: str, lacking: list[str], totals: Mapping[str, float], title: str) -> None:
    shown = ", ".join(map(repr, lacking[:_SHOWN])) + (", ..." if len(lacking) > _SHOWN else "")
    known = ", ".join(map(repr, list(totals)[:_SHOWN])) + (", ..." if len(totals) > _SHOWN else "")
    advice = (
        "Give every level a total, written alike in both files; leave the cell of a participant who did not "
        "declare it empty."
    )
    raise PeopleError(
        f"{title} has no total for a level of {name!r} that participants declared.",
        found=f"Without a total: {shown}. It has totals for: {known}.",
        remedy=f"{did_you_mean(lacking[0], totals)} {advice}".strip(),
    )
