"""What PolicyEngine UK would draw at random or take for granted, pinned and said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from dueregard.errors import UsageError, did_you_mean
from dueregard.options.engines.households import Columns, Households, Level
from dueregard.options.engines.rules_engine import Pinned

__all__ = ["PINS", "REQUIRED", "Pin", "Value", "complete"]

Value: TypeAlias = bool | float | str

REQUIRED: Mapping[Level, tuple[str, ...]] = {
    "person": ("age", "employment_income"),
    "household": ("region",),
}
"""Columns without which no amount means anything; a pin given by name stands in for one."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A column that is filled with one value unless the caller gives it.

    Attributes
    ----------
    variable : str
        The engine's name.
    level : {"person", "unit", "household"}
        Which table.
    value : bool, float or str
        For every row.
    why : str
        A sentence.
    """

    variable: str
    level: Level
    value: Value
    why: str


_DRAWN = "the engine draws it from a hash of the id, so the same family under another id would differ"
_CLAIMS = "everybody who is entitled is taken to claim"
_REPORTED = "as the engine has it for tables, only families that report it receive it"

PINS: tuple[Pin, ...] = (
    Pin("household_weight", "household", 1.0, "no weights were given; amounts a household do not use them"),
    Pin("gender", "person", "MALE", "no sex was given; the engine's own default"),
    Pin("tenure_type", "household", "RENT_PRIVATELY", "no tenure was given; the engine's own default"),
    Pin("rent", "household", 0.0, "no rent was given, so no housing costs are supported"),
    Pin("council_tax", "household", 0.0, "no council tax was given, so none is paid or reduced"),
    Pin("uc_deductions", "unit", 0.0, f"repayment of debts out of Universal Credit: {_DRAWN}"),
    Pin("would_claim_uc", "unit", True, f"Universal Credit: {_CLAIMS}"),
    Pin("would_claim_uc_at_legacy_closure", "unit", True, f"Universal Credit: {_CLAIMS}"),
    Pin("would_claim_child_benefit", "unit", True, f"Child Benefit: {_CLAIMS}"),
    Pin("child_benefit_opts_out", "unit", False, "nobody gives up Child Benefit to avoid the charge"),
    Pin("would_claim_pc", "unit", True, f"Pension Credit: {_CLAIMS}"),
    Pin("would_claim_scp", "person", True, f"Scottish Child Payment: {_CLAIMS}"),
    Pin("would_claim_housing_benefit", "unit", False, f"Housing Benefit: {_REPORTED}"),
    Pin("would_claim_council_tax_reduction", "unit", False, f"Council Tax Reduction: {_REPORTED}"),
    Pin("claims_all_entitled_benefits", "unit", False, f"old means-tested benefits: {_REPORTED}"),
    Pin("warm_home_discount_random_draw", "household", 0.0, f"all who qualify receive it; {_DRAWN}"),
    Pin("attends_private_school", "person", False, "the engine imputes it from the table's own incomes"),
    Pin("would_evade_tv_licence_fee", "household", False, "everybody pays for the television licence"),
    Pin("months_since_last_birthday", "person", 6.0, f"the middle of the year of age; {_DRAWN}"),
)
"""In the order in which they are reported."""

MARRIED = Pinned(
    variable="is_married",
    value="every couple",
    why="no marital status was given: the engine takes every couple as married, which gives a Marriage "
    "Allowance worth up to 252 a year",
)

THE_REST = Pinned(
    variable="every other input",
    value="the engine's default",
    why="what the table does not give is none: no other income, savings, disability or costs of childcare",
)


def complete(
    people: Households, assume: Mapping[str, Value]
) -> tuple[dict[Level, dict[str, Any]], tuple[Pinned, ...]]:
    """Fill in what the caller did not give.

    Parameters
    ----------
    people : Households
        As given; nothing in it is changed.
    assume : mapping of str to bool, float or str
        Values the caller wants for pinned or required columns that the table lacks, for every row.

    Returns
    -------
    columns : dict of str to dict of str to ndarray
        The three tables with every pinned column.
    pinned : tuple of Pinned
        What was filled in, in the order of :data:`PINS`.

    Raises
    ------
    UsageError
        When a required column is missing, something unknown is assumed, or the table has it already.
    """
    pins = (*(_asked(assume)), *PINS)
    filled: dict[Level, dict[str, Any]] = {
        "person": dict(people.persons),
        "unit": dict(people.units),
        "household": dict(people.households),
    }
    _no_contradiction(assume, filled)
    pinned = []
    for pin in pins:
        if pin.variable not in filled[pin.level]:
            filled[pin.level][pin.variable] = np.full(people.rows(pin.level), pin.value)
            pinned.append(Pinned(variable=pin.variable, value=str(pin.value), why=pin.why))
    _nothing_required_missing(filled)
    if "is_married" not in filled["unit"]:
        pinned.append(MARRIED)
    return filled, (*pinned, THE_REST)


def _asked(assume: Mapping[str, Value]) -> list[Pin]:
    known = {pin.variable: pin for pin in PINS} | {
        name: Pin(name, level, 0.0, "") for level, names in REQUIRED.items() for name in names
    }
    known["is_married"] = Pin("is_married", "unit", True, "")
    for name in assume:
        if name not in known:
            raise UsageError(
                f"{name!r} cannot be assumed for everybody.",
                found=f"What can be is: {', '.join(known)}.",
                remedy=did_you_mean(name, known) or "Give it as a column.",
            )
    return [
        replace(known[name], value=value, why="as the caller assumed for everybody")
        for name, value in assume.items()
    ]


def _no_contradiction(assume: Mapping[str, Value], filled: Mapping[Level, Columns]) -> None:
    if both := [name for name in assume if any(name in columns for columns in filled.values())]:
        raise UsageError(f"{both[0]!r} is assumed for everybody, and is a column of the table as well.")


def _nothing_required_missing(filled: Mapping[Level, Columns]) -> None:
    for level, names in REQUIRED.items():
        if missing := [name for name in names if name not in filled[level]]:
            raise UsageError(
                f"The {level} table has no column {missing[0]!r}, which the engine needs.",
                found=f"Its columns are: {', '.join(sorted(filled[level]))}.",
                remedy=f"Give it ([inputs] of an option says which column it is), or one value for all: "
                f"[assume] {missing[0]} = ... in an option, assume={{{missing[0]!r}: ...}} in Python.",
            )
