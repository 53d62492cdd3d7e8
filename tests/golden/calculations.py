"""What each reference value is in our terms: a measure, its groups, and what to read off."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from dueregard.engine import Grouping, Table, evaluate
from dueregard.estimates import Covariance, Estimates
from dueregard.measures import design_effect, mean, median, proportion, quantile, ratio, total, variance
from tests.golden.scenarios import SCENARIOS, scd_brr

COVERED = (
    *(f"d{number:04}" for number in range(175)),
    "d0419", "d0421", "d0422", "d0492", "d0494", "d0495",
    "d0564", "d0566", "d0567", "d0636", "d0638", "d0639",
)  # fmt: skip
"""Reference values that are asserted."""

VARIABLES = {
    "apistrat": ("api00", "api00>700", "api.stu", "enroll", "stype"),
    "apiclus1": ("api00", "api00>700", "api.stu", "enroll", "stype"),
    "apisrs": ("api00", "api00>700", "api.stu", "enroll", "stype"),
    "eusilc": ("eqIncome", "eqIncome>20000", "hy050n", "eqSS", "rb090"),
    "eusilc3": ("eqIncome", "eqIncome>20000", "hy050n", "eqSS", "rb090"),
    "fpc": ("x", "x>4", "x", "x", "stratid"),
    "ilocos": ("AP.income", "AP.income>0", "AP.income", "AP.income", "sex"),
    "mu284": ("y1", "y1>40", "y1", "y1", "id1"),
    "scd": ("alive", "alive>30", "alive", "arrests", "ESA"),
}
SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Our numbers, in the order of the reference."""

    estimate: Any
    se: Any = None
    vcov: Any = None


@cache
def references(folder: Path) -> dict[str, dict[str, Any]]:
    rows = json.loads((folder / "golden" / "measures" / "golden_dev.json").read_text())["rows"]
    return {row["id"]: row for row in rows}


@cache
def table_of(scenario: str, folder: Path) -> Table:
    return SCENARIOS[scenario](folder)


def calculate(row: dict[str, Any], folder: Path) -> Found:
    """Compute what a reference row holds."""
    table = table_of(row["scenario"], folder)
    names = VARIABLES[row["scenario"].split("_")[0]]
    kind = row["measure"]
    if kind == "mean_mse":
        return _found(evaluate(scd_brr(mse=True), [mean("alive")]))
    if kind == "mean_deff_value":
        return Found(estimate=design_effect(table, names[0])[0])
    if kind == "degf":
        return Found(estimate=evaluate(table, [mean(names[0])]).df[0])
    if "_ci" in kind:
        return Found(estimate=_interval(table, names, kind))
    if kind.startswith("quantile"):
        return _quantiles(table, names, kind)
    if kind.startswith("contrast_"):
        return _contrast(table, names, kind)
    return _value(table, names, kind.removesuffix("_deff"), row)


def _interval(table: Table, names: tuple[str, ...], kind: str) -> Any:
    measures = {
        "mean_ci95_t": mean(names[0]),
        "median_ci": median(names[0]),
        "median_ci_xlogit": median(names[0], scale="xlogit"),
    }
    measure = measures.get(kind) or proportion(names[1], interval=kind.removeprefix("proportion_ci_"))
    return evaluate(table, [measure]).interval(0.95)[0]


def _quantiles(table: Table, names: tuple[str, ...], kind: str) -> Found:
    if kind.startswith("quantile_linearised_"):
        share = float(kind.removeprefix("quantile_linearised_"))
        return _found(evaluate(table, [quantile(names[0], p=share, interval="linearised")]))
    rule = "hf7" if kind.endswith("hf7") else "math"
    return _found(evaluate(table, [quantile(names[0], p=p, rule=rule) for p in SHARES]))


def _value(table: Table, names: tuple[str, ...], kind: str, row: dict[str, Any]) -> Found:
    # Post-stratified rows take the total of the enrolment.
    outcome = re.search(r"\(~([A-Za-z0-9_.]+)", row["call"])
    column = outcome.group(1) if outcome else names[0]
    measures = {
        "mean": mean(column),
        "total": total(column),
        "proportion": proportion(names[1]),
        "ratio": ratio(names[2], denominator=names[3]),
        "variance": variance(column),
        "median": median(column),
    }
    if not kind.endswith("_by"):
        return _found(evaluate(table, [measures[kind]]))
    grouping = Grouping(name="group", column=names[4])
    return _found(
        _ordered(evaluate(table, [measures[kind.removesuffix("_by")]], groupings=[[grouping]]), row)
    )


def _ordered(estimates: Estimates, row: dict[str, Any]) -> Estimates:
    """Put groups in the reference's order."""
    levels = [label.by["group"] for label in estimates.labels]
    return estimates[[levels.index(level.split(":")[0]) for level in row["estimate"]]]


def _contrast(table: Table, names: tuple[str, ...], kind: str) -> Found:
    means = evaluate(table, [mean(names[0])], groupings=[[Grouping(name="group", column=names[4])]])
    first, second = ("male", "female") if names[4] == "rb090" else ("E", "H")
    if kind.startswith("contrast_first_vs"):
        return _found(means.versus("average").where(group=first))
    # R's svycontrast of replicate designs applies the delta method to the covariance, where we compute the
    # contrast in each replicate; so its numbers are compared through our covariance alone.
    if table.design.replicates is not None:
        means = replace(means, sources=(Covariance(identity="alone", matrix=means.covariance()),))
    compare = {"difference": means.difference, "ratio": means.ratio, "logratio": means.log_ratio}
    return _found(compare[kind.split("_")[1]]("group", reference=second).where(group=first))


def _found(estimates: Estimates) -> Found:
    return Found(estimate=estimates.values, se=estimates.se, vcov=estimates.covariance())


def numbers(reference: Any) -> np.ndarray:
    """Flatten a reference: a number, a list, or numbers by level."""
    values = list(reference.values()) if isinstance(reference, dict) else reference
    return np.asarray(values, dtype=float).ravel()


def worst_error(row: dict[str, Any], folder: Path) -> float:
    """Largest relative error of the estimate, standard errors and covariances of a row."""
    found = calculate(row, folder)
    worst = 0.0
    for name in ("estimate", "se", "vcov"):
        if row.get(name) is None or getattr(found, name) is None:
            continue
        expected, ours = numbers(row[name]), np.asarray(getattr(found, name), dtype=float).ravel()
        assert expected.shape == ours.shape, (row["id"], name, expected.shape, ours.shape)
        # A covariance that is zero by design is compared with the size of the variances.
        scale = np.maximum(np.abs(expected), np.abs(expected).max() * 1e-3 if name == "vcov" else 1e-300)
        worst = max(worst, float(np.max(np.abs(ours - expected) / scale)))
    return worst
