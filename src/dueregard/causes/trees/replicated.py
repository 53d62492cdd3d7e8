"""Tests of nodes by the user's own replicate weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import sparse

from dueregard.causes.given import GivenReplicates
from dueregard.causes.trees.cells import Cells
from dueregard.causes.trees.frontier import Frontier, LevelTotals, Tests
from dueregard.causes.trees.score_tests import score_tests
from dueregard.estimates.source import FloatArray

__all__ = ["ReplicateTotals"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReplicateTotals:
    """Tests by the spread of levels' totals over replicates; see :func:`~.score_tests.score_tests`.

    Attributes
    ----------
    weights, totals : ndarray, shape (c, R)
        Of each cell the sum of each replicate's weights, and of weights times outcome.
    factors : ndarray, shape (R,)
        How much the square of each replicate counts.
    mse : bool
        Whether squares are around the value with the full weights, else around the replicates' mean.
    df : float
        Degrees of freedom.
    """

    weights: FloatArray = field(repr=False)
    totals: FloatArray = field(repr=False)
    factors: FloatArray = field(repr=False)
    mse: bool
    df: float

    @classmethod
    def of(cls, given: GivenReplicates, cells: Cells, *, outcome: FloatArray) -> ReplicateTotals:
        """Add replicate weights up to cells."""
        people = np.arange(len(outcome))
        member: Any = sparse.csr_array(
            (np.ones(len(people)), (cells.of_row, people)), shape=(cells.count, len(people))
        )
        count = given.weights.shape[1]
        rscales = given.declared.rscales
        factors = np.ones(count) if rscales is None else np.asarray(rscales, dtype=np.float64)
        return cls(
            weights=np.asarray(member @ given.weights),
            totals=np.asarray(member @ (given.weights * outcome[:, None])),
            factors=given.declared.factor * factors,
            mse=given.declared.mse,
            df=given.df,
        )

    def __call__(self, frontier: Frontier, tables: Sequence[LevelTotals], mean: FloatArray) -> Tests:
        """Test all nodes of a frontier."""
        centre = mean[frontier.node]
        own = frontier.total - centre * frontier.weight
        deviation = self.totals[frontier.cell] - centre[:, None] * self.weights[frontier.cell]
        apart = deviation - own[:, None] if self.mse else deviation - deviation.mean(axis=1, keepdims=True)
        apart *= np.sqrt(self.factors)
        statistic, p = (np.full((frontier.count, len(tables)), np.nan) for _ in range(2))
        for place, table in enumerate(tables):
            levels = table.counts.shape[1]
            column = frontier.node * levels + frontier.codes[frontier.cell, place]
            sums: Any = sparse.csr_array(
                (np.ones(len(column)), (column, np.arange(len(column)))),
                shape=(frontier.count * levels, len(column)),
            )
            by_level = np.asarray(sums @ apart).reshape(frontier.count, levels, -1)
            spread = by_level @ np.swapaxes(by_level, 1, 2)
            scaled = (by_level**2 * table.inverse_shares[:, :, None]).sum(axis=1)
            each = scaled - by_level.sum(axis=1) ** 2
            statistic[:, place], p[:, place] = score_tests(
                table, spread, own=(each**2).sum(axis=1), units=np.full(frontier.count, self.df)
            )
        counted = np.asarray((~np.isnan(p)).sum(axis=1), dtype=np.int64)
        return Tests(statistic=statistic, p=p, counted=counted)
