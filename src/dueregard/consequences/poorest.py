"""The poorest fifth of each place: a place may rise while they fall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.effects import deciles
from dueregard.consequences.flags import FIFTH, PART
from dueregard.engine import Grouping
from dueregard.options import Rows
from dueregard.options.rows import Codes
from dueregard.people import People

__all__ = ["fifth_column", "places_among", "poorest_fifth", "poorest_of"]

Array = NDArray[np.float64]


def places_among(people: People, by: Sequence[str], place: str | None) -> tuple[str, ...]:
    """Say which groupings are places: as people are described, or the column that a call names.

    Parameters
    ----------
    people : People
        Whose description says what is a place.
    by : sequence of str
        What people are grouped by.
    place : str, optional
        A column of places.

    Returns
    -------
    tuple of str
        Those of `by`.
    """
    known = [each.column for each in people.schema.places.values()]
    return tuple(name for name in by if people.schema.grouping(name).column in (*known, place))


def fifth_column(place: str) -> str:
    """Name the column that marks the poorest fifth of each place.

    Parameters
    ----------
    place : str
        The variable.

    Returns
    -------
    str
        A name no table of a user has.
    """
    return f"(poorest fifth of each {place})"


def poorest_fifth(place: str) -> Grouping:
    """Split a place into its poorest fifth and others, who are left out.

    Parameters
    ----------
    place : str
        The variable.

    Returns
    -------
    Grouping
        With one level.
    """
    return Grouping(name=PART, column=fifth_column(place), labels={"1": FIFTH})


def poorest_of(rows: Rows, groupings: Mapping[str, Grouping]) -> dict[str, Array]:
    """Mark the poorest fifth of each place by the outcome before.

    Parameters
    ----------
    rows : Rows
        The people, with the codes of the columns of places.
    groupings : mapping of str to Grouping
        Places.

    Returns
    -------
    dict of str to ndarray (n,)
        By name of column: 1, or NaN for others.
    """
    return {
        fifth_column(name): _marked(rows, rows.codes[grouping.column], grouping)
        for name, grouping in groupings.items()
    }


def _marked(rows: Rows, codes: Codes, grouping: Grouping) -> Array:
    levels = [grouping.level_of(code) for code in codes.codes]
    number = {level: index for index, level in enumerate(dict.fromkeys(each for each in levels if each))}
    of_code = np.array([*(number.get(level or "", -1) for level in levels), -1])
    of_row = of_code[codes.index]
    found = np.full(len(rows), np.nan)
    order = np.argsort(of_row, kind="stable")
    ends = np.searchsorted(of_row[order], np.arange(len(number) + 1))
    for start, end in pairwise(ends):
        here = order[start:end]
        poorest = deciles(rows.outcome[here], rows.weight[here]) <= 2
        found[here[poorest]] = 1.0
    return found
