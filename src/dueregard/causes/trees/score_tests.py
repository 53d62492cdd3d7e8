"""Whether outcomes differ between the levels of a circumstance, judged by how the people were selected."""

from __future__ import annotations

import numpy as np
from scipy import special

from dueregard.causes.trees.frontier import LevelTotals
from dueregard.estimates.source import FloatArray

__all__ = ["projected", "score_tests"]


def projected(covariance: FloatArray, shares: FloatArray) -> FloatArray:
    """Turn the covariance of totals of levels into that of totals less the share of the whole total.

    The outcome's mean in the node is estimated from the same people, which takes its part out of every level.

    Parameters
    ----------
    covariance : ndarray, shape (m, k, k)
        Of the levels' totals of weighted deviations, by node.
    shares : ndarray, shape (m, k)
        Weighted shares of the levels.

    Returns
    -------
    ndarray, shape (m, k, k)
        Rows and columns add up to zero.

    Examples
    --------
    >>> import numpy as np
    >>> projected(np.eye(2)[None], np.array([[0.5, 0.5]]))
    array([[[ 0.5, -0.5],
            [-0.5,  0.5]]])
    """
    across = covariance.sum(axis=1)
    outer = shares[:, :, None] * across[:, None, :]
    whole: FloatArray = shares[:, :, None] * shares[:, None, :] * across.sum(axis=1)[:, None, None]
    part: FloatArray = covariance - outer - np.swapaxes(outer, 1, 2)
    return part + whole


def score_tests(
    table: LevelTotals, covariance: FloatArray, *, own: FloatArray, units: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Test one circumstance in each node against the covariance that the sample's design gives.

    X² = sum of T²/share over the levels' totals T of weighted deviations from the mean. Under the design it
    is distributed as a sum of chi-squares times the eigenvalues of the design effects, which the second-order
    correction of Rao and Scott brings to an F distribution. The sum of the squared eigenvalues is estimated
    from pairs of different units, so that few large units do not pass for a concentrated effect. Unlike a
    quadratic form in the inverse of an estimated covariance, the test holds its level where a node has few
    units, weights vary or outcomes are skewed.

    Parameters
    ----------
    table : LevelTotals
        Totals of the levels, by node.
    covariance : ndarray, shape (m, k, k)
        Of the levels' totals under the design.
    own : ndarray, shape (m,)
        Sum over units of (what each adds to ``sum of variance/share``)².
    units : ndarray, shape (m,)
        Degrees of freedom of each node: primary units less strata.

    Returns
    -------
    tuple of two ndarray, shape (m,)
        F statistics and p values; not a number where there is nothing to test.

    References
    ----------
    Rao & Scott (1984), Annals of Statistics 12, 46-60; Thomas & Rao (1987), Journal of the American
    Statistical Association 82, 630-636; Binder (1983), International Statistical Review 51, 279-292.

    Examples
    --------
    >>> import numpy as np
    >>> n = np.array([[50.0, 50.0]])
    >>> table = LevelTotals(counts=n, weights=n, sums=np.array([[-10.0, 10.0]]))
    >>> f, p = score_tests(table, 50 * np.eye(2)[None], own=np.zeros(1), units=np.array([99.0]))
    >>> f, p.round(3)
    (array([4.]), array([0.048]))
    """
    inverse = table.inverse_shares
    shares = np.divide(1.0, inverse, out=np.zeros_like(inverse), where=inverse > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = projected(covariance, shares)
        size = np.einsum("mk,mk->m", table.sums**2, inverse)
        first = np.einsum("mkk,mk->m", spread, inverse)
        squared = np.einsum("mkl,mk,ml->m", spread**2, inverse, inverse) - own
        levels = (shares > 0).sum(axis=1)
        statistic = size / first
        free = np.minimum(levels - 1, first**2 / np.maximum(squared, 1e-12 * first**2))
    tested = (levels > 1) & (units > 0) & (first > 0) & np.isfinite(statistic) & np.isfinite(free)
    p = np.full(len(statistic), np.nan)
    p[tested] = special.fdtrc(free[tested], free[tested] * units[tested], statistic[tested])
    return np.where(tested, statistic, np.nan), p
