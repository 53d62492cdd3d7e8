"""Decisions added up: what a bundle of measures does, to whom, and what each has to do with it."""

from dueregard.consequences.cumulative.asked import Asked
from dueregard.consequences.cumulative.attribution import shapley_values
from dueregard.consequences.cumulative.bundle import Bundle, read_bundle
from dueregard.consequences.cumulative.cumulate import cumulate
from dueregard.consequences.cumulative.findings import Cumulative, CumulativeFlag, WorstAffected
from dueregard.consequences.cumulative.years import read_years

__all__ = [
    "Asked",
    "Bundle",
    "Cumulative",
    "CumulativeFlag",
    "WorstAffected",
    "cumulate",
    "read_bundle",
    "read_years",
    "shapley_values",
]
