"""A normal random-intercept model of strata, from their sizes, means and the squares within them.

With the ratio lambda of the variance between strata to the variance within them, everything else has a closed
form: strata weigh w = n / (1 + n lambda), and the likelihood is a function of lambda alone. Its minimum is
found by the zeros of its exact derivative, so that neither a million people nor a flat likelihood stalls it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dueregard.causes.strata.main_effects import FixedPart
from dueregard.causes.strata.profile import Profile, best_ratio
from dueregard.causes.strata.sums import GaussianSums
from dueregard.errors import PeopleError
from dueregard.estimates.source import FloatArray

__all__ = ["GaussianFit", "fit_gaussian", "fitted", "no_spread_within"]

NO_SPREAD = 1e-13
"""A share of squares within strata below this is rounding."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GaussianFit:
    """A fitted normal model of strata.

    Attributes
    ----------
    coefficients : ndarray (p,)
        Of the fixed part and then of the covariates.
    covariance : ndarray (p, p)
        Theirs, given the variances.
    variance : float
        Between strata, of their deviations from the fixed part; exactly 0 at the boundary.
    residual : float
        Within strata.
    ratio : float
        lambda, the first over the second.
    log_likelihood : float
        Restricted with `reml`, with all constants.
    effects : ndarray (J,)
        Predicted deviation of each stratum, shrunken.
    fixed : ndarray (J,)
        The fixed part of each stratum, at the mean of the covariates.
    shrinkage : ndarray (J,)
        h = n lambda / (1 + n lambda), the share of a stratum's own deviation that is kept.
    reml : bool
        Restricted or full maximum likelihood.
    boundary : bool
        Whether the variance between strata is estimated as 0.
    """

    coefficients: FloatArray = field(repr=False)
    covariance: FloatArray = field(repr=False)
    variance: float
    residual: float
    ratio: float
    log_likelihood: float
    effects: FloatArray = field(repr=False)
    fixed: FloatArray = field(repr=False)
    shrinkage: FloatArray = field(repr=False)
    reml: bool
    boundary: bool

    @property
    def vpc(self) -> float:
        """Share of the variance that lies between strata."""
        return self.ratio / (1 + self.ratio)

    @property
    def conditional_se(self) -> FloatArray:
        """Standard deviation of each stratum's effect, given all parameters: what R's lme4 calls condVar."""
        return np.asarray(np.sqrt(self.variance * (1 - self.shrinkage)))


def fit_gaussian(sums: GaussianSums, fixed: FixedPart, *, reml: bool = True) -> GaussianFit:
    """Fit a normal model of strata.

    Parameters
    ----------
    sums : GaussianSums
        Of the people, by stratum.
    fixed : FixedPart
        The mean alone, or the main effects.
    reml : bool
        Restricted maximum likelihood, which variances are best taken from; full maximum likelihood where
        models with different fixed parts are compared.

    Returns
    -------
    GaussianFit
        A variance of exactly 0 is a result, not a failure.

    Raises
    ------
    PeopleError
        When strata cannot be told from people: one person in each, no spread within strata, or as many
        columns as strata.

    References
    ----------
    Pinheiro and Bates (2000), Mixed-Effects Models in S and S-PLUS, section 2.2; Searle, Casella and
    McCulloch (1992), Variance Components, chapter 6.

    Examples
    --------
    >>> import numpy as np
    >>> from dueregard.causes.strata.main_effects import only_mean
    >>> from dueregard.causes.strata.sums import gaussian_sums
    >>> pay, stratum = np.array([1.0, 3.0, 4.0, 6.0, 10.0, 12.0]), np.array([0, 0, 1, 1, 2, 2])
    >>> fit = fit_gaussian(gaussian_sums(pay, stratum, strata=3), only_mean(3))
    >>> round(fit.variance, 6), round(fit.residual, 6)
    (20.0, 2.0)
    """
    _refuse_unidentified(sums, fixed)
    profile = Profile.of(sums, fixed, reml=reml)
    return fitted(profile, fixed, best_ratio(profile))


def fitted(profile: Profile, fixed: FixedPart, ratio: float) -> GaussianFit:
    """Work out all estimates for a ratio.

    Parameters
    ----------
    profile : Profile
        Of the ratio alone.
    fixed : FixedPart
        Of the strata.
    ratio : float
        lambda.

    Returns
    -------
    GaussianFit
        For this ratio.
    """
    sums, solved = profile.sums, profile.at(ratio)
    residual = solved.squares / profile.df
    shrinkage = solved.weight * ratio
    columns = fixed.matrix.shape[1]
    return GaussianFit(
        coefficients=solved.beta,
        covariance=np.asarray(residual * np.linalg.inv(solved.normal)),
        variance=residual * ratio,
        residual=residual,
        ratio=ratio,
        log_likelihood=-profile.deviance(ratio) / 2,
        effects=shrinkage * solved.about,
        fixed=fixed.matrix @ solved.beta[:columns] + sums.grand_covariates @ solved.beta[columns:],
        shrinkage=shrinkage,
        reml=profile.reml,
        boundary=ratio == 0,
    )


def _refuse_unidentified(sums: GaussianSums, fixed: FixedPart) -> None:
    if fixed.saturated:
        raise PeopleError("There are as many main effects as strata, so nothing is left for their crossing.")
    if sums.people - sums.strata - sums.covariates.shape[1] <= 0:
        raise PeopleError(
            "Strata cannot be told from people: there is one person in each.",
            remedy="Cross fewer characteristics, or use coarser levels.",
        )
    if no_spread_within(sums):
        raise PeopleError(
            "Everybody of a stratum has the same outcome, so that strata explain all of it.",
            remedy="Check whether the outcome is made of the characteristics that are crossed.",
        )


def no_spread_within(sums: GaussianSums) -> bool:
    """Say whether people of a stratum do not differ.

    Parameters
    ----------
    sums : GaussianSums
        Of the people.

    Returns
    -------
    bool
        Whether the squares within strata are but rounding.

    Examples
    --------
    >>> import numpy as np
    >>> from dueregard.causes.strata.sums import gaussian_sums
    >>> no_spread_within(gaussian_sums(np.array([1.0, 1.0, 4.0]), np.array([0, 0, 1]), strata=2))
    True
    """
    middle = float(sums.size @ sums.mean) / sums.people
    between = float(sums.size @ (sums.mean - middle) ** 2)
    within = float(sums.within[-1, -1])
    return within <= NO_SPREAD * (within + between)
