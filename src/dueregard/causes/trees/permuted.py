"""Whether outcomes differ between the levels of a circumstance more than after permuting people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from dueregard.causes.trees.counting import constants_count
from dueregard.causes.trees.frontier import Frontier, LevelTotals, Tests
from dueregard.estimates.source import BoolArray, FloatArray

__all__ = ["Permutation", "permutation_tests"]


def permutation_tests(
    tables: Sequence[LevelTotals], *, size: FloatArray, squares: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Test each circumstance in each node, given the outcomes that there are.

    The statistic is (n - 1) SSB / SST: the quadratic form of the levels' totals in the inverse of their
    covariance over all permutations of the outcomes. It has about a chi-square distribution with one degree
    of freedom fewer than there are levels in the node.

    Parameters
    ----------
    tables : sequence of LevelTotals
        One for each circumstance.
    size : ndarray, shape (m,)
        People in each node (with weights: the effective number).
    squares : ndarray, shape (m,)
        Squared deviations of the outcome from the node's mean.

    Returns
    -------
    tuple of two ndarray, shape (m, v)
        Statistics and p values; not a number where only one level is in the node.

    References
    ----------
    Strasser & Weber (1999), Mathematical Methods of Statistics 8, 220-250; Hothorn, Hornik & Zeileis (2006),
    Journal of Computational and Graphical Statistics 15, 651-674, section 3.

    Examples
    --------
    >>> import numpy as np
    >>> n = np.array([[10.0, 10.0]])
    >>> table = LevelTotals(counts=n, weights=n, sums=np.array([[-5.0, 5.0]]))
    >>> statistic, p = permutation_tests([table], size=np.array([20.0]), squares=np.array([20.0]))
    >>> statistic.round(3), p.round(3)
    (array([[4.75]]), array([[0.029]]))
    """
    statistic = np.full((len(size), len(tables)), np.nan)
    p = np.full_like(statistic, np.nan)
    for place, table in enumerate(tables):
        with np.errstate(divide="ignore", invalid="ignore"):
            between = np.where(table.counts > 0, table.sums**2 / table.weights, 0.0).sum(axis=1)
            scaled = np.where(squares > 0, (size - 1) * between / squares, np.nan)
        free = (table.counts > 0).sum(axis=1) - 1
        tested = (free > 0) & np.isfinite(scaled)
        statistic[tested, place] = scaled[tested]
        p[tested, place] = special.gammaincc(free[tested] / 2, scaled[tested] / 2)
    return statistic, p


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Permutation:
    """Tests by the permutation distribution; see :func:`~.permuted.permutation_tests`.

    Attributes
    ----------
    varying : ndarray of bool, shape (v,), optional
        Circumstances with several levels in all of the data, to count tests exactly as partykit does. Without
        them those count that were tested in the node.
    """

    varying: BoolArray | None = None

    def __call__(self, frontier: Frontier, tables: Sequence[LevelTotals], mean: FloatArray) -> Tests:
        """Test all nodes of a frontier."""
        within = frontier.by_node(frontier.squares) - frontier.by_node(frontier.weight) * mean**2
        size = frontier.by_node(frontier.people)
        statistic, p = permutation_tests(tables, size=size, squares=within)
        counted = ~np.isnan(p)
        if self.varying is not None:
            counted |= self.varying & constants_count(size, within)[:, None]
        return Tests(statistic=statistic, p=p, counted=np.asarray(counted.sum(axis=1), dtype=np.int64))
