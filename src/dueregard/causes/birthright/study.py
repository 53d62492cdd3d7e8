"""All values of a report at once, under any number of weightings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from dueregard.causes.birthright import indices
from dueregard.causes.birthright.asked import Settings, Tested
from dueregard.causes.birthright.models import (
    Scale,
    index_values,
    parametric,
    residual_mld,
    type_means,
)
from dueregard.causes.birthright.outcomes import OutcomeKind
from dueregard.causes.birthright.profiles import Profiles, Summands, Totals
from dueregard.causes.birthright.shapley import shapley_matrix, subsets
from dueregard.causes.birthright.tranches import same_effort
from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["Key", "Study", "Values"]

Values = Mapping[str, FloatArray]
"""Values (r,) by measure."""

Grower = Callable[[Totals, Profiles, tuple[int, ...]], IntArray]
"""Grows trees: from the totals of profiles of some circumstances to the type of each profile (r, c)."""

Forester = Callable[[Iterator[FloatArray], Profiles, tuple[int, ...]], FloatArray | None]
"""Grows forests: from weights of people to the smoothed outcome of each profile (r, c); None where that is
not done again."""

EX_POST = ("gini", "mld")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What a value is.

    Attributes
    ----------
    estimator, component, measure : str
        As in records.
    """

    estimator: str
    component: str
    measure: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Study:
    """What is computed again under each weighting.

    Attributes
    ----------
    outcome : ndarray (n,)
        Of people.
    profiles : Profiles
        Of their circumstances.
    groups : mapping of str to tuple of int
        Circumstances of each group, as places among the columns of the profiles.
    kind : OutcomeKind
        Of the outcome.
    sums : Summands
        What is summed over people.
    settings : Settings
        As asked for.
    splits : {"permutation", "unweighted", "design"}
        How splits of trees are tested.
    grower, forester : callable, optional
        Grow trees and forests.
    """

    outcome: FloatArray = field(repr=False)
    profiles: Profiles = field(repr=False)
    groups: Mapping[str, tuple[int, ...]]
    kind: OutcomeKind
    sums: Summands = field(repr=False)
    settings: Settings
    splits: Tested = "permutation"
    grower: Grower | None = field(default=None, repr=False)
    forester: Forester | None = field(default=None, repr=False)

    @property
    def regression(self) -> Scale:
        """The scale of regressions."""
        if self.settings.scale is not None:
            return self.settings.scale
        return "log" if self.kind.kind == "amount" else "level"

    @property
    def logit(self) -> bool:
        """Whether regressions are on the logistic scale."""
        return self.kind.is_chance and self.settings.scale is None

    def sets(self) -> Iterator[tuple[int, ...]]:
        """The columns of every set of groups, the empty one first."""
        names = list(self.groups)
        for each in subsets(len(names)):
            yield tuple(column for group in each for column in self.groups[names[group]])

    # Replicates may leave out everybody of a few people: they have no values, which is not worth a warning.
    @np.errstate(divide="ignore", invalid="ignore")
    def values(
        self,
        totals: Totals,
        people: Callable[[], Iterator[FloatArray]] | None = None,
        *,
        estimators: tuple[str, ...] | None = None,
    ) -> dict[Key, FloatArray]:
        """Compute every value.

        Parameters
        ----------
        totals : Totals
            Of the profiles, under r weightings.
        people : callable, optional
            Gives those weightings of people (n,), one after the other; without it nothing that needs the
            order of people is computed.
        estimators : tuple of str, optional
            Fewer than asked for.

        Returns
        -------
        dict of Key to ndarray (r,)
        """
        asked = self.settings.estimators if estimators is None else estimators
        chosen = tuple(each for each in asked if not (each == "expost" and self.kind.is_chance))
        by_set = [self._of_set(totals, columns, people, chosen) for columns in self.sets()]
        own = self._own(totals, people)
        found = {Key(estimator="observed", component="total", measure=name): own[name] for name in own}
        weights = shapley_matrix(len(self.groups))
        for estimator, first in by_set[-1].items():
            for measure, whole in first.items():
                parts = {"total": whole}
                if all(estimator in each for each in by_set):
                    stacked = np.array([each[estimator][measure] for each in by_set])
                    parts |= dict(zip(self.groups, weights @ stacked, strict=True))
                for component, value in parts.items():
                    found[Key(estimator=estimator, component=component, measure=measure)] = value
                    if measure in own and measure in self.kind.shares:
                        key = Key(estimator=estimator, component=component, measure=f"{measure}_share")
                        found[key] = _share(value, own[measure])
        return found

    def of_profiles(self, totals: Totals, gini: float | None) -> Values:
        """Indices and shares of means of distinct profiles.

        Parameters
        ----------
        totals : Totals
            Of profiles of all circumstances.
        gini : float or None
            The outcome's own Gini index, if it has one.

        Returns
        -------
        mapping of str to ndarray (r,)
            By measure.
        """
        found = dict(index_values(totals.means, totals, self.kind))
        own = self._own(totals, None)
        if gini is not None:
            own["gini"] = np.full(len(totals.weight), gini)
        shares = {f"{name}_share": _share(found[name], own[name]) for name in self.kind.shares if name in own}
        return found | shares

    def _own(
        self, totals: Totals, people: Callable[[], Iterator[FloatArray]] | None
    ) -> dict[str, FloatArray]:
        """The outcome's own indices."""
        found: dict[str, FloatArray] = {}
        if self.kind.is_chance:
            return found
        if "gini" in self.kind.measures and people is not None:
            order = np.argsort(self.outcome, kind="stable")
            y = self.outcome[order]
            found["gini"] = np.array([_sorted_gini(y, weight[order]) for weight in people()])
        if "mld" in self.kind.measures:
            found["mld"] = totals.mean_log_deviation()
            found["variance_of_logs"] = totals.variance_of_logs()
        return found

    def _of_set(
        self,
        totals: Totals,
        columns: tuple[int, ...],
        people: Callable[[], Iterator[FloatArray]] | None,
        estimators: tuple[str, ...],
    ) -> dict[str, Values]:
        if not columns:
            none = np.zeros(len(totals.weight))
            return {name: dict.fromkeys(measures, none) for name, measures in self._plan(estimators).items()}
        profiles = self.profiles.narrowed(columns)
        narrow = totals.over(profiles)
        found: dict[str, Values] = {}
        if self.grower is not None and ("tree" in estimators or "expost" in estimators):
            kinds = self.grower(narrow, profiles, columns)
            if "tree" in estimators:
                found["tree"] = index_values(type_means(kinds, narrow), narrow, self.kind)
            if "expost" in estimators and people is not None:
                found["expost"] = self._ex_post(kinds[:, profiles.of], people)
        if "forest" in estimators and self.forester is not None and people is not None:
            smoothed = self.forester(people(), profiles, columns)
            if smoothed is not None:
                found["forest"] = index_values(smoothed, narrow, self.kind)
        if "parametric" in estimators:
            fit = parametric(narrow, profiles, self.regression, logit=self.logit)
            found["parametric"] = index_values(fit.smoothed, narrow, self.kind, r2=fit.r2)
            if self.kind.kind == "amount":
                found["parametric_residual"] = {"mld": residual_mld(fit.smoothed, narrow)}
        if "nonparametric" in estimators:
            found["nonparametric"] = index_values(narrow.means, narrow, self.kind)
        return found

    def _plan(self, estimators: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        plan = dict.fromkeys(estimators, self.kind.measures)
        if "expost" in plan:
            plan["expost"] = tuple(each for each in EX_POST if each in self.kind.measures)
        if "parametric" in plan and self.kind.kind == "amount":
            plan["parametric_residual"] = ("mld",)
        return plan

    def _ex_post(self, kinds: IntArray, people: Callable[[], Iterator[FloatArray]]) -> Values:
        """Types (r, c) of profiles to indices between types of equal effort."""
        order = np.argsort(self.outcome, kind="stable")
        y, profile = self.outcome[order], self.profiles.of[order]
        rows: dict[str, list[float]] = {name: [] for name in EX_POST if name in self.kind.measures}
        for kind, weight in zip(kinds, people(), strict=True):
            values, weights = same_effort(y, weight[order], kind[profile])
            if "gini" in rows:
                rows["gini"].append(float(indices.gini(values, weights)))
            if "mld" in rows:
                rows["mld"].append(float(indices.mean_log_deviation(values, weights)))
        return {name: np.array(each) for name, each in rows.items()}


def _sorted_gini(y: FloatArray, w: FloatArray) -> float:
    whole = w.sum()
    mean = float(w @ y / whole)
    if mean <= 0:
        return np.nan
    return float(2 * (w * (np.cumsum(w) - w / 2)) @ (y - mean) / whole**2 / mean)


def _share(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.asarray(np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0))
