"""Replicate estimates: the same values computed with each set of replicate weights."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field, replace

import numpy as np

from dueregard.errors import SpreadError
from dueregard.estimates.source import FloatArray, Function, IntArray, Source, Sparse

__all__ = ["Replicates"]


@dataclass(frozen=True, slots=True, eq=False)
class Replicates:
    """Replicate estimates (jackknife, BRR, Fay, bootstrap), each of which functions are applied to.

    The covariance is scale times the sum over replicates r of rscales[r] (t_r - c)(t_r - c)', with c the
    full-sample values when mse is true and otherwise the mean of the replicates whose rscale is positive
    (R survey, `svrVar`). A replicate without a value, such as one that leaves a small group empty, adds
    nothing to that value's variance, as in R.

    Parameters
    ----------
    identity : str
        Names the people sampled.
    values : array of float, shape (R, k)
        A row for every replicate, a column for every value.
    full : array of float, shape (k,)
        The values with the full-sample weights.
    scale : float
        Overall factor.
    rscales : array of float, shape (R,), optional
        Factor of each replicate; ones when absent.
    mse : bool
        Whether to measure spread around the full-sample values.
    df : float
        Degrees of freedom.

    Raises
    ------
    SpreadError
        When the shapes do not fit.

    Examples
    --------
    >>> source = Replicates(
    ...     identity="jackknife",
    ...     values=np.array([[2.5], [2.0], [1.5]]),
    ...     full=np.array([2.0]),
    ...     scale=2 / 3,
    ...     df=2.0,
    ... )
    >>> source.variances().round(4)
    array([0.3333])
    """

    _: KW_ONLY
    identity: str
    values: FloatArray = field(repr=False)
    full: FloatArray = field(repr=False)
    scale: float
    rscales: FloatArray | None = field(default=None, repr=False)
    mse: bool = False
    df: float = np.inf

    def __post_init__(self) -> None:
        values, full = np.asarray(self.values, float), np.asarray(self.full, float)
        rscales = np.ones(len(values)) if self.rscales is None else np.asarray(self.rscales, float)
        if values.ndim != 2 or full.shape != values.shape[1:] or rscales.shape != values.shape[:1]:
            raise SpreadError(
                "Replicate estimates, full-sample values and replicate scales do not fit together.",
                found=f"Their shapes are {values.shape}, {full.shape} and {rscales.shape}.",
            )
        for name, value in (("values", values), ("full", full), ("rscales", rscales)):
            object.__setattr__(self, name, value)

    @property
    def size(self) -> int:
        """The number of values."""
        return int(self.values.shape[1])

    def covariance(self) -> FloatArray:
        """Joint covariance of the values, shape (k, k)."""
        deviations = self._deviations()
        return deviations.T @ deviations

    def variances(self) -> FloatArray:
        """Variance of each value, shape (k,)."""
        return np.asarray((self._deviations() ** 2).sum(axis=0))

    def linear(self, matrix: Sparse) -> Replicates:
        """Replicates of ``values @ matrix``; the matrix is sparse, of shape (k, m)."""
        return replace(self, values=(matrix.T @ self.values.T).T, full=matrix.T @ self.full)

    def transform(self, function: Function, jacobian: Sparse) -> Replicates:
        """Apply the function to every replicate, never by the delta method."""
        values = np.array([function(row) for row in self.values], float).reshape(len(self.values), -1)
        return replace(self, values=values, full=np.ravel(function(self.full)))

    def select(self, index: IntArray) -> Replicates:
        """Keep the values at these positions, in this order."""
        return replace(self, values=self.values[:, index], full=self.full[index])

    def constant(self, values: FloatArray) -> Replicates:
        """Replicates of values that these people do not move: every one is the value itself."""
        return replace(self, values=np.tile(values, (len(self.values), 1)), full=values)

    def append(self, *others: Source) -> Replicates:
        """Join the values of other replicates of the same people after these.

        Raises
        ------
        SpreadError
            When one is of another kind or has other replicates.
        """
        same = [other for other in others if isinstance(other, Replicates) and self._matches(other)]
        if len(same) < len(others):
            raise SpreadError(
                f"Values from {self.identity!r} rest on two different sets of replicates.",
                remedy="Estimate both with the same replicate weights and scale.",
            )
        return replace(
            self,
            values=np.hstack([self.values, *(other.values for other in same)]),
            full=np.concatenate([self.full, *(other.full for other in same)]),
        )

    def _matches(self, other: Replicates) -> bool:
        constants = (self.scale, self.mse) == (other.scale, other.mse)
        return constants and np.array_equal(self._factors(), other._factors())

    def _factors(self) -> FloatArray:
        return np.ones(len(self.values)) if self.rscales is None else self.rscales

    def _deviations(self) -> FloatArray:
        """Scaled deviations from the centre, shape (R, k).

        Zero where a replicate has no value; NaN where none has one.
        """
        factors, known = self._factors(), np.isfinite(self.values)
        counted = known & (factors > 0)[:, None]
        sums = np.where(counted, self.values, 0.0).sum(axis=0)
        means = sums / np.maximum(counted.sum(axis=0), 1)
        lacking = ~counted.any(axis=0) & np.isfinite(self.full)
        centre = self.full if self.mse else np.where(counted.any(axis=0), means, np.nan)
        deviations = np.where(known | lacking, self.values - centre, 0.0)
        return np.asarray(deviations * np.sqrt(self.scale * factors)[:, None])
