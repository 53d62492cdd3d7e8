"""Declarative measures: what they need of people, and the function that makes a value of it."""

from dueregard.measures.design_effects import design_effect
from dueregard.measures.means import count, mean, total
from dueregard.measures.proportions import proportion
from dueregard.measures.quantiles import median, quantile
from dueregard.measures.ratios import ratio
from dueregard.measures.registry import MEASURES, parse_measure, register
from dueregard.measures.variances import variance

__all__ = [
    "MEASURES",
    "count",
    "design_effect",
    "mean",
    "median",
    "parse_measure",
    "proportion",
    "quantile",
    "ratio",
    "register",
    "total",
    "variance",
]
