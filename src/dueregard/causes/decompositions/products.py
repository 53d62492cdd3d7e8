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

    def bent(
        self, gradient: FloatArray, adding: FloatArray, scales: Scales | None = None
    ) -> tuple[FloatArray, FloatArray]:
        """Say how sums of the products bend, beside how they change.

        Parameters
        ----------
        gradient : ndarray (p, k)
            How p sums change with the numbers, g.
        adding : ndarray (p, m)
            The sums of products, with the matrix H of second derivatives.
        scales : Scales, optional
            What of the right-hand numbers is divided by an uncertain number of its own.

        Returns
        -------
        curvature : ndarray (p,)
            ``g'V H V g``.
        bias : ndarray (p,)
            ``tr(H V) / 2``.
        """
        along = gradient @ self.covariance
        curvature = 2 * np.sum(adding * (along @ self.left.T) * (along @ self.right.T), axis=1)
        together = np.sum((self.left @ self.covariance) * self.right, axis=1)
        if scales is not None:
            x = self.left @ self.numbers
            curvature += 2 * np.sum(adding * x * (scales.second(along) @ self.right.T), axis=1)
            together += x * (self.right @ scales.mean(self.covariance))
        return curvature, adding @ together

    def smoothing(self, scales: Scales) -> FloatArray:
        """Give what too large scales do to each product, shape (m,)."""
        return -(self.left @ self.numbers) * (self.right @ (scales.values * scales.each_smoothed))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scales:
    """Blocks of numbers that are inverse to a scale, such as a density, whose logarithm is a number too.

    With d the error of the logarithm and b the error of a number, to second order a number's own error has
    the further term ``-b d - value d**2 / 2``.

    Attributes
    ----------
    values : ndarray (k,)
        What of each number is inverse to the scale of its block.
    first, width : int
        Where blocks begin, and how long each is; logarithms of scales stand right behind the last block.
    smoothed : ndarray (s,)
        By what share each scale is too large on average.
    """

    values: FloatArray = field(repr=False)
    first: int
    width: int
    smoothed: FloatArray

    @property
    def _end(self) -> int:
        return self.first + self.width * len(self.smoothed)

    def _spread(self, of_scales: FloatArray) -> FloatArray:
        """Repeat what is of scales (p, s) for the numbers of their blocks (p, k)."""
        result = np.zeros((len(of_scales), len(self.values)))
        result[:, self.first : self._end] = np.repeat(of_scales, self.width, axis=1)
        return result

    @property
    def each_smoothed(self) -> FloatArray:
        """By what share the scale of each number is too large, shape (k,)."""
        return np.asarray(self._spread(self.smoothed[None])[0])

    def second(self, along: FloatArray) -> FloatArray:
        """Give the further term for errors of all numbers, both shaped (p, k)."""
        scale = self._spread(along[:, self._end : self._end + len(self.smoothed)])
        return np.asarray(-along * scale - self.values * scale**2 / 2)

    def mean(self, covariance: FloatArray) -> FloatArray:
        """Give the further term's mean, shape (k,)."""
        there = slice(self._end, self._end + len(self.smoothed))
        own = self._spread(np.diag(covariance[there, there])[None])[0]
        block = np.arange(self.first, self._end)
        scale = self._end + (block - self.first) // self.width
        result = -self.values * own / 2
        result[block] -= covariance[block, scale]
        return np.asarray(result)
