"""Parametric smoothing: a regression of the outcome on the levels of circumstances, over profiles."""

from __future__ import annotations

import numpy as np
from scipy import linalg, special

from dueregard.causes.birthright.profiles import Totals, ratio
from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["indicators", "linear", "logistic"]

_RANK = 1e-10
_PLENTY = 1e-3
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
    # Weightings are near one another: each begins where a fit to all of them together ends.
    start = _coefficients(totals.weight.sum(0), totals.outcome.sum(0), x, None)
    for row, (weight, total) in enumerate(zip(totals.weight, totals.outcome, strict=True)):
        fitted[row] = special.expit(np.clip(x @ _coefficients(weight, total, x, start), -_FAR, _FAR))
    return fitted


def _coefficients(
    weight: FloatArray, total: FloatArray, x: FloatArray, start: FloatArray | None
) -> FloatArray:
    whole = weight.sum()
    beta = np.zeros(x.shape[1]) if start is None else start
    if start is None:
        beta[0] = special.logit(float(np.clip(total.sum() / whole, 1e-12, 1 - 1e-12)))
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
    return beta


def _deviance(weight: FloatArray, total: FloatArray, chance: FloatArray) -> float:
    return float(-2 * (special.xlogy(total, chance) + special.xlog1py(weight - total, -chance)).sum())


def _solved(information: FloatArray, right: FloatArray) -> FloatArray:
    """Solve normal equations; of columns that determine one another the shortest solution."""
    scale = np.sqrt(np.diag(information))
    inverse = ratio(np.ones_like(scale), scale)
    scaled = information * inverse[:, None] * inverse
    factor, failed = linalg.lapack.dpotrf(scaled, lower=1)
    # The factor's diagonal is what of each column the others do not determine; nearly always that is plenty.
    if not failed and float(np.diag(factor).min()) > _PLENTY:
        found, _ = linalg.lapack.dpotrs(factor, inverse * right, lower=1)
        return np.asarray(inverse * found)
    values, vectors = np.linalg.eigh(scaled)
    kept = values > _RANK * values[-1]
    along = vectors[:, kept]
    return np.asarray(inverse * (along @ ((along.T @ (inverse * right)) / values[kept])))
