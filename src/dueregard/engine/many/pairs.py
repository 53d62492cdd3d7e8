"""The joint error of two values of the same people: a value before, and how it changes.

The covariance of the pair is kept by its root, worked out of the people's own differences: what nobody's
change moves has no error at all, and two nearly equal values lose no digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.engine.scored import Floats
from dueregard.engine.strata import Strata
from dueregard.estimates.source import Sparse

__all__ = ["Through", "WithinLevels", "parts_of", "roots_of_pairs"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Through:
    """What moves values through the whole population, such as a poverty line before and after.

    Attributes
    ----------
    before, change : ndarray (n,)
        Everybody's weighted influence on the population's value, and how that changes.
    """

    before: Floats = field(repr=False)
    change: Floats = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WithinLevels:
    """People level by level, for sums of products of their influence.

    Attributes
    ----------
    starts : ndarray of int (d + 1,)
        Where each level starts.
    place : ndarray of int (m,)
        The people, among all n.
    factor : float or ndarray (n,)
        What the stratum makes of squares.
    stratum : ndarray of int (n,), optional
        None where there is one.
    strata : Strata
        The strata.
    """

    starts: NDArray[np.int64]
    place: NDArray[np.integer] = field(repr=False)
    factor: float | Floats = field(repr=False)
    stratum: NDArray[np.int64] | None = field(repr=False)
    strata: Strata

    @property
    def levels(self) -> int:
        """How many levels there are."""
        return len(self.starts) - 1

    def added(self, x: Floats) -> Floats:
        """Sum over the people of each level."""
        found = np.zeros(self.levels)
        some = np.flatnonzero(np.diff(self.starts))
        if len(some):
            found[some] = np.add.reduceat(x, self.starts[some])
        return found

    def products(self, x: Floats, y: Floats) -> Floats:
        """Sum products, times what strata make of them, over the people of each level."""
        product = x * y
        if isinstance(self.factor, np.ndarray):
            product *= self.factor[self.place]
            return self.added(product)
        return self.added(product) * self.factor

    def by_stratum(self, x: Floats) -> Floats:
        """Sum by stratum and level, (h, d)."""
        if self.stratum is None:
            return self.added(x)[None, :]
        level = np.repeat(np.arange(self.levels), np.diff(self.starts))
        size = len(self.strata.sizes)
        place = self.stratum[self.place] * self.levels + level
        return np.bincount(place, weights=x, minlength=size * self.levels).reshape(size, -1).astype(float)

    def variances(self, x: Floats) -> Floats:
        """Give the variance of each level's total of x."""
        between = self.strata.between_each(self.by_stratum(x))
        return np.maximum(self.products(x, x) + between, 0.0)


def roots_of_pairs(
    within: WithinLevels,
    everybody: WithinLevels,
    own: tuple[Floats, Floats],
    through: Through | None,
    moved: tuple[Floats, Floats],
) -> Floats:
    """Give the root of the covariance of each level's pair.

    Parameters
    ----------
    within : WithinLevels
        The people of the levels.
    everybody : WithinLevels
        The whole population, as one level.
    own : tuple of ndarray (m,)
        Weighted influence of the level's people on the value before, and on its change.
    through : Through, optional
        What moves both through the whole population.
    moved : tuple of ndarray (d,)
        How much the population's value moves the value before, and the value after.

    Returns
    -------
    ndarray (3, d)
        The error of the value before; the part of the change that goes with it; the part that does not.
    """
    matrix = [[within.products(x, y) for y in own] for x in own]
    sums = [within.by_stratum(x) for x in own]
    if through is not None:
        whole = (through.before, through.change)
        # The change is moved by the population's change, and by the population where the slope changes.
        slopes = ((moved[0], np.zeros_like(moved[0])), (moved[1] - moved[0], moved[1]))
        with_own = [[within.products(x, p[within.place]) for p in whole] for x in own]
        alone = [[float(everybody.products(p, q)[0]) for q in whole] for p in whole]
        of_whole = [everybody.by_stratum(p) for p in whole]
        for i in range(2):
            for j in range(2):
                for k in range(2):
                    matrix[i][j] = matrix[i][j] + slopes[j][k] * with_own[i][k] + slopes[i][k] * with_own[j][k]
                    for m in range(2):
                        matrix[i][j] = matrix[i][j] + slopes[i][k] * slopes[j][m] * alone[k][m]
            for k in range(2):
                sums[i] = sums[i] + of_whole[k] * slopes[i][k]
    between = [within.strata.roots(each) for each in sums]
    for i in range(2):
        for j in range(2):
            (added, taken), (added_too, taken_too) = between[i], between[j]
            matrix[i][j] = matrix[i][j] + (added * added_too).sum(axis=0) - (taken * taken_too).sum(axis=0)
    first = np.sqrt(np.maximum(matrix[0][0], 0.0))
    along = np.divide(matrix[0][1], first, out=np.zeros_like(first), where=first != 0)
    return np.stack([first, along, np.sqrt(np.maximum(matrix[1][1] - along * along, 0.0))])


def parts_of(roots: Sequence[Floats]) -> Sparse:
    """Put the roots of pairs side by side.

    Parameters
    ----------
    roots : sequence of ndarray (3, d)
        One a measure.

    Returns
    -------
    scipy.sparse array (b, k)
        For :class:`dueregard.estimates.Roots`: of each measure all levels before, then all levels after.
    """
    columns, rows, entries = [], [], []
    at = 0
    for first, along, apart in roots:
        d = len(first)
        level = np.arange(d)
        columns += [at + level, at + d + level, at + d + level]
        rows += [at + level, at + level, at + d + level]
        entries += [first, first + along, apart]
        at += 2 * d
    where = (np.concatenate(rows), np.concatenate(columns))
    return sparse.csc_array((np.concatenate(entries), where), shape=(at, at))
