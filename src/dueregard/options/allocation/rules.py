"""The rules by which a budget can be shared, and what each needs to be known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dueregard.options.allocation.curves import Curves
from dueregard.options.allocation.filling import FloatArray, fill
from dueregard.options.allocation.limits import Limits
from dueregard.options.allocation.pace import Pace, damped, paced
from dueregard.options.allocation.places import Places
from dueregard.options.allocation.welfare import atkinson, leximin, utilitarian

__all__ = ["RULES", "Problem", "Rule"]


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
    """

    places: Places
    budget: float
    limits: Limits
    target: FloatArray
    aversion: float
    curves: Curves | None = None
    pace: Pace | None = None

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
    share : callable
        From a problem to amounts, shape (n,).
    """

    title: str
    needs: tuple[str, ...]
    share: Callable[[Problem], FloatArray]


def _equal(problem: Problem) -> FloatArray:
    return _in_proportion(problem, problem.places.population)


def _need(problem: Problem) -> FloatArray:
    return _in_proportion(problem, problem.target)


def _in_proportion(problem: Problem, slope: FloatArray) -> FloatArray:
    return fill(problem.budget, slope=slope, low=problem.limits.low, high=problem.limits.high)


def _damped(problem: Problem) -> FloatArray:
    assert problem.pace is not None
    assert problem.places.current is not None
    narrow = paced(
        problem.limits,
        budget=problem.budget,
        current=problem.places.current,
        yearly=problem.pace.yearly,
    )
    return damped(problem.budget, target=problem.target, limits=narrow)


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
    "equal": Rule(title="the same a head", needs=(), share=_equal),
    "need": Rule(title="by people and need", needs=("need",), share=_need),
    "damped": Rule(title="towards need, at the pace", needs=("current", "pace"), share=_damped),
    "utilitarian": Rule(title="best mean outcome", needs=("response",), share=_utilitarian),
    "atkinson": Rule(title="best mean, bad outcomes count more", needs=("response",), share=_atkinson),
    "leximin": Rule(title="worst outcome first", needs=("response",), share=_leximin),
}
"""By name, in the order in which they are shown."""
