"""Influence scores of people sampled by a known plan."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field, replace

from scipy import sparse

from dueregard.errors import SpreadError
from dueregard.estimates.design_variance import design_covariance, design_variances
from dueregard.estimates.plan import SamplePlan
from dueregard.estimates.source import FloatArray, Function, IntArray, Source, Sparse

__all__ = ["Scores"]


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
        included (their row is empty), a column for every value.
    plan : SamplePlan
        How the units were sampled. Scores of one identity share one plan object.

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
        return int(self.units.shape[1])

    @property
    def df(self) -> float:
        """Degrees of freedom of the plan."""
        return self.plan.degrees_of_freedom

    def covariance(self) -> FloatArray:
        """Joint covariance of the values, shape (k, k)."""
        return design_covariance(self.units, self.plan)

    def variances(self) -> FloatArray:
        """Variance of each value, shape (k,)."""
        return design_variances(self.units, self.plan)

    def linear(self, matrix: Sparse) -> Scores:
        """Scores of ``values @ matrix``; the matrix is sparse, of shape (k, m)."""
        return replace(self, units=self.units @ matrix)

    def transform(self, function: Function, jacobian: Sparse) -> Scores:
        """Scores of a function of the values, by the delta method."""
        return self.linear(jacobian.T)

    def select(self, index: IntArray) -> Scores:
        """Keep the values at these positions, in this order."""
        return replace(self, units=self.units[:, index])

    def constant(self, values: FloatArray) -> Scores:
        """Scores of values that these people do not move: no entries at all."""
        return replace(self, units=sparse.csr_array((self.plan.rows, len(values))))

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
        return replace(
            self, units=sparse.hstack([self.units, *(other.units for other in same)], format="csr")
        )
