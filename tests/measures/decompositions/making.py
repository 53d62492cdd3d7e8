"""People to try decompositions on, and standard errors by numerical derivatives in their weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from dueregard.engine import Grouping, Measure, ReplicateWeights, SurveyDesign, Table, evaluate, table_from
from dueregard.estimates import Estimates, Replicates


def columns_of(size: int = 60, *, seed: int = 4) -> dict[str, np.ndarray]:
    """Incomes with ties, in nested groups and two years, with sources and weights."""
    draw = np.random.default_rng(seed)
    region = draw.integers(0, 3, size)
    wage = np.round(draw.lognormal(2.0 + 0.2 * region, 0.6), 1)
    benefits = np.round(draw.exponential(2.0, size), 1) + 0.5
    tax = -np.round(0.2 * wage, 1)
    age = draw.integers(20, 80, size).astype(float)
    return {
        "y": wage + benefits + tax,
        "wage": wage,
        "benefits": benefits,
        "tax": tax,
        "age": age,
        "health": np.round(5 + 0.1 * wage - 0.03 * age + draw.normal(0, 0.5, size), 2),
        "region": np.array(["north", "south", "west"])[region],
        "area": np.array([f"{r}{a}" for r, a in zip(region, draw.integers(0, 2, size), strict=True)]),
        "year": np.where(np.arange(size) % 2 == 0, 2001, 2011),
        "w": draw.uniform(0.5, 3.0, size),
    }


def table_of_columns(columns: dict[str, Any], **changed: Any) -> Table:
    return table_from(pa.table(columns | changed), design=SurveyDesign(weight="w"))


def estimates_of(
    measure: Measure, columns: dict[str, Any], *, by: Sequence[str] = (), **changed: Any
) -> Estimates:
    groupings = [Grouping(name=name, column=name) for name in by]
    return evaluate(table_of_columns(columns, **changed), [measure], groupings=[groupings])


def numerical_covariance(measure: Measure, columns: dict[str, Any], *, step: float = 1e-4) -> np.ndarray:
    """Design covariance of all results from central differences in each person's weight.

    All changed weights are evaluated at once, as if they were replicate weights.
    """
    weight, size = columns["w"], len(columns["w"])
    moved = np.concatenate([1 + step * np.eye(size), 1 - step * np.eye(size)]) * weight
    names = tuple(f"r{index}" for index in range(2 * size))
    table = table_from(
        pa.table(columns | dict(zip(names, moved, strict=True))),
        design=SurveyDesign(weight="w", replicates=ReplicateWeights(columns=names, method="bootstrap")),
    )
    source = evaluate(table, [measure]).sources[0]
    assert isinstance(source, Replicates)
    up, down = np.split(source.values, 2)
    scores = (up - down) / (2 * step)
    centred = scores - scores.mean(axis=0)
    return np.asarray(size / (size - 1) * centred.T @ centred)


def worst_covariance(found: np.ndarray, expected: np.ndarray) -> float:
    """Largest difference relative to the standard errors."""
    scale = np.sqrt(np.maximum(np.diag(expected), 1e-30))
    return float(np.max(np.abs(found - expected) / np.outer(scale, scale)))


def component(found: Estimates, name: str, **by: str) -> np.ndarray:
    """Values of a component, in order."""
    wanted = {"component": name, **by}
    return np.array(
        [
            value
            for value, label in zip(found.values, found.labels, strict=True)
            if wanted.items() <= label.by.items()
        ]
    )
