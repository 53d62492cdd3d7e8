"""Filling: amounts follow one rising line each, between their limits, and add up to the budget."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import special

from dueregard.errors import DueRegardError

__all__ = ["FloatArray", "fill", "fill_in_ratio", "settle"]

_SPENT = 1 - 1e-12
_LARGEST = 690.0
"""The largest logarithm that is turned back into a number, on either side of nothing."""

FloatArray: TypeAlias = NDArray[np.float64]


def fill(
    budget: float,
    *,
    slope: FloatArray,
    low: FloatArray,
    high: FloatArray,
    start: FloatArray | None = None,
) -> FloatArray:
    """Find the t at which clip(start + slope t, low, high) adds up to the budget.

    The sum is a rising, piecewise linear function of t. The piece that holds the answer is found among the
    sorted corners, and on it t is one division: nothing is iterated to a tolerance.

    Parameters
    ----------
    budget : float
        What the amounts add up to; from the sum of `low` to the sum of `high`.
    slope : ndarray (n,)
        Zero or more; in proportion to what a place gets of each further pound.
    low, high : ndarray (n,)
        Limits of each place's amount, `low` at most `high`; `high` may be infinite.
    start : ndarray (n,), optional
        Amounts at t = 0; by default 0.

    Returns
    -------
    ndarray (n,)
        Amounts.

    Raises
    ------
    DueRegardError
        When the places that may get more are at their upper limits before the budget is spent.

    References
    ----------
    Water-filling: Boyd and Vandenberghe (2004), Convex Optimization, section 5.5.3, example 5.2; the
    continuous knapsack of Brucker (1984), Operations Research Letters 3, 163-166.

    Examples
    --------
    >>> fill(400.0, slope=np.array([100.0, 300.0]), low=np.zeros(2), high=np.full(2, np.inf))
    array([100., 300.])
    >>> fill(400.0, slope=np.array([100.0, 300.0]), low=np.zeros(2), high=np.array([np.inf, 250.0]))
    array([150., 250.])
    """
    begin = np.zeros_like(slope) if start is None else start
    ceiling = _ceiling(budget, low, high)
    moves = slope > 0
    if not moves.any():
        return _unspent(np.clip(begin, low, ceiling), budget)
    corners = np.unique(
        np.concatenate([(limit[moves] - begin[moves]) / slope[moves] for limit in (low, ceiling)])
    )
    first, last = _piece(corners, budget, spent=lambda t: np.clip(begin + slope * t, low, ceiling).sum())
    inside = 0.5 * (first + last)
    at = begin + slope * inside
    free = moves & (at > low) & (at < ceiling)
    amounts = np.clip(at, low, ceiling)
    if free.any():
        left = budget - amounts[~free].sum() - begin[free].sum()
        t = left / slope[free].sum()
        amounts[free] = np.clip(begin[free] + slope[free] * t, low[free], ceiling[free])
    return _unspent(settle(amounts, budget, low=low, high=ceiling), budget)


def fill_in_ratio(budget: float, *, logs: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """Find the t at which clip(t exp(logs), low, high) adds up to the budget.

    The same as :func:`fill` for amounts in proportion to something, where that may differ by more orders of
    magnitude than a number can hold.

    Parameters
    ----------
    budget : float
        What the amounts add up to.
    logs : ndarray (n,)
        Logarithms of what amounts are in proportion to.
    low, high : ndarray (n,)
        Limits of each place's amount.

    Returns
    -------
    ndarray (n,)
        Amounts above zero, though perhaps too small to matter.

    Examples
    --------
    >>> free = {"low": np.zeros(3), "high": np.array([10.0, np.inf, np.inf])}
    >>> fill_in_ratio(100.0, logs=np.array([2000.0, 0.0, np.log(2)]), **free).round(6)
    array([10., 30., 60.])
    """
    ceiling = _ceiling(budget, low, high)
    with np.errstate(divide="ignore"):
        corners = np.concatenate([np.log(limit) - logs for limit in (low, ceiling)])
    corners = np.unique(corners[np.isfinite(corners)])

    def at(t: float) -> FloatArray:
        return np.clip(np.exp(np.clip(t + logs, -_LARGEST, _LARGEST)), low, ceiling)

    if not len(corners) or at(corners[0]).sum() >= budget * _SPENT:
        first, last = -np.inf, corners[0] if len(corners) else 0.0
        inside = float(last) - 1.0
    else:
        first, last = _piece(corners, budget, spent=lambda t: at(t).sum())
        inside = 0.5 * (first + last)
    middle = inside + logs
    with np.errstate(divide="ignore"):
        free = (middle > np.log(low)) & (middle < np.log(ceiling))
    amounts = at(inside)
    if free.any():
        left = budget - amounts[~free].sum()
        shares = np.exp(np.maximum(logs[free] - special.logsumexp(logs[free]), -_LARGEST))
        amounts[free] = np.clip(left * shares, low[free], ceiling[free])
    return _unspent(settle(amounts, budget, low=low, high=ceiling), budget)


def settle(amounts: FloatArray, budget: float, *, low: FloatArray, high: FloatArray) -> FloatArray:
    """Spread what rounding left over, so that the amounts add up to the budget.

    Parameters
    ----------
    amounts : ndarray (n,)
        Amounts that add up to nearly the budget.
    budget : float
        What they should add up to.
    low, high : ndarray (n,)
        Limits, which stay kept.

    Returns
    -------
    ndarray (n,)
        Amounts; those between their limits change, in proportion.

    Examples
    --------
    >>> settle(np.array([1.0, 2.0, 3.0]), 6.3, low=np.zeros(3), high=np.full(3, 3.0)).round(6)
    array([1.1, 2.2, 3. ])
    """
    free = (amounts > low) & (amounts < high)
    shared = amounts[free].sum()
    # Pennies of places that get next to nothing must not pay for the rounding of the others.
    if shared <= 1e-6 * budget:
        return amounts
    settled = amounts.copy()
    factor = (budget - amounts[~free].sum()) / shared
    settled[free] = np.clip(amounts[free] * factor, low[free], high[free])
    return settled


def _ceiling(budget: float, low: FloatArray, high: FloatArray) -> FloatArray:
    """Make upper limits finite: nobody can get more than all the money, which changes no answer."""
    return np.asarray(np.minimum(high, np.maximum(low, budget - (low.sum() - low))), float)


def _piece(corners: FloatArray, budget: float, *, spent: Callable[[float], float]) -> tuple[float, float]:
    """Find the neighbouring corners between which the budget is spent."""
    first, last = 0, len(corners) - 1
    while last - first > 1:
        middle = (first + last) // 2
        # A corner at which all is spent but for rounding ends the piece: beyond it places that get next to
        # nothing would be free alone.
        is_below = spent(corners[middle]) < budget * _SPENT
        first, last = (middle, last) if is_below else (first, middle)
    return float(corners[first]), float(corners[last])


def _unspent(amounts: FloatArray, budget: float) -> FloatArray:
    spent = float(amounts.sum())
    if abs(spent - budget) > 1e-9 * max(abs(budget), 1e-300):
        raise DueRegardError(
            "The rule cannot spend the budget.",
            found=f"The places that it may give more to are at their caps when {spent:,.2f} of {budget:,.2f} "
            "is shared out.",
            remedy="Raise the caps, or lower the budget.",
        )
    return amounts
