"""Pace of change: how fast shares may move towards their target, and how many years that takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import DueRegardError, UsageError
from dueregard.options.allocation.filling import FloatArray, fill
from dueregard.options.allocation.limits import Limit, Limits, limits_of
from dueregard.options.allocation.places import Places

__all__ = ["LONGEST", "NEAR", "Pace", "Path", "damped", "paced", "path_of"]

LONGEST = 100
"""Years after which it is said that a target is not reached."""

NEAR = 0.001
"""How near to its target, as a share of it, an amount counts as there."""

_STILL = 1e-9


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Path:
    """The years of a damped allocation.

    Attributes
    ----------
    amounts : ndarray (t, n)
        Amounts in year 1, 2, ..., up to the year in which all are at their targets, or nothing moves.
    years : ndarray of int (n,)
        The year in which each place is at its target and stays there; -1 where that is not within
        :data:`LONGEST` years.
    stopped : str, optional
        Why the path ends before all are at their targets.
    """

    amounts: FloatArray
    years: NDArray[np.int64]
    stopped: str | None = None

    @property
    def all_there(self) -> int | None:
        """The year in which every place is at its target; None if that does not come."""
        return None if (self.years < 0).any() else int(self.years.max())


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


def damped(budget: float, *, target: FloatArray, limits: Limits) -> FloatArray:
    """Share the budget in proportion to the target, as far as the limits allow: clip(t target, low, high).

    Parameters
    ----------
    budget : float
        What is shared out.
    target : ndarray (n,)
        Where amounts should go in the end.
    limits : Limits
        Of this year.

    Returns
    -------
    ndarray (n,)
        Amounts.

    Notes
    -----
    The allocation nearest to the target in relative entropy, sum x ln(x/target), under the limits: its
    conditions of Karush, Kuhn and Tucker are those of a clipped proportion.

    References
    ----------
    NHS England, Technical guide to integrated care board allocations, "Pace of change": target shares,
    opening distance from target, and limits on yearly growth.

    Examples
    --------
    >>> within = Limits(low=np.array([90.0, 90.0]), high=np.array([110.0, 110.0]))
    >>> damped(200.0, target=np.array([150.0, 50.0]), limits=within)
    array([110.,  90.])
    """
    return fill(budget, slope=target, low=limits.low, high=limits.high)


def path_of(
    places: Places,
    *,
    budget: float,
    target: FloatArray,
    pace: Pace,
    floor: Limit | None,
    cap: Limit | None,
) -> Path:
    """Follow a damped allocation year by year.

    Parameters
    ----------
    places : Places
        n places with current amounts. Their people and need stay as they are.
    budget : float
        Of the first year.
    target : ndarray (n,)
        Amounts at which the first year's budget would be shared without damping.
    pace : Pace
        Of shares, and the growth of the budget.
    floor, cap : Limit, optional
        Shares of present amounts are of those of the year before.

    Returns
    -------
    Path

    Examples
    --------
    >>> from dueregard.options.allocation.places import places_of
    >>> two = places_of(["A", "B"], population=[1, 1], current=[100, 100])
    >>> path = path_of(
    ...     two, budget=200, target=np.array([120.0, 80.0]), pace=Pace(yearly=0.1), floor=None, cap=None
    ... )
    >>> path.amounts.round(2).tolist(), path.all_there
    ([[110.0, 90.0], [119.0, 81.0], [120.0, 80.0]], 3)
    """
    assert places.current is not None
    now, money, share = places.current, budget, target / target.sum()
    years: list[FloatArray] = []
    stopped = f"it would take more than {LONGEST} years"
    while len(years) < LONGEST:
        try:
            limits = limits_of(places, budget=money, floor=floor, cap=cap, current=now)
            limits = paced(limits, budget=money, current=now, yearly=pace.yearly)
        except DueRegardError:
            if not years:
                raise
            stopped = f"floors and caps cannot be kept from year {len(years) + 1}"
            break
        then = damped(money, target=share * money, limits=limits)
        still = bool(np.all(np.abs(then / then.sum() - now / now.sum()) <= _STILL / len(then)))
        if still and years:
            stopped = "floors or caps keep shares where they are"
            break
        years.append(then)
        if bool(np.all(_there(then, share))):
            break
        now, money = then, money * (1 + pace.growth)
    amounts = np.array(years)
    reached = _reached(np.array([_there(each, share) for each in years]))
    return Path(amounts=amounts, years=reached, stopped=stopped if (reached < 0).any() else None)


def _there(amounts: FloatArray, share: FloatArray) -> NDArray[np.bool_]:
    goal = share * amounts.sum()
    return np.asarray(np.abs(amounts - goal) <= NEAR * np.maximum(goal, 1e-300))


def _reached(there: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The first year from which each place stays; -1 for one that is not there at the end."""
    stays = np.flip(np.logical_and.accumulate(np.flip(there, axis=0), axis=0), axis=0)
    return np.where(stays[-1], np.argmax(stays, axis=0) + 1, -1).astype(np.int64)


def _narrowed(limits: Limits, unchanged: FloatArray, yearly: float) -> Limits:
    low = np.clip(unchanged * (1 - min(yearly, 1.0)), limits.low, limits.high)
    return Limits(low=low, high=np.clip(unchanged * (1 + yearly), limits.low, limits.high))


def _spans(limits: Limits, budget: float) -> bool:
    return float(limits.low.sum()) <= budget * (1 + 1e-12) and float(limits.high.sum()) >= budget * (
        1 - 1e-12
    )
