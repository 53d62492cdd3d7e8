"""A covariance kept by a root of it: each value as a sum of independent parts, few of which it has."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field, replace
from typing import Any

import numpy as np
from scipy import sparse

from dueregard.errors import SpreadError
from dueregard.estimates.source import FloatArray, Function, IntArray, Source, Sparse

__all__ = ["Roots"]


@dataclass(frozen=True, slots=True, eq=False)
class Roots:
    """The covariance ``parts' parts`` of values, less ``shared' shared``.

    Groups of people are disjoint, so that the values of a group rest on a few parts of its own: the root of
    a covariance of thousands of values has a few numbers a value. A difference of two nearly equal values
    loses no digits, since it is taken of the parts and not of the covariance.

    Parameters
    ----------
    identity : str
        Names the people.
    parts : scipy.sparse array or array, shape (b, k)
        How much each of b independent parts, of variance 1, moves each value.
    shared : scipy.sparse array or array, shape (h, k), optional
        What is to be subtracted: what all groups of a stratum have in common.
    df : float
        Degrees of freedom.
    token : object, optional
        Stands for the call: parts of two calls are not the same parts.

    Raises
    ------
    SpreadError
        When parts and shared describe different numbers of values.

    Examples
    --------
    >>> before_and_after = Roots(identity="survey", parts=np.array([[3.0, 3.1], [0.0, 0.4]]), df=30)
    >>> before_and_after.linear(sparse.csr_array([[-1.0], [1.0]])).variances().round(4)
    array([0.17])
    """

    _: KW_ONLY
    identity: str
    parts: Sparse = field(repr=False)
    shared: Sparse | None = field(default=None, repr=False)
    df: float = np.inf
    token: object = field(default_factory=object, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", sparse.csc_array(self.parts, dtype=float))
        if self.shared is None:
            return
        object.__setattr__(self, "shared", sparse.csc_array(self.shared, dtype=float))
        if self.shared.shape[1] != self.parts.shape[1]:
            raise SpreadError(
                "The parts of values and what they share describe different values.",
                found=f"There are {self.parts.shape[1]} and {self.shared.shape[1]}.",
            )

    @classmethod
    def independent(cls, variances: FloatArray, *, identity: str, df: float = np.inf) -> Roots:
        """Covariance of values of which each is shown by itself.

        Parameters
        ----------
        variances : array of float, shape (k,)
            Variance of each value.
        identity : str
            Names the people.
        df : float
            Degrees of freedom.

        Returns
        -------
        Roots
            With one part a value.
        """
        return cls(identity=identity, parts=sparse.diags_array(np.sqrt(variances)), df=df)

    @property
    def size(self) -> int:
        """The number of values."""
        return int(self.parts.shape[1])

    def covariance(self) -> FloatArray:
        """Joint covariance of the values, shape (k, k)."""
        total = np.asarray((self.parts.T @ self.parts).toarray())
        if self.shared is not None:
            total -= (self.shared.T @ self.shared).toarray()
        np.fill_diagonal(total, np.maximum(total.diagonal(), 0.0))
        return np.asarray((total + total.T) / 2)

    def variances(self) -> FloatArray:
        """Variance of each value, shape (k,)."""
        total = _squares(self.parts)
        return total if self.shared is None else np.maximum(total - _squares(self.shared), 0.0)

    def linear(self, matrix: Sparse) -> Roots:
        """Covariance of ``values @ matrix``; the matrix is sparse, of shape (k, m)."""
        shared = None if self.shared is None else self.shared @ matrix
        return replace(self, parts=self.parts @ matrix, shared=shared)

    def transform(self, function: Function, jacobian: Sparse) -> Roots:
        """Covariance of a function of the values, by the delta method."""
        return self.linear(jacobian.T)

    def select(self, index: IntArray) -> Roots:
        """Keep the values at these positions, in this order."""
        shared = None if self.shared is None else self.shared[:, index]
        return replace(self, parts=self.parts[:, index], shared=shared)

    def constant(self, values: FloatArray) -> Roots:
        """Covariance of values that these people do not move."""
        count = len(values)
        shared = None if self.shared is None else sparse.csc_array((self.shared.shape[0], count))
        return replace(self, parts=sparse.csc_array((self.parts.shape[0], count)), shared=shared)

    def append(self, *others: Source) -> Roots:
        """Join other values of the same call after these.

        Raises
        ------
        SpreadError
            When one comes from another call.
        """
        same = [other for other in others if isinstance(other, Roots) and other.token is self.token]
        if len(same) < len(others):
            raise SpreadError(
                f"Values from {self.identity!r} come from two calls, and what they share is not known.",
                found="Each call kept the parts of its own values only.",
                remedy="Ask for all of them in one call, or keep the scores (keep_scores=True).",
            )
        every = [self, *same]
        shared: Any = None
        if self.shared is not None:
            shared = sparse.hstack([each.shared for each in every], format="csc")
        return replace(self, parts=sparse.hstack([each.parts for each in every], format="csc"), shared=shared)


def _squares(columns: Sparse) -> FloatArray:
    """Sum the squares of each column of a csc array."""
    of_column = np.repeat(np.arange(columns.shape[1]), np.diff(columns.indptr))
    return np.bincount(of_column, weights=columns.data**2, minlength=columns.shape[1]).astype(float)
