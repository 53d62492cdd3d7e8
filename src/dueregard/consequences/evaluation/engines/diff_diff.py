"""diff-diff (MIT) as the engine: imported when it is used, and nothing is ever downloaded.

Units and periods reach it as numbers, so no id of ours can end up in one of its messages.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib import metadata
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.evaluation.engines.protocol import Regression, Staggered, Synthetic
from dueregard.errors import DueRegardError, MissingExtra

__all__ = ["DiffDiff"]

Array = NDArray[np.float64]
Index = NDArray[np.int64]


class DiffDiff:
    """Estimators of the package diff-diff.

    Raises
    ------
    MissingExtra
        When the extra ``evaluation`` is not installed.

    Examples
    --------
    >>> DiffDiff.package
    'diff-diff'
    """

    package = "diff-diff"

    @property
    def name(self) -> str:
        """Give the package and its version."""
        try:
            return f"{self.package} {metadata.version(self.package)}"
        except metadata.PackageNotFoundError as absent:
            raise MissingExtra("Evaluating with a comparison group", "evaluation") from absent

    @cached_property
    def _library(self) -> Any:
        try:
            with _quiet():
                import diff_diff
        except ImportError as absent:
            raise MissingExtra("Evaluating with a comparison group", "evaluation") from absent
        return diff_diff

    def regress(
        self, outcome: Array, columns: Array, *, weights: Array | None, clusters: Index | None
    ) -> Regression:
        """Regress by weighted least squares; see :meth:`Engine.regress`.

        Parameters
        ----------
        outcome, columns, weights, clusters
            As the protocol says.

        Returns
        -------
        Regression
        """
        with _told():
            fitted = self._library.LinearRegression(
                include_intercept=False,
                cluster_ids=clusters,
                weights=None if weights is None else weights / weights.mean(),
                vcov_type="classical" if clusters is None else "hc1",
                rank_deficient_action="error",
            ).fit(columns, outcome)
        return Regression(
            coefficients=np.asarray(fitted.coefficients_, float), covariance=np.asarray(fitted.vcov_, float)
        )

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
        """Estimate cohort by cohort, doubly robust where there are covariates; see :meth:`Engine.staggered`.

        Parameters
        ----------
        outcome, unit, time, start, clusters, weights, covariates, controls
            As the protocol says.

        Returns
        -------
        Staggered
        """
        names = [f"x{number}" for number in range(covariates.shape[1])]
        # Its word for never is 0, so periods begin at 1.
        columns = {"y": outcome, "unit": unit, "time": time + 1, "start": start + 1, "cluster": clusters}
        columns |= {name: covariates[:, number] for number, name in enumerate(names)}
        design = None
        if weights is not None:
            columns["weight"] = weights
            design = self._library.SurveyDesign(weights="weight")
        with _told():
            found = self._library.CallawaySantAnna(control_group=controls, cluster="cluster").fit(
                _frame(columns),
                outcome="y",
                unit="unit",
                time="time",
                first_treat="start",
                covariates=names or None,
                survey_design=design,
            )
            path = found.aggregate("event_study")
        kept = np.isfinite(np.asarray(path.att, float))
        return Staggered(
            effect=float(found.overall_att),
            se=float(found.overall_se),
            event_times=np.asarray(path.event_time)[kept].astype(np.int64),
            effects=np.asarray(path.att, float)[kept],
            covariance=_aligned(path, kept),
        )

    def synthetic_did(self, outcomes: Array, *, treated: Sequence[bool] | Any, after: int) -> Synthetic:
        """Take the point estimate of synthetic difference-in-differences; see :meth:`Engine.synthetic_did`.

        Parameters
        ----------
        outcomes, treated, after
            As the protocol says.

        Returns
        -------
        Synthetic
        """
        treated = np.asarray(treated, bool)
        units, periods = outcomes.shape
        with _told():
            # The jackknife is the cheapest way to its point estimate; its error is not used.
            found = self._library.SyntheticDiD(variance_method="jackknife", n_bootstrap=0).fit(
                _long(outcomes, treated),
                outcome="y",
                treatment="treated",
                unit="unit",
                time="time",
                post_periods=list(range(after, periods)),
            )
        return Synthetic(
            effect=float(found.att), fit=np.nan, donors=_donors(found.unit_weights, treated, units)
        )

    def synthetic_control(self, outcomes: Array, *, treated: Sequence[bool] | Any, after: int) -> Synthetic:
        """Match every outcome before the event with equal importance; see :meth:`Engine.synthetic_control`.

        Parameters
        ----------
        outcomes, treated, after
            As the protocol says. Several treated units are averaged first.

        Returns
        -------
        Synthetic
        """
        treated = np.asarray(treated, bool)
        averaged = np.vstack([outcomes[treated].mean(axis=0), outcomes[~treated]])
        first = np.arange(len(averaged)) == 0
        frame = _long(averaged, first)
        frame["treated"] = frame["treated"] * (frame["time"] >= after)
        with _told():
            found = self._library.SyntheticControl(
                v_method="custom", custom_v=np.ones(after), standardize="none"
            ).fit(frame, outcome="y", treatment="treated", unit="unit", time="time")
        return Synthetic(
            effect=float(found.att),
            fit=float(found.pre_rmspe),
            donors=_donors(found.donor_weights, first, len(averaged)),
        )


def _frame(columns: dict[str, Any]) -> Any:
    import pandas as pd

    return pd.DataFrame(columns)


def _long(outcomes: Array, treated: NDArray[np.bool_]) -> Any:
    units, periods = outcomes.shape
    return _frame(
        {
            "unit": np.repeat(np.arange(units), periods),
            "time": np.tile(np.arange(periods), units),
            "y": outcomes.ravel(),
            "treated": np.repeat(treated.astype(np.int64), periods),
        }
    )


def _donors(weights: Any, treated: NDArray[np.bool_], units: int) -> Array:
    given = np.zeros(units)
    for unit, weight in dict(weights).items():
        given[int(unit)] = float(weight)
    return given[~treated]


def _aligned(path: Any, kept: NDArray[np.bool_]) -> Array:
    """Order the covariance as the effects; unknown entries are NaN."""
    times = [int(each) for each in np.asarray(path.event_time)[kept]]
    full = np.full((len(times), len(times)), np.nan)
    if path.vcov is None or path.vcov_index is None:
        np.fill_diagonal(full, np.asarray(path.se, float)[kept] ** 2)
        return full
    place = {int(each): number for number, each in enumerate(path.vcov_index)}
    known = [number for number, each in enumerate(times) if each in place]
    from_there = [place[times[number]] for number in known]
    full[np.ix_(known, known)] = np.asarray(path.vcov, float)[np.ix_(from_there, from_there)]
    return full


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _told() -> Iterator[None]:
    """Keep the engine's own warnings to itself, and tell its refusals as ours."""
    with _quiet():
        try:
            yield
        except (ValueError, np.linalg.LinAlgError, NotImplementedError) as refused:
            first = str(refused).strip().split("\n")[0]
            raise DueRegardError(
                "The effect cannot be estimated from these rows.",
                found=f"diff-diff says: {first}",
            ) from refused
