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

from dueregard.engine.many.clusters import Groups
from dueregard.engine.scored import Floats
from dueregard.engine.strata import Strata
from dueregard.estimates.source import Sparse

__all__ = ["Through", "WithinLevels", "parts_of", "roots_of_pairs"]


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
    groups : Groups, optional
        People of the same sampling unit and level; None where people are their own units.
    group : ndarray of int (m,), optional
        The group of each of the people.
    """

    starts: NDArray[np.int64]
    place: NDArray[np.integer] = field(repr=False)
    factor: float | Floats = field(repr=False)
    stratum: NDArray[np.int64] | None = field(repr=False)
    strata: Strata
    groups: Groups | None = None
    group: NDArray[np.intp] | None = field(default=None, repr=False)

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

    def reduced(self, x: Floats) -> Floats:
        """Sum over the people of each sampling unit and level, (m,) to (g,); people are their own units."""
        if self.groups is None or self.group is None:
            return x
        return np.bincount(self.group, weights=x, minlength=len(self.groups.unit)).astype(float, copy=False)

    def by_unit(self, x: Floats) -> Floats:
        """Sum everybody's numbers by sampling unit, (n,) to (p,), for :meth:`of_units`."""
        if self.groups is None:
            return x
        found = np.zeros(int(self.groups.unit.max(initial=-1)) + 1)
        found[self.groups.unit] = self.reduced(x)
        return found

    def of_units(self, x: Floats) -> Floats:
        """Give the sums of all of each person's or group's unit, beside :meth:`reduced` ones."""
        return x[self.place] if self.groups is None else x[self.groups.unit]

    def units(self) -> Floats:
        """Count the sampling units of each level, less the strata that they are of."""
        if self.groups is None or self.group is None:
            counted = np.diff(self.starts).astype(float)
        else:
            there = np.bincount(self.group, minlength=len(self.groups.unit)) > 0
            counted = self.groups.added(there.astype(float))
        if self.stratum is None:
            return counted - (counted > 0)
        some = self.by_stratum(np.ones(len(self.place))) > 0
        return np.asarray(counted - some.sum(axis=0), dtype=float)

    def products(self, x: Floats, y: Floats) -> Floats:
        """Sum products of :meth:`reduced` numbers, times what strata make of them, over each level."""
        if self.groups is not None:
            return self.groups.products(x, y)
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
        reduced = self.reduced(x)
        return np.maximum(self.products(reduced, reduced) + between, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Through:
    """What moves values through the whole population, such as a poverty line before and after.

    Attributes
    ----------
    before, change : ndarray (n,) or (p,)
        Everybody's, or every sampling unit's, weighted influence on the population's value, and how that
        changes.
    products : ndarray (2, 2)
        Sums of their products over everybody.
    by_stratum : ndarray (2, h)
        Their sums by stratum.
    """

    before: Floats = field(repr=False)
    change: Floats = field(repr=False)
    products: Floats
    by_stratum: Floats

    @classmethod
    def of(cls, before: Floats, change: Floats, everybody: WithinLevels) -> Through:
        """Sum influence over everybody.

        Parameters
        ----------
        before, change : ndarray (n,)
            As above.
        everybody : WithinLevels
            The whole population, as one level.

        Returns
        -------
        Through
            With its sums.
        """
        both = (before, change)
        reduced = [everybody.reduced(x) for x in both]
        products = np.array([[float(everybody.products(x, y)[0]) for y in reduced] for x in reduced])
        by_stratum = np.stack([everybody.by_stratum(x)[:, 0] for x in both])
        units = [everybody.by_unit(x) for x in both]
        return cls(before=units[0], change=units[1], products=products, by_stratum=by_stratum)


def roots_of_pairs(
    within: WithinLevels,
    own: tuple[Floats, Floats],
    through: Through | None,
    moved: tuple[Floats, Floats],
) -> Floats:
    """Give the root of the covariance of each level's pair.

    Parameters
    ----------
    within : WithinLevels
        The people of the levels.
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
    sums = [within.by_stratum(x) for x in own]
    places = ((0, 0), (0, 1), (1, 1))
    reduced = [within.reduced(x) for x in own]
    matrix = {(i, j): within.products(reduced[i], reduced[j]) for i, j in places}
    if through is not None:
        whole = [within.of_units(each) for each in (through.before, through.change)]
        # The change is moved by the population's change, and by the population where the slope changes.
        slopes = ((moved[0], np.zeros_like(moved[0])), (moved[1] - moved[0], moved[1]))
        with_own = [[within.products(x, p) for p in whole] for x in reduced]
        for i, j in places:
            for k in range(2):
                matrix[i, j] = matrix[i, j] + slopes[j][k] * with_own[i][k] + slopes[i][k] * with_own[j][k]
                for m in range(2):
                    matrix[i, j] = matrix[i, j] + slopes[i][k] * slopes[j][m] * through.products[k, m]
        for i in range(2):
            for k in range(2):
                sums[i] = sums[i] + np.outer(through.by_stratum[k], slopes[i][k])
    between = [within.strata.roots(each) for each in sums]
    for i, j in places:
        (added, taken), (added_too, taken_too) = between[i], between[j]
        matrix[i, j] = matrix[i, j] + (added * added_too).sum(axis=0) - (taken * taken_too).sum(axis=0)
    first = np.sqrt(np.maximum(matrix[0, 0], 0.0))
    along = np.divide(matrix[0, 1], first, out=np.zeros_like(first), where=first != 0)
    return np.stack([first, along, np.sqrt(np.maximum(matrix[1, 1] - along * along, 0.0))])


def parts_of(roots: Sequence[Floats]) -> Sparse:
    """Put the roots of pairs side by side.

    Parameters
    ----------
    roots : sequence of ndarray (3, d)
        One a measure; where the error before is not known, the last is that of the value after.

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
        entries += [first, np.where(np.isnan(first), 0.0, first + along), apart]
        at += 2 * d
    where = (np.concatenate(rows), np.concatenate(columns))
    return sparse.csc_array((np.concatenate(entries), where), shape=(at, at))
