"""Engines: packages of estimators behind one protocol."""

from dueregard.consequences.evaluation.engines.diff_diff import DiffDiff
from dueregard.consequences.evaluation.engines.protocol import Engine, Regression, Staggered, Synthetic

__all__ = ["DiffDiff", "Engine", "Regression", "Staggered", "Synthetic"]
