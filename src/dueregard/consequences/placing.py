"""Which group of each grouping, alone or crossed, a person is in: as the engine has it, in arrays.

People whose level is not known are in no group that is shown. Here they are one, with :data:`UNKNOWN` as
its level: everybody less all groups is these people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Grouping
from dueregard.options import read_rows
from dueregard.options.rows import Codes
from dueregard.people import People

__all__ = ["UNKNOWN", "Group", "Largest", "Placed", "placed"]

Group = tuple[tuple[str, str], ...]
"""The levels of a group, as in a record's ``by`` without the option; sorted by variable."""

UNKNOWN = ""
"""The level of people whose level is not known, or who are in none."""


class Largest(NamedTuple):
    """How much of a sum those have who have most of it.

    Parameters
    ----------
    one, two : float
        The share of the person with the most, and of the two with the most together.
    """

    one: float
    two: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """The people of a crossing, each in one group.

    Attributes
    ----------
    groups : tuple of Group
        All combinations of levels.
    place : ndarray of int (n,)
        Each person's.
    """

    groups: tuple[Group, ...] = field(repr=False)
    place: NDArray[np.int64] = field(repr=False)

    def counted(self, who: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Count some of the people in each group.

        Parameters
        ----------
        who : ndarray of bool (n,)
            Which.

        Returns
        -------
        ndarray of int (groups,)
            Unweighted.
        """
        return np.bincount(self.place[who], minlength=len(self.groups))

    def largest(self, amounts: NDArray[np.float64]) -> dict[int, Largest]:
        """Give the largest shares of one person and of two in the sum of each group.

        Parameters
        ----------
        amounts : ndarray (n,)
            Not below nought.

        Returns
        -------
        dict of int to Largest
            By the group's position; nothing where the sum is nought.
        """
        total = np.bincount(self.place, weights=amounts, minlength=len(self.groups))
        first = np.zeros(len(self.groups))
        np.maximum.at(first, self.place, amounts)
        # Of those who have the most in a group one is set aside; the next then has the second most.
        top = np.flatnonzero(amounts == first[self.place])
        others = amounts.copy()
        others[top[np.unique(self.place[top], return_index=True)[1]]] = 0.0
        second = np.zeros(len(self.groups))
        np.maximum.at(second, self.place, others)
        return {
            int(at): Largest(float(first[at] / total[at]), float((first[at] + second[at]) / total[at]))
            for at in np.flatnonzero(total > 0)
        }


def placed(
    people: People,
    crossings: Iterable[Sequence[str | Grouping]],
    *,
    marks: Mapping[str, NDArray[np.float64]],
    outcome: str,
) -> Iterator[Placed]:
    """Put everybody into the groups of each crossing.

    Parameters
    ----------
    people : People
        One row a person.
    crossings : iterable of sequence of str or Grouping
        Names of variables or columns, or groupings of computed columns.
    marks : mapping of str to ndarray (n,)
        Computed columns; NaN for who is in no group.
    outcome : str
        Any column of numbers.

    Yields
    ------
    Placed
        In the order of the crossings.
    """
    wanted = [
        tuple(people.schema.grouping(each) if isinstance(each, str) else each for each in crossing)
        for crossing in crossings
    ]
    columns = list(
        dict.fromkeys(each.column for crossing in wanted for each in crossing if each.column not in marks)
    )
    rows = read_rows(people, outcome=outcome, codes=columns)
    levels: dict[tuple[str, str], tuple[list[str], NDArray[np.int64]]] = {}
    for crossing in wanted:
        groups: list[Group] = [()]
        place = np.zeros(len(rows), dtype=np.int64)
        for grouping in crossing:
            own = grouping.name, grouping.column
            if own not in levels:
                mark = marks.get(grouping.column)
                levels[own] = (
                    _of_codes(grouping, rows.codes[grouping.column])
                    if mark is None
                    else _of_marks(grouping, mark)
                )
            labels, index = levels[own]
            groups = [(*group, (grouping.name, label)) for group in groups for label in labels]
            place = place * len(labels) + index
        yield Placed(groups=tuple(tuple(sorted(group)) for group in groups), place=place)


def _of_marks(grouping: Grouping, mark: NDArray[np.float64]) -> tuple[list[str], NDArray[np.int64]]:
    labels = list(grouping.declared)
    found = np.full(len(mark), len(labels), dtype=np.int64)
    for number, code in enumerate(grouping.labels or {}):
        found[mark == float(code)] = number
    return [*labels, UNKNOWN], found


def _of_codes(grouping: Grouping, codes: Codes) -> tuple[list[str], NDArray[np.int64]]:
    """Turn codes into levels, as the engine does."""
    labels = list(grouping.declared)
    places = []
    for code in codes.codes:
        label = _label(grouping, code)
        if label is not None and label not in labels:
            labels.append(label)
        places.append(-1 if label is None else labels.index(label))
    index = np.array([*places, -1], dtype=np.int64)[codes.index]
    return [*labels, UNKNOWN], np.where(index < 0, len(labels), index)


def _label(grouping: Grouping, code: str) -> str | None:
    if grouping.bands is None or code in grouping.excluded:
        return grouping.level_of(code) if grouping.bands is None else None
    below = int(np.searchsorted(np.array(grouping.bands), float(code), side="right")) - 1
    return None if below < 0 else grouping.band_labels[below]
