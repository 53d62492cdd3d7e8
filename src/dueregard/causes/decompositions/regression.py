"""Weighted least squares of one group, with the covariance of coefficients and of covariate means."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import linalg

from dueregard.estimates.source import FloatArray

__all__ = ["Fit", "fitted", "redundant"]

TOLERANCE = 1e-7
"""A column is redundant when less than this share of its length is left beside the columns before it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """A regression of n people on p columns.

    Attributes
    ----------
    coefficients : ndarray (p,)
        b.
    inverse : ndarray (p, p)
        Inverse of the weighted cross-products, (X'WX)^-1.
    products : ndarray (p, p)
        The weighted cross-products themselves.
    residuals : ndarray (n,)
        Outcome minus fitted.
    variance : float
        Of the residuals: their weighted sum of squares over n - p, weights summing to n; NaN for n = p.
    """

    coefficients: FloatArray
    inverse: FloatArray
    products: FloatArray
    residuals: FloatArray = field(repr=False)
    variance: float

    def influence(self, columns: FloatArray, weight: FloatArray, rows: slice = slice(None)) -> FloatArray:
        """Give each person's influence on the coefficients, times the weight.

        Parameters
        ----------
        columns : ndarray (n, p)
            The columns that were fitted.
        weight : ndarray (n,)
            Analysis weights.
        rows : slice
            Whose influence; by default everybody's.

        Returns
        -------
        ndarray (people, p)
            ``w e x (X'WX)^-1``; see Binder (1983), International Statistical Review 51, 279-292.
        """
        moved = (weight[rows] * self.residuals[rows])[:, None]
        return np.asarray((columns[rows] * moved) @ self.inverse)


def fitted(columns: FloatArray, outcome: FloatArray, weight: FloatArray) -> Fit:
    """Fit an outcome on columns of full rank by weighted least squares.

    The first column is ones. The others are centred and scaled first, which changes nothing but rounding.

    Parameters
    ----------
    columns : ndarray (n, p)
        Of which none is redundant: see :func:`redundant`.
    outcome : ndarray (n,)
        Of the people.
    weight : ndarray (n,)
        Analysis weights, all positive.

    Returns
    -------
    Fit

    Examples
    --------
    >>> x = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    >>> fitted(x, np.array([1.0, 3.0, 5.0]), np.ones(3)).coefficients.round(9)
    array([1., 2.])
    """
    scaled, back = _scaled(columns, weight)
    root = np.sqrt(weight)[:, None]
    joined = np.hstack([scaled, outcome[:, None]]) * root
    triangle: FloatArray = np.asarray(np.linalg.qr(joined, mode="r"))
    width = columns.shape[1]
    upper = triangle[:width, :width]
    solved = linalg.solve_triangular(upper, triangle[:width, width])
    inverse_root = back @ linalg.solve_triangular(upper, np.eye(width))
    coefficients = back @ solved
    residuals = outcome - scaled @ solved
    n = len(outcome)
    spare = n - width
    squares = float(weight @ residuals**2) * n / float(weight.sum())
    return Fit(
        coefficients=coefficients,
        inverse=inverse_root @ inverse_root.T,
        products=(columns * weight[:, None]).T @ columns,
        residuals=residuals,
        variance=squares / spare if spare > 0 else np.nan,
    )


def redundant(columns: FloatArray, weight: FloatArray) -> tuple[int, ...]:
    """Find the columns that those before them already determine.

    Parameters
    ----------
    columns : ndarray (n, p)
        The first is ones.
    weight : ndarray (n,)
        Analysis weights, all positive.

    Returns
    -------
    tuple of int
        Positions; R's ``lm`` gives these the coefficient NA.

    Examples
    --------
    >>> x = np.array([[1.0, 0.0, 0.0], [1.0, 1.0, 2.0], [1.0, 2.0, 4.0]])
    >>> redundant(x, np.ones(3))
    (2,)
    """
    scaled, _ = _scaled(columns, weight)
    scaled *= np.sqrt(weight)[:, None]
    triangle: FloatArray = np.asarray(np.linalg.qr(scaled, mode="r"))
    kept: list[int] = []
    gone: list[int] = []
    for at in range(columns.shape[1]):
        # The triangle holds every inner product: what is left of a column beside those kept.
        column = triangle[:, at]
        length = float(np.linalg.norm(column))
        basis = _orthogonal(triangle[:, kept])
        left = float(np.linalg.norm(column - basis @ (basis.T @ column)))
        (gone if left <= TOLERANCE * max(length, 1e-300) or length == 0 else kept).append(at)
    return tuple(gone)


def _orthogonal(columns: FloatArray) -> FloatArray:
    return np.linalg.qr(columns)[0] if columns.shape[1] else columns


def _scaled(columns: FloatArray, weight: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Centre and scale all columns but the ones, with the matrix that takes coefficients back."""
    middle = (weight @ columns) / weight.sum()
    middle[0] = 0.0
    centred = columns - middle
    spread = np.sqrt((weight @ centred**2) / weight.sum())
    size = np.abs(columns).max(axis=0, initial=0.0)
    # A constant column differs from its mean by rounding only: scaled up, that would pass for a column.
    flat = spread <= 1e-12 * size
    centred[:, flat] = 0.0
    scale = np.where(flat, 1.0, spread)
    scale[0], centred[:, 0] = 1.0, columns[:, 0]
    back = np.diag(1 / scale)
    back[0, 1:] = -(middle / scale)[1:]
    return centred / scale, back
