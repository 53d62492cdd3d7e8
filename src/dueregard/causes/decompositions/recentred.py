"""Regressions of recentred influence, one a group and statistic, with each person's influence on them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dueregard.causes.decompositions.comparison import Comparison
from dueregard.causes.decompositions.distribution_statistics import Quantile, Statistic
from dueregard.causes.decompositions.regression import fitted
from dueregard.causes.decompositions.reweighting import Reweighting
from dueregard.estimates.source import BoolArray, FloatArray, IntArray

__all__ = ["Regressed", "Weighed", "pooled", "regressed", "weighed"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weighed:
    """Some people with weights: a group, or a group reweighted.

    Attributes
    ----------
    rows : ndarray of int (m,)
        Who they are among all n.
    weight : ndarray (m,)
        Theirs.
    outcome, full, columns : ndarray (m,), (m, q), (m, p)
        Of the comparison: outcome, all columns, fitted columns.
    """

    rows: IntArray = field(repr=False)
    weight: FloatArray = field(repr=False)
    outcome: FloatArray = field(repr=False)
    full: FloatArray = field(repr=False)
    columns: FloatArray = field(repr=False)
    size: int
    reweighting: Reweighting | None = None

    @property
    def share(self) -> FloatArray:
        """Weights that sum to one, shape (m,)."""
        return np.asarray(self.weight / self.weight.sum())

    @property
    def means(self) -> FloatArray:
        """Of all columns, shape (q,)."""
        return np.asarray(self.share @ self.full)

    def placed(self, influence: FloatArray) -> FloatArray:
        """Take influence of these people, times their weight, to all n people.

        Parameters
        ----------
        influence : ndarray (m, k)
            On k values.

        Returns
        -------
        ndarray (n, k)
            Zero for others, but for those whose covariates made the weights.
        """
        if self.reweighting is not None:
            return self.reweighting.carried(influence)
        result = np.zeros((self.size, influence.shape[1]))
        result[self.rows] = influence
        return result

    def influence_on_means(self) -> FloatArray:
        """Each person's influence on the means, shape (n, q)."""
        return self.placed((self.full - self.means) * self.share[:, None])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regressed:
    """A statistic of some people, and the regression of its recentred influence.

    Attributes
    ----------
    value : float
        The statistic itself.
    coefficients : ndarray (p,)
        Of the fitted columns.
    scaled : ndarray (p,)
        What of the coefficients is inverse to a density; zeros for statistics that have none.
    smoothed : float
        By what share smoothing raises that density.
    on_scale : ndarray (n, 1)
        Influence on the logarithm of that density, times the weight.
    on_value : ndarray (n, 1)
        Influence on the statistic, times the weight.
    on_coefficients : ndarray (n, p)
        Influence on the coefficients, times the weight, with what people do to the recentred influence.
    """

    value: float
    coefficients: FloatArray
    scaled: FloatArray = field(repr=False)
    smoothed: float
    on_scale: FloatArray = field(repr=False)
    on_value: FloatArray = field(repr=False)
    on_coefficients: FloatArray = field(repr=False)


def weighed(comparison: Comparison, who: BoolArray | Reweighting) -> Weighed:
    """Take some people of a comparison.

    Parameters
    ----------
    comparison : Comparison
        Of n people.
    who : ndarray of bool (n,), or Reweighting
        A group, or the reference group reweighted.

    Returns
    -------
    Weighed
    """
    again = who if isinstance(who, Reweighting) else None
    rows = np.flatnonzero(who) if not isinstance(who, Reweighting) else who.rows
    matrix = comparison.matrix.among(rows)
    return Weighed(
        rows=rows,
        weight=comparison.weight[rows] if again is None else again.weight,
        outcome=comparison.outcome[rows],
        full=matrix.full,
        columns=matrix.fit,
        size=len(comparison.outcome),
        reweighting=again,
    )


def regressed(people: Weighed, statistic: Statistic) -> Regressed:
    """Regress the recentred influence on a statistic on covariates.

    Parameters
    ----------
    people : Weighed
        Of one group.
    statistic : Statistic
        Of their outcome.

    Returns
    -------
    Regressed

    References
    ----------
    Firpo, Fortin and Lemieux (2009), Econometrica 77, 953-973, section 3.
    """
    recentred = statistic.recentred(people.outcome, people.weight)
    fit = fitted(people.columns, recentred, people.weight)
    own = fit.influence(people.columns, people.weight)
    moved = statistic.shift(people.outcome, people.weight, people.columns)
    own += (moved * people.weight[:, None]) @ fit.inverse
    centred = recentred - people.share @ recentred
    value = statistic.value(people.outcome, people.weight)
    scaled, on_scale, smoothed = np.zeros(len(fit.coefficients)), np.zeros(len(recentred)), 0.0
    if isinstance(statistic, Quantile):
        density = statistic.density(people.outcome, people.weight)
        scaled, smoothed = fit.coefficients.copy(), density.smoothed
        scaled[0] -= value
        on_scale = statistic.on_height(people.outcome, people.weight) / density.height * people.share
    return Regressed(
        value=value,
        coefficients=fit.coefficients,
        scaled=scaled,
        smoothed=smoothed,
        on_scale=people.placed(on_scale[:, None]),
        on_value=people.placed((centred * people.share)[:, None]),
        on_coefficients=people.placed(own),
    )


def pooled(
    groups: tuple[Weighed, Weighed], statistic: Statistic, *, apart: bool
) -> tuple[FloatArray, FloatArray]:
    """Regress both groups' recentred influence, each on its own statistic, together.

    Parameters
    ----------
    groups : pair of Weighed
        The reference group and the other.
    statistic : Statistic
        Of the outcome of each.
    apart : bool
        Whether the group is a covariate too.

    Returns
    -------
    coefficients : ndarray (p,)
        Of the fitted columns.
    influence : ndarray (n, p)
        On them.
    """
    width = groups[0].columns.shape[1]
    columns = [
        np.column_stack([each.columns, np.full(len(each.rows), float(at))]) if apart else each.columns
        for at, each in enumerate(groups)
    ]
    weight = np.concatenate([each.weight for each in groups])
    outcome = np.concatenate([statistic.recentred(each.outcome, each.weight) for each in groups])
    fit = fitted(np.vstack(columns), outcome, weight)
    own = fit.influence(np.vstack(columns), weight)
    moved = [
        statistic.shift(each.outcome, each.weight, own_columns)
        for each, own_columns in zip(groups, columns, strict=True)
    ]
    own += (np.vstack(moved) * weight[:, None]) @ fit.inverse
    result = np.zeros((groups[0].size, width))
    result[np.concatenate([each.rows for each in groups])] = own[:, :width]
    return fit.coefficients[:width], result
