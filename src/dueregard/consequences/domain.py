"""Whom figures are about, where that is not everybody: options are applied to everybody all the same."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.asked import Asked
from dueregard.errors import PeopleError
from dueregard.options import Formula, Rows
from dueregard.people import People

__all__ = ["about", "meant", "where_formula"]


def about(people: People, asked: Asked) -> People:
    """Give the people whom figures are about; the design keeps everybody.

    Parameters
    ----------
    people : People
        Those whom options are applied to.
    asked : Asked
        What was asked for.

    Returns
    -------
    People
        With a narrower domain where a condition was given.
    """
    return people if asked.where is None else people.where(asked.where)


def where_formula(condition: str) -> Formula:
    """Give the condition, to be read with the expressions of options.

    Parameters
    ----------
    condition : str
        As written.

    Returns
    -------
    Formula
        For :func:`dueregard.options.read_rows`.
    """
    return Formula(option="figures", key="where", text=condition, condition=True)


def meant(asked: Asked, rows: Rows) -> NDArray[np.float64] | None:
    """Mark whom figures are about.

    Parameters
    ----------
    asked : Asked
        What was asked for.
    rows : Rows
        With the condition's values.

    Returns
    -------
    ndarray (n,) or None
        1 or 0; None where figures are about everybody.

    Raises
    ------
    PeopleError
        When nobody meets the condition.
    """
    if asked.where is None:
        return None
    found = np.nan_to_num(rows.values[where_formula(asked.where)])
    if not found.any():
        raise PeopleError(
            f"Nobody meets the condition {asked.where!r}.",
            found=f"There are {len(rows):,} people.",
            remedy="Check how its values are written in the table, and which are missing.",
        )
    return found
