"""Reweighting: the reference group as it would be with the other group's covariates.

Person i of the reference group gets the weight ``w_i exp(z_i'g)``, with g from a logistic regression of
being in the other group on covariates z: the odds of being of the other group, given them. With a column
for every combination of levels the regression is saturated, and each combination of the reference group
then weighs what it weighs in the other group.

References
----------
DiNardo, Fortin and Lemieux (1996), Econometrica 64, 1001-1044; Firpo, Fortin and Lemieux (2018), Econometrics
6(2), 28, section 2; Kish (1965), Survey Sampling, section 11.7, for the effective number.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from dueregard.causes.decompositions.comparison import Comparison
from dueregard.causes.decompositions.logits import Logit, fitted_logit
from dueregard.causes.decompositions.overlap import Overlap, overlap_of, refuse_separated, within_levels
from dueregard.causes.decompositions.profiles import profiles_of
from dueregard.errors import PeopleError, UsageError, did_you_mean
from dueregard.estimates.source import BoolArray, FloatArray, IntArray

__all__ = ["REWEIGHTINGS", "Reweighting", "reweighting_of"]

REWEIGHTINGS = ("logit", "cells")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reweighting:
    """Weights of the reference group's people under the other group's covariates.

    Attributes
    ----------
    rows : ndarray of int (a,)
        The people of the reference group who have a weight, among all n.
    weight : ndarray (a,)
        Theirs.
    free : ndarray of bool (a,)
        Whose weight was not cut.
    overlap : Overlap
        What the weights rest on.
    told : str
        How they were made, in words.
    """

    rows: IntArray = field(repr=False)
    weight: FloatArray = field(repr=False)
    free: BoolArray = field(repr=False)
    overlap: Overlap
    told: str
    size: int
    columns: FloatArray | None = field(default=None, repr=False)
    cells: IntArray | None = field(default=None, repr=False)
    steps: FloatArray = field(repr=False)

    def carried(self, influence: FloatArray) -> FloatArray:
        """Take influence on a value of the reweighted group to all people.

        Parameters
        ----------
        influence : ndarray (a, k)
            Of each reweighted person on k values, times the new weight.

        Returns
        -------
        ndarray (n, k)
            Influence times the sampling weight: each person's own, and through the regression that made the
            weights, which people of both groups move.
        """
        result = np.zeros((self.size, influence.shape[1]))
        result[self.rows] = influence
        moved = influence * self.free[:, None]
        if self.cells is None:
            assert self.columns is not None
            return np.asarray(result + self.steps @ (self.columns.T @ moved))
        own = self.cells[self.rows]
        sums = np.column_stack(
            [np.bincount(own, column, minlength=int(self.cells.max()) + 1) for column in moved.T]
        )
        there = self.cells >= 0
        result[there] += self.steps[there, None] * sums[self.cells[there]]
        return result


def reweighting_of(
    comparison: Comparison, *, kind: str = "logit", largest: float | None = None
) -> Reweighting:
    """Give the reference group the other group's covariates by weights.

    Parameters
    ----------
    comparison : Comparison
        The two groups.
    kind : {"logit", "cells"}
        A logistic regression on the columns, or every combination of levels for itself.
    largest : float, optional
        The largest share of all new weights that one person may have; weights above are cut to it. Without
        it none is cut.

    Returns
    -------
    Reweighting

    Raises
    ------
    PeopleError
        Where some of the other group have nobody in the reference group to stand for them.
    UsageError
        For an unknown kind, cells of numbers, or a share that is not between 0 and 1.
    """
    if kind not in REWEIGHTINGS:
        raise UsageError(
            f"There is no reweighting {kind[:80]!r}.",
            remedy=did_you_mean(kind[:80], REWEIGHTINGS) or "Choose from: logit, cells.",
        )
    if largest is not None and not 0 < largest < 1:
        raise UsageError(f"A largest share of weights is between 0 and 1, not {largest:g}.")
    inside = within_levels(comparison)
    made = _by_cells(comparison) if kind == "cells" else _by_logit(comparison, inside)
    return made if largest is None else _cut(made, largest)


def _by_logit(comparison: Comparison, inside: BoolArray) -> Reweighting:
    who = np.flatnonzero(inside)
    columns = comparison.matrix.among(who).fit
    other, weight = (~comparison.in_reference[who]).astype(float), comparison.weight[who]
    fit: Logit = fitted_logit(columns, other, weight)
    if not fit.converged:
        refuse_separated(comparison, fit.coefficients)
    own = other == 0
    steps = np.zeros((len(inside), columns.shape[1]))
    steps[who] = fit.influence(columns, other, weight)
    odds = fit.probabilities[own] / (1 - fit.probabilities[own])
    score = np.full(len(inside), np.nan)
    score[who] = columns @ fit.coefficients
    return Reweighting(
        rows=who[own],
        weight=weight[own] * odds,
        free=np.ones(int(own.sum()), bool),
        overlap=overlap_of(comparison, who[own], weight[own] * odds, score),
        told="reweighted by a logistic regression of the group on the covariates",
        size=len(inside),
        columns=columns[own],
        steps=steps,
    )


def _by_cells(comparison: Comparison) -> Reweighting:
    profiles = profiles_of(comparison)
    first, count = comparison.in_reference, profiles.count
    cell, weight = profiles.cell, comparison.weight
    mine = np.bincount(cell[first], weight[first], minlength=count)
    theirs = np.bincount(cell[~first], weight[~first], minlength=count)
    lacking = (theirs > 0) & (mine <= 0)
    if lacking.any():
        _refuse_cells(comparison, profiles.told(int(np.flatnonzero(lacking)[0])), lacking, theirs)
    both = (mine > 0) & (theirs > 0)
    who = np.where(both[cell], cell, -1)
    rows = np.flatnonzero(first & (who >= 0))
    new = weight[rows] * theirs[cell[rows]] / mine[cell[rows]]
    steps = np.zeros(len(cell))
    steps[rows] = -weight[rows] / mine[cell[rows]]
    them = np.flatnonzero(~first)
    steps[them] = weight[them] / theirs[cell[them]]
    return Reweighting(
        rows=rows,
        weight=new,
        free=np.ones(len(rows), bool),
        overlap=overlap_of(comparison, rows, new, None),
        told=f"reweighted within {int(both.sum()):,} combinations of the covariates' levels",
        size=len(cell),
        cells=who,
        steps=steps,
    )


def _refuse_cells(
    comparison: Comparison, example: str, lacking: BoolArray, theirs: FloatArray | IntArray
) -> None:
    share = float(theirs[lacking].sum() / theirs.sum())
    raise PeopleError(
        f"The groups do not overlap: some of {comparison.other!r} have combinations of the covariates that "
        f"nobody of {comparison.reference!r} has.",
        found=f"There are {int(lacking.sum()):,} such combinations, of {share:.1%} of "
        f"{comparison.other!r}; one is {example}.",
        remedy="Use a logistic regression instead (--reweighting logit), join levels, or name fewer "
        "covariates.",
        discreet="Nobody can stand for them.",
    )


def _cut(made: Reweighting, largest: float) -> Reweighting:
    """Cut weights to a share of the sum that is left, which takes a few rounds to settle."""
    weight = made.weight.copy()
    if largest * len(weight) < 1:
        raise UsageError(
            f"No weights of {len(weight):,} people can all have a share of at most {largest:g}.",
            remedy=f"Ask for more than {1 / len(weight):.3g}.",
        )
    cut = np.zeros(len(weight), bool)
    for _ in range(1000):
        over = ~cut & (weight > largest * weight.sum() * (1 + 1e-12))
        if not over.any():
            break
        cut |= over
        weight[cut] = largest / (1 - largest * cut.sum()) * weight[~cut].sum()
    total, squares = float(weight.sum()), float(weight @ weight)
    overlap = replace(
        made.overlap,
        effective_n=total**2 / squares,
        largest_share=float(weight.max() / total),
        trimmed=int(cut.sum()),
    )
    told = f"{made.told}, no person's weight above {largest:.2%} of all"
    return replace(made, weight=weight, free=~cut, overlap=overlap, told=told)
