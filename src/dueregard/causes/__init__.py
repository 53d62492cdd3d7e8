"""Why: inequality of opportunity, decompositions of gaps, and intersectional strata."""

from dueregard.causes.decompositions import Decomposition, decompose, decompose_each
from dueregard.causes.designs import SampleDesign, design_of
from dueregard.causes.factors import Factor
from dueregard.causes.replicating import ReplicateSet, replicated
from dueregard.causes.sample import Sample, read_sample

__all__ = [
    "Decomposition",
    "Factor",
    "ReplicateSet",
    "Sample",
    "SampleDesign",
    "decompose",
    "decompose_each",
    "design_of",
    "read_sample",
    "replicated",
]
