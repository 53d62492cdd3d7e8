"""Disparities between groups: how unequal the values of one outcome are across the levels of one variable."""

from dueregard.disparities.attributable import (
    attributable_number,
    population_attributable_fraction,
    population_attributable_risk,
)
from dueregard.disparities.concentration import absolute_concentration_index, relative_concentration_index
from dueregard.disparities.entropy import mean_log_deviation_between, theil_between
from dueregard.disparities.groups import Groups, counted, grouped, published
from dueregard.disparities.mean_differences import (
    index_of_disparity,
    mean_difference_from_best,
    mean_difference_from_mean,
    mean_difference_from_reference,
)
from dueregard.disparities.pairs import difference, ratio
from dueregard.disparities.slopes import relative_index, slope_index
from dueregard.disparities.variances import (
    between_group_standard_deviation,
    between_group_variance,
    coefficient_of_variation_between,
)

__all__ = [
    "Groups",
    "absolute_concentration_index",
    "attributable_number",
    "between_group_standard_deviation",
    "between_group_variance",
    "coefficient_of_variation_between",
    "counted",
    "difference",
    "grouped",
    "index_of_disparity",
    "mean_difference_from_best",
    "mean_difference_from_mean",
    "mean_difference_from_reference",
    "mean_log_deviation_between",
    "population_attributable_fraction",
    "population_attributable_risk",
    "published",
    "ratio",
    "relative_concentration_index",
    "relative_index",
    "slope_index",
    "theil_between",
]
