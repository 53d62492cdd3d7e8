"""The best lottery over the panels at hand in one stage, and the weights that say which panels it lacks."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from dueregard.voices.panel.polytope import INFINITY, change_floors, solver
from dueregard.voices.panel.watch import Watch

__all__ = ["MasterOptimum", "raise_smallest"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
SLACKS = (0.0, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MasterOptimum:
    """The best lottery over given panels.

    Attributes
    ----------
    shares : array, shape (N,)
        Its probabilities of the panels, with sum 1.
    weights : array, shape (T,)
        Weights of the types' probabilities; those of free types sum to 1. Only panels with a larger weighted
        sum than `floor` can improve the lottery.
    floor : float
        The largest weighted sum of the panels at hand.
    """

    shares: Floats
    weights: Floats
    floor: float


def raise_smallest(panels: Counts, members: Floats, fixed: Floats, *, watch: Watch) -> MasterOptimum | None:
    """Maximise the smallest probability of the free types while those fixed keep theirs.

    Interior points without crossover give central weights, under which new panels help most, and which are
    positive for every type that cannot have more.

    Parameters
    ----------
    panels : array of int, shape (N, T)
        The panels at hand.
    members : array, shape (T,)
        People of each type.
    fixed : array, shape (T,)
        The probabilities to keep; nan for free types.
    watch : Watch
        Says when to give up.

    Returns
    -------
    MasterOptimum or None
        None when time ran out.
    """
    free = np.isnan(fixed)
    chances = panels / members
    number, types = chances.shape
    left = sp.csc_matrix(np.append(-free.astype(float), 0.0)[:, None])
    matrix = sp.hstack([left, sp.csc_matrix(np.vstack([chances.T, np.ones((1, number))]))]).tocsc()
    highs = solver(
        matrix,
        lower=np.append(np.where(free, 0.0, np.nan_to_num(fixed)), 1.0),
        upper=np.append(np.full(types, INFINITY), 1.0),
        cost=np.append(-1.0, np.zeros(number)),
        most=np.append(2.0, np.full(number, INFINITY)),
        least=np.append(-1.0, np.zeros(number)),
    )
    highs.setOptionValue("ipm_optimality_tolerance", 1e-10)
    for slack in SLACKS:
        floors = np.where(free, 0.0, np.nan_to_num(fixed) - slack)
        change_floors(highs, np.arange(types), floors)
        for method, crossover in (("ipm", "off"), ("simplex", "on")):
            highs.setOptionValue("solver", method)
            highs.setOptionValue("run_crossover", crossover)
            if watch.late:
                return None
            highs.clearSolver()
            highs.setOptionValue("time_limit", highs.getRunTime() + watch.left)
            highs.run()
            if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                continue
            found = highs.getSolution()
            weights = np.maximum(np.asarray(found.row_dual)[:types], 0.0)
            total = float(weights[free].sum())
            if abs(total - 1.0) < 1e-3:
                shares = np.maximum(np.asarray(found.col_value)[1:], 0.0)
                weights /= total
                return MasterOptimum(
                    shares=shares / shares.sum(), weights=weights, floor=float((chances @ weights).max())
                )
    if watch.late:
        return None
    raise ArithmeticError("the lottery over the panels at hand could not be found")
