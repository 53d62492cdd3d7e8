"""The chi-square test where shares are estimates: members have weights, or the comparator is a sample."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

__all__ = ["rao_scott"]


def rao_scott(share: ArrayLike, fair: ArrayLike, *, covariance: ArrayLike) -> float:
    """Test of estimated shares against fair ones, allowing for how well both are known.

    X² = Σ(s - p)²/p is compared with the sum of squares it would be by the sampling error of s - p: a
    mixture of chi-squares whose weights d are the eigenvalues of D(p)^-1 V, by its first two moments,
    X² Σd/Σd² with (Σd)²/Σd² degrees of freedom (Rao and Scott 1981, JASA 76, 221-230, section 4). With plain
    counts and known shares it is the usual chi-square test.

    Parameters
    ----------
    share, fair : array of float, shape (k,)
        Shares of the body and of the comparator; the latter positive.
    covariance : array of float, shape (k, k)
        Of their difference, were the body a fair draw.

    Returns
    -------
    float
        The p-value; 1 where there is no spread.

    Examples
    --------
    >>> p = np.array([0.817, 0.093, 0.04, 0.029, 0.021])
    >>> plain = (np.diag(p) - np.outer(p, p)) / 30
    >>> round(rao_scott(np.array([20, 4, 3, 2, 1]) / 30, p, covariance=plain), 4)
    0.2195
    """
    seen, expected = np.asarray(share, float), np.asarray(fair, float)
    scale = 1 / np.sqrt(expected)
    spread = np.linalg.eigvalsh(np.asarray(covariance, float) * np.outer(scale, scale))
    spread = spread[spread > 1e-12 * max(spread.max(), 0.0)]
    if not len(spread):
        return 1.0
    statistic = float(((seen - expected) ** 2 / expected).sum())
    df = spread.sum() ** 2 / (spread**2).sum()
    return float(special.gammaincc(df / 2, statistic * spread.sum() / (spread**2).sum() / 2))
