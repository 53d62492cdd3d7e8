"""Estimates computed from many others at once, with exact derivatives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.estimates import Estimates, Label, Scores, Source, Support

__all__ = ["Basis", "derived", "resting_on", "slopes_of"]

Function = Callable[[NDArray[Any]], NDArray[Any]]
Basis = tuple[Support, str, str | None]
"""Who a result rests on, its status and the reason for it."""

AT_A_TIME = 4_000_000
"""Numbers that are moved at a time while derivatives are taken."""


def slopes_of(function: Function, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Differentiate a function by the complex step, in many values at a time.

    Parameters
    ----------
    function : callable
        Maps an array (..., k) to (..., m); analytic but for comparisons of real parts.
    values : ndarray (k,)
        Where; NaN for values that the function does not use.

    Returns
    -------
    ndarray (m, k)
        Derivatives; zero where there is none.

    References
    ----------
    Squire and Trapp (1998), Using complex variables to estimate derivatives, SIAM Review 40, 110-112,
    equation 6.

    Examples
    --------
    >>> slopes_of(lambda t: t[..., :1] * t[..., 1:], np.array([2.0, 3.0])).tolist()
    [[3.0, 2.0]]
    """
    size = len(values)
    steps = 1e-30 * np.where(np.isfinite(values) & (values != 0), np.abs(values), 1.0)
    columns = []
    for start in range(0, size, max(AT_A_TIME // max(size, 1), 1)):
        moved = np.arange(start, min(start + max(AT_A_TIME // size, 1), size))
        points = np.tile(values.astype(complex), (len(moved), 1))
        points[np.arange(len(moved)), moved] += 1j * steps[moved]
        with np.errstate(all="ignore"):
            columns.append(np.imag(function(points)) / steps[moved, None])
    slopes = np.concatenate(columns).T
    return np.where(np.isfinite(slopes), slopes, 0.0)


def derived(
    estimates: Estimates,
    function: Function,
    labels: Sequence[Label],
    *,
    basis: Sequence[Basis],
    slopes: Any = None,
) -> Estimates:
    """Carry estimates through a function.

    Parameters
    ----------
    estimates : Estimates, k values
        The values.
    function : callable
        Maps an array (..., k) to (..., m).
    labels : sequence of Label (m,)
        What the results are.
    basis : sequence of Basis (m,)
        Who each rests on: the people of a group, or everybody.
    slopes : ndarray or scipy.sparse array (m, k), optional
        Derivatives; by default from :func:`slopes_of`.

    Returns
    -------
    Estimates
        m values; those that cannot be computed are NaN and not estimable.
    """
    known = slopes_of(function, estimates.values) if slopes is None else slopes

    def quietly(values: NDArray[Any]) -> NDArray[Any]:
        with np.errstate(all="ignore"):
            return np.asarray(function(values))

    values = np.asarray(quietly(estimates.values), dtype=float)
    return Estimates(
        np.where(np.isfinite(values), values, np.nan),
        sources=tuple(
            _shared(source).transform(quietly, sparse.csr_array(known)) for source in estimates.sources
        ),
        labels=tuple(labels),
        supports=tuple(support for support, _, _ in basis),
        statuses=tuple(status for _, status, _ in basis),  # type: ignore[misc]
        reasons=tuple(reason for _, _, reason in basis),
    )


def _shared(source: Source) -> Source:
    """Keep the scores of the parts once, and of each result only how the parts move it."""
    if isinstance(source, Scores) and source.loadings is None:
        return replace(source, loadings=sparse.eye_array(source.size, format="csr"))
    return source


def resting_on(estimates: Estimates, position: int, *, among: Sequence[Support] = ()) -> Basis:
    """Take whom an estimate rests on, and whether it may be relied on.

    Parameters
    ----------
    estimates : Estimates
        With the estimate.
    position : int
        Which.
    among : sequence of Support
        The groups that the people of it are in; whoever is in none of them is not counted.

    Returns
    -------
    Basis
        For :func:`derived`.
    """
    support = estimates.supports[position]
    if among:
        people = sum(each.n for each in among)
        share = people / support.n if support.n else 0.0
        support = replace(
            support,
            n=people,
            n_effective=support.n_effective * share,
            least_n=people,
            least_n_effective=support.n_effective * share,
            left_out=sum(each.left_out for each in among),
        )
    return support, estimates.statuses[position], estimates.reasons[position]
