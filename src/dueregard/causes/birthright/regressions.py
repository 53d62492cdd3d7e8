"""Parametric smoothing: a regression of the outcome on the levels of circumstances, over profiles."""

from __future__ import annotations

import numpy as np
from scipy import special

from dueregard.causes.birthright.profiles import Totals, ratio
from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["indicators", "linear", "logistic"]

_RANK = 1e-10
_STEPS = 30
_CLOSE = 1e-11
_FAR = 30.0


def indicators(codes: IntArray, sizes: tuple[int, ...]) -> FloatArray:
    """A column of ones, and one for each level of each circumstance but its first.

    Parameters
    ----------
    codes : ndarray of int (c, v)
        Levels of each profile.
    sizes : tuple of int
        How many levels there are.

    Returns
    -------
    ndarray (c, p)

    Examples
    --------
    >>> indicators(np.array([[0], [2]]), (3,))
    array([[1., 0., 0.],
           [1., 0., 1.]])
    """
    parts = [np.ones((len(codes), 1))]
    parts += [codes[:, [at]] == np.arange(1, size) for at, size in enumerate(sizes)]
    return np.hstack(parts).astype(float)


def linear(totals: Totals, x: FloatArray, *, logs: bool) -> FloatArray:
    """Fit weighted least squares to people's outcomes, by the sums over profiles.

    Parameters
    ----------
    totals : Totals
        Under r weightings.
    x : ndarray (c, p)
        Regressors of each profile.
    logs : bool
        Whether the outcome is in logarithms.

    Returns
    -------
    ndarray (r, c)
        Fitted values on the scale of the regression. Columns that others determine do not matter.
    """
    sums = totals.logs if logs else totals.outcome
    fitted = np.empty_like(totals.weight)
    for row, (weight, total) in enumerate(zip(totals.weight, sums, strict=True)):
        fitted[row] = x @ _solved(x.T @ (weight[:, None] * x), x.T @ total)
    return fitted


def logistic(totals: Totals, x: FloatArray) -> FloatArray:
    """Fit a weighted logistic regression to a yes/no outcome, by Newton's method.

    Parameters
    ----------
    totals : Totals
        Under r weightings; the outcome is 0 or 1.
    x : ndarray (c, p)
        Regressors of each profile.

    Returns
    -------
    ndarray (r, c)
        Fitted chances. Where a level has nobody with one of the answers its chance goes to 0 or 1.
    """
    fitted = np.empty_like(totals.weight)
    for row, (weight, total) in enumerate(zip(totals.weight, totals.outcome, strict=True)):
        fitted[row] = _chances(weight, total, x)
    return fitted


def _chances(weight: FloatArray, total: FloatArray, x: FloatArray) -> FloatArray:
    whole = weight.sum()
    beta = np.zeros(x.shape[1])
    overall = float(np.clip(total.sum() / whole, 1e-12, 1 - 1e-12))
    beta[0] = special.logit(overall)
    last = np.inf
    for _ in range(_STEPS):
        chance = special.expit(np.clip(x @ beta, -_FAR, _FAR))
        spread = weight * chance * (1 - chance)
        step = _solved(x.T @ (spread[:, None] * x), x.T @ (total - weight * chance))
        # A level without events runs away: steps of at most 4 keep Newton's method from overshooting.
        beta = beta + step * min(1.0, 4 / max(float(np.abs(x @ step).max()), 1e-300))
        deviance = _deviance(weight, total, special.expit(np.clip(x @ beta, -_FAR, _FAR)))
        if abs(last - deviance) <= _CLOSE * whole:
            break
        last = deviance
    return np.asarray(special.expit(np.clip(x @ beta, -_FAR, _FAR)))


def _deviance(weight: FloatArray, total: FloatArray, chance: FloatArray) -> float:
    return float(-2 * (special.xlogy(total, chance) + special.xlog1py(weight - total, -chance)).sum())


def _solved(information: FloatArray, right: FloatArray) -> FloatArray:
    """Solve normal equations; of columns that determine one another the shortest solution."""
    scale = np.sqrt(np.diag(information))
    inverse = ratio(np.ones_like(scale), scale)
    values, vectors = np.linalg.eigh(information * inverse[:, None] * inverse)
    kept = values > _RANK * values[-1]
    along = vectors[:, kept]
    return np.asarray(inverse * (along @ ((along.T @ (inverse * right)) / values[kept])))
