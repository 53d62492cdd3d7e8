"""Which group of each grouping, alone or crossed, a person is in: as the engine has it, in arrays.

People whose level is not known are in no group that is shown. Here they are one, with :data:`UNKNOWN` as
its level: everybody less all groups is these people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Grouping
from dueregard.options import read_rows
from dueregard.options.rows import Codes
from dueregard.people import People

__all__ = ["UNKNOWN", "Group", "Placed", "placed"]

Group = tuple[tuple[str, str], ...]
"""The levels of a group, as in a record's ``by`` without the option; sorted by variable."""

UNKNOWN = ""
"""The level of people whose level is not known, or who are in none."""


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

    def largest_shares(self, amounts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the largest share of one person in the sum of each group.

        Parameters
        ----------
        amounts : ndarray (n,)
            Not below nought.

        Returns
        -------
        ndarray (groups,)
            0 where the sum is nought.
        """
        total = np.bincount(self.place, weights=amounts, minlength=len(self.groups))
        largest = np.zeros(len(self.groups))
        np.maximum.at(largest, self.place, amounts)
        return np.divide(largest, total, out=np.zeros(len(total)), where=total > 0)


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
