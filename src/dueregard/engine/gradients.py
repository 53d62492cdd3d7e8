"""Derivatives of a measure in its totals, exact to rounding, by the complex step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["SmoothForm", "gradient", "value_of"]


class SmoothForm(Protocol):
    """The part of a smooth measure that computes."""

    def value(self, totals: Mapping[str, NDArray[Any]], count: NDArray[np.float64]) -> NDArray[Any]:
        """Compute values from totals."""


def value_of(
    form: SmoothForm, totals: Mapping[str, NDArray[np.float64]], count: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Compute values from totals; NaN where a total leaves no value.

    Parameters
    ----------
    form : SmoothForm
        A smooth measure.
    totals : mapping of str to ndarray (d,)
        Weighted totals.
    count : ndarray (d,)
        People.

    Returns
    -------
    ndarray (d,)
        Values.
    """
    with np.errstate(all="ignore"):
        values = np.asarray(form.value(totals, count), dtype=float)
    return np.where(np.isfinite(values), values, np.nan)


def gradient(
    form: SmoothForm,
    totals: Mapping[str, NDArray[np.float64]],
    count: NDArray[np.float64],
    names: Sequence[str],
) -> NDArray[np.float64]:
    """Differentiate a smooth measure in each of its totals.

    Parameters
    ----------
    form : SmoothForm
        A smooth measure; analytic in its totals.
    totals : mapping of str to ndarray (d,)
        Weighted totals.
    count : ndarray (d,)
        People; held fixed.
    names : sequence of str
        The totals, in the order wanted.

    Returns
    -------
    ndarray (a, d)
        One row a total; zero where there is no derivative.

    References
    ----------
    Squire and Trapp (1998), Using complex variables to estimate derivatives, SIAM Review 40, 110-112,
    equation 6.

    Examples
    --------
    >>> class Mean:
    ...     def value(self, totals, count):
    ...         return totals["y"] / totals["one"]
    >>> two = {"y": np.array([6.0]), "one": np.array([3.0])}
    >>> gradient(Mean(), two, np.array([3.0]), ["one", "y"]).round(6).tolist()
    [[-0.666667], [0.333333]]
    """
    result = np.zeros((len(names), len(count)))
    for row, name in enumerate(names):
        step = 1e-30 * np.where(totals[name] == 0, 1.0, np.abs(totals[name]))
        moved = {key: value.astype(complex) for key, value in totals.items()}
        moved[name] = totals[name] + 1j * step
        with np.errstate(all="ignore"):
            result[row] = np.imag(form.value(moved, count)) / step
    return np.where(np.isfinite(result), result, 0.0)
