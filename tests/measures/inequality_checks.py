"""What the tests of ordered measures share: people made in code, numerical derivatives, reference rows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from dueregard.engine import Grouping, Table, evaluate
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.protocols import Measure
from dueregard.engine.scored import Scored, Solution
from dueregard.estimates import Estimates
from tests.golden.scenarios import SCENARIOS

INCOME = {"eusilc": "eqIncome", "eusilc3": "eqIncome", "ilocos": "AP.income"}
SURVEYS = ("eusilc_strat_person", "eusilc_strat_hhcluster", "ilocos_iid_weights", "eusilc3_JKn_boot50")
POINTS = {
    "eusilc_points": ("eusilc", "eqIncome", "rb050", "db040"),
    "ilocos_points": ("ilocos", "AP.income", "AP.weight", "province"),
}


@cache
def rows(folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Reference rows by scenario and measure."""
    found = json.loads((folder / "golden" / "measures" / "golden_dev.json").read_text())["rows"]
    return {(row["scenario"], row["measure"]): row for row in found}


@cache
def table_of(scenario: str, folder: Path) -> Table:
    return SCENARIOS[scenario](folder)


@cache
def points(scenario: str, folder: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Incomes, weights and groups of the rows without a design."""
    name, income, weight, group = POINTS[scenario]
    path = folder / "data" / "measures" / f"{name}.csv.gz"
    columns = ", ".join([f'"{income}"::double as y', f'"{weight}"::double as w', f'"{group}"::varchar as g'])
    found = duckdb.sql(f"select {columns} from read_csv('{path}', sample_size=-1)").fetchnumpy()
    return found["y"], found["w"], found["g"]


def estimated(scenario: str, measure: Measure, folder: Path, *, by: str | None = None) -> Estimates:
    """Estimate a measure on the table of a reference row; by the groups of a row, in its order."""
    table = table_of(scenario, folder)
    if by is None:
        return evaluate(table, [measure])
    row = rows(folder)[scenario, by]
    column = re.search(r"svyby\(~[\w.]+,~([\w.]+),", row["call"])
    assert column is not None
    grouping = Grouping(name="group", column=column.group(1))
    found = evaluate(table, [measure], groupings=[[grouping]])
    levels = [label.by["group"] for label in found.labels]
    return found[[levels.index(level) for level in row["estimate"]]]


def income(scenario: str) -> str:
    return INCOME[scenario.split("_", maxsplit=1)[0]]


def worst(ours: Any, reference: Any) -> float:
    """Largest relative difference from a number, a list or numbers by level."""
    values = list(reference.values()) if isinstance(reference, dict) else reference
    expected = np.asarray(values, dtype=float).ravel()
    found = np.asarray(ours, dtype=float).ravel()
    assert found.shape == expected.shape
    return float(np.max(np.abs(found - expected) / np.where(expected == 0, 1.0, np.abs(expected))))


def scored(found: Scored | Solution) -> Scored:
    return found.scored if isinstance(found, Solution) else found


def people_with_ties(size: int = 60, *, levels: int = 2, seed: int = 3) -> OrderedPeople:
    """Skewed values with ties within and between levels, and uneven weights."""
    draw = np.random.default_rng(seed)
    y = np.round(np.exp(draw.normal(2.0, 0.7, size)), 1)
    y[: size // 4] = y[size // 4 : 2 * (size // 4)]
    weight = draw.uniform(0.5, 4.0, size)
    return OrderedPeople.of(y, weight=weight, level=draw.integers(0, levels, size), levels=levels)


def derivative(form: Callable[[OrderedPeople], Scored | Solution], people: OrderedPeople) -> np.ndarray:
    """Derivative of each person's own level's value in their weight, by central differences."""
    level = np.repeat(np.arange(people.levels), np.diff(people.starts))
    result = np.empty(len(people))
    for person in range(len(people)):
        step = 1e-6 * people.weight[person]
        moved = []
        for sign in (1.0, -1.0):
            weight = people.weight.copy()
            weight[person] += sign * step
            moved.append(scored(form(people.reweighted(weight))).values[level[person]])
        result[person] = (moved[0] - moved[1]) / (2 * step)
    return result


def score_error(form: Callable[[OrderedPeople], Scored | Solution], people: OrderedPeople) -> float:
    """Largest difference of scores from the derivatives in the weights, relative to the largest."""
    numerical = derivative(form, people)
    ours = scored(form(people)).scores(people.starts)
    return float(np.max(np.abs(ours - numerical)) / np.max(np.abs(numerical)))


def values(measure: Any, y: Any, weight: Any = None) -> float:
    """Value of a measure of one level."""
    return float(scored(measure.form(OrderedPeople.of(y, weight=weight), None)).values[0])
