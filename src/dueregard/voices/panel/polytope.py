"""The panels that rules allow, as a polytope: best points and best panels, with proven bounds."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from dueregard.solver import QuietHighs
from dueregard.voices.panel.problem import PanelProblem

__all__ = ["BestPanel", "BestPoint", "Polytope", "change_floors", "solver"]

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
INFINITY = highspy.kHighsInf


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BestPoint:
    """The best point of the polytope, whole numbers or not.

    Attributes
    ----------
    point : array, shape (T,)
        The point.
    reduced : array, shape (T,)
        How much the value would rise with one more of a type.
    bound : float
        No point, hence no panel, has a larger value: by weak duality, so whatever the solver's tolerances.
    """

    point: Floats
    reduced: Floats
    bound: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BestPanel:
    """The best panel found in whole numbers.

    Attributes
    ----------
    panel : array of int, shape (T,), or None
        A panel, if one was found.
    bound : float
        No panel within the limits given has a larger value.
    closed : bool
        Whether the search was completed: `bound` then is the value of `panel`, or nothing is above the floor.
    """

    panel: Counts | None
    bound: float
    closed: bool


def solver(
    matrix: sp.csc_matrix,
    *,
    lower: Floats,
    upper: Floats,
    cost: Floats,
    most: Floats,
    least: Floats | None = None,
) -> highspy.Highs:
    """Make a silent, single-threaded HiGHS that minimises `cost` within rows and columns' limits.

    Parameters
    ----------
    matrix : sparse matrix, shape (R, n)
        Coefficients.
    lower, upper : array, shape (R,)
        Limits of the rows.
    cost : array, shape (n,)
        What a unit of each column costs.
    most, least : array, shape (n,)
        Limits of the columns; `least` is 0 by default.

    Returns
    -------
    Highs
    """
    columns = matrix.tocsc()
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = columns.shape
    lp.col_cost_, lp.col_upper_ = cost, most
    lp.col_lower_ = np.zeros_like(most) if least is None else least
    lp.row_lower_, lp.row_upper_ = lower, upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = columns.indptr
    lp.a_matrix_.index_ = columns.indices
    lp.a_matrix_.value_ = columns.data
    highs = QuietHighs()
    highs.setOptionValue("parallel", "off")
    highs.setOptionValue("random_seed", 1)
    highs.setOptionValue("primal_feasibility_tolerance", 1e-9)
    highs.setOptionValue("dual_feasibility_tolerance", 1e-9)
    highs.passModel(lp)
    return highs


def change_floors(highs: highspy.Highs, rows: NDArray[np.int64], floors: Floats) -> None:
    """Change the lower limits of rows that have no upper ones."""
    for row, floor in zip(rows, floors, strict=True):
        highs.changeRowBounds(int(row), float(floor), INFINITY)


class Polytope:
    """The vectors z with ``lower <= rows @ z <= upper`` and ``least <= z <= most``; whole ones are panels.

    Parameters
    ----------
    rows : array, shape (R + 1, T)
        The rules; the last is the size of the panel.
    lower, upper : array, shape (R + 1,)
        Limits of the rules.
    most, least : array, shape (T,)
        The most and the fewest of each type.
    """

    def __init__(self, *, rows: Floats, lower: Floats, upper: Floats, most: Floats, least: Floats) -> None:
        self.rows, self.lower, self.upper, self.most, self.least = rows, lower, upper, most, least
        self.size = int(upper[-1])
        self._matrix = sp.csc_matrix(self.rows)
        self._lp: highspy.Highs | None = None

    @classmethod
    def of(cls, problem: PanelProblem) -> Polytope:
        """Take the rules of a problem, and its size as one more."""
        types = len(problem.members)
        rules = np.asarray(problem.rows, dtype=float).reshape(-1, types)
        return cls(
            rows=np.vstack([rules, np.ones((1, types))]),
            lower=np.append(problem.lower, problem.size).astype(float),
            upper=np.append(problem.upper, problem.size).astype(float),
            most=np.minimum(problem.most, problem.members).astype(float),
            least=np.zeros(types),
        )

    def without(self, types: NDArray[np.bool_]) -> Polytope:
        """Allow none of some types."""
        return Polytope(
            rows=self.rows,
            lower=self.lower,
            upper=self.upper,
            most=np.where(types, 0.0, self.most),
            least=self.least,
        )

    def face(self, point: Floats, *, within: float = 1e-6) -> Polytope:
        """Keep the panels of lotteries with this mean: limits that the mean meets bind each panel."""
        counts = self.rows @ point
        at_lower, at_upper = counts - self.lower <= within, self.upper - counts <= within
        return Polytope(
            rows=self.rows,
            lower=np.where(at_upper, self.upper, self.lower),
            upper=np.where(at_lower, self.lower, self.upper),
            most=np.where(point <= self.least + within, self.least, self.most),
            least=np.where(point >= self.most - within, self.most, self.least),
        )

    @property
    def types(self) -> int:
        """How many types there are."""
        return len(self.most)

    def best_point(self, weights: Floats) -> BestPoint:
        """Find the point of largest value ``weights @ z``, with a bound that holds whatever the rounding."""
        if self._lp is None:
            self._lp = solver(
                self._matrix,
                lower=self.lower,
                upper=self.upper,
                cost=-weights,
                most=self.most,
                least=self.least,
            )
            self._lp.setOptionValue("presolve", "off")
        self._lp.changeColsCost(self.types, np.arange(self.types, dtype=np.int32), -weights)
        self._lp.run()
        found = self._lp.getSolution()
        prices = -np.asarray(found.row_dual)
        reduced = weights - prices @ self.rows
        return BestPoint(
            point=np.clip(np.asarray(found.col_value), self.least, self.most),
            reduced=reduced,
            bound=self.dual_value(prices, reduced),
        )

    def dual_value(self, prices: Floats, reduced: Floats) -> float:
        """Bound every point's value by the prices of the rows: weak duality, true of any prices."""
        rows = np.where(prices > 0, prices * self.upper, prices * self.lower)
        return float(
            rows.sum() + np.maximum(reduced, 0.0) @ self.most + np.minimum(reduced, 0.0) @ self.least
        )

    def best_panel(
        self,
        weights: Floats,
        *,
        floor: float = -np.inf,
        aim: Floats | None = None,
        least: Floats | None = None,
        most: Floats | None = None,
        seconds: float = INFINITY,
    ) -> BestPanel:
        """Find the panel of largest value among those above a floor, by branch and bound.

        Parameters
        ----------
        weights : array, shape (T,)
            The value of one of each type.
        floor : float
            Only panels worth more are wanted; when there is none the bound is the floor.
        aim : array, shape (T,), optional
            Other weights by which the best of those panels is chosen; then the bound says nothing.
        least, most : array, shape (T,), optional
            Narrower limits, proved or chosen by the caller.
        seconds : float
            When to give up.

        Returns
        -------
        BestPanel
        """
        scale = 1e3 / max(float(np.abs(weights).max()), 1e-300)
        values = weights * scale
        rows, lower, upper = self._matrix, self.lower, self.upper
        if np.isfinite(floor):
            rows = sp.vstack([rows, sp.csr_matrix(values)]).tocsc()
            lower, upper = np.append(lower, floor * scale), np.append(upper, INFINITY)
        highs = solver(
            rows,
            lower=lower,
            upper=upper,
            cost=-values if aim is None else -aim * scale,
            most=self.most if most is None else most,
            least=self.least if least is None else least,
        )
        every = np.arange(self.types, dtype=np.int32)
        highs.changeColsIntegrality(self.types, every, np.full(self.types, highspy.HighsVarType.kInteger))
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("mip_abs_gap", 1e-6)
        highs.setOptionValue("time_limit", float(seconds))
        highs.run()
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return BestPanel(panel=None, bound=floor, closed=True)
        closed = status == highspy.HighsModelStatus.kOptimal
        info = highs.getInfo()
        bound = -info.mip_dual_bound / scale
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return BestPanel(panel=None, bound=max(bound, floor), closed=False)
        panel = np.rint(np.asarray(highs.getSolution().col_value)).astype(np.int64)
        if not self.allows(panel[None, :])[0]:
            return BestPanel(panel=None, bound=max(bound, floor), closed=False)
        return BestPanel(panel=panel, bound=max(bound, float(weights @ panel)), closed=closed)

    def allows(self, panels: Counts) -> NDArray[np.bool_]:
        """Say which panels meet every rule, in whole numbers."""
        held = np.asarray(panels, dtype=np.int64)
        counts = held @ self.rows.T.astype(np.int64)
        within = ((counts >= self.lower) & (counts <= self.upper)).all(axis=1)
        return np.asarray(within & ((held >= self.least) & (held <= self.most)).all(axis=1), dtype=np.bool_)
