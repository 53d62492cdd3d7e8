"""A covariance matrix alone: published figures, or moments summed in a database."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field, replace

import numpy as np
from scipy import sparse

from dueregard.errors import SpreadError
from dueregard.estimates.source import FloatArray, Function, IntArray, Source, Sparse

__all__ = ["Covariance"]


@dataclass(frozen=True, slots=True, eq=False)
class Covariance:
    """The covariance of the values of one call, and how the present values load on them.

    Parameters
    ----------
    identity : str
        Names the people or the publication.
    matrix : array of float, shape (K, K)
        Covariance of the K values of the call that made it.
    df : float or array of float, shape (k,)
        Degrees of freedom, of all present values or of each; infinite when the matrix is taken as known. A
        combination has those of the value of it that has fewest.
    loadings : scipy.sparse csr_array, shape (K, k), optional
        The k present values as combinations of those K; each its own by default.
    token : object, optional
        Stands for the call. What two calls have in common is not recorded, so values of one identity and
        two tokens cannot be used together.

    Raises
    ------
    SpreadError
        When the matrix is not square and symmetric.

    Examples
    --------
    >>> source = Covariance(identity="census", matrix=np.diag([4.0, 9.0]))
    >>> source.linear(sparse.csr_array([[1.0], [-1.0]])).variances()
    array([13.])
    """

    _: KW_ONLY
    identity: str
    matrix: FloatArray = field(repr=False)
    df: float | FloatArray = np.inf
    loadings: Sparse = field(default=None, repr=False)
    token: object = field(default_factory=object, repr=False)

    def __post_init__(self) -> None:
        if self.loadings is not None and isinstance(self.matrix, np.ndarray):
            return  # of a covariance that was checked when it was made
        matrix = np.asarray(self.matrix, float)
        square = matrix.ndim == 2 and matrix.shape[0] == matrix.shape[1]
        if not square or not np.allclose(matrix, matrix.T, rtol=1e-9, atol=0.0, equal_nan=True):
            raise SpreadError(
                "A covariance must be square and symmetric.", found=f"Its shape is {matrix.shape}."
            )
        object.__setattr__(self, "matrix", matrix)
        if self.loadings is None:
            object.__setattr__(self, "loadings", sparse.eye_array(len(matrix), format="csr"))

    @classmethod
    def independent(
        cls, variances: FloatArray, *, identity: str, df: float | FloatArray = np.inf
    ) -> Covariance:
        """Covariance of independent values.

        Parameters
        ----------
        variances : array of float, shape (k,)
            Variance of each value.
        identity : str
            Names the publication.
        df : float or array of float, shape (k,)
            Degrees of freedom.

        Returns
        -------
        Covariance
            With a diagonal matrix.
        """
        return cls(identity=identity, matrix=np.diag(np.asarray(variances, float)), df=df)

    @property
    def size(self) -> int:
        """The number of values."""
        return int(self.loadings.shape[1])

    def covariance(self) -> FloatArray:
        """Joint covariance of the values, shape (k, k)."""
        product = self.loadings.T @ (self.loadings.T @ self.matrix).T
        return np.asarray((product + product.T) / 2)

    def variances(self) -> FloatArray:
        """Variance of each value, shape (k,)."""
        # What is exactly zero may come out a rounding below it.
        return np.maximum(self.covariance().diagonal(), 0.0)

    def linear(self, matrix: Sparse) -> Covariance:
        """Covariance of ``values @ matrix``; the matrix is sparse, of shape (k, m)."""
        return replace(self, loadings=self.loadings @ matrix, df=_least(self.df, matrix))

    def transform(self, function: Function, jacobian: Sparse) -> Covariance:
        """Covariance of a function of the values, by the delta method."""
        return self.linear(jacobian.T)

    def select(self, index: IntArray) -> Covariance:
        """Keep the values at these positions, in this order."""
        df = self.df[index] if isinstance(self.df, np.ndarray) else self.df
        return replace(self, loadings=self.loadings[:, index], df=df)

    def constant(self, values: FloatArray) -> Covariance:
        """Covariance of values that do not load on this call."""
        df = np.full(len(values), np.inf) if isinstance(self.df, np.ndarray) else self.df
        return replace(self, loadings=sparse.csr_array((len(self.matrix), len(values))), df=df)

    def append(self, *others: Source) -> Covariance:
        """Join other values of the same call after these.

        Raises
        ------
        SpreadError
            When one comes from another call.
        """
        same = [other for other in others if isinstance(other, Covariance) and other.token is self.token]
        if len(same) < len(others):
            raise SpreadError(
                f"Values from {self.identity!r} come from two calls, and what they share is not known.",
                found="Each call kept its own covariance only.",
                remedy="Ask for all of them in one call, or keep the scores (keep_scores=True).",
            )
        joined = sparse.hstack([self.loadings, *(other.loadings for other in same)], format="csr")
        each = [self, *same]
        df: float | FloatArray = self.df
        if any(isinstance(one.df, np.ndarray) for one in each):
            df = np.concatenate([np.broadcast_to(np.asarray(one.df, float), one.size) for one in each])
        return replace(self, loadings=joined, df=df)


def _least(df: float | FloatArray, matrix: Sparse) -> float | FloatArray:
    if not isinstance(df, np.ndarray):
        return df
    entries = sparse.coo_array(matrix)
    least = np.full(entries.shape[1], np.inf)
    there = entries.data != 0
    np.minimum.at(least, entries.col[there], df[entries.row[there]])
    return least
