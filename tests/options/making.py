"""Small tables and options for the tests of this room."""

from __future__ import annotations

from typing import Any

import numpy as np

from dueregard.options import Applied, Option, apply_option, formulas_of, option_from, read_rows, units_of
from dueregard.people import People, read_people


def option(**keys: Any) -> Option:
    return option_from({"name": "Option", "kind": "cash", "amount": 10, **keys})


def table(count: int = 60, *, seed: int = 3) -> dict[str, list[Any]]:
    draw = np.random.default_rng(seed)
    return {
        "id": [f"p{number}" for number in range(count)],
        "household": [number // 3 for number in range(count)],
        "age": draw.integers(0, 95, count).tolist(),
        "sex": draw.choice(["f", "m"], count).tolist(),
        "income": draw.gamma(2.0, 150.0, count).round(2).tolist(),
        "weight": draw.uniform(0.5, 3.0, count).round(3).tolist(),
    }


def applied(given: Option, people: People, *, column: str | None = "id", **how: Any) -> Applied:
    codes = [name for name in (column, given.take_up.by) if name]
    rows = read_rows(people, outcome="income", formulas=formulas_of(given).values(), codes=codes)
    units = units_of(given.unit, rows.codes[column] if column else None, rows, column=column)
    return apply_option(given, rows, units, **how)


def some_people(columns: dict[str, list[Any]] | None = None) -> People:
    return read_people(columns or table(), weight="weight")
