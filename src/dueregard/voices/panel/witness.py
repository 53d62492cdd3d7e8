"""Weights that prove how large the smallest chance can be, or how small the largest.

Give people weights w >= 0 that add up to 1. The smallest chance is at most the weighted mean chance, which is
at most the largest total weight of any one panel. So weights whose heaviest panel weighs b prove that no
lottery gives everybody more than b; one program in whole numbers checks them, whoever found them. In the same
way the lightest panel bounds the largest chance from below. (Flanigan and others, 2021, Nature 596,
supplementary information, section 7, find such weights as duals; here as there.)
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.problem import PanelProblem, TypeLottery
from dueregard.voices.panel.programs import best_panel, vertex

__all__ = ["Witness", "chance_witness", "relaxed_smallest"]

Floats = NDArray[np.float64]
NEAR = 1e-7
PATIENCE = 10.0
_ROUNDS = 40


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Witness:
    """A proof of how large the smallest chance can be, or how small the largest.

    Attributes
    ----------
    of : str
        ``"smallest"`` or ``"largest"``.
    weights : array of float, shape (T,)
        The weight of each member of a type; over people they add up to 1.
    bound : float
        Every panel weighs at most (at least) this, so the smallest (largest) chance of people with weights is
        at most (at least) this in any lottery.
    """

    of: str
    weights: Floats
    bound: float


def chance_witness(
    problem: PanelProblem,
    lottery: TypeLottery,
    *,
    of: str,
    excluded: NDArray[np.bool_],
    seconds: float = PATIENCE,
) -> Witness | None:
    """Find weights that prove a lottery's smallest or largest chance.

    Parameters
    ----------
    problem : PanelProblem
        The rules.
    lottery : TypeLottery
        The lottery.
    of : {"smallest", "largest"}
        Which chance: of those who are not excluded.
    excluded : array of bool, shape (T,)
        Types on no panel: they have no weight.
    seconds : float
        When to stop looking for better weights.

    Returns
    -------
    Witness or None
        The best that was found; None when there was none in time.
    """
    counted = ~excluded
    if not counted.any():
        return None
    # The largest chance is the smallest of negative chances: values below are upside down for it.
    sign = 1.0 if of == "smallest" else -1.0
    reached = float((sign * lottery.probabilities[counted]).min())
    bound, weights = _relaxed(problem, counted, sign)
    panels, end = lottery.panels, time.monotonic() + seconds
    for _ in range(_ROUNDS):
        if bound <= reached + NEAR or time.monotonic() > end:
            break
        tried = _duals(sign * panels / problem.members, counted) / problem.members
        try:
            heaviest = best_panel(problem, sign * tried, seconds=max(0.1, end - time.monotonic()))
        except TimeoutError:
            break
        if heaviest is None:
            break
        if weights is None or heaviest.bound < bound:
            bound, weights = heaviest.bound, tried
        panels = np.vstack([panels, heaviest.values])
    return None if weights is None else Witness(of=of, weights=weights, bound=sign * bound)


def relaxed_smallest(problem: PanelProblem, *, counted: NDArray[np.bool_]) -> float:
    """Find how large the smallest chance could be if panels need not be whole.

    Parameters
    ----------
    problem : PanelProblem
        The rules.
    counted : array of bool, shape (T,)
        Whose chances count.

    Returns
    -------
    float
        A bound from above.
    """
    return _relaxed(problem, counted, 1.0)[0]


def _relaxed(problem: PanelProblem, counted: NDArray[np.bool_], sign: float) -> tuple[float, Floats | None]:
    """The bound, and the weights of each member of a type that prove it (None without a solution)."""
    kinds, rules = len(problem.members), len(problem.rows)
    members = problem.members.astype(float)
    # Columns: the seats of each type, then the smallest signed chance, which is kept above zero by a shift.
    shift = (1.0 - sign) / 2
    seats = np.vstack([problem.rows, np.ones((1, kinds))]).astype(float)
    chances = np.hstack([sign * np.diag(1 / members), -np.ones((kinds, 1))])[counted]
    matrix = np.vstack([np.hstack([seats, np.zeros((rules + 1, 1))]), chances])
    count = int(counted.sum())
    found = vertex(
        np.append(np.zeros(kinds), -1.0),
        rows=matrix,
        lower=np.concatenate([problem.lower, [problem.size], np.full(count, -shift)]),
        upper=np.concatenate([problem.upper, [problem.size], np.full(count, np.inf)]),
        most=np.append(problem.most, 1.0),
    )
    worst = 1.0 - shift
    if found is None:
        return worst, None
    weights = np.zeros(kinds)
    weights[counted] = np.maximum(found.duals[rules + 1 :], 0.0)
    if not weights.sum():
        # Everybody can have a chance of one (or of none): any weights prove that there is no more.
        return worst, counted * np.ones(kinds) / members[counted].sum()
    return -found.value - shift, weights / weights.sum() / members


def _duals(chances: Floats, counted: NDArray[np.bool_]) -> Floats:
    """Weights of types for which the heaviest of some panels is lightest."""
    panels, kinds = chances.shape
    count = int(counted.sum())
    matrix = np.vstack(
        [
            np.hstack([chances.T[counted], -np.ones((count, 1))]),
            np.append(np.ones(panels), 0.0)[None, :],
        ]
    )
    shift = 1.0 if chances.min() < 0 else 0.0
    found = vertex(
        np.append(np.zeros(panels), -1.0),
        rows=matrix,
        lower=np.append(np.full(count, -shift), 1.0),
        upper=np.append(np.full(count, np.inf), 1.0),
        most=np.ones(panels + 1),
    )
    weights = np.zeros(kinds)
    weights[counted] = 1.0 if found is None else np.maximum(found.duals[:count], 0.0)
    shares: Floats = weights / weights.sum()
    return shares
