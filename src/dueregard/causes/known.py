"""Known totals: what they explain of influence, and replicate weights brought to them again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import sparse

from dueregard.engine.calibration import solve_known
from dueregard.engine.calibration_units import CalibratedUnits
from dueregard.errors import PeopleError
from dueregard.estimates.source import BoolArray, FloatArray, IntArray, Sparse

__all__ = ["KnownMargins"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KnownMargins:
    """The calibration of a table as the people of a sample see it.

    Attributes
    ----------
    units : CalibratedUnits
        What makes scores residuals.
    pattern : ndarray of int (n,)
        Of each person of the sample, that decides the ratio of calibrated to sampling weight.
    base : ndarray (n,)
        Sampling weight of each person of the sample, before calibration.
    unit : ndarray of int (c,)
        The last-stage unit of each pair of unit and pattern that somebody of the table has.
    of_pair : ndarray of int (c,)
        Its pattern.
    sums : ndarray (c,)
        Its sampling weights, of everybody in the table.
    cell : ndarray of int (n,)
        The pair of each person of the sample.
    """

    units: CalibratedUnits = field(repr=False)
    pattern: IntArray = field(repr=False)
    base: FloatArray = field(repr=False)
    unit: IntArray = field(repr=False)
    of_pair: IntArray = field(repr=False)
    sums: FloatArray = field(repr=False)
    cell: IntArray = field(repr=False)

    @property
    def width(self) -> int:
        """The number of pairs of unit and pattern."""
        return len(self.unit)

    def among(self, rows: IntArray | BoolArray) -> KnownMargins:
        """Keep some people of the sample; the calibration is still everybody's.

        Parameters
        ----------
        rows : ndarray of int or bool
            Who is kept.

        Returns
        -------
        KnownMargins
            Of them.
        """
        return replace(self, pattern=self.pattern[rows], base=self.base[rows], cell=self.cell[rows])

    def explained(self, influence: FloatArray) -> FloatArray:
        """Find what known totals explain of the scores of sampling units.

        Parameters
        ----------
        influence : ndarray (n, k)
            Times the calibrated weight.

        Returns
        -------
        ndarray (units, k)
            To be subtracted from score totals.
        """
        size, count = influence.shape
        level = np.tile(np.arange(count), size)
        return self.units.explained(np.repeat(self.pattern, count), level, influence.ravel(), count)

    def recalibrated(self, factors: Callable[[int, int], FloatArray]) -> Callable[[int, int], FloatArray]:
        """Bring every replicate's weights to the known totals again.

        Parameters
        ----------
        factors : callable
            Gives the factors of units in some replicates.

        Returns
        -------
        callable
            Gives the factors of pairs of unit and pattern, relative to sampling weights. A replicate that
            cannot reach the totals, such as one that draws nobody of a post-stratum, keeps the factors of the
            whole sample's calibration.
        """
        known = self.units.known
        members: Sparse = sparse.csr_array(
            (np.ones(self.width), (self.of_pair, np.arange(self.width))), shape=(len(known.base), self.width)
        )

        def of_pairs(first: int, end: int) -> FloatArray:
            drawn = factors(first, end)[:, self.unit]
            for at in range(len(drawn)):
                drawn[at] *= self._ratios(members @ (drawn[at] * self.sums))[self.of_pair]
            return drawn

        return of_pairs

    def _ratios(self, base: FloatArray) -> FloatArray:
        known = self.units.known
        try:
            scale, solution = solve_known(
                known.known, known.auxiliaries, base, start=known.solution.multipliers, what="a replicate"
            )
        except PeopleError:
            return known.factors
        return scale * solution.ratios
