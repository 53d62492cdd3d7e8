"""What options do in later years and to generations, those not yet born among them."""

from dueregard.consequences.generations.described import looks_ahead, years_described
from dueregard.consequences.generations.findings import LaterYears
from dueregard.consequences.generations.grouping import GENERATION, with_generations
from dueregard.consequences.generations.of_casebook import (
    OF_LATER_YEARS,
    later_years_of,
    tables_of_later_years,
)
from dueregard.consequences.generations.project import later_years
from dueregard.consequences.generations.protecting import protected_years
from dueregard.consequences.generations.released import released_later_years, with_figures, without_figures
from dueregard.consequences.generations.survival import survival_from
from dueregard.consequences.generations.years import Years

__all__ = [
    "GENERATION",
    "OF_LATER_YEARS",
    "LaterYears",
    "Years",
    "later_years",
    "later_years_of",
    "looks_ahead",
    "protected_years",
    "released_later_years",
    "survival_from",
    "tables_of_later_years",
    "with_figures",
    "with_generations",
    "without_figures",
    "years_described",
]
