"""Pace of change: how fast shares may move towards their target in one year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dueregard.errors import DueRegardError, UsageError
from dueregard.options.allocation.filling import FloatArray
from dueregard.options.allocation.limits import Limits

__all__ = ["Pace", "paced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast shares may move.

    Attributes
    ----------
    yearly : float
        The most that a place's share of the budget may rise or fall in one year, as a share of it.
    growth : float
        What the budget grows by each year after this one, in real terms.
    """

    yearly: float
    growth: float = 0.0

    def __post_init__(self) -> None:
        if not 0 < self.yearly <= 1:
            raise UsageError(
                "The pace is the most a share may change in a year: above 0, at most 1.",
                found=f"It was {self.yearly:g}.",
                remedy="Write 0.02 for 2% a year.",
            )
        if not -0.5 < self.growth < 1:
            raise UsageError(
                "The yearly growth of the budget must be above -50% and below 100%.",
                found=f"It was {self.growth:g}.",
                remedy="Write 0.03 for 3% a year.",
            )


def paced(limits: Limits, *, budget: float, current: FloatArray, yearly: float) -> Limits:
    """Narrow limits to what the pace allows; floors and caps go first where they conflict with it.

    Parameters
    ----------
    limits : Limits
        Floors and caps of n places.
    budget : float
        This year's.
    current : ndarray (n,)
        Amounts of the year before.
    yearly : float
        See :class:`Pace`.

    Returns
    -------
    Limits

    Raises
    ------
    DueRegardError
        When floors or caps leave no allocation that keeps to the pace; the least pace that works is named.

    Notes
    -----
    The damped allocation is clip(t target, low, high) within these limits: of all that keep to them the one
    nearest to the target in relative entropy, sum x ln(x/target).

    References
    ----------
    NHS England, Technical guide to integrated care board allocations, "Pace of change": target shares,
    opening distance from target, and limits on yearly growth.

    Examples
    --------
    >>> free = Limits(low=np.zeros(2), high=np.full(2, np.inf))
    >>> paced(free, budget=220.0, current=np.array([100.0, 100.0]), yearly=0.1).low
    array([99., 99.])
    """
    unchanged = current * (budget / current.sum())
    narrow = _narrowed(limits, unchanged, yearly)
    if _spans(narrow, budget):
        return narrow
    slow, fast = yearly, 1e6
    for _ in range(80):
        middle = (slow + fast) / 2
        slow, fast = (
            (slow, middle) if _spans(_narrowed(limits, unchanged, middle), budget) else (middle, fast)
        )
    raise DueRegardError(
        f"The budget is infeasible at a pace of {yearly:.3g} a year: floors or caps ask for faster change.",
        found=f"The least pace at which they can be kept is {np.ceil(fast * 1e4) / 1e4:.4g}.",
        remedy="Raise the pace, or loosen the floors or caps.",
    )


def _narrowed(limits: Limits, unchanged: FloatArray, yearly: float) -> Limits:
    low = np.clip(unchanged * (1 - min(yearly, 1.0)), limits.low, limits.high)
    return Limits(low=low, high=np.clip(unchanged * (1 + yearly), limits.low, limits.high))


def _spans(limits: Limits, budget: float) -> bool:
    return float(limits.low.sum()) <= budget * (1 + 1e-12) and float(limits.high.sum()) >= budget * (
        1 - 1e-12
    )
