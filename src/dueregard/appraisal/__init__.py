"""The appraisal: what each option does by each of the five principles, and never one number for all."""

from dueregard.appraisal.evidence import Evidence, StewardNote, evidence_of
from dueregard.appraisal.finding import PRINCIPLES, Finding, Size, Unknown
from dueregard.appraisal.profile import Appraisal, Dominated, ProfileCell, TradeOff
from dueregard.appraisal.stage import appraise, profile_of

__all__ = [
    "PRINCIPLES",
    "Appraisal",
    "Dominated",
    "Evidence",
    "Finding",
    "ProfileCell",
    "Size",
    "StewardNote",
    "TradeOff",
    "Unknown",
    "appraise",
    "evidence_of",
    "profile_of",
]
