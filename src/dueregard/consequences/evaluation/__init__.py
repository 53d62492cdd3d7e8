"""After the event: what it did, to which groups, on which assumption, and what speaks against it."""

from dueregard.consequences.evaluation.effects import Effects, Tested, equality_test, wald_test
from dueregard.consequences.evaluation.engines import DiffDiff, Engine
from dueregard.consequences.evaluation.evaluate import evaluate
from dueregard.consequences.evaluation.findings import Evaluation
from dueregard.consequences.evaluation.found import Choices
from dueregard.consequences.evaluation.methods import METHODS, Method
from dueregard.consequences.evaluation.reading import Asked

__all__ = [
    "METHODS",
    "Asked",
    "Choices",
    "DiffDiff",
    "Effects",
    "Engine",
    "Evaluation",
    "Method",
    "Tested",
    "equality_test",
    "evaluate",
    "wald_test",
]
