"""What PolicyEngine UK can be told about people, and which columns it is told without their being named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dueregard.options.engines.rules_engine import Input
from dueregard.options.engines.uk_pins import PINS, REQUIRED
from dueregard.options.engines.uk_simulation import LEVELS, variables_of_law

__all__ = ["ORDINARY", "inputs_of_law"]

ORDINARY = frozenset(
    (
        *(name for names in REQUIRED.values() for name in names),
        *(pin.variable for pin in PINS if not pin.variable.endswith("_weight")),
        *("is_married", "self_employment_income", "private_pension_income", "savings_interest_income"),
        *("dividend_income", "property_income", "maintenance_income", "miscellaneous_income"),
        *("private_transfer_income", "hours_worked", "childcare_expenses", "employee_pension_contributions"),
        *("is_disabled_for_benefits", "is_blind", "student_loan_plan", "council_tax_band"),
        *("mortgage_interest_repayment", "water_and_sewerage_charges"),
    )
)
"""Inputs whose names can hardly stand for anything else; others must be named."""


def inputs_of_law() -> Mapping[str, Input]:
    """List the variables of the engine as inputs.

    Returns
    -------
    mapping of str to Input
        By name.
    """
    return {name: _input(name, variable) for name, variable in variables_of_law().items()}


def _input(name: str, variable: Any) -> Input:
    held = variable.value_type.__name__
    codes = {each.name: str(each.value) for each in variable.possible_values} if held == "Enum" else {}
    return Input(
        name=name,
        level=LEVELS[variable.entity.key],
        kind="code" if codes else "truth" if held == "bool" else "number",
        codes=codes,
        money=variable.unit == "currency-GBP" and variable.quantity_type == "flow",
        ordinary=name in ORDINARY,
    )
