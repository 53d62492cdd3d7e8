"""What every source of spread can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["BoolArray", "FloatArray", "Function", "IntArray", "Source", "Sparse"]

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
IntArray: TypeAlias = NDArray[np.intp]
Sparse: TypeAlias = Any  # scipy.sparse has no type stubs
Function: TypeAlias = Callable[[Any], Any]


class Source(Protocol):
    """One source of uncertainty about k values: a survey's sampling, a model, a published margin.

    Two sources are the same one when their identities are equal, and then the values that rest on them
    covary; sources with different identities are independent.
    """

    @property
    def identity(self) -> str:
        """Names what varies: the people sampled, the model fitted."""
        ...

    @property
    def size(self) -> int:
        """The number of values, k."""
        ...

    @property
    def df(self) -> float | FloatArray:
        """Degrees of freedom of the variance, of all values or of each; infinite when it is known."""
        ...

    def covariance(self) -> FloatArray:
        """Joint covariance of the values, shape (k, k)."""
        ...

    def variances(self) -> FloatArray:
        """Variance of each value, shape (k,)."""
        ...

    def linear(self, matrix: Sparse) -> Self:
        """Carry over to the m values ``values @ matrix``; the matrix is sparse, of shape (k, m)."""
        ...

    def transform(self, function: Function, jacobian: Sparse) -> Self:
        """Carry over to ``function(values)``; the jacobian is sparse, of shape (m, k)."""
        ...

    def select(self, index: IntArray) -> Self:
        """Keep the values at these positions, in this order."""
        ...

    def constant(self, values: FloatArray) -> Self:
        """Make a source of the same identity for values that do not depend on it."""
        ...

    def append(self, *others: Source) -> Self:
        """Join the values of other sources of the same identity after these."""
        ...
