"""The user's own replicate weights, read when they are needed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from dueregard.causes.replicating import ReplicateSet
from dueregard.engine import ReplicateWeights
from dueregard.estimates import Replicates
from dueregard.estimates.source import BoolArray, FloatArray, IntArray

__all__ = ["GivenReplicates"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GivenReplicates:
    """Replicate analysis weights of some people.

    Attributes
    ----------
    weights : ndarray (n, R)
        Analysis weights.
    declared : ReplicateWeights
        How they make a variance.
    df : float
        Degrees of freedom: their rank less one.
    """

    weights: FloatArray = field(repr=False)
    declared: ReplicateWeights
    df: float

    def among(self, rows: IntArray | BoolArray) -> GivenReplicates:
        """Keep some people.

        Parameters
        ----------
        rows : ndarray of int or bool
            Who is kept.

        Returns
        -------
        GivenReplicates
            Of them.
        """
        return replace(self, weights=self.weights[rows])

    def source(self, identity: str, influence: FloatArray, weight: FloatArray) -> Replicates:
        """Give linearised values under each replicate, around zero.

        Parameters
        ----------
        identity : str
            Names the people sampled.
        influence : ndarray (n, k)
            Times the weight.
        weight : ndarray (n,)
            Positive.

        Returns
        -------
        Replicates
            Of k values.
        """
        values = self.weights.T @ (influence / weight[:, None]) - influence.sum(axis=0)
        return self.replicate_set(identity).source(values, np.zeros(influence.shape[1]))

    def replicate_set(self, identity: str) -> ReplicateSet:
        """Give them as replicate weights like those that are made.

        Parameters
        ----------
        identity : str
            Names the people sampled.

        Returns
        -------
        ReplicateSet
            Of all people.
        """
        size, count = self.weights.shape
        declared = self.declared
        return ReplicateSet(
            identity=identity,
            count=count,
            size=size,
            scale=declared.factor,
            rscales=None if declared.rscales is None else np.asarray(declared.rscales, float),
            mse=declared.mse,
            df=self.df,
            method=f"{count} replicate weights ({declared.method})",
            factors=lambda first, end: np.array(self.weights[:, first:end].T),
            width=size,
            base=np.ones(size),
            unit=np.arange(size),
        )
