"""Families for rules engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dueregard.options.engines import Households, households_of


def families(each: Sequence[Mapping[str, Any]]) -> Households:
    """One benefit unit a household: ages of `adults` and `kids`; adults earn `gross` and `gross_second`."""
    persons: dict[str, list[Any]] = {
        name: [] for name in ("person_id", "unit_id", "household_id", "age", "employment_income")
    }
    for number, family in enumerate(each):
        ages = [*family["adults"], *family.get("kids", [])]
        for place, age in enumerate(ages):
            persons["person_id"].append(f"{number}.{place}")
            persons["unit_id"].append(number)
            persons["household_id"].append(number)
            persons["age"].append(float(age))
            earned = family.get(("gross", "gross_second")[place], 0) if place < 2 else 0
            persons["employment_income"].append(float(earned))
    rents = [12.0 * family.get("council_rent_pm", 0) for family in each]
    return households_of(
        persons,
        {
            "unit_id": list(range(len(each))),
            "is_married": [bool(family.get("married", len(family["adults"]) > 1)) for family in each],
        },
        {
            "household_id": list(range(len(each))),
            "region": [family.get("region", "NORTH_WEST") for family in each],
            "rent": rents,
            "tenure_type": ["RENT_FROM_COUNCIL" if rent else "RENT_PRIVATELY" for rent in rents],
        },
    )
