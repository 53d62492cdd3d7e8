"""One rule's sharing with its reasons, its effects, its price, and how far it hangs on the assumed effect."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from dueregard.errors import DueRegardError
from dueregard.options.allocation.effects import Effects, effects_of
from dueregard.options.allocation.filling import FloatArray
from dueregard.options.allocation.reasons import Reasons, reasons_for
from dueregard.options.allocation.response import Response
from dueregard.options.allocation.rules import RULES, Problem

__all__ = ["Judge", "Shared"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shared:
    """A budget shared by one rule among n places.

    Attributes
    ----------
    rule : str
        Which; see :data:`RULES`.
    amounts : ndarray (n,)
        Money, which adds up to the budget.
    reasons : Reasons
        What decided, place by place.
    effects : Effects, optional
        Outcomes, where a response is declared.
    price : float, optional
        The mean outcome given up against the utilitarian rule, zero or more.
    hangs : float, optional
        The share of the budget that would be elsewhere if the effect were at either limit of its interval,
        the larger of both; 1 where no effect, or a harmful one, is within them. Of rules that use the effect.
    """

    rule: str
    amounts: FloatArray
    reasons: Reasons
    effects: Effects | None = None
    price: float | None = None
    hangs: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judge:
    """What every rule's sharing is held against.

    Attributes
    ----------
    problem : Problem
        What was asked.
    response : Response, optional
        What is assumed of outcomes.
    level : float
        Confidence level.
    best : float, optional
        The best mean outcome under the same limits, whether or not the utilitarian rule is shown.
    """

    problem: Problem
    response: Response | None
    level: float
    best: float | None

    @classmethod
    def of(cls, problem: Problem, *, response: Response | None, level: float) -> Judge:
        """Find the best that could be done.

        Parameters
        ----------
        problem : Problem
            What was asked.
        response : Response, optional
            What is assumed.
        level : float
            Confidence level.

        Returns
        -------
        Judge
        """
        best = None
        if problem.curves is not None:
            amounts = RULES["utilitarian"].share(problem)
            best = problem.places.mean(problem.curves.outcome(amounts))
        return cls(problem=problem, response=response, level=level, best=best)

    def judge(self, rule: str, amounts: FloatArray) -> Shared:
        """Say why places get what they get, and what it would do.

        Parameters
        ----------
        rule : str
            By which amounts were found.
        amounts : ndarray (n,)
            Money.

        Returns
        -------
        Shared
        """
        reasons = reasons_for(rule, amounts, self.problem)
        effects = self.effects(amounts)
        if effects is None:
            return Shared(rule=rule, amounts=amounts, reasons=reasons)
        return Shared(
            rule=rule,
            amounts=amounts,
            reasons=reasons,
            effects=effects,
            price=self._price(effects),
            hangs=self._hangs(rule, amounts),
        )

    def effects(self, amounts: FloatArray) -> Effects | None:
        """Give outcomes after an allocation.

        Parameters
        ----------
        amounts : ndarray (n,)
            Money.

        Returns
        -------
        Effects, optional
            None without a declared response.
        """
        if self.problem.curves is None or self.response is None:
            return None
        return effects_of(
            amounts,
            curves=self.problem.curves,
            response=self.response,
            places=self.problem.places,
            aversion=self.problem.aversion,
            level=self.level,
        )

    def _price(self, effects: Effects) -> float:
        assert self.best is not None
        assert self.problem.curves is not None
        given_up = (self.best - effects.mean.value) * (1 if self.problem.curves.better == "higher" else -1)
        return 0.0 if abs(given_up) <= 1e-12 * max(1.0, abs(self.best)) else given_up

    def _hangs(self, rule: str, amounts: FloatArray) -> float | None:
        assert self.response is not None
        if "response" not in RULES[rule].needs:
            return None
        half = float(special.ndtri((1 + self.level) / 2)) * self.response.se
        if half >= abs(self.response.k):
            return 1.0
        return max(self._moved(rule, amounts, by) for by in (-half, half))

    def _moved(self, rule: str, amounts: FloatArray, by: float) -> float:
        curves = self.problem.curves
        assert curves is not None
        k = curves.k + by
        now = curves.base + curves.k * curves.origin
        other = replace(curves, k=k, base=now - k * curves.origin)
        try:
            elsewhere = RULES[rule].share(replace(self.problem, curves=other))
        except DueRegardError:
            return 1.0
        return float(np.abs(elsewhere - amounts).sum() / (2 * self.problem.budget))
