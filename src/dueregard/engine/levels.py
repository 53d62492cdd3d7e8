"""The levels of a crossing of groupings, and which keys of the table belong to which."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dueregard.engine.frames import whole_numbers
from dueregard.engine.grouping import Grouping

__all__ = ["DENSE", "Levels", "complement", "distinct_codes", "resolve_levels"]

DENSE = 8
"""Codes are dense when there are at most so many possible ones a row; then they need no sort."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Levels of a crossing, in order, with the keys of the table that make them.

    Attributes
    ----------
    variables : tuple of str
        Names of the crossed groupings.
    labels : tuple of tuple of str
        One a level: a label per variable.
    keys : tuple of tuple
        Distinct combinations of key values in the table, one a row of ``key_level``.
    key_level : ndarray of int
        The level of each; -1 for none.
    """

    variables: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    keys: tuple[tuple[Any, ...], ...]
    key_level: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.labels)

    def by(self, level: int) -> Mapping[str, str]:
        """Give the label of each variable at a level.

        Parameters
        ----------
        level : int
            Its position.

        Returns
        -------
        mapping of str to str
            Variable to label.
        """
        return dict(zip(self.variables, self.labels[level], strict=True))


def resolve_levels(
    groupings: Sequence[Grouping], columns: Sequence[pa.Array], rows: int
) -> tuple[Levels, NDArray[np.int64]]:
    """Find the levels that a table has, and the level of each fetched row.

    Declared levels appear whether or not anybody has them; of undeclared ones, the combinations found.

    Parameters
    ----------
    groupings : sequence of Grouping
        The crossing.
    columns : sequence of pyarrow array
        The keys of each, equally long.
    rows : int
        How many rows were fetched.

    Returns
    -------
    Levels
        In declared order, the first variable varying slowest.
    ndarray of int
        The level of each row; -1 for none.
    """
    coded = [column.dictionary_encode() for column in columns]
    values = [column.dictionary.to_pylist() for column in coded]
    codes = [whole_numbers(column.indices) for column in coded]
    combined = np.zeros(rows, dtype=np.int64)
    missing = np.zeros(rows, dtype=bool)
    for code, distinct in zip(codes, values, strict=True):
        combined = combined * max(len(distinct), 1) + np.maximum(code, 0)
        missing |= code < 0
    combined[missing] = -1
    found, where = distinct_codes(combined)
    keys = [_split(int(code), values) for code in found if code >= 0]
    levels = _levels_of(groupings, values, keys)
    of_key = np.concatenate([np.full(int((found < 0).sum()), -1, dtype=np.int64), levels.key_level])
    return levels, of_key[where]


def distinct_codes(codes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find the distinct codes in order and the position of each row's, quickly when they are dense.

    Parameters
    ----------
    codes : ndarray of int (n,)
        At least -1.

    Returns
    -------
    distinct : ndarray of int (d,)
        Rising.
    position : ndarray of int (n,)
        Into ``distinct``.
    """
    if codes.size == 0:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    span = int(codes.max()) + 2
    if span > max(DENSE * codes.size, 1_000_000):
        distinct, position = np.unique(codes, return_inverse=True)
        return distinct, position
    seen = np.zeros(span, dtype=bool)
    seen[codes + 1] = True
    rank = np.cumsum(seen, dtype=np.int32 if span < 2**31 else np.int64)
    position = rank[codes + 1].astype(np.int64)
    position -= 1
    return np.flatnonzero(seen) - 1, position


def complement(levels: Levels, variable: str) -> tuple[tuple[int, ...], ...]:
    """Find, for each level, the other levels of a variable within the same levels of the rest.

    Parameters
    ----------
    levels : Levels
        A crossing.
    variable : str
        One of its variables.

    Returns
    -------
    tuple of tuple of int
        One a level.
    """
    axis = levels.variables.index(variable)
    within = [label[:axis] + label[axis + 1 :] for label in levels.labels]
    members: dict[tuple[str, ...], list[int]] = {}
    for index, rest in enumerate(within):
        members.setdefault(rest, []).append(index)
    return tuple(tuple(i for i in members[rest] if i != index) for index, rest in enumerate(within))


def _split(code: int, values: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    parts = []
    for distinct in reversed(values):
        code, part = divmod(code, max(len(distinct), 1))
        parts.append(distinct[part])
    return tuple(reversed(parts))


def _levels_of(
    groupings: Sequence[Grouping], values: Sequence[Sequence[Any]], keys: Sequence[tuple[Any, ...]]
) -> Levels:
    orders = [grouping.order(distinct) for grouping, distinct in zip(groupings, values, strict=True)]
    named = [
        {value: grouping.level_of(value) for value in distinct}
        for grouping, distinct in zip(groupings, values, strict=True)
    ]
    of_key = [tuple(names[part] for names, part in zip(named, key, strict=True)) for key in keys]
    present = {labels for labels in of_key if None not in labels}
    free = [index for index, grouping in enumerate(groupings) if not grouping.declared]
    found = {tuple(labels[index] for index in free) for labels in present}
    wanted = [
        labels
        for labels in itertools.product(*orders)
        if tuple(labels[index] for index in free) in found or not free
    ]
    position: dict[tuple[str | None, ...], int] = {labels: index for index, labels in enumerate(wanted)}
    return Levels(
        variables=tuple(grouping.name for grouping in groupings),
        labels=tuple(wanted),
        keys=tuple(keys),
        key_level=np.array([position.get(labels, -1) for labels in of_key], dtype=np.int64),
    )
