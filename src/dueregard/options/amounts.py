"""What each unit gets, as pure functions of arrays: ceiling, withdrawal, phase-in and cost cap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import DueRegardError

__all__ = ["Capped", "phased", "rationed", "scaled", "withdrawn"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Capped:
    """Shares of their amounts that units get once the cost is capped.

    Attributes
    ----------
    shares : ndarray (m,)
        From 0 to 1.
    uncapped : float
        What it would have cost.
    """

    shares: Array
    uncapped: float


def withdrawn(amount: Array, means: Array, *, start: float, rate: float) -> Array:
    """Take a share of each pound of means above a threshold off the amount, down to nought.

    Parameters
    ----------
    amount, means : ndarray (m,)
        What would be given, and what it is withdrawn against.
    start : float
        Where withdrawal begins.
    rate : float
        How much of each further pound.

    Returns
    -------
    ndarray (m,)
        At least 0 where the amount was; amounts below 0 stay.

    Examples
    --------
    >>> withdrawn(np.array([10.0, 10.0, 10.0]), np.array([90.0, 104.0, 999.0]), start=100, rate=0.5)
    array([10.,  8.,  0.])
    """
    off = rate * np.maximum(means - start, 0.0)
    return np.where(amount > 0, np.maximum(amount - off, 0.0), amount)


def phased(
    phase_in: Mapping[int, float],
    year: int | None,
    *,
    starts: int | None = None,
    ends: int | None = None,
) -> float:
    """Give the share of the amount that is paid in a year.

    Parameters
    ----------
    phase_in : mapping of int to float
        The share from each year on.
    year : int, optional
        None for the option once it is fully phased in.
    starts, ends : int, optional
        The first and last year that it is in force.

    Returns
    -------
    float
        0 before the first year and after the last; 1 without a phase-in.

    Examples
    --------
    >>> [phased({2025: 0.5, 2027: 1.0}, year) for year in (2024, 2026, 2027, None)]
    [0.0, 0.5, 1.0, 1.0]
    >>> [phased({}, year, starts=2027, ends=2036) for year in (2026, 2027, 2036, 2037, None)]
    [0.0, 1.0, 1.0, 0.0, 1.0]
    """
    if year is not None and ((starts is not None and year < starts) or (ends is not None and year > ends)):
        return 0.0
    if not phase_in:
        return 1.0
    begun = [since for since in phase_in if year is None or since <= year]
    return float(phase_in[max(begun)]) if begun else 0.0


def scaled(cost: Array, weight: Array, *, total: float) -> Capped:
    """Cut all amounts by one factor, so that exactly the budget is spent.

    Parameters
    ----------
    cost : ndarray (m,)
        Cost of each unit.
    weight : ndarray (m,)
        How many units of the population each stands for.
    total : float
        The budget.

    Returns
    -------
    Capped
        All ones where the budget is enough.

    Examples
    --------
    >>> scaled(np.array([10.0, 30.0]), np.ones(2), total=20.0).shares
    array([0.5, 0.5])
    """
    uncapped = float((cost * weight).sum())
    share = min(1.0, total / uncapped) if uncapped > 0 else 1.0
    return Capped(shares=np.full(len(cost), share), uncapped=uncapped)


def rationed(cost: Array, weight: Array, need: Array, *, total: float, highest: bool) -> Capped:
    """Give whole amounts in order of need until the budget is spent.

    Units of the same need at the margin share what is left alike, so neither the order of the table nor
    chance decides.

    Parameters
    ----------
    cost, weight : ndarray (m,)
        Cost of each unit that is to get something, and how many it stands for.
    need : ndarray (m,)
        Who comes first.
    total : float
        The budget.
    highest : bool
        Whether the highest need comes first.

    Returns
    -------
    Capped
        1 for those served, 0 for those not, one share between for those at the margin.

    Raises
    ------
    DueRegardError
        When a unit has no need, or a cost below 0.

    Examples
    --------
    >>> rationed(np.full(4, 10.0), np.ones(4), np.array([1.0, 3, 2, 2]), total=20, highest=True).shares
    array([0. , 1. , 0.5, 0.5])
    """
    if np.isnan(need).any():
        raise DueRegardError(
            "Need is missing for some units, so they have no place in the queue.",
            found=f"It is missing for {int(np.isnan(need).sum()):,} of {len(need):,} units.",
            remedy="Leave them out of `eligible`, or complete the column.",
        )
    if (cost < 0).any():
        raise DueRegardError("Costs below nought cannot be rationed.", remedy='Take rule = "scale".')
    levels, place = np.unique(-need if highest else need, return_inverse=True)
    of_level = np.bincount(place, weights=cost * weight, minlength=len(levels))
    left = total - np.concatenate([[0.0], np.cumsum(of_level)[:-1]])
    share = np.divide(left, of_level, out=np.ones(len(levels)), where=of_level > 0)
    return Capped(shares=np.clip(share, 0.0, 1.0)[place], uncapped=float((cost * weight).sum()))
