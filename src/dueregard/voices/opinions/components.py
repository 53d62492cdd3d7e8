"""Two principal components of a sparse centred matrix, never made dense when it is large."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import eigh
from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigsh

__all__ = ["Components", "principal_components"]

Floats = NDArray[np.float64]

_FEW = 60
"""With so few columns or participants cross-products are quickest; Lanczos needs more to work with."""


_EVEN = 1e-9
"""Below it a sum is nothing but rounding."""

_BASIS = 12
"""Vectors kept by a search that starts near its end."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Components:
    """Directions in which votes vary most.

    Attributes
    ----------
    axes : array of float, shape (2, columns)
        Of length 1 (0 where there is no such direction), signed so that the cubes of the loadings sum above
        0, or those of the participants' places where loadings are even.
    variance : array of float, shape (2,)
        Sum of squares along each, over participants less one.
    """

    axes: Floats
    variance: Floats


def principal_components(
    centred: sparse.csr_array,
    *,
    times: Floats | None = None,
    start: Floats | None = None,
    tolerance: float = 0.0,
) -> Components:
    """Find the two leading components.

    Parameters
    ----------
    centred : sparse array, shape (participants, columns)
        Centred votes: what is not stored is 0.
    times : array of float, shape (participants,), optional
        How often each participant is in the sample.
    start : array of float, shape (columns,), optional
        Where the iteration starts.
    tolerance : float
        Relative accuracy of the eigenvalues; 0 is as accurate as the machine.

    Returns
    -------
    Components

    Notes
    -----
    Large matrices are handled by Lanczos iteration (ARPACK) on products with vectors, from a fixed start;
    small ones by their cross-products.

    Examples
    --------
    >>> import numpy as np
    >>> from scipy import sparse
    >>> found = principal_components(sparse.csr_array(np.array([[1.0, 1.0], [-1.0, -1.0], [0.0, 0.0]])))
    >>> found.axes[0].round(3), found.variance.round(3)
    (array([0.707, 0.707]), array([2., 0.]))
    """
    people, columns = centred.shape
    number = people if times is None else float(times.sum())
    if columns <= _FEW:
        values, vectors = _from_columns(centred, times)
    elif people <= _FEW:
        values, vectors = _from_rows(centred, times)
    else:
        values, vectors = _by_iteration(centred, times, start, tolerance)
    axes, variance = np.zeros((2, columns)), np.zeros(2)
    for k, (value, vector) in enumerate(zip(values[::-1], vectors.T[::-1], strict=True)):
        if value > 1e-12 * max(values.max(), 1e-300):
            axes[k] = vector * _sign(vector, centred)
            variance[k] = value / max(number - 1, 1)
    return Components(axes=axes, variance=variance)


def _sign(vector: Floats, centred: sparse.csr_array) -> float:
    """Choose by what does not depend on any order: skewness of the loadings, else of the participants."""
    lean = (vector**3).sum()
    if abs(lean) < _EVEN:
        lean = (np.asarray(centred @ vector) ** 3).mean()
    if abs(lean) < _EVEN:
        lean = vector[np.flatnonzero(np.abs(vector) > _EVEN)[0]]
    return 1.0 if lean >= 0 else -1.0


def _from_columns(centred: sparse.csr_array, times: Floats | None) -> tuple[Floats, Floats]:
    weighted = centred if times is None else centred.multiply(times[:, None])
    return _largest((centred.T @ weighted).toarray())


def _from_rows(centred: sparse.csr_array, times: Floats | None) -> tuple[Floats, Floats]:
    scaled = centred if times is None else sparse.csr_array(centred.multiply(np.sqrt(times)[:, None]))
    values, vectors = _largest((scaled @ scaled.T).toarray())
    return values, (scaled.T @ vectors) / np.sqrt(np.maximum(values, 1e-300))


def _largest(products: Floats) -> tuple[Floats, Floats]:
    size = len(products)
    if not size:
        return np.zeros(0), np.zeros((0, 0))
    values, vectors = eigh(products, subset_by_index=[max(size - 2, 0), size - 1])
    return values, vectors


def _by_iteration(
    centred: sparse.csr_array, times: Floats | None, start: Floats | None, tolerance: float
) -> tuple[Floats, Floats]:
    columns, across = centred.shape[1], centred.T

    def product(vector: Floats) -> Floats:
        along = centred @ vector.ravel()
        return np.asarray(across @ (along if times is None else times * along))

    # Votes without differences, in a whole sample or in a resample, have no axes to find.
    rng = np.random.Generator(np.random.PCG64(0))
    generic = rng.normal(size=columns)
    tried = (generic,) if start is None else (start, generic)
    first = next((each for each in tried if product(each).any()), None)
    if first is None:
        return np.zeros(2), np.zeros((columns, 2))
    operator = LinearOperator((columns, columns), matvec=product, dtype=np.float64)
    basis = None if tolerance == 0 else _BASIS
    try:
        values, vectors = eigsh(operator, k=2, which="LA", v0=first, tol=tolerance, ncv=basis, rng=rng)
    except ArpackNoConvergence:  # many directions in which votes vary as much
        return _from_columns(centred, times)
    order = np.argsort(values)
    return values[order], vectors[:, order]
