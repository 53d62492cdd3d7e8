"""Sharing a budget: all rules whose inputs are known, against the same a head, and what each would do."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import DueRegardError, UsageError, did_you_mean
from dueregard.options.allocation.curves import Better, Curves, curves_of
from dueregard.options.allocation.effects import Effects
from dueregard.options.allocation.filling import FloatArray
from dueregard.options.allocation.goals import Goals, goals_of
from dueregard.options.allocation.judged import Judge, Shared
from dueregard.options.allocation.limits import Limit, limits_of
from dueregard.options.allocation.pace import Pace
from dueregard.options.allocation.path import Path, path_of
from dueregard.options.allocation.places import Places, refuse
from dueregard.options.allocation.regions import Regions
from dueregard.options.allocation.response import Response
from dueregard.options.allocation.rules import RULES, Problem

__all__ = ["Allocation", "allocate"]

_NEEDED = {
    "need": "--need",
    "current": "--current",
    "pace": "--pace",
    "response": "--response (with --outcome)",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Allocation:
    """A budget shared by several rules.

    Attributes
    ----------
    places : Places
        n places.
    budget : float
        What is shared out.
    flat : ndarray (n,)
        The same a head, without floors and caps: the baseline.
    target : ndarray (n,)
        By people and need (by people where need is not known), without floors, caps and pace.
    rules : mapping of str to Shared
        In the order of :data:`RULES`.
    left_out : mapping of str to str
        Rules that were not applied, with the reason.
    aversion, level : float
        As asked.
    response : Response, optional
        What is assumed of outcomes.
    curves : Curves, optional
        What follows for each place.
    now : Effects, optional
        Outcomes as they are.
    path : Path, optional
        The years of the damped rule.
    goals : Goals, optional
        When outcomes reach the level that was asked for, at the pace.
    pace : Pace, optional
        As asked.
    """

    places: Places
    budget: float
    flat: FloatArray
    target: FloatArray
    rules: Mapping[str, Shared]
    left_out: Mapping[str, str] = field(default_factory=dict)
    aversion: float
    level: float
    response: Response | None = None
    curves: Curves | None = None
    now: Effects | None = None
    path: Path | None = None
    goals: Goals | None = None
    pace: Pace | None = None

    def moved(self, rule: str, against: FloatArray) -> float:
        """Give the share of the budget that is elsewhere than it would be.

        Parameters
        ----------
        rule : str
            Which.
        against : ndarray (n,)
            Amounts; their shares count.

        Returns
        -------
        float
            Half the sum of absolute differences of shares.
        """
        shares = self.rules[rule].amounts / self.budget
        return float(np.abs(shares - against / against.sum()).sum() / 2)


def allocate(
    places: Places,
    *,
    budget: float,
    rules: Sequence[str] | None = None,
    floor: Limit | None = None,
    cap: Limit | None = None,
    pace: Pace | None = None,
    regions: Regions | None = None,
    response: Response | None = None,
    better: Better = "higher",
    aversion: float = 1.0,
    goal: float | None = None,
    level: float = 0.95,
) -> Allocation:
    """Share a budget among places by several rules, and hold them against the same a head.

    Parameters
    ----------
    places : Places
        n places, from :func:`~.places.places_of`.
    budget : float
        What is shared out, above zero.
    rules : sequence of str, optional
        Of :data:`~.rules.RULES`; by default all whose inputs are known. `equal` is always among them.
    floor, cap : Limit, optional
        From :func:`~.limits.limit_from`. They hold for every rule, not for the flat baseline.
    pace : Pace, optional
        How fast shares may move; for the damped rule.
    regions : Regions, optional
        Floors and caps of what the places of a region get together; they hold for every rule.
    response : Response, optional
        What money does to the outcome. Without it nothing is said of outcomes.
    better : {"higher", "lower"}
        Which outcomes are better.
    aversion : float
        Aversion to inequality, of Atkinson's rule and the equally distributed equivalent.
    goal : float, optional
        An outcome that every place should reach.
    level : float
        Confidence level.

    Returns
    -------
    Allocation

    Raises
    ------
    UsageError
        When a rule is unknown or lacks an input, or an option is out of its range.
    PeopleError
        When a place's numbers are impossible.
    DueRegardError
        When floors and caps cannot be kept; the message names what binds.

    Examples
    --------
    >>> from dueregard.options.allocation.places import places_of
    >>> two = places_of(["A", "B"], population=[100, 300], need=[3, 1])
    >>> found = allocate(two, budget=400.0)
    >>> {name: each.amounts.round(2).tolist() for name, each in found.rules.items()}
    {'equal': [100.0, 300.0], 'need': [200.0, 200.0]}
    """
    _refuse_numbers(budget=budget, aversion=aversion, level=level)
    names = _asked(rules)
    flat, target = _in_proportion(budget, places.population), _in_proportion(budget, _needed(places))
    limits = limits_of(places, budget=budget, floor=floor, cap=cap, current=places.current)
    _refuse_no_current(places, pace)
    curves = None if response is None else curves_of(response, places=places, better=better, flat=flat)
    _refuse_unused(names, pace=pace)
    _refuse_goal(goal, response=response, pace=pace)
    problem = Problem(
        places=places,
        budget=budget,
        limits=limits,
        target=target,
        aversion=aversion,
        curves=curves,
        pace=pace,
        regions=regions,
    )
    judge = Judge.of(problem, response=response, level=level)
    shared, left_out = _by_rule(judge, names)
    path = None
    if pace is not None and "damped" in shared:
        path = path_of(problem, floor=floor, cap=cap)
    goals = None
    if goal is not None and path is not None and curves is not None and response is not None:
        goals = goals_of(goal, path=path, curves=curves, response=response, level=level)
    return Allocation(
        places=places,
        budget=budget,
        flat=flat,
        target=target,
        rules=shared,
        left_out=left_out,
        aversion=aversion,
        level=level,
        response=response,
        curves=curves,
        now=None if curves is None else judge.effects(_start(places, curves)),
        path=path,
        goals=goals,
        pace=pace,
    )


def _by_rule(judge: Judge, names: Sequence[str] | None) -> tuple[dict[str, Shared], dict[str, str]]:
    shared: dict[str, Shared] = {}
    left_out: dict[str, str] = {}
    for name, rule in RULES.items():
        asked = names is not None and name in names
        if names is not None and not asked and name != "equal":
            continue
        lacking = [_NEEDED[what] for what in rule.needs if not judge.problem.has(what)]
        if lacking and asked:
            raise UsageError(
                f"The rule {name} needs {' and '.join(lacking)}.", remedy="Give it, or leave out the rule."
            )
        if lacking:
            left_out[name] = f"it needs {' and '.join(lacking)}"
            continue
        try:
            amounts = rule.share(judge.problem)
        except DueRegardError as error:
            if asked or name == "equal":
                raise
            left_out[name] = " ".join(part for part in (error.wrong, error.found) if part)
            continue
        shared[name] = judge.judge(name, amounts)
    return shared, left_out


def _asked(rules: Sequence[str] | None) -> Sequence[str] | None:
    for name in rules or ():
        if name not in RULES:
            raise UsageError(
                f"There is no rule {name!r}.",
                found=f"The rules are: {', '.join(RULES)}.",
                remedy=did_you_mean(name, RULES) or None,
            )
    return rules or None


def _start(places: Places, curves: Curves) -> FloatArray:
    """Amounts at which outcomes are what they are now."""
    if places.current is not None:
        return places.current
    return curves.scale if curves.form == "log" else np.zeros(len(places))


def _needed(places: Places) -> FloatArray:
    return places.population if places.need is None else places.population * places.need


def _in_proportion(budget: float, to: FloatArray) -> FloatArray:
    amounts: FloatArray = budget * (to / to.sum())
    return amounts


def _refuse_numbers(*, budget: float, aversion: float, level: float) -> None:
    faults = {
        "The budget must be a number above zero, below 1e18.": (budget, 0 < budget < 1e18),
        "The aversion to inequality must be zero or more, at most 1,000.": (aversion, 0 <= aversion <= 1000),
        "The confidence level must be between 0 and 1.": (level, 0 < level < 1),
    }
    for wrong, (number, fine) in faults.items():
        if not fine:
            raise UsageError(wrong, found=f"It was {number:g}.")


def _refuse_no_current(places: Places, pace: Pace | None) -> None:
    if pace is None:
        return
    if places.current is None:
        raise UsageError(
            "A pace of change needs what places have now.", remedy="Give --current with a column of amounts."
        )
    nothing: NDArray[np.bool_] = places.current <= 0
    refuse(nothing, places.names, wrong="A pace of change needs current amounts above zero.")


def _refuse_unused(names: Sequence[str] | None, *, pace: Pace | None) -> None:
    if pace is not None and names is not None and "damped" not in names:
        raise UsageError(
            "A pace is for the rule damped, which is not asked for.",
            remedy="Add --rule damped, or leave out --pace.",
        )


def _refuse_goal(goal: float | None, **needed: Any) -> None:
    if goal is not None and not math.isfinite(goal):
        raise UsageError("The outcome to be reached must be a number.", found=f"It was {goal:g}.")
    if goal is None:
        return
    lacking = [f"--{name}" for name, each in needed.items() if each is None]
    if lacking:
        raise UsageError(
            f"When an outcome is reached is only known with {' and '.join(lacking)}.",
            found="Without a declared response of the outcome to money nothing is said of outcomes.",
            remedy="Give them, or leave out --target.",
        )
