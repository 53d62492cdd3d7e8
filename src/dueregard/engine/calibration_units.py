"""Residuals from known totals: what sampling units weigh in each auxiliary variable, and less for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.engine.calibration import Calibration

__all__ = ["CalibratedUnits"]

Array = NDArray[np.float64]

DENSE = 16_000_000
"""The most residuals that are written out; more stay a difference of two sparse matrices."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CalibratedUnits:
    """A calibration as the sampling units of a table see it.

    Calibrated weights vary less from sample to sample than sampling weights: what the auxiliary variables
    explain of a score does not vary at all. So scores are replaced by their residuals from the regression on
    these variables.

    Attributes
    ----------
    known : Calibration
        Of the table.
    auxiliaries : scipy.sparse.csr_array (units, p)
        Calibrated sum of each auxiliary variable in each last-stage unit.

    References
    ----------
    Deville and Sarndal (1992), JASA 87, 376-382, equation 3.4; R survey's ``svyrecvar``.
    """

    known: Calibration
    auxiliaries: sparse.csr_array = field(repr=False)

    @classmethod
    def of(
        cls,
        known: Calibration,
        unit: NDArray[np.int64],
        columns: Sequence[Any],
        weights: Array,
        count: int,
    ) -> CalibratedUnits:
        """Sum auxiliary variables by sampling unit.

        Parameters
        ----------
        known : Calibration
            Of the table.
        unit : ndarray of int (c,)
            The unit of each row or cell.
        columns : sequence of pyarrow array (c,)
            The columns that tell patterns apart.
        weights : ndarray (c,)
            Calibrated weights, or their sums.
        count : int
            The number of units.

        Returns
        -------
        CalibratedUnits
            For all units.
        """
        pattern = known.find(columns, len(unit))
        shape = (count, len(known.base))
        sums = sparse.coo_array((weights, (unit, pattern)), shape=shape).tocsr()
        return cls(known=known, auxiliaries=sparse.csr_array(sums @ known.auxiliaries.values))

    def find(self, columns: Sequence[Any], count: int) -> NDArray[np.int64]:
        """Find the pattern of each fetched row; see :meth:`Calibration.find`."""
        return self.known.find(columns, count)

    def explained(
        self, pattern: NDArray[np.int64], level: NDArray[np.int64], weighted: Array, count: int
    ) -> Array:
        """Find what the auxiliary variables explain of the scores of sampling units.

        Parameters
        ----------
        pattern, level : ndarray of int (c,)
            The pattern (:meth:`find`) and column of each row or cell.
        weighted : ndarray (c,)
            Its calibrated weight times score.
        count : int
            The number of columns d.

        Returns
        -------
        ndarray (units, d)
            To be subtracted from the score totals.
        """
        return np.asarray(self.auxiliaries @ self.known.coefficients(pattern, level, weighted, count))

    def residuals(
        self,
        scores: sparse.csr_array,
        pattern: NDArray[np.int64],
        level: NDArray[np.int64],
        weighted: Array,
    ) -> Any:
        """Take what the auxiliary variables explain from the scores of sampling units.

        Parameters
        ----------
        scores : scipy.sparse.csr_array (units, d)
            Weighted score totals.
        pattern, level : ndarray of int (c,)
            The pattern (:meth:`find`) and column of each row or cell that the totals are sums of.
        weighted : ndarray (c,)
            Its calibrated weight times score.

        Returns
        -------
        scipy.sparse.csr_array (units, d), or Loaded
            Residual totals; as shared parts and their loadings when they are too many to be written out.
        """
        count = scores.shape[1]
        slopes = self.known.coefficients(pattern, level, weighted, count)
        if scores.shape[0] * count <= DENSE:
            return sparse.csr_array(scores.toarray() - self.auxiliaries @ slopes)
        from dueregard.engine.spread import Loaded

        return Loaded(
            units=scores,
            loadings=sparse.eye_array(count, format="csr"),
            auxiliary=sparse.csr_array(-slopes),
        )
