"""Values that rest on one sampling unit: their standard error of zero says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dueregard.estimates.source import BoolArray

if TYPE_CHECKING:
    from dueregard.estimates.estimates import Estimates

__all__ = ["LONELY_REMEDY", "ONE_UNIT", "TOO_FEW", "rest_on_one_unit", "such_strata", "too_few"]

TOO_FEW = "too few people"
ONE_UNIT = "everybody in one group comes from one sampling unit"
LONELY_REMEDY = (
    "Merge strata, or choose adjust, average or certainty for strata with one sampled unit (--lonely-psu, "
    "in a casebook lonely_psu)."
)
_ROUNDING = 1e-9
_NOTHING = 1e-12


def rest_on_one_unit(estimates: Estimates) -> BoolArray:
    """Find values whose people all come from one sampling unit and whose standard error is therefore zero.

    The influence scores of a mean, a proportion or a ratio add up to zero over its group. When one unit
    holds the whole group, its total is zero, and so is the variance between units, whatever the group's
    true mean. (Totals and counts keep a spread: whether the unit is drawn at all.)

    Parameters
    ----------
    estimates : Estimates, k values
        With the supports of a sample.

    Returns
    -------
    array of bool, shape (k,)
        All False for full counts.
    """
    lone = np.array([support.units == 1 or support.n == 1 for support in estimates.supports], bool)
    if not estimates.sources or not lone.any():
        return np.zeros(len(lone), bool)
    size = np.abs(estimates.values)
    # An inequality of nothing has a standard error of nothing but rounding.
    nothing = (size <= _NOTHING) & (estimates.se <= _NOTHING)
    return np.asarray(lone & (nothing | (estimates.se <= _ROUNDING * size)))


def too_few(people: int) -> str:
    """Say why nothing can be said.

    Parameters
    ----------
    people : int
        In the group.

    Returns
    -------
    str
        That there are too few people, or that they are of one sampling unit.
    """
    return TOO_FEW if people <= 1 else ONE_UNIT


def such_strata(count: int, of: int) -> str:
    """Say how many strata have only one sampling unit.

    Parameters
    ----------
    count, of : int
        How many, and how many strata there are.

    Returns
    -------
    str

    Examples
    --------
    >>> such_strata(1, 12)
    'There is 1 such stratum of 12.'
    """
    are, strata = ("is", "stratum") if count == 1 else ("are", "strata")
    return f"There {are} {count:,} such {strata} of {of:,}."
