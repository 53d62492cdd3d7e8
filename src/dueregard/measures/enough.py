"""How many people each measure's intervals need, by simulation.

Every number is the mean effective size of the smallest simulated samples from which on its 95% intervals
held the truth at least 93% of the time; ``docs/coverage.md`` says how that was found. A test compares them
with the results of ``benchmarks/coverage.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dueregard.engine.blocks import EVERY_SIZE

__all__ = ["ENOUGH", "SAME"]

ENOUGH: Mapping[str, int] = MappingProxyType(
    {
        "absolute_gini": 4_378,
        "amato": 4_378,
        "atkinson": 875,
        "atkinson_decomposition": 1_751,
        "coefficient_of_variation": EVERY_SIZE,
        "concentration_decomposition": 439,
        "correlation": 439,
        "esteban_ray": 439,
        "fgt": 439,
        "fgt_decomposition": 439,
        "generalised_entropy": EVERY_SIZE,
        "generalised_entropy_decomposition": 1_751,
        "gini": 1_751,
        "gini_decomposition": 4_378,
        "gini_source_decomposition": 4_378,
        "hoover": 439,
        "j_divergence": 4_378,
        "j_divergence_decomposition": 4_378,
        "kolm": 4_378,
        "lorenz": 439,
        "lower_total": 439,
        "mean_log_deviation": 875,
        "mean_log_deviation_change": 176,
        "palma_ratio": 4_378,
        "percentile_ratio": 439,
        "poor_median": 875,
        "poverty_severity": 439,
        "poverty_threshold": 176,
        "quantile": 86,
        "quintile_share_ratio": 875,
        "relative_median_income_ratio": 1_751,
        "relative_median_poverty_gap": 86,
        "renyi": 4_378,
        "richness": 176,
        "s_gini": 439,
        "share": 4_378,
        "theil": 4_378,
        "variance": 1_751,
        "variance_of_logs": 439,
        "variance_source_decomposition": EVERY_SIZE,
        "watts_decomposition": 875,
        "wolfson": 439,
    }
)
"""Effective people by the measure's name; those that are not here need no more than were simulated least."""

SAME: Mapping[tuple[str, object], str] = MappingProxyType(
    {("generalised_entropy", 0.0): "mean_log_deviation", ("generalised_entropy", 1.0): "theil"}
)
"""Measures that with an option are another one, whose number is theirs: by name and alpha."""
