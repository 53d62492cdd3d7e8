"""Counting people by the codes of some variables, in one scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

from dueregard.engine import Grouping
from dueregard.engine.frames import collect
from dueregard.engine.grouping import code_of
from dueregard.errors import ColumnNotFound
from dueregard.people import People
from dueregard.voices.representation.matching import named

__all__ = ["Groupings", "Tallied", "grouping_of", "size_of", "tally"]

Groupings = Sequence[Grouping]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallied:
    """People who share the codes of some variables.

    Attributes
    ----------
    codes : tuple of str or None
        A level of each variable; None where it is not known.
    count : int
        How many people they are.
    """

    codes: tuple[str | None, ...]
    count: int


def grouping_of(people: People, name: str, *, bands: Sequence[float] | None = None) -> Grouping:
    """Find how a name splits people, in whatever case it is written.

    Parameters
    ----------
    people : People
        Whose.
    name : str
        A characteristic, place, generation or column.
    bands : sequence of float, optional
        Lower ends of bands that a column of numbers is cut into.

    Returns
    -------
    Grouping
        For :func:`tally`.

    Raises
    ------
    ColumnNotFound
        When there is none of that name.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> grouping_of(read_people({"Sex": ["f", "m"]}), "sex").column
    'Sex'
    """
    known = [*people.schema.variables, *people.columns]
    found = named(name, known)
    if found is None:
        raise ColumnNotFound(name, list(dict.fromkeys(known)), where=people.title)
    if bands is not None:
        column = people.schema.grouping(found).column
        return Grouping(name=name, column=column, bands=tuple(bands))
    return people.schema.grouping(found)


def size_of(people: People) -> int:
    """Count the people of the domain.

    Parameters
    ----------
    people : People
        A table.

    Returns
    -------
    int
        All of them, or those who meet its condition; without those whose weight is nought or not known.
    """
    return int(collect(_counted(people).select(n=nw.len()))["n"][0].as_py())


def tally(people: People, groupings: Sequence[Grouping]) -> list[Tallied]:
    """Count people by the levels of some variables, those without a level too.

    Parameters
    ----------
    people : People
        A table.
    groupings : sequence of Grouping
        The variables.

    Returns
    -------
    list of Tallied
        In the order of the variables' levels, those without a level last.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> body = read_people({"sex": ["f", "m", "f", None]})
    >>> [(each.codes, each.count) for each in tally(body, [grouping_of(body, "sex")])]
    [(('f',), 2), (('m',), 1), ((None,), 1)]
    """
    keys = [grouping.key(people.table.column(grouping.column)) for grouping in groupings]
    names = [f"k{place}" for place in range(len(keys))]
    frame = _counted(people).select(**dict(zip(names, keys, strict=True)))
    found = collect(frame.group_by(names).agg(n=nw.len()))
    columns = [found[name].to_pylist() for name in names]
    counts: dict[tuple[str | None, ...], int] = {}
    for *values, count in zip(*columns, found["n"].to_pylist(), strict=True):
        codes = tuple(_level(each, value) for each, value in zip(groupings, values, strict=True))
        counts[codes] = counts.get(codes, 0) + int(count)
    orders = [
        _places(grouping, [value for value in column if code_of(value) is not None])
        for grouping, column in zip(groupings, columns, strict=True)
    ]
    last = max((len(order) for order in orders), default=0)
    return [
        Tallied(codes=codes, count=counts[codes])
        for codes in sorted(
            counts, key=lambda key: [order.get(code, last) for order, code in zip(orders, key, strict=True)]
        )
    ]


def _counted(people: People) -> nw.LazyFrame[Any]:
    table = people.table
    frame = table.frame
    if table.domain is not None:
        frame = frame.filter(table.expression(table.domain))
    if table.design.weight is not None:
        frame = frame.filter(table.column(table.design.weight) > 0)
    return frame


def _level(grouping: Grouping, value: object) -> str | None:
    level = grouping.level_of(value)
    return level.strip() or None if level is not None else None


def _places(grouping: Grouping, values: Sequence[object]) -> dict[str | None, int]:
    return {level.strip(): place for place, level in enumerate(grouping.order(values))}
