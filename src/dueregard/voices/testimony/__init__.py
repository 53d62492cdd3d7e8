"""Testimony: what people told of their lives, within the consent they gave."""

from dueregard.voices.testimony.find import find_testimony
from dueregard.voices.testimony.findings import Quote, Standing, TestimonyFindings
from dueregard.voices.testimony.recording import record_folder
from dueregard.voices.testimony.standing import heard_characteristics, standings

__all__ = [
    "Quote",
    "Standing",
    "TestimonyFindings",
    "find_testimony",
    "heard_characteristics",
    "record_folder",
    "standings",
]
