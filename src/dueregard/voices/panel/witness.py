"""Weights that prove how large the smallest chance can be.

Give people weights w >= 0 that add up to 1. The smallest chance is at most the weighted mean chance, which is
at most the largest total weight of any one panel. So weights whose heaviest panel weighs b prove that no
lottery gives everybody more than b; one program in whole numbers checks them, whoever found them. (Flanigan
and others, 2021, Nature 596, supplementary information, section 7, find them as duals; here as there.)
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.problem import PanelProblem, TypeLottery
from dueregard.voices.panel.programs import best_panel, vertex

__all__ = ["Witness", "relaxed_smallest", "smallest_chance_witness"]

Floats = NDArray[np.float64]
NEAR = 1e-7
PATIENCE = 10.0
_ROUNDS = 40


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Witness:
    """A proof of how large the smallest chance can be.

    Attributes
    ----------
    weights : array of float, shape (T,)
        The weight of each member of a type; over people they add up to 1.
    bound : float
        No panel weighs more, so in no lottery do all people with weights have a larger chance.
    """

    weights: Floats
    bound: float


def smallest_chance_witness(
    problem: PanelProblem, lottery: TypeLottery, *, excluded: NDArray[np.bool_], seconds: float = PATIENCE
) -> Witness | None:
    """Find weights that prove the smallest chance of those who are not excluded.

    Parameters
    ----------
    problem : PanelProblem
        The rules.
    lottery : TypeLottery
        A lottery whose smallest chance is to be proved as large as can be.
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
    reached = float(lottery.probabilities[counted].min())
    value, weights = relaxed_smallest(problem, counted=counted)
    best = None if weights is None else Witness(weights=weights, bound=value)
    panels = lottery.panels
    end = time.monotonic() + seconds
    for _ in range(_ROUNDS):
        if (best is not None and best.bound <= reached + NEAR) or time.monotonic() > end:
            break
        weights = _duals(panels / problem.members, counted) / problem.members
        try:
            heaviest = best_panel(problem, weights, seconds=max(0.1, end - time.monotonic()))
        except TimeoutError:
            break
        if heaviest is None:
            break
        if best is None or heaviest.bound < best.bound:
            best = Witness(weights=weights, bound=heaviest.bound)
        panels = np.vstack([panels, heaviest.values])
    return best


def relaxed_smallest(problem: PanelProblem, *, counted: NDArray[np.bool_]) -> tuple[float, Floats | None]:
    """Find how large the smallest chance could be if panels need not be whole.

    Parameters
    ----------
    problem : PanelProblem
        The rules.
    counted : array of bool, shape (T,)
        Whose chances count.

    Returns
    -------
    tuple of float and array of float, shape (T,)
        A bound from above, and the weights of each member of a type that prove it (None without a solution).
    """
    kinds, rules = len(problem.members), len(problem.rows)
    members = problem.members.astype(float)
    # Columns: the seats of each type, then the smallest chance.
    seats = np.vstack([problem.rows, np.ones((1, kinds))]).astype(float)
    chances = np.hstack([np.diag(1 / members), -np.ones((kinds, 1))])[counted]
    matrix = np.vstack([np.hstack([seats, np.zeros((rules + 1, 1))]), chances])
    count = int(counted.sum())
    size = float(problem.size)
    found = vertex(
        np.append(np.zeros(kinds), -1.0),
        rows=matrix,
        lower=np.concatenate([problem.lower, [size], np.zeros(count)]),
        upper=np.concatenate([problem.upper, [size], np.full(count, np.inf)]),
        most=np.append(problem.most, 1.0),
    )
    if found is None:
        return 1.0, None
    weights = np.zeros(kinds)
    weights[counted] = np.maximum(found.duals[rules + 1 :], 0.0)
    if not weights.sum():
        return 1.0, None
    return -found.value, weights / weights.sum() / members


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
    found = vertex(
        np.append(np.zeros(panels), -1.0),
        rows=matrix,
        lower=np.append(np.zeros(count), 1.0),
        upper=np.append(np.full(count, np.inf), 1.0),
        most=np.ones(panels + 1),
    )
    weights = np.zeros(kinds)
    weights[counted] = 1.0 if found is None else np.maximum(found.duals[:count], 0.0)
    shares: Floats = weights / weights.sum()
    return shares
