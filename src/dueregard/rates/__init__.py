"""Public-health statistics of tallies: rates, proportions and indices of areas, as English guidance has them.

Every function takes columns of a table, gives several confidence levels in one call, and says of each group
that has no value why it has none.
"""

from dueregard.rates.area_slopes import AreaSlopes, area_slope_index
from dueregard.rates.crude import crude_rate
from dueregard.rates.direct import directly_standardised_rate
from dueregard.rates.funnel_areas import FunnelAreas, areas_on_funnel
from dueregard.rates.funnels import FunnelLimits, proportion_funnel, rate_funnel, ratio_funnel
from dueregard.rates.indirect import indirectly_standardised_rate, indirectly_standardised_ratio
from dueregard.rates.life_expectancy import ABRIDGED_BANDS, LifeExpectancies, life_expectancy
from dueregard.rates.means import mean
from dueregard.rates.proportions import proportion
from dueregard.rates.quantiles import QuantileAssignment, assign_quantiles
from dueregard.rates.results import (
    Estimates,
    MeanEstimates,
    ProportionEstimates,
    RateEstimates,
    StandardisedEstimates,
)
from dueregard.rates.significance import (
    Significance,
    proportion_significance,
    rate_significance,
    ratio_significance,
)
from dueregard.rates.standards import EUROPEAN_STANDARD_POPULATION_2013, StandardPopulation

__all__ = [
    "ABRIDGED_BANDS",
    "EUROPEAN_STANDARD_POPULATION_2013",
    "AreaSlopes",
    "Estimates",
    "FunnelAreas",
    "FunnelLimits",
    "LifeExpectancies",
    "MeanEstimates",
    "ProportionEstimates",
    "QuantileAssignment",
    "RateEstimates",
    "Significance",
    "StandardPopulation",
    "StandardisedEstimates",
    "area_slope_index",
    "areas_on_funnel",
    "assign_quantiles",
    "crude_rate",
    "directly_standardised_rate",
    "indirectly_standardised_rate",
    "indirectly_standardised_ratio",
    "life_expectancy",
    "mean",
    "proportion",
    "proportion_funnel",
    "proportion_significance",
    "rate_funnel",
    "rate_significance",
    "ratio_funnel",
    "ratio_significance",
]
