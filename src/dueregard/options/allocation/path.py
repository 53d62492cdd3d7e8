"""The years of a damped allocation: how long it takes until amounts are at their targets."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import DueRegardError
from dueregard.options.allocation.filling import FloatArray
from dueregard.options.allocation.limits import Limit, limits_of
from dueregard.options.allocation.rules import RULES, Problem

__all__ = ["LONGEST", "NEAR", "Path", "path_of", "year_from"]

LONGEST = 100
"""Years after which it is said that a target is not reached."""

NEAR = 0.001
"""How near to its target, as a share of it, an amount counts as there."""

_STILL = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Path:
    """The years of a damped allocation to n places.

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


def path_of(problem: Problem, *, floor: Limit | None, cap: Limit | None) -> Path:
    """Follow a damped allocation year by year.

    Parameters
    ----------
    problem : Problem
        Of the first year, with current amounts and a pace. People and need stay as they are.
    floor, cap : Limit, optional
        Shares of present amounts are of those of the year before, as those of regions are.

    Returns
    -------
    Path

    Examples
    --------
    >>> from dueregard.options.allocation.limits import Limits
    >>> from dueregard.options.allocation.pace import Pace
    >>> from dueregard.options.allocation.places import places_of
    >>> problem = Problem(
    ...     places=places_of(["A", "B"], population=[1, 1], current=[100, 100]),
    ...     budget=200.0,
    ...     limits=Limits(low=np.zeros(2), high=np.full(2, np.inf)),
    ...     target=np.array([120.0, 80.0]),
    ...     aversion=1.0,
    ...     pace=Pace(yearly=0.1),
    ... )
    >>> path = path_of(problem, floor=None, cap=None)
    >>> path.amounts.round(2).tolist(), path.all_there
    ([[110.0, 90.0], [119.0, 81.0], [120.0, 80.0]], 3)
    """
    assert problem.places.current is not None
    assert problem.pace is not None
    now, money, share = problem.places.current, problem.budget, problem.target / problem.target.sum()
    years: list[FloatArray] = []
    stopped = f"it would take more than {LONGEST} years"
    while len(years) < LONGEST:
        try:
            then = _year(problem, money, now, floor, cap)
        except DueRegardError:
            if not years:
                raise
            stopped = f"floors and caps cannot be kept from year {len(years) + 1}"
            break
        if years and _is_still(then, now):
            stopped = "floors or caps keep shares where they are"
            break
        years.append(then)
        if bool(np.all(_there(then, share))):
            break
        now, money = then, money * (1 + problem.pace.growth)
    reached = year_from(np.array([_there(each, share) for each in years]), first=1)
    never = bool((reached < 0).any())
    return Path(amounts=np.array(years), years=reached, stopped=stopped if never else None)


def year_from(reached: NDArray[np.bool_], *, first: int) -> NDArray[np.int64]:
    """Give the year from which something holds for good.

    Parameters
    ----------
    reached : ndarray of bool (t, n)
        Whether it holds, by year.
    first : int
        The number of the first year.

    Returns
    -------
    ndarray of int (n,)
        -1 where it does not hold at the end.

    Examples
    --------
    >>> year_from(np.array([[True, False], [False, False], [True, False]]), first=1)
    array([ 3, -1])
    """
    stays = np.flip(np.logical_and.accumulate(np.flip(reached, axis=0), axis=0), axis=0)
    return np.where(stays[-1], np.argmax(stays, axis=0) + first, -1).astype(np.int64)


def _year(
    problem: Problem, money: float, now: FloatArray, floor: Limit | None, cap: Limit | None
) -> FloatArray:
    places = replace(problem.places, current=now)
    limits = limits_of(places, budget=money, floor=floor, cap=cap, current=now)
    return RULES["damped"].share(replace(problem, places=places, budget=money, limits=limits))


def _there(amounts: FloatArray, share: FloatArray) -> NDArray[np.bool_]:
    goal = share * amounts.sum()
    # A target of nothing is never met by shares that fall by so much a year: near the average's is there.
    size = np.where(goal > 0, goal, goal.mean())
    return np.asarray(np.abs(amounts - goal) <= NEAR * size)


def _is_still(then: FloatArray, now: FloatArray) -> bool:
    return bool(np.all(np.abs(then / then.sum() - now / now.sum()) <= _STILL / len(then)))
