"""The fairest probabilities of the relaxed panels, whose seats may be split: no lottery can be fairer."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from dueregard.voices.panel.certificate import Stage, open_weights
from dueregard.voices.panel.polytope import INFINITY, Polytope, change_floors, solver
from dueregard.voices.panel.watch import Watch

__all__ = ["RelaxedOptimum", "relaxed_leximin"]

Floats = NDArray[np.float64]
SLACKS = (0.0, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6)
CLEAR = 1e-6
CLOSE = 1e-8
PATIENCE = 10.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RelaxedOptimum:
    """Leximin probabilities of the relaxation.

    Attributes
    ----------
    probabilities : array, shape (T,)
        Of one member of each type.
    stages : list of Stage
        The proof of every stage.
    """

    probabilities: Floats
    stages: list[Stage]


def relaxed_leximin(polytope: Polytope, members: Floats, *, watch: Watch | None = None) -> RelaxedOptimum:
    """Maximise the smallest probability over the polytope, then the second smallest, and so on.

    Each stage is one linear programme, solved by interior points without crossover: their duals are strictly
    complementary, so that all types that cannot exceed the stage's value in any optimum are found at once.

    Parameters
    ----------
    polytope : Polytope
        The rules.
    members : array, shape (T,)
        People of each type.
    watch : Watch, optional
        Says when to stop. What stages have not settled then has the probabilities of the last stage's
        optimum, about which little is proved.

    Returns
    -------
    RelaxedOptimum
    """
    watch = Watch() if watch is None else watch
    fixed = np.full(polytope.types, np.nan)
    last = np.zeros(polytope.types)
    stages: list[Stage] = []
    while np.isnan(fixed).any():
        free = np.isnan(fixed)
        found = _stage(polytope, members, fixed, watch=watch if stages else watch.after(PATIENCE))
        if found is None:
            weights = open_weights(free)
            bound = polytope.best_point(weights / members).bound
            stages.append(Stage(weights=weights, bound=bound, settled=free))
            return RelaxedOptimum(probabilities=np.where(free, last, fixed), stages=stages)
        last, proof, bound = found
        value = float(last[free].min())
        known = np.where(free, value, fixed)
        spare = max(bound - float(proof @ known), 0.0)
        hit = free & (proof >= min(max(spare / CLOSE, CLEAR), proof[free].max()))
        fixed[hit] = value
        stages.append(Stage(weights=proof, bound=bound, settled=hit))
    return RelaxedOptimum(probabilities=fixed, stages=stages)


def _stage(
    polytope: Polytope, members: Floats, fixed: Floats, *, watch: Watch
) -> tuple[Floats, Floats, float] | None:
    """Solve one stage: its probabilities, the weights that prove its value, and the bound on their sum."""
    types, free = polytope.types, np.isnan(fixed)
    rules = sp.hstack([sp.csc_matrix((len(polytope.lower), 1)), sp.csc_matrix(polytope.rows)])
    shares = sp.hstack([sp.csc_matrix(-free.astype(float)[:, None]), sp.diags(1.0 / members)])
    highs = solver(
        sp.vstack([rules, shares]).tocsc(),
        lower=np.append(polytope.lower, np.where(free, 0.0, np.nan_to_num(fixed))),
        upper=np.append(polytope.upper, np.full(types, INFINITY)),
        cost=np.append(-1.0, np.zeros(types)),
        most=np.append(2.0, polytope.most),
        least=np.append(-1.0, polytope.least),
    )
    highs.setOptionValue("ipm_optimality_tolerance", 1e-11)
    for slack in SLACKS:
        floors = np.where(free, 0.0, np.nan_to_num(fixed) - slack)
        change_floors(highs, np.arange(types) + len(polytope.lower), floors)
        for method, crossover in (("ipm", "off"), ("simplex", "on")):
            highs.setOptionValue("solver", method)
            highs.setOptionValue("run_crossover", crossover)
            if watch.late:
                return None
            highs.clearSolver()
            highs.setOptionValue("time_limit", highs.getRunTime() + watch.left)
            highs.run()
            found = highs.getSolution()
            if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                continue
            proof = np.maximum(np.asarray(found.row_dual)[len(polytope.lower) :], 0.0)
            total = float(proof[free].sum())
            if abs(total - 1.0) < 1e-3:
                shares = np.clip(np.asarray(found.col_value)[1:], polytope.least, polytope.most) / members
                proof /= total
                prices = -np.asarray(found.row_dual)[: len(polytope.lower)] / total
                bound = polytope.dual_value(prices, proof / members - prices @ polytope.rows)
                return shares, proof, bound
    if watch.late:
        return None
    raise ArithmeticError("a stage of the relaxation could not be solved")
