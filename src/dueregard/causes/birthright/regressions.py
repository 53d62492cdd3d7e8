"""Parametric smoothing: a regression of the outcome on the levels of circumstances, over profiles."""

from __future__ import annotations

import numpy as np
from scipy import special

from dueregard.causes.birthright.profiles import Totals
from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["indicators", "linear", "logistic", "swept"]

_RANK = 1e-10
"""Share of a column's square, below which what others do not determine of it is rounding."""

_STEPS = 30
_CLOSE = 1e-12
_FAR = 30.0
_WIDE = 6_000_000
"""Products of regressors that are held at once."""


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
    beta = swept(_squares(totals.weight, x), sums @ x)
    return np.asarray(beta @ x.T)


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
    weight, yes = totals.weight, totals.outcome
    whole = weight.sum(1)
    beta = np.zeros((len(weight), x.shape[1]))
    beta[:, 0] = special.logit(np.clip(yes.sum(1) / whole, 1e-12, 1 - 1e-12))
    chance, last = _chances(beta, x), np.full(len(weight), np.inf)
    for _ in range(_STEPS):
        step = swept(_squares(weight * chance * (1 - chance), x), (yes - weight * chance) @ x)
        # A level without events runs away: steps of at most 4 keep Newton's method from overshooting.
        reach = np.abs(step @ x.T).max(1)
        beta = beta + step * np.minimum(1.0, 4 / np.maximum(reach, 1e-300))[:, None]
        chance = _chances(beta, x)
        deviance = -(special.xlogy(yes, chance) + special.xlog1py(weight - yes, -chance)).sum(1)
        if np.all(np.abs(last - deviance) <= _CLOSE * whole):
            break
        last = deviance
    return chance


def swept(information: FloatArray, right: FloatArray) -> FloatArray:
    """Solve normal equations, many at once; columns that earlier ones determine get 0.

    Parameters
    ----------
    information : ndarray (r, p, p)
        Weighted sums of products of regressors.
    right : ndarray (r, p)
        Weighted sums of products with the outcome.

    Returns
    -------
    ndarray (r, p)
        Coefficients, by Gauss and Jordan's sweep (Goodnight 1979, The American Statistician 33, 149-158).

    Examples
    --------
    >>> swept(np.array([[[2.0, 2.0], [2.0, 2.0]]]), np.array([[4.0, 4.0]]))
    array([[2., 0.]])
    """
    size = right.shape[1]
    diagonal = np.einsum("rpp->rp", information)
    scale = 1 / np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    held = np.concatenate(
        [information * scale[:, :, None] * scale[:, None, :], (right * scale)[:, :, None]], axis=2
    )
    for place in range(size):
        pivot = held[:, place, place]
        sound = (pivot > _RANK)[:, None]
        row = np.where(sound, held[:, place] / np.where(sound[:, 0], pivot, 1.0)[:, None], 0.0)
        column = np.where(sound, held[:, :, place], 0.0)
        held -= column[:, :, None] * row[:, None, :]
        held[:, place] = row
    return np.asarray(held[:, :, -1] * scale)


def _chances(beta: FloatArray, x: FloatArray) -> FloatArray:
    return np.asarray(special.expit(np.clip(beta @ x.T, -_FAR, _FAR)))


def _squares(weight: FloatArray, x: FloatArray) -> FloatArray:
    """Weighted sums of products of regressors (r, p, p)."""
    profiles, size = x.shape
    if profiles * size**2 > _WIDE:
        return np.array([x.T @ (each[:, None] * x) for each in weight])
    products = (x[:, :, None] * x[:, None, :]).reshape(profiles, size**2)
    return np.asarray(weight @ products).reshape(-1, size, size)
