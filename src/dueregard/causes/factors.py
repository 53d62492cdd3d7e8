"""Categorical columns as whole numbers with names: what circumstances and characteristics are to models."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from dueregard.engine.frames import whole_numbers
from dueregard.engine.grouping import Grouping, code_of
from dueregard.errors import UsageError
from dueregard.estimates.source import BoolArray, IntArray

__all__ = ["NOT_APPLICABLE", "NOT_KNOWN", "Factor", "coded_factor"]

NOT_KNOWN = "not known"
"""The level of those whose answer is missing."""

NOT_APPLICABLE = "not applicable"
"""The level of those to whom a question does not apply."""

MOST_NUMBERS = 100
"""A column of numbers without labels and with more distinct values is a measurement, not a category."""

MOST_LEVELS = 5_000
"""The most levels of a category."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Factor:
    """A categorical column of some people.

    Attributes
    ----------
    name : str
        The column or characteristic as the user wrote it.
    label : str
        What it is called in words.
    codes : ndarray of int (n,)
        The level of each person, 0 to the number of levels less one.
    levels : tuple of str
        In the order of the user's labels, else by number and text; those whose answer is missing, if they
        are kept, come last as ``not known``. Each has somebody.

    Examples
    --------
    >>> import numpy as np
    >>> Factor(name="sex", label="Sex", codes=np.array([0, 1, 0]), levels=("f", "m")).select(np.array([0, 2]))
    Factor(name='sex', label='Sex', levels=('f',))
    """

    name: str
    label: str
    codes: IntArray = field(repr=False)
    levels: tuple[str, ...]

    def select(self, rows: IntArray | BoolArray) -> Factor:
        """Keep some people, and the levels that they have.

        Parameters
        ----------
        rows : ndarray of int or bool
            Who is kept.

        Returns
        -------
        Factor
            Of them.
        """
        codes = self.codes[rows]
        there = np.bincount(codes, minlength=len(self.levels)) > 0
        position = np.cumsum(there) - 1
        levels = tuple(level for level, kept in zip(self.levels, there, strict=True) if kept)
        return replace(self, codes=position[codes], levels=levels)


def coded_factor(
    grouping: Grouping,
    column: Any,
    *,
    name: str | None = None,
    label: str | None = None,
    not_applicable: Collection[str] = (),
) -> tuple[Factor, BoolArray]:
    """Turn a fetched column into a factor.

    Parameters
    ----------
    grouping : Grouping
        What the codes mean and in which order.
    column : pyarrow array (n,)
        Its key.
    name, label : str, optional
        What the factor is called; by default as the grouping.
    not_applicable : collection of str
        Codes of people to whom the question does not apply: they are a level, not missing.

    Returns
    -------
    Factor
        Whoever is in no level is in the last, ``not known``.
    ndarray of bool (n,)
        Who is.

    Raises
    ------
    UsageError
        When the column is a measurement rather than a category, or has too many levels.

    Examples
    --------
    >>> import pyarrow as pa
    >>> factor, missing = coded_factor(Grouping(name="sex", column="sex"), pa.array(["m", None, "f"]))
    >>> factor.levels, factor.codes, missing
    (('f', 'm', 'not known'), array([1, 2, 0]), array([False,  True, False]))
    """
    encoded = column.dictionary_encode()
    values = encoded.dictionary.to_pylist()
    _refuse_measurement(grouping, values)
    excluded = [_excluded_level(grouping, value, not_applicable) for value in values]
    order = [*grouping.order(values), NOT_APPLICABLE, NOT_KNOWN]
    place = {level: index for index, level in reversed(list(enumerate(order)))}
    of_value = np.array([place[level] for level in excluded] + [len(order) - 1], dtype=np.intp)
    where = whole_numbers(encoded.indices)
    codes = of_value[where]
    factor = Factor(
        name=name or grouping.name, label=label or grouping.name, codes=codes, levels=tuple(order)
    )
    return factor.select(np.ones(len(codes), bool)), codes == len(order) - 1


def _excluded_level(grouping: Grouping, value: Any, not_applicable: Collection[str]) -> str:
    level = grouping.level_of(value)
    if level is not None:
        return level
    return NOT_APPLICABLE if code_of(value) in not_applicable else NOT_KNOWN


def _refuse_measurement(grouping: Grouping, values: Sequence[Any]) -> None:
    numeric = all(isinstance(value, int | float) for value in values if value is not None)
    if numeric and grouping.labels is None and grouping.bands is None and len(values) > MOST_NUMBERS:
        raise UsageError(
            f"{grouping.name!r} holds numbers, and too many different ones to be a category.",
            found=f"It has {len(values):,} distinct values.",
            remedy="Write it in bands into a column of its own, or name another column.",
        )
    if len(values) > MOST_LEVELS:
        raise UsageError(
            f"{grouping.name!r} has too many levels to be a category.",
            found=f"It has {len(values):,}; the most is {MOST_LEVELS:,}.",
            remedy="Name a column with fewer, such as a larger area.",
        )
