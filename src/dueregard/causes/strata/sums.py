"""What a model of strata needs of people: sums by stratum, however many people there are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from dueregard.estimates.source import BoolArray, FloatArray, IntArray

__all__ = ["GaussianSums", "gaussian_sums"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GaussianSums:
    """Sizes, means and what is left within strata; exact for a normal model, with covariates or none.

    Attributes
    ----------
    size : ndarray (J,)
        People of each stratum; under weights, the sum of their scaled weights.
    mean : ndarray (J,)
        Mean outcome.
    covariates : ndarray (J, q)
        Mean of each covariate.
    within : ndarray (q + 1, q + 1)
        Squares and products of the covariates and, last, the outcome, about the means of their strata.
    """

    size: FloatArray = field(repr=False)
    mean: FloatArray = field(repr=False)
    covariates: FloatArray = field(repr=False)
    within: FloatArray = field(repr=False)

    @property
    def strata(self) -> int:
        """J, how many strata there are."""
        return len(self.size)

    @property
    def people(self) -> float:
        """N, the sum of sizes."""
        return float(self.size.sum())

    @property
    def grand_covariates(self) -> FloatArray:
        """The mean of each covariate over all people, shape (q,)."""
        return np.asarray(self.size @ self.covariates / self.people)

    def without_covariates(self) -> GaussianSums:
        """Forget the covariates.

        Returns
        -------
        GaussianSums
            Of the same strata.
        """
        return replace(
            self, covariates=np.zeros((self.strata, 0)), within=np.array([[float(self.within[-1, -1])]])
        )


def gaussian_sums(
    outcome: FloatArray,
    stratum: IntArray,
    *,
    strata: int,
    weight: FloatArray | None = None,
    covariates: FloatArray | None = None,
) -> GaussianSums:
    """Sum people by stratum.

    Parameters
    ----------
    outcome : ndarray (n,)
        Of each person.
    stratum : ndarray of int (n,)
        The stratum of each, 0 to J - 1; every stratum has somebody.
    strata : int
        J.
    weight : ndarray (n,), optional
        Scaled weights; by default ones.
    covariates : ndarray (n, q), optional
        Of each person.

    Returns
    -------
    GaussianSums
        Computed about the means, so that a large mean costs no digits.

    Examples
    --------
    >>> import numpy as np
    >>> sums = gaussian_sums(np.array([1.0, 3.0, 5.0]), np.array([0, 0, 1]), strata=2)
    >>> sums.size, sums.mean, sums.within
    (array([2., 1.]), array([2., 5.]), array([[2.]]))
    """
    share: BoolArray | FloatArray = np.ones(len(outcome)) if weight is None else weight
    columns = np.column_stack([*([] if covariates is None else [covariates]), outcome])
    size = np.bincount(stratum, weights=share, minlength=strata)
    totals = [np.bincount(stratum, weights=share * column, minlength=strata) for column in columns.T]
    means = np.column_stack(totals) / size[:, None]
    about = columns - means[stratum]
    return GaussianSums(
        size=size.astype(float),
        mean=means[:, -1],
        covariates=means[:, :-1],
        within=(about * share[:, None]).T @ about,
    )
