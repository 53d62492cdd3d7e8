"""Who is left behind: every outcome by characteristic, intersection, place and generation."""

from dueregard.gaps.absent import outcomes_without_values
from dueregard.gaps.evidence import EvidenceGap
from dueregard.gaps.find import find_gaps
from dueregard.gaps.findings import GapsFindings
from dueregard.gaps.reversals import SignReversal, sign_reversals
from dueregard.gaps.worst_off import WorstOff, worst_off

__all__ = [
    "EvidenceGap",
    "GapsFindings",
    "SignReversal",
    "WorstOff",
    "find_gaps",
    "outcomes_without_values",
    "sign_reversals",
    "worst_off",
]
