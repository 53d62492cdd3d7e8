"""What options do in later years and to generations, those not yet born among them."""

from dueregard.consequences.generations.described import looks_ahead, years_described
from dueregard.consequences.generations.findings import LaterYears
from dueregard.consequences.generations.grouping import GENERATION, with_generations
from dueregard.consequences.generations.of_casebook import later_years_of, tables_of_later_years
from dueregard.consequences.generations.project import later_years
from dueregard.consequences.generations.survival import survival_from
from dueregard.consequences.generations.years import Years

__all__ = [
    "GENERATION",
    "LaterYears",
    "Years",
    "later_years",
    "later_years_of",
    "looks_ahead",
    "survival_from",
    "tables_of_later_years",
    "with_generations",
    "years_described",
]
