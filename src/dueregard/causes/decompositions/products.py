"""Sums of products of two uncertain numbers, with their exact covariance where those are jointly normal.

What a covariate contributes to a gap is a mean (or a difference of means) times a coefficient (or a
difference of coefficients). For products of jointly normal x and b,

    cov(x b, y c) = x y cov(b, c) + b c cov(x, y) + x c cov(b, y) + b y cov(x, c)
                    + cov(x, y) cov(b, c) + cov(x, c) cov(b, y),

so that a sum x'b has the variance b'Vx b + x'Vb x + tr(Vx Vb) where x and b are independent. The last line is
left out by most software; it matters where a coefficient and a difference of means are both small.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dueregard.estimates.source import FloatArray

__all__ = ["Products"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Products:
    """Products of pairs of linear combinations of uncertain numbers.

    Attributes
    ----------
    left, right : ndarray (m, k)
        The m pairs as combinations of k numbers: product i is ``(left @ numbers)[i] * (right @ numbers)[i]``.
    numbers : ndarray (k,)
        Means and coefficients.
    covariance : ndarray (k, k)
        Theirs.

    References
    ----------
    Goodman (1960), JASA 55, 708-713; Jann (2005), Standard errors for the Blinder-Oaxaca decomposition;
    Isserlis (1918), Biometrika 12, 134-139.

    Examples
    --------
    >>> one = Products(
    ...     left=np.array([[1.0, 0.0]]),
    ...     right=np.array([[0.0, 1.0]]),
    ...     numbers=np.array([2.0, 3.0]),
    ...     covariance=np.diag([0.5, 0.25]),
    ... )
    >>> one.values, one.covariances()  # 9 x .5 + 4 x .25 + .5 x .25
    (array([6.]), array([[5.625]]))
    """

    left: FloatArray = field(repr=False)
    right: FloatArray = field(repr=False)
    numbers: FloatArray = field(repr=False)
    covariance: FloatArray = field(repr=False)

    @property
    def values(self) -> FloatArray:
        """The products, shape (m,)."""
        return np.asarray((self.left @ self.numbers) * (self.right @ self.numbers))

    @property
    def gradient(self) -> FloatArray:
        """How the products change with the numbers, shape (m, k)."""
        x, b = self.left @ self.numbers, self.right @ self.numbers
        return np.asarray(self.left * b[:, None] + self.right * x[:, None])

    def covariances(self) -> FloatArray:
        """Covariance of the products, shape (m, m)."""
        first = self.gradient
        return np.asarray(first @ self.covariance @ first.T + self.second_order())

    def second_order(self) -> FloatArray:
        """The part of the covariance that the delta method leaves out, shape (m, m)."""
        left = self.left @ self.covariance
        xx, xb = left @ self.left.T, left @ self.right.T
        bb = self.right @ self.covariance @ self.right.T
        return np.asarray(xx * bb + xb * xb.T)
