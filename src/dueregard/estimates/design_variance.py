"""Variance of totals under a stratified, clustered, multi-stage sample.

At every stage, with n sampled units of N in stratum h, f = n/N and x a unit's score total,

    V = sum over h of (1 - f) n/(n - 1) sum over units (x - mean)(x - mean)'

over all units, and the variance within units adds f times the same expression at the next stage
(Särndal, Swensson and Wretman 1992, Model Assisted Survey Sampling, result 4.3.1; R survey, `svyrecvar`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from dueregard.errors import SpreadError
from dueregard.estimates.lone_units import LONELY_REMEDY, such_strata
from dueregard.estimates.plan import Lonely, SamplePlan, Stage
from dueregard.estimates.source import BoolArray, FloatArray, IntArray, Sparse

__all__ = ["design_covariance", "design_variances"]

# From this share of non-zero scores on, a dense product is faster than a sparse one.
DENSE = 0.1


ROWS = 16_384
"""How many units are made dense at a time."""

SCORES = 250_000
"""How many scores other than zero are looked at a time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Centred:
    """Scores around stratum means, made dense a block of units at a time."""

    totals: Sparse
    means: FloatArray
    stratum: IntArray
    root: FloatArray

    def blocks(self) -> Iterator[FloatArray]:
        for at in range(0, self.totals.shape[0], ROWS):
            stratum = self.stratum[at : at + ROWS]
            apart = self.totals[at : at + ROWS].toarray() - self.means[stratum]
            apart *= self.root[stratum][:, None]
            yield apart


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Shifted:
    """Scores less some stratum means, kept sparse, a block of units at a time."""

    totals: Sparse
    places: IntArray
    means: FloatArray
    stratum: IntArray
    root: FloatArray

    def blocks(self) -> Iterator[Sparse]:
        columns = self.totals.shape[1]
        for some in _slices(self.totals):
            block = self.totals[some].copy()
            stratum = np.repeat(self.stratum[some], np.diff(block.indptr))
            if len(self.places):
                place = stratum * columns + block.indices
                found = np.minimum(np.searchsorted(self.places, place), len(self.places) - 1)
                block.data -= np.where(self.places[found] == place, self.means[found], 0.0)
            block.data *= self.root[stratum]
            yield block


@dataclass(frozen=True, slots=True, kw_only=True)
class _Term:
    """A stage's part of the variance, as ``plus' plus - minus' minus``."""

    plus: FloatArray | _Centred | _Shifted
    minus: Sparse


def design_covariance(units: Sparse, plan: SamplePlan) -> FloatArray:
    """Covariance of the totals of some scores.

    Parameters
    ----------
    units : scipy.sparse csr_array, shape (rows, k)
        Score totals of the last-stage units.
    plan : SamplePlan
        How the units were sampled.

    Returns
    -------
    array of float, shape (k, k)
        Symmetric; a cost near that of reading the scores when each unit touches few columns.

    Raises
    ------
    SpreadError
        When a stratum has one sampled unit and the plan's option forbids it or cannot replace it.

    Examples
    --------
    >>> from dueregard.estimates import SamplePlan
    >>> design_covariance(sparse.csr_array([[1.0], [3.0], [5.0]]), SamplePlan.simple(3))
    array([[12.]])
    """
    total = np.zeros((units.shape[1], units.shape[1]))
    for term in _terms(units, plan):
        total += _gram(term.plus) - _gram(term.minus)
    np.fill_diagonal(total, np.maximum(total.diagonal(), 0.0))
    return (total + total.T) / 2


def design_variances(units: Sparse, plan: SamplePlan) -> FloatArray:
    """Diagonal of :func:`design_covariance`, for the cost of its diagonal only.

    Parameters
    ----------
    units : scipy.sparse csr_array, shape (rows, k)
        Score totals of the last-stage units.
    plan : SamplePlan
        How the units were sampled.

    Returns
    -------
    array of float, shape (k,)
        Variance of each column's total.
    """
    total = np.zeros(units.shape[1])
    for term in _terms(units, plan):
        total += _squares(term.plus) - _squares(term.minus)
    return np.maximum(total, 0.0)


def _terms(units: Sparse, plan: SamplePlan) -> list[_Term]:
    terms: list[_Term] = []
    carried = np.ones(plan.rows)  # product of the sampling fractions of the stages above, by row
    parent = np.zeros(plan.rows, np.intp)
    for stage in plan.stages:
        multiplier = np.empty(len(stage.sizes))
        multiplier[stage.stratum] = carried
        parents = np.empty(len(stage.sizes), np.intp)
        parents[stage.stratum] = parent
        totals = _unit_totals(units, stage)
        scale, lonely = _scales(stage, parents, plan.lonely)
        terms.append(_within_strata(totals, stage, multiplier * scale))
        if lonely.any():
            terms.append(_lonely_term(totals, stage, multiplier * lonely, parents))
        carried = carried * stage.fractions[stage.stratum]
        parent = stage.unit
        if not carried.any():
            break
    return terms


def _unit_totals(units: Sparse, stage: Stage) -> Sparse:
    """Score totals by the stage's unit, shape (units, k)."""
    count, rows = len(stage.unit_stratum), len(stage.unit)
    if count == rows and np.array_equal(stage.unit, np.arange(rows)):
        return units
    return sparse.csr_array((np.ones(rows), (stage.unit, np.arange(rows))), shape=(count, rows)) @ units


def _scales(stage: Stage, parents: IntArray, option: Lonely) -> tuple[FloatArray, FloatArray]:
    """Factors on the squares around the stratum mean and, for lonely strata, around the grand mean."""
    sizes, remainder = stage.sizes, 1.0 - stage.fractions
    several = sizes > 1
    lonely = ~several & (remainder > 0)
    scale = np.where(several, remainder * sizes / np.maximum(sizes - 1, 1), 0.0)
    if option == "fail" and lonely.any():
        raise SpreadError(
            "A stratum has only one sampled unit, so its variance cannot be estimated.",
            found=such_strata(int(lonely.sum()), len(sizes)),
            remedy=LONELY_REMEDY,
        )
    if option == "average" and lonely.any():
        scale = scale * _average_factor(lonely, parents)[parents]
    return scale, np.where(lonely, remainder, 0.0) * (option == "adjust")


def _average_factor(lonely: BoolArray, parents: IntArray) -> FloatArray:
    """Strata over strata that are not lonely, for each unit of the stage above."""
    strata = np.bincount(parents)
    usable = strata - np.bincount(parents, weights=lonely)
    if (usable[strata > 0] == 0).any():
        raise SpreadError(
            "Every stratum has only one sampled unit, so there is no average variance to lend them.",
            remedy="Merge strata, or choose adjust or certainty for strata with one sampled unit "
            "(--lonely-psu, in a casebook lonely_psu).",
        )
    return np.asarray(strata / np.maximum(usable, 1))


def _within_strata(totals: Sparse, stage: Stage, scale: FloatArray) -> _Term:
    """Squares around stratum means."""
    if totals.nnz > DENSE * totals.shape[0] * totals.shape[1]:
        return _within_strata_dense(totals, stage, scale)
    return _within_strata_sparse(totals, stage, scale)


def _within_strata_dense(totals: Sparse, stage: Stage, scale: FloatArray) -> _Term:
    rows = sparse.csr_array(totals)
    means = (_members(stage.unit_stratum, len(stage.sizes)) @ rows).toarray() / stage.sizes[:, None]
    centred = _Centred(totals=rows, means=means, stratum=stage.unit_stratum, root=np.sqrt(scale))
    return _Term(plus=centred, minus=np.zeros((0, rows.shape[1])))


def _within_strata_sparse(totals: Sparse, stage: Stage, scale: FloatArray) -> _Term:
    """Squares around stratum means without making the scores dense.

    The sum of squares around the mean is the raw one less n times the squared mean. Where all units of a
    stratum have a score in a column, the mean is subtracted first, which keeps the sparsity; where some
    have none, the zeros themselves make the difference large. So rounding is at most n times the machine's.
    """
    rows = sparse.csr_array(totals)
    columns = rows.shape[1]
    strata = len(stage.sizes)
    places, filled = _filled(rows, stage.unit_stratum, strata)
    stratum, column = np.divmod(places, max(columns, 1))
    sums = np.zeros(len(places))
    # The product leaves out what adds up to nothing.
    known = (_members(stage.unit_stratum, strata) @ rows).tocoo()
    sums[np.searchsorted(places, known.row.astype(np.intp) * columns + known.col)] = known.data
    sizes, root = stage.sizes[stratum], np.sqrt(scale)
    full = filled == sizes
    plus = _Shifted(
        totals=rows,
        places=places[full],
        means=sums[full] / sizes[full],
        stratum=stage.unit_stratum,
        root=root,
    )
    minus = np.where(full, 0.0, sums) * root[stratum] / np.sqrt(sizes)
    return _Term(plus=plus, minus=sparse.csr_array((minus, (stratum, column)), shape=(strata, columns)))


def _members(stratum: IntArray, strata: int) -> Sparse:
    """Sums by stratum, as a matrix."""
    units = np.arange(len(stratum))
    return sparse.csr_array((np.ones(len(stratum)), (stratum, units)), shape=(strata, len(stratum)))


def _filled(rows: Sparse, stratum: IntArray, strata: int) -> tuple[IntArray, IntArray]:
    """Find where units of a stratum have scores, as rising places of stratum and column, and count them."""
    total = sparse.csr_array((strata, rows.shape[1]))
    for some in _slices(rows):
        block = rows[some]
        there = sparse.csr_array((np.ones(block.nnz), block.indices, block.indptr), shape=block.shape)
        total += _members(stratum[some], strata) @ there
    total.sort_indices()
    of_row = np.repeat(np.arange(strata), np.diff(total.indptr))
    return of_row * rows.shape[1] + total.indices, total.data.astype(np.intp)


def _slices(rows: Sparse) -> Iterator[slice]:
    step = max(1, rows.shape[0] * SCORES // max(1, rows.nnz))
    return (slice(at, at + step) for at in range(0, rows.shape[0], step))


def _lonely_term(totals: Sparse, stage: Stage, scale: FloatArray, parents: IntArray) -> _Term:
    """Squares of lonely units around the mean of all units under the same unit of the stage above."""
    parent = parents[stage.unit_stratum]
    above = int(parent.max(initial=-1)) + 1
    means = (
        (_members(parent, above) @ totals).multiply(1.0 / np.maximum(np.bincount(parent), 1)[:, None]).tocsr()
    )
    lonely = np.flatnonzero(scale[stage.unit_stratum] > 0)
    apart = (totals[lonely] - means[parent[lonely]]).toarray()
    plus = apart * np.sqrt(scale[stage.unit_stratum[lonely]])[:, None]
    return _Term(plus=plus, minus=np.zeros((0, plus.shape[1])))


def _gram(matrix: Any) -> FloatArray:
    if isinstance(matrix, _Centred | _Shifted):
        width = matrix.totals.shape[1]
        return np.asarray(sum((_gram(block) for block in matrix.blocks()), np.zeros((width, width))))
    product = matrix.T @ matrix
    return np.asarray(product.toarray() if sparse.issparse(product) else product)


def _squares(matrix: Any) -> FloatArray:
    if isinstance(matrix, _Centred | _Shifted):
        return np.asarray(
            sum((_squares(block) for block in matrix.blocks()), np.zeros(matrix.totals.shape[1]))
        )
    if sparse.issparse(matrix):
        return np.bincount(matrix.indices, weights=matrix.data**2, minlength=matrix.shape[1]).astype(float)
    return np.asarray(np.einsum("ij,ij->j", matrix, matrix))
