"""Why: inequality of opportunity, decompositions of gaps, and intersectional strata."""

from dueregard.causes.birthright import Birthright, TypeOfBirth
from dueregard.causes.decompositions import Decomposition, decompose, decompose_each
from dueregard.causes.designs import SampleDesign, design_of
from dueregard.causes.factors import Factor
from dueregard.causes.findings import CausesFindings
from dueregard.causes.released import ReleasedCauses, released_causes
from dueregard.causes.replicating import ReplicateSet, replicated
from dueregard.causes.sample import Sample, read_sample
from dueregard.causes.stage import find_causes
from dueregard.causes.strata import StrataFindings, intersectional_strata

__all__ = [
    "Birthright",
    "CausesFindings",
    "Decomposition",
    "Factor",
    "ReleasedCauses",
    "ReplicateSet",
    "Sample",
    "SampleDesign",
    "StrataFindings",
    "TypeOfBirth",
    "decompose",
    "decompose_each",
    "design_of",
    "find_causes",
    "intersectional_strata",
    "read_sample",
    "released_causes",
    "replicated",
]
