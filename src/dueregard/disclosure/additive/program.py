"""One linear program per part: made once, then solved again from where the last solution ended."""

from __future__ import annotations

import highspy
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from dueregard.solver import QuietHighs

__all__ = ["INFINITY", "LinearProgram"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
INFINITY = highspy.kHighsInf
DUAL, PRIMAL = 1, 4
"""HiGHS's names of the two simplex methods."""
CALL = 20
"""What calling the solver costs, in simplex steps."""


class LinearProgram:
    """Minimise costs over ``matrix @ x = 0`` within limits of x.

    Parameters
    ----------
    matrix : sparse matrix, shape (m, k)
        The equations.
    least, most : array, shape (k,)
        Limits; 0 is within them.
    method : int
        The simplex method: dual where limits change between solutions, primal where costs do.
    """

    def __init__(self, matrix: sp.csc_matrix, *, least: Floats, most: Floats, method: int) -> None:
        columns = matrix.tocsc()
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = columns.shape
        lp.col_cost_ = np.zeros(columns.shape[1])
        lp.col_lower_, lp.col_upper_ = least, most
        lp.row_lower_ = lp.row_upper_ = np.zeros(columns.shape[0])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = columns.indptr
        lp.a_matrix_.index_ = columns.indices
        lp.a_matrix_.value_ = columns.data
        self.steps = 0
        self._highs = QuietHighs()
        for option, value in (
            ("presolve", "off"),
            ("parallel", "off"),
            ("random_seed", 1),
            ("simplex_strategy", method),
            ("primal_feasibility_tolerance", 1e-9),
            ("dual_feasibility_tolerance", 1e-9),
        ):
            self._highs.setOptionValue(option, value)
        self._highs.passModel(lp)

    def limit(self, columns: Counts, least: Floats, most: Floats) -> None:
        """Change the limits of some columns."""
        self._highs.changeColsBounds(len(columns), columns.astype(np.int32), least, most)

    def cost(self, columns: Counts, costs: Floats) -> None:
        """Change the costs of some columns."""
        self._highs.changeColsCost(len(columns), columns.astype(np.int32), costs)

    def restart(self) -> None:
        """Let the next solution start from 0, which is near where one movement is asked for."""
        self._highs.setBasis()

    def solve(self) -> Floats | None:
        """Give the cheapest point; None where there is none.

        Returns
        -------
        array, shape (k,), or None

        Raises
        ------
        Unbounded
            If costs fall without end.
        """
        for attempt in range(2):
            self._highs.run()
            status = self._highs.getModelStatus()
            self.steps += max(self._highs.getInfo().simplex_iteration_count, 0) + CALL
            if status == highspy.HighsModelStatus.kOptimal:
                return np.asarray(self._highs.getSolution().col_value)
            if status == highspy.HighsModelStatus.kInfeasible:
                return None
            if status in (
                highspy.HighsModelStatus.kUnbounded,
                highspy.HighsModelStatus.kUnboundedOrInfeasible,
            ):
                raise Unbounded
            if not attempt:
                self._highs.clearSolver()
        raise ArithmeticError(f"a linear program ended with {status}")


class Unbounded(Exception):
    """Costs that fall without end."""
