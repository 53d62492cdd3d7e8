"""Intervals of the share between strata, and whether strata differ at all.

Of a normal model both are exact: with lambda the ratio of the variances, the squares about the fixed part
that generalised least squares leave beyond those within strata, over those within, have an F distribution at
the true lambda (Wald 1940; Harville and Fenech 1985). Of yes/no outcomes they are of the profile likelihood;
at a variance of 0 half of the chi-squared distribution (Self and Liang 1987).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import chdtrc, chdtri, fdtrc, fdtri

from dueregard.causes.strata.binomial import BinomialFit, Optimum, maximum_at
from dueregard.causes.strata.collinear import varying_within
from dueregard.causes.strata.gaussian import GaussianFit
from dueregard.causes.strata.main_effects import FixedPart
from dueregard.causes.strata.marginal import Marginal
from dueregard.causes.strata.profile import WIDEST, Profile, zero_between
from dueregard.causes.strata.sums import GaussianSums

__all__ = ["chance_of_likelihoods", "exact_chance", "exact_ratios", "profile_sigmas"]

CLOSE = 1e-7
HIGHEST_SIGMA = 30.0
SMALL = 1e-3


def exact_ratios(sums: GaussianSums, fixed: FixedPart, *, level: float) -> tuple[float, float]:
    """Give the exact interval of the ratio of the variance between strata to that within.

    Parameters
    ----------
    sums : GaussianSums
        Of the people.
    fixed : FixedPart
        Of the model.
    level : float
        Confidence level.

    Returns
    -------
    tuple of (float, float)
        lambda; from 0 where strata may not differ.

    References
    ----------
    Wald (1940), Annals of Mathematical Statistics 11, 96-100; Harville and Fenech (1985), Biometrics 41,
    137-152.

    Examples
    --------
    >>> import numpy as np
    >>> from dueregard.causes.strata import gaussian_sums, only_mean
    >>> pay, stratum = np.array([1.0, 3.0, 4.0, 6.0, 10.0, 12.0]), np.array([0, 0, 1, 1, 2, 2])
    >>> low, high = exact_ratios(gaussian_sums(pay, stratum, strata=3), only_mean(3), level=0.95)
    >>> round(low, 3), round(high, 1)
    (0.154, 410.7)
    """
    pivot, between, within = _pivot(sums, fixed)
    tail = (1 - level) / 2
    limits = [float(fdtri(between, within, 1 - tail)), float(fdtri(between, within, tail))]
    found = [_where(pivot, limit) for limit in limits]
    return found[0], found[1]


def exact_chance(sums: GaussianSums, fixed: FixedPart) -> float:
    """Give the p-value of no variance between strata beyond the fixed part.

    Parameters
    ----------
    sums : GaussianSums
        Of the people.
    fixed : FixedPart
        Of the model.

    Returns
    -------
    float
        Of an F test: with the mean alone, the analysis of variance.
    """
    pivot, between, within = _pivot(sums, fixed)
    return float(fdtrc(between, within, pivot(0.0)))


def _pivot(sums: GaussianSums, fixed: FixedPart) -> tuple[Callable[[float], float], float, float]:
    """A falling function of the ratio that has an F distribution at the true one, and its freedoms."""
    profile = Profile.of(sums, fixed, reml=False)
    q = sums.covariates.shape[1]
    inner = sums.within[:q, :q]
    along = sums.within[:q, q]
    explained = float(along @ np.linalg.lstsq(inner, along, rcond=None)[0]) if q else 0.0
    left = float(sums.within[q, q]) - explained
    # What is the same for everybody of a stratum takes a freedom of strata, and none of people.
    inside = varying_within(sums)
    between = float(sums.strata - fixed.matrix.shape[1] - (q - inside))
    within = float(sums.people - sums.strata - inside)

    def pivot(ratio: float) -> float:
        return (profile.at(ratio).squares - left) / between / (left / within)

    return pivot, between, within


def _where(pivot: Callable[[float], float], limit: float) -> float:
    at_zero = pivot(0.0) - limit
    if at_zero <= 0:
        return 0.0
    high = 1e-6
    while pivot(high) > limit:
        high *= 10
        if high > WIDEST:
            return float("inf")
    return zero_between(lambda ratio: pivot(ratio) - limit, 0.0, high, at_zero, pivot(high) - limit)


def profile_sigmas(marginal: Marginal, fit: BinomialFit, *, level: float) -> tuple[float, float]:
    """Give the interval of sigma at whose ends the profile likelihood has fallen by half a quantile.

    Parameters
    ----------
    marginal : Marginal
        Of the model.
    fit : BinomialFit
        Its fit.
    level : float
        Confidence level.

    Returns
    -------
    tuple of (float, float)
        From 0 where strata may not differ; the quantile is of chi-squared with 1 degree of freedom.
    """
    drop = float(chdtri(1, 1 - level)) / 2
    top = fit.log_likelihood
    sigma = max(fit.variance**0.5, SMALL)
    value = marginal.at(fit.coefficients, sigma)
    last = best = Optimum(beta=fit.coefficients, sigma=sigma, value=value)

    def gap(at: float) -> float:
        nonlocal last
        last = maximum_at(marginal, at, last)
        return top - drop - last.value.log_likelihood

    low = 0.0
    if fit.without < top - drop:
        low = zero_between(gap, 0.0, sigma, top - drop - fit.without, -drop, close=CLOSE)
    last, start, before, high = best, sigma, -drop, max(1.5 * sigma, 0.2)
    while (after := gap(high)) < 0:
        start, before, high = high, after, 1.6 * high
        if high > HIGHEST_SIGMA:
            return low, float("inf")
    return low, zero_between(gap, start, high, before, after, close=CLOSE)


def chance_of_likelihoods(fit: BinomialFit | GaussianFit, without: float) -> float:
    """Give the p-value of no variance between strata by the likelihood ratio.

    Parameters
    ----------
    fit : BinomialFit or GaussianFit
        With deviations.
    without : float
        The log-likelihood without them.

    Returns
    -------
    float
        Half the tail of chi-squared with 1 degree of freedom; 1 at the boundary.

    References
    ----------
    Self and Liang (1987), JASA 82, 605-610.
    """
    ratio = 2 * (fit.log_likelihood - without)
    return 1.0 if fit.boundary or ratio <= 0 else float(chdtrc(1, ratio)) / 2
