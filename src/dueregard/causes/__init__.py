"""Why: inequality of opportunity, decompositions of gaps, and intersectional strata."""

from dueregard.causes.birthright import Birthright, TypeOfBirth
from dueregard.causes.designs import SampleDesign, design_of
from dueregard.causes.factors import Factor
from dueregard.causes.replicating import ReplicateSet, replicated
from dueregard.causes.sample import Sample, read_sample

__all__ = [
    "Birthright",
    "Factor",
    "ReplicateSet",
    "Sample",
    "SampleDesign",
    "TypeOfBirth",
    "design_of",
    "read_sample",
    "replicated",
]
