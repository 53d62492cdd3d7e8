"""Small programs in whole numbers, solved by HiGHS: silent, on one thread, with the same answer every time."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from dueregard.voices.panel.problem import PanelProblem

__all__ = ["Best", "best_panel", "least_cost", "possible"]

INFINITY = highspy.kHighsInf
PATIENCE = 20.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Best:
    """An answer in whole numbers.

    Attributes
    ----------
    values : array of int, shape (n,)
        The best that was found.
    closed : bool
        Whether nothing better exists; False when time ran out.
    bound : float
        No answer costs less.
    """

    values: NDArray[np.int64]
    closed: bool
    bound: float


def least_cost(
    cost: ArrayLike,
    *,
    rows: sp.spmatrix | NDArray[np.float64],
    lower: ArrayLike,
    upper: ArrayLike,
    most: ArrayLike,
    seconds: float = PATIENCE,
) -> Best | None:
    """Minimise a cost over whole numbers within the limits of rows and columns.

    Parameters
    ----------
    cost : array-like, shape (n,)
        What one of each column costs.
    rows : matrix, shape (R, n)
        Coefficients.
    lower, upper : array-like, shape (R,)
        Limits of the rows.
    most : array-like, shape (n,)
        Columns lie from 0 to this.
    seconds : float
        When to stop.

    Returns
    -------
    Best or None
        None when there is no answer.

    Raises
    ------
    TimeoutError
        When time ran out before anything was found.
    """
    matrix = sp.csc_matrix(rows, dtype=np.float64)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = np.asarray(cost, dtype=np.float64)
    model.col_lower_, model.col_upper_ = np.zeros(matrix.shape[1]), np.asarray(most, dtype=np.float64)
    model.row_lower_, model.row_upper_ = (np.asarray(each, dtype=np.float64) for each in (lower, upper))
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    model.integrality_ = [highspy.HighsVarType.kInteger] * matrix.shape[1]
    program = highspy.Highs()
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 1e-9),
        ("time_limit", seconds),
    ):
        program.setOptionValue(name, value)
    program.passModel(model)
    program.run()
    status = program.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return None
    info = program.getInfo()
    if info.primal_solution_status != highspy.kSolutionStatusFeasible:
        raise TimeoutError
    return Best(
        values=np.rint(program.getSolution().col_value).astype(np.int64),
        closed=status == highspy.HighsModelStatus.kOptimal,
        bound=info.mip_dual_bound,
    )


def best_panel(problem: PanelProblem, weights: ArrayLike, *, seconds: float = PATIENCE) -> Best | None:
    """Find the panel of types with the largest weight.

    Parameters
    ----------
    problem : PanelProblem
        Which panels are allowed.
    weights : array-like, shape (T,)
        What a seat of each type is worth.
    seconds : float
        When to stop.

    Returns
    -------
    Best or None
        With `bound` as a bound from above; None when no panel is allowed.
    """
    kinds = len(problem.members)
    found = least_cost(
        -np.asarray(weights, dtype=np.float64),
        rows=np.vstack([problem.rows, np.ones((1, kinds))]),
        lower=np.append(problem.lower, problem.size),
        upper=np.append(problem.upper, problem.size),
        most=problem.most,
        seconds=seconds,
    )
    return found and Best(values=found.values, closed=found.closed, bound=-found.bound)


def possible(problem: PanelProblem, *, seconds: float = PATIENCE) -> bool:
    """Say whether any panel is allowed.

    Parameters
    ----------
    problem : PanelProblem
        The rules.
    seconds : float
        When to stop.

    Returns
    -------
    bool

    Raises
    ------
    TimeoutError
        When time ran out.
    """
    return best_panel(problem, np.zeros(len(problem.members)), seconds=seconds) is not None
