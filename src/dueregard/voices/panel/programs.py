"""Small programs, linear or in whole numbers, solved by HiGHS: silent, with the same answer every time."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from dueregard.solver import QuietHighs
from dueregard.voices.panel.problem import PanelProblem

__all__ = ["Best", "Vertex", "best_panel", "least_cost", "possible", "vertex"]

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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vertex:
    """The answer of a linear program.

    Attributes
    ----------
    value : float
        The least cost.
    point : array of float, shape (n,)
        Where it is attained.
    duals : array of float, shape (R,)
        How much it rises with the limit of each row.
    """

    value: float
    point: NDArray[np.float64]
    duals: NDArray[np.float64]


def vertex(
    cost: ArrayLike,
    *,
    rows: sp.spmatrix | NDArray[np.float64],
    lower: ArrayLike,
    upper: ArrayLike,
    most: ArrayLike,
    seconds: float = PATIENCE,
) -> Vertex | None:
    """Minimise a cost within the limits of rows and columns, at a basic solution.

    Parameters
    ----------
    cost, rows, lower, upper, most, seconds
        As for :func:`least_cost`.

    Returns
    -------
    Vertex or None
        None when there is no answer, or none in time.
    """
    program = _program(cost, rows=rows, lower=lower, upper=upper, most=most, seconds=seconds)
    program.setOptionValue("solver", "simplex")
    program.run()
    if program.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    solution = program.getSolution()
    return Vertex(
        value=float(program.getInfo().objective_function_value),
        point=np.array(solution.col_value),
        duals=np.array(solution.row_dual),
    )


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
    program = _program(cost, rows=rows, lower=lower, upper=upper, most=most, seconds=seconds)
    program.changeColsIntegrality(
        program.numVariables,
        np.arange(program.numVariables, dtype=np.int32),
        np.full(program.numVariables, highspy.HighsVarType.kInteger.value, dtype=np.uint8),
    )
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


def _program(
    cost: ArrayLike,
    *,
    rows: sp.spmatrix | NDArray[np.float64],
    lower: ArrayLike,
    upper: ArrayLike,
    most: ArrayLike,
    seconds: float,
) -> highspy.Highs:
    matrix = sp.csc_matrix(rows, dtype=np.float64)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = np.asarray(cost, dtype=np.float64)
    model.col_lower_, model.col_upper_ = np.zeros(matrix.shape[1]), np.asarray(most, dtype=np.float64)
    model.row_lower_, model.row_upper_ = (np.asarray(each, dtype=np.float64) for each in (lower, upper))
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    program = QuietHighs()
    for name, value in (
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 1e-9),
        ("time_limit", seconds),
    ):
        program.setOptionValue(name, value)
    program.passModel(model)
    return program
