"""Why: inequality of opportunity, decompositions of gaps, and intersectional strata.

Three questions are functions, as they are commands: :func:`birthright`, :func:`decompose` and
:func:`intersectional_strata`. Here ``birthright`` is the function. Its parts are imported from the package of
that name, as in ``from dueregard.causes.birthright.indices import gini``.

Examples
--------
>>> from dueregard.causes import birthright
>>> from dueregard.people import read_people
>>> pay, parents = [9.0, 10.0] * 15 + [14.0, 15.0] * 15, ["manual"] * 30 + ["office"] * 30
>>> people = read_people({"pay": pay, "parents": parents})
>>> found = birthright(
...     people, outcome="pay", circumstances={"family": ["parents"]}, min_size=20, replicates=0
... )
>>> [(each.label, each.mean) for each in found.types]
[('people with parents manual', 9.5), ('people with parents office', 14.5)]
"""

from dueregard.causes.birthright import Birthright, TypeOfBirth, birthright
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
    "birthright",
    "decompose",
    "decompose_each",
    "design_of",
    "find_causes",
    "intersectional_strata",
    "read_sample",
    "released_causes",
    "replicated",
]
