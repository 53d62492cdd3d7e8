"""Weighted logistic regression, with each person's influence on its coefficients."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import linalg, special

from dueregard.causes.decompositions.regression import redundant
from dueregard.estimates.source import FloatArray

__all__ = ["Logit", "fitted_logit"]

MOST_STEPS = 50
FARTHEST = 30.0
"""A linear predictor beyond this is a probability of 0 or 1: the coefficients run away to infinity."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Logit:
    """A logistic regression of n people on p columns.

    Attributes
    ----------
    coefficients : ndarray (p,)
        Of the columns; 0 for those that others determine.
    inverse : ndarray (p, p)
        Inverse of the weighted information.
    probabilities : ndarray (n,)
        Fitted.
    converged : bool
        False where some combination of columns separates who has the outcome from who has not.
    """

    coefficients: FloatArray
    inverse: FloatArray = field(repr=False)
    probabilities: FloatArray = field(repr=False)
    converged: bool

    def influence(self, columns: FloatArray, outcome: FloatArray, weight: FloatArray) -> FloatArray:
        """Give each person's influence on the coefficients, times the weight.

        Parameters
        ----------
        columns : ndarray (n, p)
            The columns that were fitted.
        outcome, weight : ndarray (n,)
            0 or 1, and weights.

        Returns
        -------
        ndarray (n, p)
            ``w (y - p) x`` times the inverse information; Binder (1983), International Statistical Review 51,
            279-292.
        """
        return np.asarray((columns * (weight * (outcome - self.probabilities))[:, None]) @ self.inverse)


def fitted_logit(columns: FloatArray, outcome: FloatArray, weight: FloatArray) -> Logit:
    """Fit a share by logistic regression.

    Parameters
    ----------
    columns : ndarray (n, p)
        The first is ones. Columns that those before them determine are left out.
    outcome : ndarray (n,)
        Between 0 and 1; of cells of people, their share.
    weight : ndarray (n,)
        Not negative.

    Returns
    -------
    Logit
        By Newton's method with halved steps where the likelihood would fall.

    Examples
    --------
    >>> x = np.column_stack([np.ones(4), [0.0, 0.0, 1.0, 1.0]])
    >>> fitted_logit(x, np.array([0.0, 1.0, 0.25, 0.75]), np.ones(4)).probabilities
    array([0.5, 0.5, 0.5, 0.5])
    """
    there = weight > 0
    gone = redundant(columns[there], weight[there])
    kept = [at for at in range(columns.shape[1]) if at not in gone]
    scale = np.sqrt((weight @ columns[:, kept] ** 2) / weight.sum())
    scaled = columns[:, kept] / scale
    beta, converged = _newton(scaled, outcome, weight)
    predictor = scaled @ beta
    probabilities = special.expit(predictor)
    curvature = weight * probabilities * (1 - probabilities)
    inverse = _inverse((scaled * curvature[:, None]).T @ scaled)
    width = columns.shape[1]
    coefficients, whole = np.zeros(width), np.zeros((width, width))
    coefficients[kept] = beta / scale
    whole[np.ix_(kept, kept)] = inverse / np.outer(scale, scale)
    fine = converged and bool(np.abs(predictor[there]).max(initial=0.0) < FARTHEST)
    return Logit(coefficients=coefficients, inverse=whole, probabilities=probabilities, converged=fine)


def _newton(columns: FloatArray, outcome: FloatArray, weight: FloatArray) -> tuple[FloatArray, bool]:
    share = float(np.clip(weight @ outcome / weight.sum(), 1e-6, 1 - 1e-6))
    beta = np.linalg.lstsq(columns, np.full(len(outcome), special.logit(share)), rcond=None)[0]
    likelihood = _likelihood(columns @ beta, outcome, weight)
    for _ in range(MOST_STEPS):
        probabilities = special.expit(columns @ beta)
        slope = columns.T @ (weight * (outcome - probabilities))
        curvature = weight * probabilities * (1 - probabilities)
        step = _inverse((columns * curvature[:, None]).T @ columns) @ slope
        rise = float(slope @ step)
        if rise <= 1e-20 * weight.sum():
            return beta + step, True
        factor = 1.0
        while True:
            tried = _likelihood(columns @ (beta + factor * step), outcome, weight)
            if tried >= likelihood - 1e-12 * abs(likelihood) or factor < 1e-4:
                break
            factor /= 2
        beta, likelihood = beta + factor * step, tried
        if not np.isfinite(beta).all() or np.abs(columns @ beta).max() > 2 * FARTHEST:
            return np.nan_to_num(beta), False
    return beta, False


def _likelihood(predictor: FloatArray, outcome: FloatArray, weight: FloatArray) -> float:
    return float(weight @ (outcome * predictor - np.logaddexp(0.0, predictor)))


def _inverse(matrix: FloatArray) -> FloatArray:
    return np.asarray(linalg.pinvh(matrix))
