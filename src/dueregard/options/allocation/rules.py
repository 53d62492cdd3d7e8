"""The rules by which a budget can be shared, and what each needs to be known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dueregard.options.allocation.curves import Curves
from dueregard.options.allocation.filling import FloatArray, fill, fill_in_ratio
from dueregard.options.allocation.limits import Limits
from dueregard.options.allocation.pace import Pace, paced
from dueregard.options.allocation.places import Places
from dueregard.options.allocation.regions import Regions, share_within
from dueregard.options.allocation.welfare import atkinson, leximin, utilitarian

__all__ = ["RULES", "Problem", "Rule"]

_AFTER = 1000.0
_NOTHING = 1e-200


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Problem:
    """Everything a rule may use.

    Attributes
    ----------
    places : Places
        n places.
    budget : float
        What is shared out.
    limits : Limits
        Floors and caps.
    target : ndarray (n,)
        Amounts by need, or by population where need is not known, without limits.
    aversion : float
        To inequality, of Atkinson's rule.
    curves : Curves, optional
        Outcomes by amounts, where a response is declared.
    pace : Pace, optional
        How fast shares may move.
    regions : Regions, optional
        With limits of their own.
    """

    places: Places
    budget: float
    limits: Limits
    target: FloatArray
    aversion: float
    curves: Curves | None = None
    pace: Pace | None = None
    regions: Regions | None = None

    def part(self, rows: NDArray[np.int64], budget: float) -> Problem:
        """Give the problem of some places with a budget of theirs.

        Parameters
        ----------
        rows : ndarray of int (m,)
            Which.
        budget : float
            What they share.

        Returns
        -------
        Problem
            Without regions.
        """
        return replace(
            self,
            places=self.places.part(rows),
            budget=budget,
            limits=Limits(low=self.limits.low[rows], high=self.limits.high[rows]),
            target=self.target[rows],
            curves=None if self.curves is None else self.curves.part(rows),
            regions=None,
        )

    def at_pace(self) -> Problem:
        """Give the problem with the limits of places narrowed to the pace.

        Returns
        -------
        Problem
        """
        assert self.pace is not None
        assert self.places.current is not None
        narrow = paced(self.limits, budget=self.budget, current=self.places.current, yearly=self.pace.yearly)
        return replace(self, limits=narrow)

    def has(self, what: str) -> bool:
        """Say whether something is known.

        Parameters
        ----------
        what : {"need", "current", "pace", "response"}
            What.

        Returns
        -------
        bool
        """
        if what == "response":
            return self.curves is not None
        if what == "pace":
            return self.pace is not None
        return getattr(self.places, what) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A way to share a budget.

    Attributes
    ----------
    title : str
        What it does, for a reader.
    needs : tuple of str
        What must be known; see :meth:`Problem.has`.
    solve : callable
        From a problem without regions to amounts, shape (n,).
    """

    title: str
    needs: tuple[str, ...]
    solve: Callable[[Problem], FloatArray]

    def share(self, problem: Problem) -> FloatArray:
        """Share a budget by the rule.

        Parameters
        ----------
        problem : Problem
            Of n places.

        Returns
        -------
        ndarray (n,)
            Amounts that keep to all limits and add up to the budget.
        """
        given = problem.at_pace() if "pace" in self.needs else problem
        if given.regions is None:
            return self.solve(given)
        limits = given.regions.limits(
            given.places, budget=given.budget, of_places=given.limits, current=given.places.current
        )
        return share_within(
            given.budget,
            regions=given.regions,
            limits=limits,
            share=lambda rows, budget: self.solve(given.part(rows, budget)),
        )


def _equal(problem: Problem) -> FloatArray:
    return _in_proportion(problem, problem.places.population)


def _need(problem: Problem) -> FloatArray:
    return _in_proportion(problem, problem.target)


def _in_proportion(problem: Problem, slope: FloatArray) -> FloatArray:
    """Share in proportion; whoever has no part in it shares by people what caps leave of the budget."""
    low, high = problem.limits.low, problem.limits.high
    if (slope > 0).all():
        return fill(problem.budget, slope=slope, low=low, high=high)
    with np.errstate(divide="ignore"):
        logs = np.log(slope)
    if not np.isfinite(logs).any():
        return fill(problem.budget, slope=problem.places.population, low=low, high=high)
    after = logs[np.isfinite(logs)].min() - _AFTER + np.log(problem.places.weights)
    amounts = fill_in_ratio(problem.budget, logs=np.where(np.isfinite(logs), logs, after), low=low, high=high)
    return np.where(amounts < _NOTHING, 0.0, amounts)


def _damped(problem: Problem) -> FloatArray:
    return _in_proportion(problem, problem.target)


def _utilitarian(problem: Problem) -> FloatArray:
    assert problem.curves is not None
    people = problem.places.population
    return utilitarian(
        problem.budget, curves=problem.curves, weights=people, limits=problem.limits, population=people
    )


def _atkinson(problem: Problem) -> FloatArray:
    assert problem.curves is not None
    if problem.aversion == 0:
        return _utilitarian(problem)
    return atkinson(
        problem.budget,
        curves=problem.curves,
        weights=problem.places.population,
        limits=problem.limits,
        aversion=problem.aversion,
    )


def _leximin(problem: Problem) -> FloatArray:
    assert problem.curves is not None
    return leximin(problem.budget, curves=problem.curves, limits=problem.limits)


RULES: Mapping[str, Rule] = {
    "equal": Rule(title="the same a head", needs=(), solve=_equal),
    "need": Rule(title="by people and need", needs=("need",), solve=_need),
    "damped": Rule(title="towards need, at the pace", needs=("current", "pace"), solve=_damped),
    "utilitarian": Rule(title="best mean outcome", needs=("response",), solve=_utilitarian),
    "atkinson": Rule(title="best mean, bad outcomes count more", needs=("response",), solve=_atkinson),
    "leximin": Rule(title="worst outcome first", needs=("response",), solve=_leximin),
}
"""By name, in the order in which they are shown."""
