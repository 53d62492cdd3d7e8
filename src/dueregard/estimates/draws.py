"""Draws from a model."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field, replace

import numpy as np

from dueregard.errors import SpreadError
from dueregard.estimates.source import FloatArray, Function, IntArray, Source, Sparse

__all__ = ["Draws"]


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Draws of the values from their distribution under a model, each of which functions are applied to.

    Parameters
    ----------
    identity : str
        Names the model. Draws of one identity belong together row by row.
    values : array of float, shape (D, k)
        A row for every draw, a column for every value.
    df : float
        Degrees of freedom; infinite unless few draws or data limit them.

    Raises
    ------
    SpreadError
        When there are not at least two draws.

    Examples
    --------
    >>> source = Draws(identity="model", values=np.array([[1.0], [2.0], [3.0]]))
    >>> source.variances()
    array([1.])
    """

    _: KW_ONLY
    identity: str
    values: FloatArray = field(repr=False)
    df: float = np.inf

    def __post_init__(self) -> None:
        values = np.asarray(self.values, float)
        if values.ndim != 2 or len(values) < 2:
            raise SpreadError(
                "Draws need a table of at least two rows.", found=f"The shape is {values.shape}."
            )
        object.__setattr__(self, "values", values)

    @property
    def size(self) -> int:
        """The number of values."""
        return int(self.values.shape[1])

    def covariance(self) -> FloatArray:
        """Joint covariance of the values, shape (k, k)."""
        deviations = self.values - self.values.mean(axis=0)
        return np.asarray(deviations.T @ deviations / (len(deviations) - 1))

    def variances(self) -> FloatArray:
        """Variance of each value, shape (k,)."""
        return np.asarray(self.values.var(axis=0, ddof=1))

    def percentiles(self, level: float) -> FloatArray:
        """Interval of each value that leaves equal shares of draws on both sides, shape (k, 2)."""
        tail = (1 - level) / 2
        return np.quantile(self.values, [tail, 1 - tail], axis=0).T

    def linear(self, matrix: Sparse) -> Draws:
        """Draws of ``values @ matrix``; the matrix is sparse, of shape (k, m)."""
        return replace(self, values=(matrix.T @ self.values.T).T)

    def transform(self, function: Function, jacobian: Sparse) -> Draws:
        """Apply the function to every draw, never by the delta method."""
        values = np.array([function(row) for row in self.values], float)
        return replace(self, values=values.reshape(len(self.values), -1))

    def select(self, index: IntArray) -> Draws:
        """Keep the values at these positions, in this order."""
        return replace(self, values=self.values[:, index])

    def constant(self, values: FloatArray) -> Draws:
        """Draws of values that the model does not move: every one is the value itself."""
        return replace(self, values=np.tile(values, (len(self.values), 1)))

    def append(self, *others: Source) -> Draws:
        """Join the values of other draws of the same model after these.

        Raises
        ------
        SpreadError
            When one is of another kind or has another number of draws.
        """
        draws = len(self.values)
        same = [other for other in others if isinstance(other, Draws) and len(other.values) == draws]
        if len(same) < len(others):
            raise SpreadError(
                f"Values from {self.identity!r} rest on two different sets of draws.",
                remedy="Draw all of them in one call.",
            )
        return replace(self, values=np.hstack([self.values, *(other.values for other in same)]))
