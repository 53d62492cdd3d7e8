"""Representation: a body, a panel or a consultation held against those it speaks for."""

from dueregard.voices.representation.findings import (
    Against,
    AgainstFinding,
    CharacteristicFinding,
    GroupFinding,
    Representation,
)
from dueregard.voices.representation.margins import Margin, Margins, margins_from
from dueregard.voices.representation.microdata import Microdata
from dueregard.voices.representation.represent import represent

__all__ = [
    "Against",
    "AgainstFinding",
    "CharacteristicFinding",
    "GroupFinding",
    "Margin",
    "Margins",
    "Microdata",
    "Representation",
    "margins_from",
    "represent",
]
