"""Declarative measures: what they need of people, and the function that makes a value of it."""

from dueregard.measures.alkire_foster import alkire_foster
from dueregard.measures.area_slopes import area_relative_index, area_slope_index
from dueregard.measures.atkinson import atkinson, equally_distributed_equivalent
from dueregard.measures.between_groups.attributable import (
    attributable_number,
    population_attributable_fraction,
    population_attributable_risk,
)
from dueregard.measures.between_groups.concentration import (
    absolute_concentration_index_of_groups,
    relative_concentration_index_of_groups,
)
from dueregard.measures.between_groups.distances import index_of_disparity, mean_difference_from_the_mean
from dueregard.measures.between_groups.distances_from_groups import (
    mean_difference_from_a_reference,
    mean_difference_from_the_best,
)
from dueregard.measures.between_groups.entropy import between_group_mean_log_deviation, between_group_theil
from dueregard.measures.between_groups.pairs import difference_between_groups, ratio_between_groups
from dueregard.measures.between_groups.slopes import relative_index_of_groups, slope_index_of_groups
from dueregard.measures.between_groups.variances import (
    between_group_coefficient_of_variation,
    between_group_standard_deviation,
    between_group_variance,
)
from dueregard.measures.catalogue import CATALOGUE, MEASURES, register
from dueregard.measures.concentration import concentration_index
from dueregard.measures.correlation import correlation
from dueregard.measures.decompositions.alkire_foster import alkire_foster_decomposition
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
from dueregard.measures.life_expectancy import life_expectancy
from dueregard.measures.lorenz import lorenz
from dueregard.measures.lorenz_asymmetry import lorenz_asymmetry
from dueregard.measures.means import count, mean, total
from dueregard.measures.means_of_rows import mean_of_rows
from dueregard.measures.pay_gap import pay_gap
from dueregard.measures.percentile_ratios import percentile_ratio
from dueregard.measures.polarisation import esteban_ray, wolfson
from dueregard.measures.polarised_classes import esteban_gradin_ray
from dueregard.measures.polarised_groups import esteban_ray_groups
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
from dueregard.measures.repeated_events import (
    directly_standardised_rate_of_repeated_events,
    rate_of_repeated_events,
)
from dueregard.measures.richness import richness
from dueregard.measures.sen import sen, sen_shorrocks_thon
from dueregard.measures.share_ratios import palma_ratio, quintile_share_ratio
from dueregard.measures.shares import lower_total, share
from dueregard.measures.slope_index import relative_index, slope_index
from dueregard.measures.tallied_proportions import proportion_of_counts
from dueregard.measures.variances import variance
from dueregard.measures.watts import watts
from dueregard.measures.zenga import zenga

__all__ = [
    "CATALOGUE",
    "MEASURES",
    "absolute_concentration_index_of_groups",
    "absolute_gini",
    "alkire_foster",
    "alkire_foster_decomposition",
    "amato",
    "area_relative_index",
    "area_slope_index",
    "atkinson",
    "atkinson_decomposition",
    "attributable_number",
    "between_group_coefficient_of_variation",
    "between_group_mean_log_deviation",
    "between_group_standard_deviation",
    "between_group_theil",
    "between_group_variance",
    "coefficient_of_variation",
    "concentration_decomposition",
    "concentration_index",
    "correlation",
    "count",
    "design_effect",
    "difference_between_groups",
    "directly_standardised_rate",
    "directly_standardised_rate_of_repeated_events",
    "equally_distributed_equivalent",
    "esteban_gradin_ray",
    "esteban_ray",
    "esteban_ray_groups",
    "fgt",
    "fgt_decomposition",
    "generalised_entropy",
    "generalised_entropy_decomposition",
    "gini",
    "gini_decomposition",
    "gini_source_decomposition",
    "hoover",
    "index_of_disparity",
    "indirectly_standardised_rate",
    "indirectly_standardised_ratio",
    "j_divergence",
    "j_divergence_decomposition",
    "kolm",
    "life_expectancy",
    "lorenz",
    "lorenz_asymmetry",
    "lower_total",
    "mean",
    "mean_difference_from_a_reference",
    "mean_difference_from_the_best",
    "mean_difference_from_the_mean",
    "mean_log_deviation",
    "mean_log_deviation_change",
    "mean_of_rows",
    "median",
    "palma_ratio",
    "parse_measure",
    "pay_gap",
    "percentile_ratio",
    "poor_median",
    "population_attributable_fraction",
    "population_attributable_risk",
    "poverty_gap",
    "poverty_rate",
    "poverty_severity",
    "poverty_threshold",
    "proportion",
    "proportion_of_counts",
    "quantile",
    "quintile_share_ratio",
    "rate",
    "rate_of_repeated_events",
    "ratio",
    "ratio_between_groups",
    "register",
    "relative_concentration_index_of_groups",
    "relative_index",
    "relative_index_of_groups",
    "relative_median_income_ratio",
    "relative_median_poverty_gap",
    "renyi",
    "richness",
    "s_gini",
    "sen",
    "sen_shorrocks_thon",
    "share",
    "slope_index",
    "slope_index_of_groups",
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
