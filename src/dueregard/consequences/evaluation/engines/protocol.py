"""What an engine of estimators must answer; everything around it is ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Engine", "Regression", "Staggered", "Synthetic"]

Array = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regression:
    """Coefficients of k columns.

    Attributes
    ----------
    coefficients : ndarray (k,)
        In the outcome's unit.
    covariance : ndarray (k, k)
        Cluster-robust with the factor c/(c - 1) · (n - 1)/(n - k), c clusters (CR1); or of equal and
        independent errors with n - k degrees of freedom.
    """

    coefficients: Array
    covariance: Array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Staggered:
    """Effects where units start at different times.

    Attributes
    ----------
    effect, se : float
        The average over treated units and periods.
    event_times : ndarray of int (e,)
        Periods since the start; negative ones are before it.
    effects : ndarray (e,)
        By time since the start.
    covariance : ndarray (e, e)
        Of these.
    """

    effect: float
    se: float
    event_times: Index
    effects: Array
    covariance: Array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Synthetic:
    """The effect on treated units against a weighted average of others.

    Attributes
    ----------
    effect : float
        Averaged over the periods after the event.
    fit : float
        Root mean squared distance before the event; NaN where the method does not aim at none.
    donors : ndarray (u,)
        Weight of each untreated unit, in their order.
    """

    effect: float
    fit: float
    donors: Array


class Engine(Protocol):
    """A package of estimators behind one face."""

    @property
    def name(self) -> str:
        """Give the package and its version."""
        ...

    def regress(
        self, outcome: Array, columns: Array, *, weights: Array | None, clusters: Index | None
    ) -> Regression:
        """Regress by least squares, without an intercept.

        Parameters
        ----------
        outcome : ndarray (n,)
            From which all fixed effects and controls were taken out.
        columns : ndarray (n, k)
            Likewise, of full rank.
        weights : ndarray (n,), optional
            Above zero.
        clusters : ndarray of int (n,), optional
            None for classical errors.

        Returns
        -------
        Regression
        """
        ...

    def staggered(
        self,
        outcome: Array,
        *,
        unit: Index,
        time: Index,
        start: Index,
        clusters: Index,
        weights: Array | None,
        covariates: Array,
        controls: str,
    ) -> Staggered:
        """Compare each cohort with units that are untreated by then (Callaway and Sant'Anna 2021).

        Parameters
        ----------
        outcome : ndarray (n,)
            One row a unit and period.
        unit, time, clusters : ndarray of int (n,)
            Which.
        start : ndarray of int (n,)
            The period in which the row's unit starts; -1 for never.
        weights : ndarray (n,), optional
            The same in all periods of a unit.
        covariates : ndarray (n, c)
            On which trends may depend; c may be 0.
        controls : {"never_treated", "not_yet_treated"}
            Whom cohorts are compared with.

        Returns
        -------
        Staggered
        """
        ...

    def synthetic_did(self, outcomes: Array, *, treated: Sequence[bool] | Any, after: int) -> Synthetic:
        """Weight units and periods, then take the difference in differences (Arkhangelsky et al. 2021).

        Parameters
        ----------
        outcomes : ndarray (u, t)
            Units by periods, complete.
        treated : sequence of bool (u,)
            Which units.
        after : int
            The first period of the event, as a column.

        Returns
        -------
        Synthetic
        """
        ...

    def synthetic_control(self, outcomes: Array, *, treated: Sequence[bool] | Any, after: int) -> Synthetic:
        """Weight untreated units to follow the treated ones before the event (Abadie et al. 2010).

        Parameters
        ----------
        outcomes, treated, after
            As in :meth:`synthetic_did`.

        Returns
        -------
        Synthetic
        """
        ...
