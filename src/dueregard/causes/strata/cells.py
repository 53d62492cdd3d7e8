"""Yes/no answers counted by cell: people of one stratum who are alike in every covariate."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["BinomialCells", "binomial_cells"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BinomialCells:
    """Counts of yes among people, by cell, cells in order of stratum.

    Attributes
    ----------
    stratum : ndarray of int (c,)
        The stratum of each cell, rising; every stratum from 0 to J - 1 has a cell.
    trials, events : ndarray (c,)
        People and those with a yes; under weights, sums of scaled weights.
    covariates : ndarray (c, q)
        Values of the covariates, about their means.
    """

    stratum: IntArray = field(repr=False)
    trials: FloatArray = field(repr=False)
    events: FloatArray = field(repr=False)
    covariates: FloatArray = field(repr=False)

    @property
    def strata(self) -> int:
        """J, how many strata there are."""
        return int(self.stratum[-1]) + 1

    @property
    def first(self) -> IntArray:
        """The first cell of each stratum, shape (J,)."""
        return np.asarray(np.searchsorted(self.stratum, np.arange(self.strata)), dtype=np.intp)

    def by_stratum(self, values: FloatArray) -> FloatArray:
        """Sum values of cells over strata.

        Parameters
        ----------
        values : ndarray (c, ...)
            Of each cell.

        Returns
        -------
        ndarray (J, ...)
            Of each stratum.
        """
        if len(self.stratum) == self.strata:
            return values
        return np.asarray(np.add.reduceat(values, self.first, axis=0))

    def without_covariates(self) -> BinomialCells:
        """Merge the cells of each stratum.

        Returns
        -------
        BinomialCells
            One a stratum.
        """
        return replace(
            self,
            stratum=np.arange(self.strata),
            trials=self.by_stratum(self.trials),
            events=self.by_stratum(self.events),
            covariates=np.zeros((self.strata, 0)),
        )


def binomial_cells(
    outcome: FloatArray,
    stratum: IntArray,
    *,
    weight: FloatArray | None = None,
    covariates: FloatArray | None = None,
) -> BinomialCells:
    """Count people by stratum and pattern of covariates.

    Parameters
    ----------
    outcome : ndarray (n,)
        0 or 1.
    stratum : ndarray of int (n,)
        The stratum of each, 0 to J - 1; every stratum has somebody.
    weight : ndarray (n,), optional
        Scaled weights; by default ones.
    covariates : ndarray (n, q), optional
        Of each person.

    Returns
    -------
    BinomialCells
        As few as there are patterns.

    Examples
    --------
    >>> import numpy as np
    >>> cells = binomial_cells(np.array([1.0, 0.0, 1.0]), np.array([0, 0, 1]))
    >>> cells.trials, cells.events
    (array([2., 1.]), array([1., 1.]))
    """
    share = np.ones(len(outcome)) if weight is None else weight
    values = np.zeros((len(outcome), 0)) if covariates is None else covariates
    patterns, cell = np.unique(np.column_stack([stratum, values]), axis=0, return_inverse=True)
    cell = cell.ravel()
    trials = np.bincount(cell, weights=share).astype(float)
    about = patterns[:, 1:] - trials @ patterns[:, 1:] / trials.sum()
    return BinomialCells(
        stratum=patterns[:, 0].astype(np.intp),
        trials=trials,
        events=np.bincount(cell, weights=share * outcome).astype(float),
        covariates=about,
    )
