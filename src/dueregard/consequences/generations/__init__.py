"""What options do in later years and to generations, those not yet born among them."""

from dueregard.consequences.generations.described import looks_ahead, years_described
from dueregard.consequences.generations.findings import LaterYears
from dueregard.consequences.generations.grouping import GENERATION, with_generations
from dueregard.consequences.generations.project import later_years
from dueregard.consequences.generations.survival import survival_from
from dueregard.consequences.generations.years import Years

__all__ = [
    "GENERATION",
    "LaterYears",
    "Years",
    "later_years",
    "looks_ahead",
    "survival_from",
    "with_generations",
    "years_described",
]
