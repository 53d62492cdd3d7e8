"""Tests of nodes by sampling units: people who were drawn together tell less than as many drawn apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import sparse

from dueregard.causes.designs import SampleDesign
from dueregard.causes.trees.cells import Cells, dense
from dueregard.causes.trees.frontier import Frontier, LevelTotals, Tests
from dueregard.causes.trees.score_tests import score_tests
from dueregard.errors import SpreadError
from dueregard.estimates.source import FloatArray, IntArray, Sparse

__all__ = ["SamplingUnits", "stratum_factors"]

_MOST = 1 << 23
"""Numbers in the covariances of the levels of many nodes, beyond which some nodes are tested at a time."""


def stratum_factors(design: SampleDesign) -> tuple[FloatArray, FloatArray]:
    """Say how much squares of units count in each stratum, and how much the square of their total.

    The variance of a total is the sum over strata of (1 - f) n/(n - 1) [sum of squares - (total)²/n], where n
    units were sampled, a share f of all. A stratum of one unit is centred on the mean of all units, which is
    zero for deviations ("adjust"), adds nothing ("certainty"), or the average of the others ("average").

    Parameters
    ----------
    design : SampleDesign
        How people were selected.

    Returns
    -------
    tuple of two ndarray, shape (strata,)
        Factors.

    Raises
    ------
    SpreadError
        When a stratum has one unit and the design says that this is not to be.

    Examples
    --------
    >>> import numpy as np
    >>> from dueregard.causes.designs import design_of
    >>> stratum_factors(design_of(6, strata=np.array([0, 0, 0, 0, 1, 1])))
    (array([1.33333333, 2.        ]), array([0.33333333, 1.        ]))
    """
    stage = design.plan.stages[0]
    sizes = np.asarray(stage.sizes, dtype=np.float64)
    remainder = 1 - stage.fractions
    several = sizes > 1
    squares = np.where(several, remainder * sizes / np.maximum(sizes - 1, 1), 0.0)
    centre = np.where(several, squares / sizes, 0.0)
    lonely = ~several & (remainder > 0)
    if lonely.any() and design.plan.lonely == "fail":
        raise SpreadError(
            "A stratum with one sampling unit has no variance.",
            found=f"{int(lonely.sum())} of {len(sizes)} strata have one.",
            remedy="Merge strata, or choose adjust, average or certainty for strata with one sampled unit.",
        )
    if design.plan.lonely == "adjust":
        squares = np.where(lonely, remainder, squares)
    if design.plan.lonely == "average" and several.any():
        more = len(sizes) / (len(sizes) - int(lonely.sum()))
        squares, centre = squares * more, centre * more
    return squares, centre


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SamplingUnits:
    """Tests by the totals of primary units within strata; see :func:`~.score_tests.score_tests`.

    Attributes
    ----------
    unit, stratum : ndarray of int, shape (c,)
        The primary unit and stratum of each cell. Where each person is a unit, cells are not kept apart by
        unit, and ``moments`` replaces it.
    squares, centre : ndarray, shape (strata,)
        See :func:`stratum_factors`.
    moments : ndarray, shape (8, c), optional
        Of each cell the sums of w², w²y, w²y² and of w⁴, w⁴y, ... w⁴y⁴, where each person is a unit.
    """

    unit: IntArray = field(repr=False)
    stratum: IntArray = field(repr=False)
    squares: FloatArray = field(repr=False)
    centre: FloatArray = field(repr=False)
    moments: FloatArray | None = field(default=None, repr=False)

    @classmethod
    def of(
        cls, design: SampleDesign, cells: Cells, *, outcome: FloatArray, weight: FloatArray
    ) -> SamplingUnits:
        """Prepare tests of cells kept apart by unit, or by stratum where each person is a unit."""
        squares, centre = stratum_factors(design)
        unit = np.zeros(cells.count, dtype=np.int64)
        stratum = np.zeros(cells.count, dtype=np.int64)
        unit[cells.of_row], stratum[cells.of_row] = design.psu, design.stratum
        moments = None
        if not design.clustered:
            powers = [(2, 0), (2, 1), (2, 2), (4, 0), (4, 1), (4, 2), (4, 3), (4, 4)]
            moments = np.stack([cells.total(weight**a * outcome**b) for a, b in powers])
        return cls(unit=unit, stratum=stratum, squares=squares, centre=centre, moments=moments)

    def __call__(self, frontier: Frontier, tables: Sequence[LevelTotals], mean: FloatArray) -> Tests:
        """Test all nodes of a frontier."""
        widest = max(table.counts.shape[1] for table in tables)
        if frontier.count > 1 and frontier.count * widest**2 > _MOST:
            half = frontier.count // 2
            parts = [
                self(*_some(frontier, tables, mean, first=first, last=last))
                for first, last in ((0, half), (half, frontier.count))
            ]
            return Tests(
                statistic=np.concatenate([part.statistic for part in parts]),
                p=np.concatenate([part.p for part in parts]),
                counted=np.concatenate([part.counted for part in parts]),
            )
        deviation = frontier.total - mean[frontier.node] * frontier.weight
        stratum, strata = self._grouped(frontier, self.stratum)
        if self.moments is None:
            unit, units = self._grouped(frontier, self.unit)
            sampled = np.bincount(_nodes(unit, units, frontier.node), minlength=frontier.count)
        else:
            unit, units = None, 0
            sampled = np.asarray(frontier.by_node(frontier.people))
        free = sampled - np.bincount(_nodes(stratum, strata, frontier.node), minlength=frontier.count)
        statistic, p = (np.full((frontier.count, len(tables)), np.nan) for _ in range(2))
        centre = np.sqrt(self.centre[self.stratum[frontier.cell]])
        for place, table in enumerate(tables):
            levels = table.counts.shape[1]
            column = frontier.node * levels + frontier.codes[frontier.cell, place]
            inverse = table.inverse_shares
            if unit is None:
                spread, own = self._each(frontier, mean, column, inverse)
            else:
                factor = np.sqrt(self.squares[self.stratum[frontier.cell]])
                matrix = _matrix(factor * deviation, unit, column, rows=units, shape=table.counts.shape)
                spread, own = _blocks(matrix, inverse.shape), _own(matrix, inverse)
            spread -= _blocks(
                _matrix(centre * deviation, stratum, column, rows=strata, shape=inverse.shape), inverse.shape
            )
            statistic[:, place], p[:, place] = score_tests(
                table, spread, own=own, units=free.astype(np.float64)
            )
        counted = np.asarray((~np.isnan(p)).sum(axis=1), dtype=np.int64)
        return Tests(statistic=statistic, p=p, counted=counted)

    def _grouped(self, frontier: Frontier, group: IntArray) -> tuple[IntArray, int]:
        """Number the pairs of node and group that some cell is in."""
        size = int(group.max(initial=0)) + 1
        return dense(frontier.node * size + group[frontier.cell], bound=frontier.count * size)

    def _each(
        self, frontier: Frontier, mean: FloatArray, column: IntArray, inverse: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Covariance of levels' totals before centring, and units' own part, each person a unit."""
        assert self.moments is not None
        m = self.moments[:, frontier.cell]
        c = mean[frontier.node]
        factor = self.squares[self.stratum[frontier.cell]]
        second = np.maximum(m[2] - 2 * c * m[1] + c**2 * m[0], 0.0) * factor
        fourth = m[7] - 4 * c * m[6] + 6 * c**2 * m[5] - 4 * c**3 * m[4] + c**4 * m[3]
        part = (inverse.ravel()[column] - 1) ** 2 * np.maximum(fourth, 0.0) * factor**2
        flat = np.bincount(column, weights=second, minlength=inverse.size).reshape(inverse.shape)
        return flat[:, :, None] * np.eye(inverse.shape[1]), frontier.by_node(part)


def _some(
    frontier: Frontier, tables: Sequence[LevelTotals], mean: FloatArray, *, first: int, last: int
) -> tuple[Frontier, list[LevelTotals], FloatArray]:
    """Take the nodes from ``first`` to one before ``last``."""
    chosen = (frontier.node >= first) & (frontier.node < last)
    rows = slice(first, last)
    fewer = [
        LevelTotals(counts=table.counts[rows], weights=table.weights[rows], sums=table.sums[rows])
        for table in tables
    ]
    return frontier.inside(chosen, frontier.node[chosen] - first, count=last - first), fewer, mean[rows]


def _nodes(group: IntArray, groups: int, node: IntArray) -> IntArray:
    of_group = np.zeros(groups, dtype=np.int64)
    of_group[group] = node
    return of_group


def _matrix(
    values: FloatArray, row: IntArray, column: IntArray, *, rows: int, shape: tuple[int, ...]
) -> Sparse:
    matrix: Any = sparse.csr_array((values, (row, column)), shape=(rows, shape[0] * shape[1]))
    matrix.sum_duplicates()
    return matrix


def _blocks(matrix: Sparse, shape: tuple[int, ...]) -> FloatArray:
    """Products of the columns of a matrix, by node: columns of different nodes share no row."""
    count, levels = shape
    product = (matrix.T @ matrix).tocoo()
    spread = np.zeros((count, levels, levels))
    spread[product.row // levels, product.row % levels, product.col % levels] = product.data
    return spread


def _own(matrix: Sparse, inverse: FloatArray) -> FloatArray:
    """Sum over rows of (sum of value²/share - (sum of values)²)², by node."""
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    scaled = np.bincount(row, weights=matrix.data**2 * inverse.ravel()[matrix.indices])
    each = scaled - np.bincount(row, weights=matrix.data) ** 2
    node = matrix.indices[matrix.indptr[:-1]] // inverse.shape[1]
    return np.bincount(node, weights=each**2, minlength=len(inverse)).astype(np.float64, copy=False)
