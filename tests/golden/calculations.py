"""Every reference row's calculation, by family."""

from __future__ import annotations

from collections.abc import Mapping

from tests.golden import (
    concentration,
    decompositions,
    health_equity,
    individuals,
    inequality,
    poverty,
    rates,
    survey,
)
from tests.golden.calculation import Calculation
from tests.golden.rows import Row

Calculations = Mapping[str | tuple[str, str], Calculation]

FAMILIES: dict[str, Calculations] = {
    "Survey statistics": survey.CALCULATIONS,
    "Inequality": inequality.CALCULATIONS,
    "Poverty and richness": poverty.CALCULATIONS,
    "Decompositions": decompositions.CALCULATIONS,
    "Concentration by rank": concentration.CALCULATIONS,
    "Health equity between groups": health_equity.CALCULATIONS,
    "Health equity between individuals": individuals.CALCULATIONS,
    "Rates and public health": rates.CALCULATIONS,
}
"""By measure of the reference, or by its scenario and measure where that one differs from the others."""


def family_of(row: Row) -> str:
    """The family of a row; fails if there is none, or two."""
    [family] = [family for family, known in FAMILIES.items() if _key(row, known) in known]
    return family


def calculation_of(row: Row) -> Calculation:
    """How a row is computed."""
    known = FAMILIES[family_of(row)]
    return known[_key(row, known)]


def _key(row: Row, known: Calculations) -> str | tuple[str, str]:
    return (row.scenario, row.measure) if (row.scenario, row.measure) in known else row.measure
