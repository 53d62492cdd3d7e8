"""Covariance of influence that is computed some people at a time: a million people need no matrix of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import sparse

from dueregard.causes.designs import SampleDesign
from dueregard.estimates.source import FloatArray

__all__ = ["covariance_in_blocks"]

BLOCK = 20_000
"""People at a time."""


def covariance_in_blocks(
    design: SampleDesign, influence: Callable[[slice], FloatArray], *, block: int = BLOCK
) -> FloatArray:
    """Compute what :meth:`SampleDesign.covariance` does, without holding everybody's influence.

    Parameters
    ----------
    design : SampleDesign
        Of n people.
    influence : callable
        Gives the influence, times the weight, of the people of a slice: shape (people, k).
    block : int
        People at a time.

    Returns
    -------
    ndarray (k, k)
        Where people are sampled one by one from one stratum, from sums of squares; where they share units,
        from totals of units; all at once where the user gave replicate weights or known totals.

    Examples
    --------
    >>> from dueregard.causes.designs import design_of
    >>> z = np.array([[-1.0], [0.0], [1.0]]) / 3
    >>> covariance_in_blocks(design_of(3), lambda rows: z[rows], block=2).round(4)
    array([[0.3333]])
    """
    whole = slice(0, design.size)
    if design.given is not None or design.known is not None or not design.sampling_error:
        return design.covariance(influence(whole))
    if _one_by_one(design):
        return _from_squares(design, influence, block)
    if design.clustered:
        return _from_units(design, influence, block)
    return design.covariance(influence(whole))


def _one_by_one(design: SampleDesign) -> bool:
    stages = design.plan.stages
    plain = len(stages) == 1 and stages[0].fraction is None and not design.stratified
    return plain and not design.clustered and design.plan.rows > 1


def _blocks(size: int, block: int) -> list[slice]:
    return [slice(first, min(first + block, size)) for first in range(0, size, block)]


def _from_squares(design: SampleDesign, influence: Callable[[slice], FloatArray], block: int) -> FloatArray:
    """Units with nobody of the domain add nothing to the sums, and count."""
    count = design.plan.rows
    squares: FloatArray | float = 0.0
    sums: FloatArray | float = 0.0
    for rows in _blocks(design.size, block):
        values = influence(rows)
        squares = squares + values.T @ values
        sums = sums + values.sum(axis=0)
    return np.asarray((squares - np.outer(sums, sums) / count) * count / (count - 1))


def _from_units(design: SampleDesign, influence: Callable[[slice], FloatArray], block: int) -> FloatArray:
    _, first, unit = np.unique(design.unit, return_index=True, return_inverse=True)
    totals: FloatArray | None = None
    for rows in _blocks(design.size, block):
        own = unit[rows]
        people = sparse.csr_array(
            (np.ones(len(own)), (own, np.arange(len(own)))), shape=(len(first), len(own))
        )
        added = people @ influence(rows)
        totals = added if totals is None else totals + added
    assert totals is not None
    return design.among(first).covariance(totals)
