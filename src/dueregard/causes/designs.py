"""How the people of a sample were selected: from influence to covariance, and to replicate weights."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy import sparse

from dueregard.causes.given import GivenReplicates
from dueregard.causes.known import KnownMargins
from dueregard.causes.replicating import ReplicateSet, refuse_counts
from dueregard.errors import UsageError
from dueregard.estimates import SamplePlan, Scores, Source, Stage
from dueregard.estimates.plan import Lonely
from dueregard.estimates.source import BoolArray, FloatArray, IntArray

__all__ = ["SampleDesign", "design_of"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SampleDesign:
    """The design of a sample of people, the whole of it: units with nobody of the domain stay.

    Attributes
    ----------
    identity : str
        Names the selection, as in :class:`dueregard.estimates.Scores`.
    weight : ndarray (n,)
        Analysis weight of each person of the domain.
    unit : ndarray of int (n,)
        The last-stage unit of each, a row of the plan.
    plan : SamplePlan
        How units were sampled.
    sampling_error : bool
        False for a full count: covariances are then zero and there is no source.
    given : GivenReplicates, optional
        The user's own replicate weights.
    known : KnownMargins, optional
        The known totals that weights were brought to.
    """

    identity: str
    weight: FloatArray = field(repr=False)
    unit: IntArray = field(repr=False)
    plan: SamplePlan = field(repr=False)
    sampling_error: bool = True
    given: GivenReplicates | None = field(default=None, repr=False)
    known: KnownMargins | None = field(default=None, repr=False)

    @property
    def size(self) -> int:
        """The number of people."""
        return len(self.weight)

    @property
    def weighted(self) -> bool:
        """Whether people's weights differ."""
        return bool(len(self.weight)) and bool(np.ptp(self.weight) > 1e-12 * self.weight.max())

    @property
    def clustered(self) -> bool:
        """Whether some people share a primary unit."""
        first = self.plan.stages[0].unit[self.unit]
        return bool((np.bincount(first) > 1).any())

    @property
    def stratified(self) -> bool:
        """Whether there are several strata."""
        return len(self.plan.stages[0].sizes) > 1

    @property
    def is_simple(self) -> bool:
        """Whether people count alike and were drawn one by one with replacement, as textbooks assume."""
        known = self.given is not None or self.known is not None
        finite = any(stage.fraction is not None for stage in self.plan.stages)
        return not (known or finite or self.weighted or self.stratified or self.clustered)

    @property
    def only_weighted(self) -> bool:
        """Whether weights are all that sets these people apart from ones drawn one by one."""
        return self.weighted and replace(self, weight=np.ones(self.size)).is_simple

    @property
    def psu(self) -> IntArray:
        """The primary unit of each person, shape (n,)."""
        return self.plan.stages[0].unit[self.unit]

    @property
    def stratum(self) -> IntArray:
        """The stratum of each person, shape (n,)."""
        return self.plan.stages[0].stratum[self.unit]

    @property
    def df(self) -> float:
        """Degrees of freedom: primary units less strata among these people, or what replicates give."""
        if self.given is not None:
            return self.given.df
        return float(len(np.unique(self.psu)) - len(np.unique(self.stratum)))

    def among(self, rows: IntArray | BoolArray) -> SampleDesign:
        """Narrow to some of the people, within the same whole design.

        Parameters
        ----------
        rows : ndarray of int or bool
            Who is kept.

        Returns
        -------
        SampleDesign
            Of them.
        """
        return replace(
            self,
            weight=self.weight[rows],
            unit=self.unit[rows],
            given=None if self.given is None else self.given.among(rows),
            known=None if self.known is None else self.known.among(rows),
        )

    def scores(self, influence: FloatArray) -> Source | None:
        """Turn influence into a source of joint uncertainty.

        Parameters
        ----------
        influence : ndarray (n, k) or (n,)
            Each person's influence on each value, times the weight.

        Returns
        -------
        Scores, Replicates or None
            Of k values; under known totals, of residuals from them. With the user's replicate weights, the
            linearised values under each, around zero. None for a full count.

        References
        ----------
        Deville (1999), Survey Methodology 25, 193-203; Deville and Särndal (1992), JASA 87, 376-382.
        """
        if not self.sampling_error:
            return None
        columns = _columns(influence, self.size)
        if self.given is not None:
            return self.given.source(self.identity, columns, self.weight)
        totals = self._members @ columns
        if self.known is not None:
            totals = totals - self.known.explained(columns)
        return Scores(identity=self.identity, units=sparse.csr_array(totals), plan=self.plan)

    def covariance(self, influence: FloatArray) -> FloatArray:
        """Covariance of values with such influence.

        Parameters
        ----------
        influence : ndarray (n, k) or (n,)
            Each person's influence on each value, times the weight.

        Returns
        -------
        ndarray (k, k)
            Zeros for a full count.
        """
        source = self.scores(influence)
        if source is None:
            width = _columns(influence, self.size).shape[1]
            return np.zeros((width, width))
        return source.covariance()

    def replicate_weights(self, *, count: int = 200, seed: int) -> ReplicateSet:
        """Give replicate weights: the user's own, else a rescaled bootstrap of the design.

        Parameters
        ----------
        count : int
            How many are made; the user's own are as many as there are.
        seed : int
            Of the bootstrap.

        Returns
        -------
        ReplicateSet
            Made when asked for, some at a time.

        Raises
        ------
        UsageError
            For a full count, which nothing was drawn for; fewer than two replicates, or more than can be
            computed; a negative seed.
        """
        if not self.sampling_error:
            raise UsageError("A full count has no replicate weights: nobody was drawn.")
        if self.given is not None:
            return self.given.replicate_set(self.identity)
        refuse_counts(count, seed)
        return ReplicateSet.bootstrap(self, count=count, seed=seed)

    @property
    def _members(self) -> Any:
        people = np.arange(self.size)
        return sparse.csr_array((np.ones(self.size), (self.unit, people)), shape=(self.plan.rows, self.size))


def design_of(
    size: int,
    *,
    weight: FloatArray | None = None,
    strata: IntArray | None = None,
    clusters: IntArray | None = None,
    fractions: FloatArray | None = None,
    lonely: Lonely = "adjust",
    identity: str = "sample",
) -> SampleDesign:
    """Make a design of arrays, with one stage of sampling.

    Parameters
    ----------
    size : int
        The number of people, n.
    weight : ndarray (n,), optional
        By default one each.
    strata, clusters : ndarray of int (n,), optional
        The stratum and the sampling unit of each; by default one stratum, and each person a unit.
    fractions : ndarray (strata,), optional
        Share of the units of each stratum, in rising order, that were sampled.
    lonely : {"adjust", "certainty", "average", "fail"}
        What a stratum with one unit adds.
    identity : str
        Names the selection.

    Returns
    -------
    SampleDesign
        Of all of them.

    Examples
    --------
    >>> design = design_of(4, clusters=np.array([0, 0, 1, 1]))
    >>> design.df, design.is_simple
    (1.0, False)
    >>> design_of(3).covariance(np.array([-1.0, 0.0, 1.0]) / 3).round(4)  # the mean of 1, 2, 3
    array([[0.3333]])
    """
    stratum = np.zeros(size, np.intp) if strata is None else np.unique(strata, return_inverse=True)[1]
    if clusters is None:
        unit = np.arange(size)
    else:
        own = np.unique(clusters, return_inverse=True)[1]
        unit = np.unique(stratum * (int(own.max(initial=0)) + 1) + own, return_inverse=True)[1]
    first = np.unique(unit, return_index=True)[1]
    stage = Stage(stratum=stratum[first], unit=np.arange(len(first)), fraction=fractions)
    return SampleDesign(
        identity=identity,
        weight=np.ones(size) if weight is None else np.asarray(weight, float),
        unit=unit,
        plan=SamplePlan(stages=(stage,), lonely=lonely),
    )


def _columns(influence: FloatArray, size: int) -> FloatArray:
    values = np.asarray(influence, float)
    return values.reshape(size, -1)
