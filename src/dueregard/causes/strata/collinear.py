"""Whether what is held constant says anything beside the fixed part of a model."""

from __future__ import annotations

import numpy as np

from dueregard.causes.sizes import MOST
from dueregard.causes.strata.cells import BinomialCells
from dueregard.causes.strata.sums import GaussianSums
from dueregard.estimates.source import FloatArray

__all__ = ["determines", "says_nothing_new", "varying_within"]

ROUNDING = 1e-10
"""Shares of variance below this are rounding."""


def says_nothing_new(data: GaussianSums | BinomialCells, matrix: FloatArray) -> bool:
    """Say whether some covariate is a mixture of the others and of columns of the fixed part.

    Parameters
    ----------
    data : GaussianSums or BinomialCells
        Of the people, with covariates.
    matrix : ndarray (J, p)
        The fixed part without covariates: the same for all people of a stratum.

    Returns
    -------
    bool
        False where there are no covariates.

    Examples
    --------
    >>> from dueregard.causes.strata.sums import gaussian_sums
    >>> pay, stratum = np.array([1.0, 2.0, 4.0]), np.array([0, 0, 1])
    >>> says_nothing_new(gaussian_sums(pay, stratum, strata=2, covariates=np.ones((3, 1))), np.ones((2, 1)))
    True
    """
    if not data.covariates.shape[1]:
        return False
    size, means, within = _parts(data)
    root = np.sqrt(size)[:, None]
    fixed, between = root * matrix, root * means
    rest = between - fixed @ np.linalg.lstsq(fixed, between, rcond=None)[0]
    gram, whole = within + rest.T @ rest, np.diag(within + between.T @ between)
    if (np.diag(gram) <= ROUNDING * whole).any():
        return True
    scale = np.sqrt(np.diag(gram))
    return bool(np.linalg.eigvalsh(gram / scale / scale[:, None])[0] <= ROUNDING)


def determines(data: GaussianSums) -> bool:
    """Say whether covariates leave no difference of outcomes within strata.

    Parameters
    ----------
    data : GaussianSums
        Of the people, whose covariates are not mixtures of each other.

    Returns
    -------
    bool
    """
    within, own = data.within[:-1, -1], float(data.within[-1, -1])
    told = within @ np.linalg.lstsq(data.within[:-1, :-1], within, rcond=None)[0] if len(within) else 0.0
    return bool(own - told <= 1e-12 * own)


def varying_within(data: GaussianSums | BinomialCells) -> int:
    """Count the covariates, or mixtures of them, that differ between people of a stratum.

    Parameters
    ----------
    data : GaussianSums or BinomialCells
        Of the people.

    Returns
    -------
    int
        At most the number of covariates.
    """
    size, means, within = _parts(data)
    if not len(within):
        return 0
    about = np.sqrt(size)[:, None] * (means - size @ means / size.sum())
    scale = np.sqrt(np.maximum(np.diag(within + about.T @ about), 1 / MOST**2))
    return int((np.linalg.eigvalsh(within / scale / scale[:, None]) > ROUNDING).sum())


def _parts(data: GaussianSums | BinomialCells) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Sizes (J,), means of covariates (J, q) and their squares within strata (q, q)."""
    if isinstance(data, GaussianSums):
        return data.size, data.covariates, data.within[:-1, :-1]
    size = np.bincount(data.stratum, weights=data.trials, minlength=data.strata).astype(float)
    sums = np.zeros((data.strata, data.covariates.shape[1]))
    np.add.at(sums, data.stratum, data.trials[:, None] * data.covariates)
    means = sums / size[:, None]
    about = data.covariates - means[data.stratum]
    return size, means, about.T @ (data.trials[:, None] * about)
