"""Two models of the same strata, of either family, and the numbers that compare them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from scipy.special import expit, ndtr, ndtri

from dueregard.causes.strata.auc import area_under_curve
from dueregard.causes.strata.binomial import BinomialFit, fit_binomial
from dueregard.causes.strata.cells import BinomialCells
from dueregard.causes.strata.collinear import says_nothing_new
from dueregard.causes.strata.findings import Family, FittedModel
from dueregard.causes.strata.gaussian import GaussianFit, fit_gaussian
from dueregard.causes.strata.main_effects import FixedPart
from dueregard.causes.strata.shrinkage import Placed, placed_binomial, placed_gaussian
from dueregard.causes.strata.sums import GaussianSums
from dueregard.errors import PeopleError
from dueregard.estimates.source import FloatArray

__all__ = [
    "Data",
    "Fit",
    "Method",
    "Modelled",
    "fitted_model",
    "median_odds_ratio",
    "modelled",
    "pcv",
    "placed",
]

Method = Literal["reml", "ml"]
Fit = GaussianFit | BinomialFit
Data = GaussianSums | BinomialCells


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Modelled:
    """The null model and the main-effects model of some strata.

    Attributes
    ----------
    family : {"gaussian", "binomial"}
        Of both.
    data : GaussianSums or BinomialCells
        What they were fitted to.
    null_part, main_part : FixedPart
        Of the models.
    null, null_ml : Fit
        By the method that was asked for and by maximum likelihood; the same, of yes/no outcomes.
    main, main_ml : Fit, optional
        None where the main effects cannot be fitted.
    why_no_main : str, optional
        Then why, as a clause.
    """

    family: Family
    data: Data = field(repr=False)
    null_part: FixedPart
    main_part: FixedPart
    null: Fit
    null_ml: Fit
    main: Fit | None
    main_ml: Fit | None
    why_no_main: str | None = None


def modelled(
    data: Data,
    *,
    null_part: FixedPart,
    main_part: FixedPart,
    method: Method,
    points: int,
    sure: str = "",
) -> Modelled:
    """Fit both models.

    Parameters
    ----------
    data : GaussianSums or BinomialCells
        Of the people.
    null_part, main_part : FixedPart
        The mean alone, and the main effects.
    method : {"reml", "ml"}
        Of a normal model's variances.
    points : int
        Of the quadrature, of a model of yes/no outcomes.
    sure : str
        Which levels have only yeses or only noes, in words.

    Returns
    -------
    Modelled
        With maximum likelihood beside, for comparisons.

    Raises
    ------
    PeopleError
        When not even the null model can be fitted.
    """
    null, null_ml = _both(data, null_part, method, points)
    family: Family = "binomial" if isinstance(data, BinomialCells) else "gaussian"
    main: Fit | None = None
    main_ml: Fit | None = None
    why: str | None = None
    if main_part.saturated:
        why = "there are as many main effects as strata, so nothing is left for their crossing"
    elif says_nothing_new(data, main_part.matrix):
        why = "what is held constant follows from the characteristics that are crossed"
    else:
        try:
            main, main_ml = _both(data, main_part, method, points)
        except PeopleError as error:
            why = error.wrong[0].lower() + error.wrong[1:].rstrip(".") + (f" ({sure})" if sure else "")
    return Modelled(
        family=family,
        data=data,
        null_part=null_part,
        main_part=main_part,
        null=null,
        null_ml=null_ml,
        main=main,
        main_ml=main_ml,
        why_no_main=why,
    )


def _both(data: Data, part: FixedPart, method: Method, points: int) -> tuple[Fit, Fit]:
    if isinstance(data, BinomialCells):
        fit = fit_binomial(data, part, points=points)
        return fit, fit
    full = fit_gaussian(data, part, reml=False)
    return (fit_gaussian(data, part, reml=True) if method == "reml" else full), full


def pcv(null: Fit, main: Fit) -> float | None:
    """Share of the variance between strata that main effects explain.

    Parameters
    ----------
    null, main : Fit
        By maximum likelihood both: restricted likelihoods of different fixed parts cannot be compared.

    Returns
    -------
    float or None
        Exactly 1 where nothing is left; below 0 where main effects leave more; None where strata do not
        differ to begin with.
    """
    return None if null.variance == 0 else 1.0 - main.variance / null.variance


def median_odds_ratio(variance: float) -> float:
    """The median of the odds ratio of two strata drawn at random, the higher over the lower.

    Parameters
    ----------
    variance : float
        Between strata, in log odds.

    Returns
    -------
    float
        1 or more.

    References
    ----------
    Larsen and Merlo (2005), American Journal of Epidemiology 161, 81-88.

    Examples
    --------
    >>> round(median_odds_ratio(0.226148125679539), 6)
    1.573991
    """
    return float(np.exp(np.sqrt(2 * variance) * ndtri(0.75)))


def placed(model: Modelled, *, main: bool) -> Placed:
    """Place strata by one of the models.

    Parameters
    ----------
    model : Modelled
        Both.
    main : bool
        By the main-effects model, if it could be fitted.

    Returns
    -------
    Placed
        On the scale of the model.
    """
    fit, part = (model.main, model.main_part) if main and model.main else (model.null, model.null_part)
    if isinstance(fit, GaussianFit) and isinstance(model.data, GaussianSums):
        return placed_gaussian(fit, model.data, part.matrix)
    assert isinstance(fit, BinomialFit)
    assert isinstance(model.data, BinomialCells)
    cells = model.data
    weight = cells.trials * expit(fit.cell_log_odds) * expit(-fit.cell_log_odds)
    told = np.maximum(cells.by_stratum(weight), 1e-300)
    return placed_binomial(
        fit, part.matrix, cells.by_stratum(weight[:, None] * cells.covariates) / told[:, None]
    )


def auc(model: Modelled, fit: Fit | None) -> float | None:
    """How well the predictions of a model tell yes from no.

    Parameters
    ----------
    model : Modelled
        Of yes/no outcomes.
    fit : Fit, optional
        One of its models.

    Returns
    -------
    float or None
        None of normal models.
    """
    if not isinstance(fit, BinomialFit) or not isinstance(model.data, BinomialCells):
        return None
    return area_under_curve(fit.cell_log_odds, model.data.events, model.data.trials)


def fitted_model(fit: Fit, part: FixedPart, adjusted: tuple[str, ...], estimation: str) -> FittedModel:
    """Tell a fit.

    Parameters
    ----------
    fit : Fit
        One of the models.
    part : FixedPart
        Its fixed part.
    adjusted : tuple of str
        Its covariates.
    estimation : str
        How variances were estimated.

    Returns
    -------
    FittedModel
        In numbers and names.
    """
    se = np.sqrt(np.maximum(np.diag(fit.covariance), 0.0))
    names = (*part.names, *adjusted)
    return FittedModel(
        estimation=estimation,
        variance=fit.variance,
        residual=fit.residual if isinstance(fit, GaussianFit) else None,
        log_likelihood=fit.log_likelihood,
        coefficients={
            name: (float(value), float(error))
            for name, value, error in zip(names, fit.coefficients, se, strict=True)
        },
        boundary=fit.boundary,
    )


def flags_by_chance(placed_strata: Placed, *, error: FloatArray, quantile: float) -> float:
    """Expect how many strata would be flagged if no crossing added anything.

    Parameters
    ----------
    placed_strata : Placed
        By the main-effects model.
    error : ndarray (J,)
        Variance of each stratum's own mean.
    quantile : float
        Of the intervals.

    Returns
    -------
    float
        The sum of their chances: a shrunken interval is wide beside a shrunken value, so that it is fewer
        than strata times one less the level.
    """
    spread = placed_strata.kept * np.sqrt(error)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(spread > 0, quantile * placed_strata.effect_se / spread, np.inf)
    return float(2 * ndtr(-z).sum())
