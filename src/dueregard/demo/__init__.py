"""Brackwater, a synthetic town, and the casebook that assesses one decision about it.

Nobody in it exists. Its people come from a readable causal model, so whatever a stage of the assessment
should find is known in advance: see :mod:`dueregard.demo.parameters` and :func:`planted`.
"""

from dueregard.demo.parameters import Parameters
from dueregard.demo.survey import survey
from dueregard.demo.town import Town, town
from dueregard.demo.truth import Planted, planted
from dueregard.demo.truth_of_options import Weighed, weighed
from dueregard.demo.truth_of_voices import Voiced, voiced
from dueregard.demo.write import write_demo

__all__ = [
    "Parameters",
    "Planted",
    "Town",
    "Voiced",
    "Weighed",
    "planted",
    "survey",
    "town",
    "voiced",
    "weighed",
    "write_demo",
]
