"""The numbers of the whole study, each with an interval that fits how the people were selected."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dueregard.causes.strata.binomial import LATENT, BinomialFit
from dueregard.causes.strata.cells import BinomialCells
from dueregard.causes.strata.findings import Family, Figure
from dueregard.causes.strata.intervals import (
    chance_of_likelihoods,
    exact_chance,
    exact_ratios,
    profile_sigmas,
)
from dueregard.causes.strata.marginal import Marginal
from dueregard.causes.strata.modelling import Fit, Method, Modelled, median_odds_ratio, pcv
from dueregard.causes.strata.people import StrataPeople
from dueregard.causes.strata.sums import GaussianSums
from dueregard.causes.strata.tally import Scaling

__all__ = ["Figures", "Options", "figures_of"]

TOO_ALIKE = (
    "no interval: means of strata are more alike than chance mostly makes them, so that no variance between "
    "them, however small, would fit"
)
NO_VARIANCE = "strata do not differ in the null model, so there is nothing to explain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How strata are studied; see :func:`dueregard.causes.strata.intersectional_strata`."""

    family: Family | None = None
    points: int = 15
    method: Method = "reml"
    scaling: Scaling = "effective"
    level: float = 0.95
    replicates: int = 200
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Numbers of the whole study; see :class:`dueregard.causes.strata.StrataFindings`."""

    vpc: Figure
    pcv: Figure
    variance: Figure
    variance_main: Figure
    variance_ml: Figure
    variance_main_ml: Figure
    mor: Figure
    chance: float | None
    chance_main: float | None = None
    replicated: bool = False


def figures_of(read: StrataPeople, model: Modelled, options: Options, estimation: str) -> Figures:
    """Give the numbers of a study with their intervals.

    Parameters
    ----------
    read : StrataPeople
        Of the people.
    model : Modelled
        Of them.
    options : Options
        How.
    estimation : str
        In words.

    Returns
    -------
    Figures
        From exact or profile-likelihood intervals; from replicates where people were weighted or clustered.
    """
    plain = _points(model, estimation)
    if read.rows is not None and read.rows.design.sampling_error:
        from dueregard.causes.strata.weighted import with_replicates

        return with_replicates(plain, read, model, options)
    if isinstance(model.data, GaussianSums):
        return _exact(plain, model, model.data, options)
    return _profiled(plain, model, model.data, options)


def _points(model: Modelled, estimation: str) -> Figures:
    def variance(fit: Fit | None, how: str) -> Figure:
        if fit is None:
            return Figure.absent(str(model.why_no_main))
        return Figure(value=fit.variance, method=how)

    full = "ML" if model.family == "gaussian" else estimation
    share = None if model.main_ml is None else pcv(model.null_ml, model.main_ml)
    change = Figure(value=share, method=f"both models by {full}")
    if share is None:
        change = Figure.absent(NO_VARIANCE if model.main_ml is not None else str(model.why_no_main))
    odds = Figure.absent("it is of yes/no outcomes only")
    if model.family == "binomial":
        odds = Figure(value=median_odds_ratio(model.null.variance), method=estimation)
    latent = "" if model.family == "gaussian" else ", on the latent scale (pi²/3 within)"
    return Figures(
        vpc=Figure(value=model.null.vpc, method=estimation + latent),
        pcv=change,
        variance=variance(model.null, estimation),
        variance_main=variance(model.main, estimation),
        variance_ml=variance(model.null_ml, full),
        variance_main_ml=variance(model.main_ml, full),
        mor=odds,
        chance=None,
    )


def _exact(plain: Figures, model: Modelled, sums: GaussianSums, options: Options) -> Figures:
    low, high = exact_ratios(sums, model.null_part, level=options.level)
    if high == 0:
        alike = replace(plain.vpc, status="approximate", reason=TOO_ALIKE)
        return _with_chances(replace(plain, vpc=alike), model, sums)
    ends = (low / (1 + low), 1.0 if np.isinf(high) else high / (1 + high))
    how = f"{plain.vpc.method}; exact interval by the F distribution"
    told = replace(plain, vpc=replace(plain.vpc, low=ends[0], high=ends[1], method=how))
    return _with_chances(told, model, sums)


def _with_chances(told: Figures, model: Modelled, sums: GaussianSums) -> Figures:
    return replace(
        told,
        chance=exact_chance(sums, model.null_part),
        chance_main=None if model.main is None else exact_chance(sums, model.main_part),
    )


def _profiled(plain: Figures, model: Modelled, cells: BinomialCells, options: Options) -> Figures:
    fit, main = model.null, model.main
    assert isinstance(fit, BinomialFit)
    marginal = Marginal.of(cells, model.null_part, points=options.points)
    low, high = (end**2 for end in profile_sigmas(marginal, fit, level=options.level))

    def between(figure: Figure, one: float, two: float) -> Figure:
        return replace(
            figure,
            low=one,
            high=two if np.isfinite(two) else None,
            method=f"{figure.method}; profile-likelihood interval",
        )

    return replace(
        plain,
        vpc=between(plain.vpc, low / (low + LATENT), 1.0 if np.isinf(high) else high / (high + LATENT)),
        variance=between(plain.variance, low, high),
        mor=between(plain.mor, median_odds_ratio(low), median_odds_ratio(high)),
        chance=chance_of_likelihoods(fit, fit.without),
        chance_main=chance_of_likelihoods(main, main.without) if isinstance(main, BinomialFit) else None,
    )
