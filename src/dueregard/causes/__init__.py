"""Why: inequality of opportunity, decompositions of gaps, and intersectional strata."""

from dueregard.causes.findings import CausesFindings
from dueregard.causes.released import ReleasedCauses, released_causes
from dueregard.causes.stage import find_causes

__all__ = ["CausesFindings", "ReleasedCauses", "find_causes", "released_causes"]
