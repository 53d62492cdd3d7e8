"""Voices: who is represented, who decides by lot, what people said, and whether numbers and voices agree."""

from dueregard.voices.checking import check_voices
from dueregard.voices.find import find_voices
from dueregard.voices.findings import (
    Agreed,
    BodyHeard,
    Consulted,
    Designed,
    Designer,
    Lottery,
    Objection,
    OpinionGroups,
    Silence,
    StatementText,
    VoicesFindings,
)
from dueregard.voices.sayings import sayings
from dueregard.voices.sharp_end import DisadvantagedGroup, SharpEnd
from dueregard.voices.testimony.findings import TestimonyFindings

__all__ = [
    "Agreed",
    "BodyHeard",
    "Consulted",
    "Designed",
    "Designer",
    "DisadvantagedGroup",
    "Lottery",
    "Objection",
    "OpinionGroups",
    "SharpEnd",
    "Silence",
    "StatementText",
    "TestimonyFindings",
    "VoicesFindings",
    "check_voices",
    "find_voices",
    "sayings",
]
