"""People who were weighted, clustered or stratified: errors of the study's numbers from replicate weights.

Models are fitted by weighted pseudo-likelihood: the sums of a stratum are weighted, with weights scaled so
that they sum to its effective number of people (or to its number), and strata themselves weigh 1, since they
are all there are (Rabe-Hesketh and Skrondal 2006, JRSS A 169, 805-827). Each replicate is fitted again from
its own sums, scaled by the factors of the sample. Replicates draw people and not strata: the intervals are
about how much these strata differ.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from scipy.special import stdtrit

from dueregard.causes.replicating import ReplicateSet
from dueregard.causes.strata.binomial import LATENT, BinomialFit, Optimum, maximum, without_deviations
from dueregard.causes.strata.cells import BinomialCells
from dueregard.causes.strata.figures import Figures, Options
from dueregard.causes.strata.findings import Figure
from dueregard.causes.strata.gaussian import GaussianFit
from dueregard.causes.strata.main_effects import FixedPart, independent_columns
from dueregard.causes.strata.marginal import Marginal
from dueregard.causes.strata.modelling import Fit, Modelled, median_odds_ratio
from dueregard.causes.strata.people import Rows, StrataPeople
from dueregard.causes.strata.profile import Profile, best_ratio
from dueregard.causes.strata.tally import moments_of_people
from dueregard.errors import DueRegardError
from dueregard.estimates.source import BoolArray, FloatArray, IntArray

__all__ = ["with_replicates"]

NEAR_ENOUGH = 1e-12
"""The expected gain of a step, in log-likelihood, that ends the fit of a replicate: 1e-6 of its error."""

SCATTER = "of how much these strata differ, whoever else might have been drawn into them"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """Variances in every replicate, NaN where a model could not be fitted.

    Attributes
    ----------
    null, main : ndarray (R,)
        Between strata, over the variance within them in the null model: by the method asked for.
    null_ml, main_ml : ndarray (R,)
        By maximum likelihood.
    within : ndarray (R,)
        Within strata, in the null model.
    """

    null: FloatArray = field(repr=False)
    main: FloatArray = field(repr=False)
    null_ml: FloatArray = field(repr=False)
    main_ml: FloatArray = field(repr=False)
    within: FloatArray = field(repr=False)


def with_replicates(plain: Figures, read: StrataPeople, model: Modelled, options: Options) -> Figures:
    """Give the numbers of a study intervals from replicates.

    Parameters
    ----------
    plain : Figures
        Without intervals.
    read : StrataPeople
        With rows.
    model : Modelled
        Of the sample.
    options : Options
        How many replicates are drawn, and their seed.

    Returns
    -------
    Figures
        Intervals of variances are of standard deviations, by Student's t, and end at 0.
    """
    assert read.rows is not None
    again = read.rows.design.replicate_weights(count=options.replicates, seed=options.seed)
    drawn = _drawn(again, read, read.rows, model, options)
    tail = float(stdtrit(max(again.df, 1.0), (1 + options.level) / 2))
    interval = Interval(again=again, quantile=tail)
    null = model.null
    within = null.residual if isinstance(null, GaussianFit) else float(LATENT)
    share = null.variance / within
    low, high, _ = interval.of_root(drawn.null / drawn.within, share)
    se = interval.se(drawn.null / (drawn.null + drawn.within), null.vpc)
    how = f"; interval from {again.method}"
    return replace(
        plain,
        vpc=_figure(plain.vpc, low / (1 + low), high / (1 + high), se, how),
        pcv=_change(plain.pcv, drawn, interval, how),
        variance=_variance(plain.variance, drawn.null, interval, how),
        variance_main=_variance(plain.variance_main, drawn.main, interval, how),
        variance_ml=_variance(plain.variance_ml, drawn.null_ml, interval, how),
        variance_main_ml=_variance(plain.variance_main_ml, drawn.main_ml, interval, how),
        mor=_odds(plain.mor, null, drawn, interval, how),
        replicated=read.rows.design.given is None,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Interval:
    """Errors from values of replicates."""

    again: ReplicateSet
    quantile: float

    def se(self, values: FloatArray, full: float) -> float:
        """Standard error of a value."""
        source = self.again.source(values[:, None], np.array([full]))
        return float(np.sqrt(source.variances()[0]))

    def of_root(self, values: FloatArray, full: float) -> tuple[float, float, float]:
        """Limits of a variance, worked out for its root, and its standard error."""
        root = float(np.sqrt(full))
        half = self.quantile * self.se(np.sqrt(values), root)
        return max(root - half, 0.0) ** 2, (root + half) ** 2, self.se(values, full)


def _figure(figure: Figure, low: float, high: float, se: float, how: str) -> Figure:
    if not np.isfinite(se):
        return replace(figure, status="approximate", reason="no replicate could be fitted")
    # How often such intervals hold the truth is not established as it is for people who count alike.
    return replace(
        figure, low=low, high=high, se=se, status="approximate", method=figure.method + how, reason=SCATTER
    )


def _variance(figure: Figure, values: FloatArray, interval: Interval, how: str) -> Figure:
    if figure.value is None:
        return figure
    low, high, se = interval.of_root(values, figure.value)
    return _figure(figure, low, high, se, how)


def _change(figure: Figure, drawn: Drawn, interval: Interval, how: str) -> Figure:
    if figure.value is None:
        return figure
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.where(drawn.null_ml > 0, 1.0 - drawn.main_ml / drawn.null_ml, np.nan)
    se = interval.se(values, figure.value)
    half = interval.quantile * se
    return _figure(figure, figure.value - half, min(figure.value + half, 1.0), se, how)


def _odds(figure: Figure, null: Fit, drawn: Drawn, interval: Interval, how: str) -> Figure:
    if figure.value is None:
        return figure
    low, high, _ = interval.of_root(drawn.null, null.variance)
    se = interval.se(np.array([median_odds_ratio(each) for each in drawn.null]), figure.value)
    return _figure(figure, median_odds_ratio(low), median_odds_ratio(high), se, how)


def _drawn(again: ReplicateSet, read: StrataPeople, rows: Rows, model: Modelled, options: Options) -> Drawn:
    if isinstance(model.data, BinomialCells):
        values = _binomial(again, read, rows, model, options)
    else:
        values = _gaussian(again, read, rows, model, options)
    return Drawn(
        null=values[:, 0], main=values[:, 1], null_ml=values[:, 2], main_ml=values[:, 3], within=values[:, 4]
    )


def _gaussian(
    again: ReplicateSet, read: StrataPeople, rows: Rows, model: Modelled, options: Options
) -> FloatArray:
    tally, scale = read.tally, read.tally.scale(options.scaling)
    moments = moments_of_people(rows.outcome - tally.centre, rows.covariates - tally.centres)
    weights = again.on_cells(rows.stratum, read.size)
    sums = again.on_cells(rows.stratum, read.size, moments)
    result = np.full((again.count, 5), np.nan)
    for at in range(again.count):
        there = weights[at] > 0
        if there.sum() < 2:
            continue
        data = tally.replicated(weights[at], sums[at]).only(there).gaussian(scale[there])
        for column, part, reml in (
            (0, model.null_part, options.method == "reml"),
            (1, model.main_part, options.method == "reml"),
            (2, model.null_part, False),
            (3, model.main_part, False),
        ):
            if model.main is None and part is model.main_part:
                continue
            here = _remaining(part, there)
            if here.saturated:
                continue
            profile = Profile.of(data, here, reml=reml)
            ratio = best_ratio(profile)
            residual = profile.at(ratio).squares / profile.df
            result[at, column] = ratio * residual
            if column == 0:
                result[at, 4] = residual
    return result


def _binomial(
    again: ReplicateSet, read: StrataPeople, rows: Rows, model: Modelled, options: Options
) -> FloatArray:
    scale = read.tally.scale(options.scaling)
    patterns, cell = _cells(rows)
    trials = again.on_cells(cell, len(patterns.stratum))
    events = again.on_cells(cell, len(patterns.stratum), rows.outcome)
    factor = scale[patterns.stratum]
    result = np.full((again.count, 5), np.nan)
    result[:, 4] = LATENT
    for at in range(again.count):
        filled = trials[at] > 0
        there = np.isin(np.arange(read.size), patterns.stratum[filled])
        place = np.cumsum(there) - 1
        data = BinomialCells(
            stratum=place[patterns.stratum[filled]],
            trials=(trials[at] * factor)[filled],
            events=np.clip(events[at] * factor, 0, trials[at] * factor)[filled],
            covariates=patterns.covariates[filled],
        )
        for column, part, fit in ((0, model.null_part, model.null), (1, model.main_part, model.main)):
            if isinstance(fit, BinomialFit):
                result[at, column] = _variance_again(data, part, there, fit, options.points)
    result[:, 2:4] = result[:, :2]
    return result


def _variance_again(
    data: BinomialCells, part: FixedPart, there: BoolArray, fit: BinomialFit, points: int
) -> float:
    """Fit a replicate, beginning where the sample's fit ended."""
    here = _remaining(part, there)
    if here.saturated or data.strata < 2:
        return float("nan")
    try:
        marginal = Marginal.of(data, here, points=points)
        plain = without_deviations(marginal)
        start = None
        if here is part and not fit.boundary:
            sigma = fit.variance**0.5
            start = Optimum(beta=fit.coefficients, sigma=sigma, value=marginal.at(fit.coefficients, sigma))
        best = maximum(marginal, plain, start=start, close=NEAR_ENOUGH)
    except DueRegardError:
        return float("nan")
    return 0.0 if best is None else best.sigma**2


def _remaining(part: FixedPart, there: BoolArray) -> FixedPart:
    """The fixed part of the strata that a replicate has, without columns that are no longer told apart."""
    if there.all():
        return part
    matrix = part.matrix[there]
    kept = independent_columns(matrix)
    return FixedPart(matrix=matrix[:, kept], names=tuple(part.names[at] for at in kept))


def _cells(rows: Rows) -> tuple[BinomialCells, IntArray]:
    """The cells of a model of yes/no outcomes, and the cell of each person; -1 for none."""
    inside = np.flatnonzero(rows.stratum >= 0)
    keys = np.column_stack([rows.stratum, rows.covariates])[inside]
    patterns, place = np.unique(keys, axis=0, return_inverse=True)
    cell = np.full(len(rows.stratum), -1)
    cell[inside] = place.ravel()
    weight = np.bincount(place.ravel(), weights=rows.design.weight[inside]).astype(float)
    about = patterns[:, 1:] - weight @ patterns[:, 1:] / weight.sum()
    cells = BinomialCells(
        stratum=patterns[:, 0].astype(np.intp), trials=weight, events=weight, covariates=about
    )
    return cells, cell
