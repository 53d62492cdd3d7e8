"""Influence scores of people sampled by a known plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, field, replace

import numpy as np
from scipy import sparse

from dueregard.errors import SpreadError
from dueregard.estimates.design_variance import design_covariance, design_variances
from dueregard.estimates.plan import SamplePlan
from dueregard.estimates.source import FloatArray, Function, IntArray, Source, Sparse

__all__ = ["Scores", "side_by_side"]

FEW_PARTS = 1_000
"""Up to so many shared parts their covariance is computed once and kept."""

BLOCK = 32
"""How many values are put together from shared parts at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Score totals of last-stage units: how much each unit moved each value.

    A value's score z is its first-order influence function times the weight; the variance of the value is
    the design variance of the total of its scores (Deville 1999, Survey Methodology 25, 193-203). Under
    calibration or post-stratification the scores are residuals from the auxiliaries.

    Parameters
    ----------
    identity : str
        Names the people sampled.
    units : scipy.sparse csr_array or array, shape (rows, k)
        Weighted score totals, a row for every last-stage unit of the plan, those with no one in a domain
        included (their row is empty), a column for every value; or, with loadings, for every part.
    plan : SamplePlan
        How the units were sampled. Scores of one identity share one plan object.
    loadings : scipy.sparse csr_array, shape (b, k), optional
        When values share parts (the poverty line of every group), `units` holds the b parts once and this
        says how much each moves each value.

    Raises
    ------
    SpreadError
        When the rows are not those of the plan.

    Examples
    --------
    >>> import numpy as np
    >>> z = np.array([[-1.0], [0.0], [1.0]]) / 3  # the mean of 1, 2, 3
    >>> source = Scores(identity="three people", units=z, plan=SamplePlan.simple(3))
    >>> source.variances().round(4), source.df
    (array([0.3333]), 2.0)
    """

    _: KW_ONLY
    identity: str
    units: Sparse = field(repr=False)
    plan: SamplePlan = field(repr=False)
    loadings: Sparse | None = field(default=None, repr=False)
    known: dict[str, FloatArray] = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        units = sparse.csr_array(self.units, dtype=float)
        if units.shape[0] != self.plan.rows:
            raise SpreadError(
                "The scores and the sampling plan describe different units.",
                found=f"There are {units.shape[0]} rows of scores and {self.plan.rows} units in the plan.",
            )
        object.__setattr__(self, "units", units)

    @property
    def size(self) -> int:
        """The number of values."""
        return int((self.units if self.loadings is None else self.loadings).shape[1])

    @property
    def df(self) -> float:
        """Degrees of freedom of the plan."""
        return self.plan.degrees_of_freedom

    def covariance(self) -> FloatArray:
        """Joint covariance of the values, shape (k, k)."""
        if self.loadings is None:
            return design_covariance(self.units, self.plan)
        if "parts" not in self.known:
            self.known["parts"] = design_covariance(self.units, self.plan)
        loaded = self.loadings.T @ (self.loadings.T @ self.known["parts"]).T
        np.fill_diagonal(loaded, np.maximum(loaded.diagonal(), 0.0))
        return np.asarray((loaded + loaded.T) / 2)

    def variances(self) -> FloatArray:
        """Variance of each value, shape (k,)."""
        if self.loadings is None or not self.size:
            return design_variances(self.units[:, : self.size], self.plan)
        if self.units.shape[1] <= FEW_PARTS:
            return np.asarray(self.covariance().diagonal())
        blocks = range(0, self.size, BLOCK)
        return np.concatenate(
            [design_variances(self.units @ self.loadings[:, at : at + BLOCK], self.plan) for at in blocks]
        )

    def linear(self, matrix: Sparse) -> Scores:
        """Scores of ``values @ matrix``; the matrix is sparse, of shape (k, m)."""
        if self.loadings is None:
            return replace(self, units=self.units @ matrix)
        return replace(self, loadings=sparse.csr_array(self.loadings @ matrix))

    def transform(self, function: Function, jacobian: Sparse) -> Scores:
        """Scores of a function of the values, by the delta method."""
        return self.linear(jacobian.T)

    def select(self, index: IntArray) -> Scores:
        """Keep the values at these positions, in this order."""
        if self.loadings is None:
            return replace(self, units=self.units[:, index])
        return replace(self, loadings=self.loadings[:, index])

    def constant(self, values: FloatArray) -> Scores:
        """Scores of values that these people do not move: no entries at all."""
        return replace(self, units=sparse.csr_array((self.plan.rows, len(values))), loadings=None)

    def append(self, *others: Source) -> Scores:
        """Join the values of other scores of the same people after these.

        Raises
        ------
        SpreadError
            When one is of another kind or rests on another plan.
        """
        same = [other for other in others if isinstance(other, Scores) and other.plan is self.plan]
        if len(same) < len(others):
            raise SpreadError(
                f"Values from {self.identity!r} rest on two descriptions of its sampling.",
                remedy="Estimate both from one People object, whose sampling plan they then share.",
            )
        scores = [self, *same]
        units = side_by_side([each.units for each in scores])
        if all(each.loadings is None for each in scores):
            return replace(self, units=units)
        loadings = [
            sparse.eye_array(each.size) if each.loadings is None else each.loadings for each in scores
        ]
        return replace(self, units=units, loadings=sparse.block_diag(loadings, format="csr"))


def side_by_side(parts: Sequence[Sparse]) -> Sparse:
    """Put sparse columns side by side, with no more memory than they and the result take.

    Parameters
    ----------
    parts : sequence of sparse arrays, each of shape (rows, columns)
        With as many rows.

    Returns
    -------
    scipy.sparse csr_array, shape (rows, sum of columns)
        With short positions where they fit.

    Examples
    --------
    >>> side_by_side([sparse.csr_array([[1.0], [0.0]]), sparse.csr_array([[2.0, 0.0], [0.0, 3.0]])]).toarray()
    array([[1., 2., 0.],
           [0., 0., 3.]])
    """
    columns = [sparse.csr_array(part) for part in parts]
    count = sum(part.nnz for part in columns)
    short = np.int32 if count < 2**31 else np.int64
    starts = np.zeros(columns[0].shape[0] + 1, dtype=short)
    for part in columns:
        starts += part.indptr.astype(short)
    data, indices = np.empty(count), np.empty(count, dtype=short)
    filled, shift = starts[:-1].copy(), 0
    for part in columns:
        each = np.diff(part.indptr)
        place = np.arange(part.nnz, dtype=short)
        place += np.repeat(filled - part.indptr[:-1].astype(short), each)
        data[place] = part.data
        indices[place] = part.indices + shift
        filled += each.astype(short)
        shift += part.shape[1]
    return sparse.csr_array((data, indices, starts), shape=(columns[0].shape[0], shift))
