"""Checking the columns of an aggregate table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from dueregard.errors import PeopleError, UsageError
from dueregard.estimates import Label
from dueregard.estimates.source import FloatArray

__all__ = ["numbers", "table_labels"]


def numbers(
    column: ArrayLike, what: str, size: int, *, negative: bool = False, missing: bool = True
) -> FloatArray:
    """Check a column of numbers.

    Parameters
    ----------
    column : array of float
        The column.
    what : str
        What it holds, for messages.
    size : int
        Rows that the table has.
    negative, missing : bool
        Whether there may be numbers below zero, and NaN.

    Returns
    -------
    array of float, shape (size,)
        The column.

    Raises
    ------
    UsageError
        When it has another length.
    PeopleError
        When a number is impossible.

    Examples
    --------
    >>> numbers([1, 2], "populations", 2)
    array([1., 2.])
    """
    checked = np.array(column, float, ndmin=1)
    if checked.shape != (size,):
        raise UsageError(
            f"Every group needs one number for its {what}.",
            found=f"There are {size} groups and {checked.size} {what}.",
        )
    if np.isinf(checked).any() or (not missing and np.isnan(checked).any()):
        raise PeopleError(f"Some {what} are missing or infinite.")
    if not negative and (checked < 0).any():
        raise PeopleError(f"Some {what} are negative.")
    return checked


def table_labels(
    levels: Sequence[str], *, by: str, outcome: str | None, unit: str | None, source: str | None
) -> tuple[Label, ...]:
    """Label the rows of a table.

    Parameters
    ----------
    levels : sequence of str
        The group of each row.
    by : str
        The variable that they are levels of.
    outcome, unit, source : str, optional
        What was measured, its unit, and where the table comes from.

    Returns
    -------
    tuple of Label
        One for each row.

    Raises
    ------
    UsageError
        When a level appears twice or there are fewer than two.

    Examples
    --------
    >>> [label.by for label in table_labels("ab", by="sex", outcome=None, unit=None, source=None)]
    [{'sex': 'a'}, {'sex': 'b'}]
    """
    names = [str(level) for level in levels]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(f"The level {twice[0]!r} of {by!r} appears twice.")
    if len(names) < 2:
        raise UsageError("A disparity needs at least two groups.", found=f"There are {len(names)}.")
    return tuple(
        Label(measure="published", outcome=outcome, by={by: name}, unit=unit, source=source) for name in names
    )
