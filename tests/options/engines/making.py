"""Families for rules engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dueregard.errors import UsageError
from dueregard.options.engines import (
    Change,
    Changed,
    Concept,
    Households,
    Input,
    Output,
    Pinned,
    Run,
    households_of,
)

NET = Concept(name="net", level="household", meaning="income less a tax of one rate", income=True)
EQUIVALISED = Concept(
    name="equivalised",
    level="household",
    meaning="net income by the root of members",
    income=True,
    whole="net",
    scale="root",
)
ROOT = Concept(name="root", level="household", meaning="the root of the number of members")
PURSE = Concept(name="purse", level="household", meaning="what the state has")
REGIONS = {"NORTH": "The North", "SOUTH": "The South"}
INPUTS = (
    Input(name="age", level="person", ordinary=True),
    Input(name="employment_income", level="person", money=True, ordinary=True),
    Input(name="claims", level="unit", kind="truth", ordinary=True),
    Input(name="region", level="household", kind="code", codes=REGIONS, ordinary=True),
    Input(name="savings", level="household"),
)


class OneRate:
    """A country with one tax on the income of households, and a basic income for units that claim it."""

    name, version, years, balance = "One Rate", "1", range(2025, 2027), "purse"
    concepts = (NET, EQUIVALISED)
    law = {"rate": 0.2, "basic": 1000.0}  # noqa: RUF012 - never changed

    def __init__(self, *, assume: Mapping[str, Any] | None = None) -> None:
        self.assume = dict(assume or {})

    def inputs(self) -> Mapping[str, Input]:
        return {each.name: each for each in INPUTS}

    def parameter(self, path: str, year: int) -> Changed:
        if path not in self.law:
            raise UsageError(f"The engine has no parameter {path!r}.", remedy="Did you mean 'rate'?")
        return self._changed(Change(path, self.law[path]), year)

    def _changed(self, change: Change, year: int) -> Changed:
        return Changed(
            path=change.path,
            label="",
            unit="",
            year=str(year),
            baseline=self.law[change.path],
            value=change.value,
        )

    def baseline(self, people: Households, year: int, outputs: Sequence[str] = ()) -> Run:
        return self._run(people, year, self.law)

    def reform(
        self, people: Households, year: int, changes: Sequence[Change], outputs: Sequence[str] = ()
    ) -> Run:
        changed = tuple(self._changed(change, year) for change in changes)
        law = {**self.law, **{change.path: change.value for change in changes}}
        return self._run(people, year, law, changed)

    def _run(
        self, people: Households, year: int, law: Mapping[str, Any], changed: tuple[Changed, ...] = ()
    ) -> Run:
        claims = people.units.get("claims", np.full(people.rows("unit"), self.assume.get("claims", True)))
        paid = np.zeros(people.rows("household"))
        home = people.household_of[np.unique(people.unit_of, return_index=True)[1]]
        np.add.at(paid, home, law["basic"] * claims)
        tax = law["rate"] * np.bincount(people.household_of, people.persons["employment_income"])
        net = np.bincount(people.household_of, people.persons["employment_income"]) - tax + paid
        found = {NET: net, ROOT: np.sqrt(np.bincount(people.household_of)), PURSE: tax - paid}
        return Run(
            engine=self.name,
            version=self.version,
            year=str(year),
            people=people,
            outputs={each.name: Output(concept=each, values=values) for each, values in found.items()},
            changed=changed,
            pinned=() if "claims" in people.units else (Pinned(variable="claims", value="True", why="."),),
            notes=tuple(str(each) for each in changed if each.no_op),
        )


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
