"""Intersectional strata: how much of an outcome lies between them, and what each crossing adds (MAIHDA)."""

from dueregard.causes.strata.binomial import BinomialFit, fit_binomial
from dueregard.causes.strata.cells import BinomialCells, binomial_cells
from dueregard.causes.strata.find import intersectional_strata
from dueregard.causes.strata.findings import Family, Figure, FittedModel, StrataFindings, Stratum
from dueregard.causes.strata.gaussian import GaussianFit, fit_gaussian
from dueregard.causes.strata.main_effects import FixedPart, main_effects, only_mean
from dueregard.causes.strata.sums import GaussianSums, gaussian_sums

__all__ = [
    "BinomialCells",
    "BinomialFit",
    "Family",
    "Figure",
    "FittedModel",
    "FixedPart",
    "GaussianFit",
    "GaussianSums",
    "StrataFindings",
    "Stratum",
    "binomial_cells",
    "fit_binomial",
    "fit_gaussian",
    "gaussian_sums",
    "intersectional_strata",
    "main_effects",
    "only_mean",
]
