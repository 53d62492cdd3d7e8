"""Where each stratum stands: predictions drawn towards what its characteristics imply, with their error.

A stratum keeps the share h = t / (t + v) of its own deviation, t the variance between strata and v the error
of its own mean. The mean squared error of the prediction has three parts: that of the deviation given all
parameters, (1 - h) t; that of the fixed part; and that of the variances, which matters most where t is small
or 0 and strata few (Prasad and Rao 1990, JASA 85, 163-171; the last part counts twice). Maximum likelihood
takes the variance for too small, which is added (Datta and Lahiri 2000, Statistica Sinica 10, 613-627).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dueregard.causes.strata.binomial import BinomialFit
from dueregard.causes.strata.gaussian import GaussianFit
from dueregard.causes.strata.sums import GaussianSums
from dueregard.estimates.source import FloatArray

__all__ = ["Placed", "placed_binomial", "placed_gaussian"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """Predictions of strata on the scale of a model.

    Attributes
    ----------
    fixed : ndarray (J,)
        What the fixed part says.
    effect, effect_se : ndarray (J,)
        What the stratum itself adds.
    mean, mean_se : ndarray (J,)
        Both together.
    kept : ndarray (J,)
        h, the share of its own deviation that each keeps.
    """

    fixed: FloatArray = field(repr=False)
    effect: FloatArray = field(repr=False)
    effect_se: FloatArray = field(repr=False)
    mean: FloatArray = field(repr=False)
    mean_se: FloatArray = field(repr=False)
    kept: FloatArray = field(repr=False)


def placed_gaussian(fit: GaussianFit, sums: GaussianSums, matrix: FloatArray) -> Placed:
    """Place strata by a normal model.

    Parameters
    ----------
    fit : GaussianFit
        Fitted.
    sums : GaussianSums
        That it was fitted to.
    matrix : ndarray (J, p)
        Its fixed part, without covariates.

    Returns
    -------
    Placed
        At the mean of the covariates.

    Examples
    --------
    >>> import numpy as np
    >>> from dueregard.causes.strata import fit_gaussian, gaussian_sums, only_mean
    >>> pay, stratum = np.array([1.0, 3.0, 4.0, 6.0, 10.0, 12.0]), np.array([0, 0, 1, 1, 2, 2])
    >>> sums, part = gaussian_sums(pay, stratum, strata=3), only_mean(3)
    >>> placed_gaussian(fit_gaussian(sums, part), sums, part.matrix).mean.round(2)
    array([ 2.19,  5.05, 10.76])
    """
    observed = np.column_stack([matrix, sums.covariates])
    told = np.column_stack([matrix, np.tile(sums.grand_covariates, (sums.strata, 1))])
    error = fit.residual / sums.size
    variances = _variances_of_variances(fit, sums)
    # How h moves with the two variances, times the spread of the stratum's mean about the fixed part.
    total = fit.variance + error
    moved = np.column_stack([error, -fit.variance / sums.size]) / total[:, None] ** 2
    third = np.einsum("ja,ab,jb->j", moved, variances, moved) * total
    given = fit.variance * (1 - fit.shrinkage) + 2 * third
    if not fit.reml:
        given = given + (1 - fit.shrinkage) ** 2 * _lack(observed, total)
    return _placed(
        fixed=fit.fixed,
        effect=fit.effects,
        given=given,
        kept=fit.shrinkage,
        observed=observed,
        told=told,
        covariance=fit.covariance,
    )


def placed_binomial(fit: BinomialFit, matrix: FloatArray, covariates: FloatArray) -> Placed:
    """Place strata by a model of yes/no answers, in log odds.

    Parameters
    ----------
    fit : BinomialFit
        Fitted.
    matrix : ndarray (J, p)
        Its fixed part, without covariates.
    covariates : ndarray (J, q)
        Their means in each stratum, about the mean of all, weighted by what people tell.

    Returns
    -------
    Placed
        At the mean of the covariates; with working weights for the error of a stratum's own log odds.
    """
    error = 1 / np.maximum(fit.weight, 1e-300)
    total = fit.variance + error
    kept = fit.variance / total
    of_variance = 2 / float((total**-2).sum())
    third = error**2 / total**3 * of_variance
    observed = np.column_stack([matrix, covariates])
    given = fit.variance * (1 - kept) + 2 * third + (1 - kept) ** 2 * _lack(observed, total)
    told = np.column_stack([matrix, np.zeros_like(covariates)])
    return _placed(
        fixed=fit.fixed,
        effect=fit.effects,
        given=given,
        kept=kept,
        observed=observed,
        told=told,
        covariance=fit.covariance,
    )


def _placed(
    *,
    fixed: FloatArray,
    effect: FloatArray,
    given: FloatArray,
    kept: FloatArray,
    observed: FloatArray,
    told: FloatArray,
    covariance: FloatArray,
) -> Placed:
    of_mean = told - kept[:, None] * observed
    of_effect = kept[:, None] * observed
    return Placed(
        fixed=fixed,
        effect=effect,
        effect_se=np.sqrt(given + _quadratic(of_effect, covariance)),
        mean=fixed + effect,
        mean_se=np.sqrt(given + _quadratic(of_mean, covariance)),
        kept=kept,
    )


def _quadratic(rows: FloatArray, covariance: FloatArray) -> FloatArray:
    return np.asarray(np.maximum(np.einsum("jp,pq,jq->j", rows, covariance, rows), 0.0))


def _lack(matrix: FloatArray, total: FloatArray) -> float:
    """How much maximum likelihood lacks of the variance between strata, since the fixed part is fitted too.

    Datta and Lahiri (2000), Statistica Sinica 10, 613-627, equation for the bias.
    """
    first = (matrix / total[:, None]).T @ matrix
    second = (matrix / total[:, None] ** 2).T @ matrix
    return float(np.trace(np.linalg.lstsq(first, second, rcond=None)[0]) / (total**-2).sum())


def _variances_of_variances(fit: GaussianFit, sums: GaussianSums) -> FloatArray:
    """Invert Fisher's information about the variance between strata and the one within them."""
    total = fit.variance + fit.residual / sums.size
    inverse = total**-2
    within = (sums.people - sums.strata) / fit.residual**2
    crossed = float((inverse / sums.size).sum())
    information = np.array(
        [[float(inverse.sum()), crossed], [crossed, within + float((inverse / sums.size**2).sum())]]
    )
    return np.asarray(2 * np.linalg.inv(information))
