"""Declarative measures: what they need of people, and the function that makes a value of it."""

from dueregard.measures.alkire_foster import alkire_foster
from dueregard.measures.atkinson import atkinson, equally_distributed_equivalent
from dueregard.measures.catalogue import CATALOGUE, MEASURES, register
from dueregard.measures.concentration import concentration_index
from dueregard.measures.correlation import correlation
from dueregard.measures.decompositions.atkinson import atkinson_decomposition
from dueregard.measures.decompositions.changes import mean_log_deviation_change
from dueregard.measures.decompositions.concentration import concentration_decomposition
from dueregard.measures.decompositions.entropy import (
    generalised_entropy_decomposition,
    j_divergence_decomposition,
)
from dueregard.measures.decompositions.gini import gini_decomposition
from dueregard.measures.decompositions.poverty import fgt_decomposition, watts_decomposition
from dueregard.measures.decompositions.sources import gini_source_decomposition, variance_source_decomposition
from dueregard.measures.design_effects import design_effect
from dueregard.measures.dispersion import coefficient_of_variation, kolm, variance_of_logs
from dueregard.measures.divergences import amato, j_divergence, renyi
from dueregard.measures.generalised_entropy import generalised_entropy, mean_log_deviation, theil
from dueregard.measures.gini import absolute_gini, gini, s_gini
from dueregard.measures.hoover import hoover
from dueregard.measures.income_ratios import relative_median_income_ratio
from dueregard.measures.lorenz import lorenz
from dueregard.measures.lorenz_asymmetry import lorenz_asymmetry
from dueregard.measures.means import count, mean, total
from dueregard.measures.pay_gap import pay_gap
from dueregard.measures.percentile_ratios import percentile_ratio
from dueregard.measures.polarisation import esteban_ray, wolfson
from dueregard.measures.poverty import fgt, poverty_gap, poverty_rate, poverty_severity
from dueregard.measures.poverty_gaps import poor_median, relative_median_poverty_gap
from dueregard.measures.poverty_lines import poverty_threshold
from dueregard.measures.proportions import proportion
from dueregard.measures.quantiles import median, quantile
from dueregard.measures.rates import (
    directly_standardised_rate,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
    rate,
)
from dueregard.measures.ratios import ratio
from dueregard.measures.registry import parse_measure
from dueregard.measures.richness import richness
from dueregard.measures.sen import sen, sen_shorrocks_thon
from dueregard.measures.share_ratios import palma_ratio, quintile_share_ratio
from dueregard.measures.shares import lower_total, share
from dueregard.measures.slope_index import relative_index, slope_index
from dueregard.measures.variances import variance
from dueregard.measures.watts import watts
from dueregard.measures.zenga import zenga

__all__ = [
    "CATALOGUE",
    "MEASURES",
    "absolute_gini",
    "alkire_foster",
    "amato",
    "atkinson",
    "atkinson_decomposition",
    "coefficient_of_variation",
    "concentration_decomposition",
    "concentration_index",
    "correlation",
    "count",
    "design_effect",
    "directly_standardised_rate",
    "equally_distributed_equivalent",
    "esteban_ray",
    "fgt",
    "fgt_decomposition",
    "generalised_entropy",
    "generalised_entropy_decomposition",
    "gini",
    "gini_decomposition",
    "gini_source_decomposition",
    "hoover",
    "indirectly_standardised_rate",
    "indirectly_standardised_ratio",
    "j_divergence",
    "j_divergence_decomposition",
    "kolm",
    "lorenz",
    "lorenz_asymmetry",
    "lower_total",
    "mean",
    "mean_log_deviation",
    "mean_log_deviation_change",
    "median",
    "palma_ratio",
    "parse_measure",
    "pay_gap",
    "percentile_ratio",
    "poor_median",
    "poverty_gap",
    "poverty_rate",
    "poverty_severity",
    "poverty_threshold",
    "proportion",
    "quantile",
    "quintile_share_ratio",
    "rate",
    "ratio",
    "register",
    "relative_index",
    "relative_median_income_ratio",
    "relative_median_poverty_gap",
    "renyi",
    "richness",
    "s_gini",
    "sen",
    "sen_shorrocks_thon",
    "share",
    "slope_index",
    "theil",
    "total",
    "variance",
    "variance_of_logs",
    "variance_source_decomposition",
    "watts",
    "watts_decomposition",
    "wolfson",
    "zenga",
]
