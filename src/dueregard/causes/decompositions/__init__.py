"""Decompositions of a gap between two groups: what goes with differences in covariates, and what does not."""

from dueregard.causes.decompositions.comparison import Comparison, Options
from dueregard.causes.decompositions.decompose import decompose, decompose_each
from dueregard.causes.decompositions.findings import Decomposition, Part

__all__ = ["Comparison", "Decomposition", "Options", "Part", "decompose", "decompose_each"]
