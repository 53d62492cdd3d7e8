"""A random-intercept model of yes/no strata on counts, by Laplace's approximation or adaptive quadrature.

The likelihood's derivative is exact (:mod:`dueregard.causes.strata.marginal`), so that the maximum is where
it is zero: Newton's steps with the information of the penalised fit for the coefficients, and differences of
the derivative for sigma. A small decrease that is only rounding does not stop them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from scipy.special import expit

from dueregard.causes.strata.cells import BinomialCells
from dueregard.causes.strata.logistic import Penalised, penalised_logistic
from dueregard.causes.strata.main_effects import FixedPart
from dueregard.causes.strata.marginal import Marginal, Value
from dueregard.errors import PeopleError
from dueregard.estimates.source import FloatArray

__all__ = ["BinomialFit", "Optimum", "fit_binomial", "maximum", "maximum_at", "without_deviations"]

LATENT = np.pi**2 / 3
"""Variance of the standard logistic distribution."""

FIRST_SIGMAS = np.geomspace(0.03, 6.0, 9)
MOST_STEPS = 60
CLOSE = 1e-20
"""The expected gain of a step, in log-likelihood, below which the maximum is reached."""

NEAR = 1e-4
"""How near fits at some values of sigma come to their maximum: they are only where the search begins."""

ROUNDING = 1e-11
"""The relative decrease of the log-likelihood that is but rounding."""

NOTHING = 1e-7
"""A sigma below this is at the boundary."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BinomialFit:
    """A fitted model of yes/no strata.

    Attributes
    ----------
    coefficients : ndarray (p,)
        Of the fixed part and then of the covariates, in log odds.
    covariance : ndarray (p, p)
        Theirs, with the uncertainty of sigma.
    variance : float
        Between strata, of their deviations from the fixed part; exactly 0 at the boundary.
    log_likelihood : float
        Of people one by one.
    without : float
        The log-likelihood without deviations.
    effects : ndarray (J,)
        Most likely deviation of each stratum.
    fixed : ndarray (J,)
        The fixed part of each stratum, at the mean of the covariates.
    weight : ndarray (J,)
        Information of each stratum about its log odds.
    cell_log_odds : ndarray (c,)
        Predicted, of each cell.
    sigma_se : float
        Standard error of sigma; NaN at the boundary.
    points : int
        Of the quadrature.
    boundary : bool
        Whether the variance is estimated as 0.
    """

    coefficients: FloatArray = field(repr=False)
    covariance: FloatArray = field(repr=False)
    variance: float
    log_likelihood: float
    without: float
    effects: FloatArray = field(repr=False)
    fixed: FloatArray = field(repr=False)
    weight: FloatArray = field(repr=False)
    cell_log_odds: FloatArray = field(repr=False)
    sigma_se: float
    points: int
    boundary: bool

    @property
    def vpc(self) -> float:
        """Share of the variance on the latent scale that lies between strata."""
        return self.variance / (self.variance + LATENT)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Optimum:
    """Parameters of the greatest likelihood, of all or at a given sigma."""

    beta: FloatArray
    sigma: float
    value: Value


def fit_binomial(cells: BinomialCells, fixed: FixedPart, *, points: int = 15) -> BinomialFit:
    """Fit a model of yes/no strata.

    Parameters
    ----------
    cells : BinomialCells
        Counts.
    fixed : FixedPart
        The mean alone, or the main effects.
    points : int
        Of the adaptive Gauss-Hermite quadrature; 1 for Laplace's approximation.

    Returns
    -------
    BinomialFit
        A variance of exactly 0 is a result, not a failure.

    Raises
    ------
    PeopleError
        When there are as many columns as strata, or a level has only yeses or only noes.

    References
    ----------
    Pinheiro and Chao (2006), Journal of Computational and Graphical Statistics 15, 58-81.

    Examples
    --------
    >>> import numpy as np
    >>> from dueregard.causes.strata.cells import binomial_cells
    >>> from dueregard.causes.strata.main_effects import only_mean
    >>> answers = np.repeat([1.0, 0.0, 1.0, 0.0, 1.0, 0.0], [30, 10, 10, 30, 20, 20])
    >>> cells = binomial_cells(answers, np.repeat([0, 1, 2], 40))
    >>> round(fit_binomial(cells, only_mean(3), points=9).variance, 4)
    0.7009
    """
    if fixed.saturated:
        raise PeopleError("There are as many main effects as strata, so nothing is left for their crossing.")
    marginal = Marginal.of(cells, fixed, points=points)
    plain = without_deviations(marginal)
    best = maximum(marginal, plain)
    if best is None:
        return _at_the_boundary(marginal, fixed, plain, points)
    return _fit(marginal, fixed, plain, best, points)


def without_deviations(marginal: Marginal) -> Penalised:
    """Fit the logistic regression without deviations of strata.

    Parameters
    ----------
    marginal : Marginal
        Of the model.

    Returns
    -------
    Penalised
        With sigma 0.
    """
    return penalised_logistic(marginal.cells, marginal.matrix)


def maximum(
    marginal: Marginal, plain: Penalised, *, start: Optimum | None = None, close: float = CLOSE
) -> Optimum | None:
    """Find the maximum of the likelihood.

    Parameters
    ----------
    marginal : Marginal
        Of coefficients and sigma.
    plain : Penalised
        Without deviations.
    start : Optimum, optional
        Where the maximum is thought to be; by default it is looked for.
    close : float
        The expected gain of a step below which it is reached.

    Returns
    -------
    Optimum or None
        None when nothing is better than sigma 0.
    """
    first = start or _looked_for(marginal, plain)
    rises = _rise_at_zero(marginal, plain) > 0
    if first.value.log_likelihood <= plain.log_likelihood and not rises:
        return None
    best = climb(marginal, first, free=True, close=close)
    lower = best.value.log_likelihood <= plain.log_likelihood
    return None if best.sigma < NOTHING or (lower and not rises) else best


def _looked_for(marginal: Marginal, plain: Penalised) -> Optimum:
    """Try some values of sigma with the coefficients of penalised fits."""
    starts, near, before = [], plain, FIRST_SIGMAS[0]
    for sigma in FIRST_SIGMAS:
        near = replace(near, modes=near.modes * (before / sigma))  # the same deviations
        before = sigma
        near = penalised_logistic(marginal.cells, marginal.matrix, sigma=sigma, start=near, close=NEAR)
        value = marginal.at(near.coefficients, sigma, start=near.modes)
        starts.append(Optimum(beta=near.coefficients, sigma=float(sigma), value=value))
    return max(starts, key=lambda each: each.value.log_likelihood)


def maximum_at(marginal: Marginal, sigma: float, start: Optimum) -> Optimum:
    """Find the coefficients of the greatest likelihood at a given sigma.

    Parameters
    ----------
    marginal : Marginal
        Of coefficients and sigma.
    sigma : float
        Above 0.
    start : Optimum
        Coefficients to begin with.

    Returns
    -------
    Optimum
        At this sigma.
    """
    value = marginal.at(start.beta, sigma, start=start.value.modes)
    return climb(marginal, Optimum(beta=start.beta, sigma=sigma, value=value), free=False)


def climb(marginal: Marginal, start: Optimum, *, free: bool, close: float = CLOSE) -> Optimum:
    """Step to where the derivative is zero.

    Parameters
    ----------
    marginal : Marginal
        Of coefficients and sigma.
    start : Optimum
        Where to begin.
    free : bool
        Whether sigma moves too.
    close : float
        The expected gain of a step below which there is none.

    Returns
    -------
    Optimum
        The maximum.
    """
    here = start
    for _ in range(MOST_STEPS):
        curvature = _information(marginal, here, free=free)
        score = here.value.score if free else here.value.score[:-1]
        step = _uphill(curvature, score)
        if score @ step < close * max(1.0, abs(here.value.log_likelihood) * 1e-6):
            break
        moved = _moved(marginal, here, step)
        if moved is None:
            break
        here = moved
    return here


def _moved(marginal: Marginal, here: Optimum, step: FloatArray) -> Optimum | None:
    """Take a step, or as much of it as does not lose."""
    floor = here.value.log_likelihood - ROUNDING * abs(here.value.log_likelihood)
    width = len(here.beta)
    share = 1.0
    if len(step) > width and here.sigma + step[-1] <= 0:
        share = 0.9 * here.sigma / -step[-1]
    while share > 1e-6:
        beta = here.beta + share * step[:width]
        sigma = here.sigma + (share * float(step[-1]) if len(step) > width else 0.0)
        value = marginal.at(beta, sigma, start=here.value.modes)
        if value.log_likelihood >= floor:
            return Optimum(beta=beta, sigma=sigma, value=value)
        share /= 2
    return None


def _information(marginal: Marginal, here: Optimum, *, free: bool) -> FloatArray:
    """Minus the second derivative, by differences of the exact first one where it is cheap."""
    weight, cells, x = here.value.weight, marginal.cells, marginal.matrix
    weighted = x * weight[:, None]
    of_stratum = cells.by_stratum(weighted)
    total = cells.by_stratum(weight)
    kept = here.sigma**2 / (1 + here.sigma**2 * total)
    block = weighted.T @ x - (of_stratum * kept[:, None]).T @ of_stratum
    if not free:
        return np.asarray(block)
    by_sigma = _difference(marginal, here, np.append(np.zeros(len(here.beta)), 1e-5 * here.sigma))
    whole = np.empty((len(by_sigma), len(by_sigma)))
    whole[:-1, :-1] = block
    whole[-1] = whole[:, -1] = by_sigma
    return whole


def _difference(marginal: Marginal, here: Optimum, step: FloatArray) -> FloatArray:
    """Minus the change of the score along a step, per length of its only part that is not 0."""
    length = step[np.flatnonzero(step)[0]]
    sides = [
        marginal.at(here.beta + sign * step[:-1], here.sigma + sign * step[-1], start=here.value.modes).score
        for sign in (1, -1)
    ]
    return np.asarray((sides[1] - sides[0]) / (2 * length))


def _uphill(curvature: FloatArray, score: FloatArray) -> FloatArray:
    """Solve for Newton's step; where the likelihood bends up, for one that still climbs."""
    values, vectors = np.linalg.eigh((curvature + curvature.T) / 2)
    bent = np.maximum(np.abs(values), 1e-12 * np.abs(values).max())
    return np.asarray(vectors @ ((vectors.T @ score) / bent))


def _rise_at_zero(marginal: Marginal, plain: Penalised) -> float:
    """Derivative of the profile likelihood by sigma squared at 0."""
    cells = marginal.cells
    share = expit(marginal.matrix @ plain.coefficients)
    left = cells.by_stratum(cells.events - cells.trials * share)
    return float((left @ left - (cells.trials * share) @ (1 - share)) / 2)


def _fit(marginal: Marginal, fixed: FixedPart, plain: Penalised, best: Optimum, points: int) -> BinomialFit:
    size = len(best.beta)
    se = np.sqrt(np.diag(np.linalg.inv(_information(marginal, best, free=False))))
    whole = np.empty((size + 1, size + 1))
    for at in range(size + 1):
        step = np.zeros(size + 1)
        step[at] = 1e-4 * (se[at] if at < size else best.sigma)
        whole[at] = _difference(marginal, best, step)
    covariance = np.linalg.pinv((whole + whole.T) / 2, hermitian=True)
    columns = fixed.matrix.shape[1]
    effects = best.sigma * best.value.modes
    return BinomialFit(
        coefficients=best.beta,
        covariance=np.asarray(covariance[:-1, :-1]),
        variance=best.sigma**2,
        log_likelihood=best.value.log_likelihood,
        without=plain.log_likelihood,
        effects=effects,
        fixed=fixed.matrix @ best.beta[:columns],
        weight=marginal.cells.by_stratum(best.value.weight),
        cell_log_odds=marginal.matrix @ best.beta + effects[marginal.cells.stratum],
        sigma_se=float(np.sqrt(max(covariance[-1, -1], 0.0))),
        points=points,
        boundary=False,
    )


def _at_the_boundary(marginal: Marginal, fixed: FixedPart, plain: Penalised, points: int) -> BinomialFit:
    cells = marginal.cells
    log_odds = marginal.matrix @ plain.coefficients
    share = expit(log_odds)
    columns = fixed.matrix.shape[1]
    return BinomialFit(
        coefficients=plain.coefficients,
        covariance=np.asarray(np.linalg.inv(plain.information)),
        variance=0.0,
        log_likelihood=plain.log_likelihood,
        without=plain.log_likelihood,
        effects=np.zeros(cells.strata),
        fixed=fixed.matrix @ plain.coefficients[:columns],
        weight=cells.by_stratum(cells.trials * share * (1 - share)),
        cell_log_odds=log_odds,
        sigma_se=np.nan,
        points=points,
        boundary=True,
    )
