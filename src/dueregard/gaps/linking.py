"""Which groups of the grid are inside which: a ward in its district, an age band in a life stage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dueregard.casebook import Outcome, Specification
from dueregard.engine.frames import collect
from dueregard.people.waves import wave_conditions

if TYPE_CHECKING:
    from dueregard.people import People

__all__ = ["latest_waves", "nesting_among", "quantities_of"]

Item = tuple[str, str]
MANY = 1_000_000
"""People up to whom all variables are compared; of more, places and generations are."""


def nesting_among(people: People) -> tuple[tuple[Item, Item], ...]:
    """Find the levels that lie wholly inside a level of another variable.

    Parameters
    ----------
    people : People
        The people.

    Returns
    -------
    tuple of pairs of (str, str)
        Inner and outer level, each with its variable. A level that nobody has is in none.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> people = read_people({"w": ["a", "b", "c"], "d": ["x", "x", "y"]}, places={"w": "w", "d": "d"})
    >>> nesting_among(people)[:2]
    ((('d', 'y'), ('w', 'c')), (('w', 'a'), ('d', 'x')))
    """
    schema = people.schema
    every = schema.groupings
    known = every if people.count <= MANY else {**schema.places, **schema.generations}
    groupings = {name: every[name] for name in known}
    if len(groupings) < 2:
        return ()
    table = people.table
    names = list(groupings)
    keys = {
        f"_g{i}": groupings[name].key(table.column(groupings[name].column)) for i, name in enumerate(names)
    }
    found = collect(table.frame.select(**keys).unique())
    columns = [
        [groupings[name].level_of(value) for value in found[f"_g{i}"].to_pylist()]
        for i, name in enumerate(names)
    ]
    return tuple(sorted(_inside(names, columns)))


def _inside(names: Sequence[str], columns: Sequence[Sequence[str | None]]) -> set[tuple[Item, Item]]:
    found: set[tuple[Item, Item]] = set()
    levels = [Counter(level for level in column if level is not None) for column in columns]
    for inner, (name, column) in enumerate(zip(names, columns, strict=True)):
        for outer, (other, beside) in enumerate(zip(names, columns, strict=True)):
            # A variable of one level is everybody; nothing is inside it more than inside the whole.
            if inner == outer or len(levels[outer]) < 2:
                continue
            around: dict[str, set[str | None]] = defaultdict(set)
            for level, of in set(zip(column, beside, strict=True)):
                if level is not None:
                    around[level].add(of)
            found |= {
                ((name, level), (other, only))
                for level, some in around.items()
                if len(some) == 1
                for only in some
                if only is not None
            }
    return found


def latest_waves(people: People, specification: Specification) -> tuple[Item, ...]:
    """Say which wave the tables of the grid are of.

    Parameters
    ----------
    people : People
        All periods together.
    specification : Specification
        The outcomes.

    Returns
    -------
    tuple of (str, str)
        The column of each period and its latest level, where all outcomes are observed in it.
    """
    periods = {outcome.period for outcome in specification.outcomes}
    if len(periods) != 1 or None in periods:
        return ()
    (period,) = periods
    levels = list(wave_conditions(people, str(period)))
    return ((str(period), levels[-1]),) if levels else ()


def quantities_of(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Say what each outcome measures, whoever it is asked of.

    Parameters
    ----------
    outcomes : sequence of Outcome
        The casebook's.

    Returns
    -------
    dict of str to str
        The column or condition of each outcome by its name.
    """
    return {
        outcome.name: "".join((outcome.column or outcome.yes or outcome.name).split()) for outcome in outcomes
    }
