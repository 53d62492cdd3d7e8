"""A small table that has everything that can go wrong, for the tests of answers from arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from dueregard.engine import Grouping
from dueregard.engine.many import ManyPeople, many_people
from dueregard.estimates import Estimates
from dueregard.people import People, read_people

BY = ("letter", "number", "sex")


def columns(count: int = 400, *, seed: int = 5) -> dict[str, Any]:
    """Missing outcomes and groups, zero weights, a debt, groups of one person and a stratum of one."""
    draw = np.random.default_rng(seed)
    income = draw.gamma(2.0, 100.0, count).round(1)
    income[:15], income[50] = np.nan, -20.0
    change = np.where(income < 100, 10.0, -0.02 * income)
    found = {
        "income": income,
        "change": change,
        "after": income + change,
        "poor": np.where(np.isnan(income), np.nan, (income < 120) * 1.0),
        "cost": draw.random(count),
        "weight": draw.uniform(0.5, 2.0, count),
        "letter": np.array(["x", "y", "z", None], dtype=object)[draw.integers(0, 4, count)],
        "number": draw.integers(0, 5, count),
        "sex": draw.integers(0, 2, count),
        "stratum": draw.integers(0, 5, count),
        "age": draw.integers(0, 95, count),
        "house": draw.integers(0, count // 3, count),
        "area": draw.integers(0, 12, count),
        "areas": np.full(count, 40.0),
        "houses": np.full(count, 900.0),
    }
    found["weight"][5:12] = 0.0
    found["house"][5], found["area"][found["letter"] == "z"] = 9999, 3
    found["number"][3], found["number"][60] = 9, 10
    found["stratum"][77] = 77
    return found


def people(**how: Any) -> People:
    table = {name: pa.array(values, from_pandas=True) for name, values in columns().items()}
    return read_people(pa.table(table), **how)


DESIGNS: dict[str, dict[str, Any]] = {
    "weights": {"weight": "weight"},
    "strata": {"weight": "weight", "strata": "stratum"},
    "full count": {"count": "full"},
    "nothing": {},
    "households": {"weight": "weight", "cluster": "house"},
    "areas in strata": {"weight": "weight", "strata": "stratum", "cluster": "area", "fpc": "areas"},
}


def together(given: People, **sums: tuple[str, str]) -> tuple[ManyPeople, dict[str, Grouping]]:
    groupings = {name: given.schema.grouping(name) for name in BY}
    arrays = {
        name: np.asarray(values, dtype=float)
        for name, values in columns().items()
        if name in ("income", "change", "after", "poor", "cost")
    }
    return many_people(given.table, groupings.values()).having(arrays, sums=sums), groupings


def same(ours: Estimates, engines: Estimates, *, tolerance: float = 1e-10, nothing: float = 1e-10) -> None:
    """Compare everything that is said of every value; below `nothing` there is only rounding."""
    assert ours.labels == engines.labels
    assert ours.statuses == engines.statuses
    assert ours.reasons == engines.reasons
    assert ours.interval_methods == engines.interval_methods
    for name in ("values", "se", "df"):
        mine, theirs = getattr(ours, name), getattr(engines, name)
        np.testing.assert_allclose(mine, theirs, rtol=tolerance, atol=nothing, err_msg=name)
    np.testing.assert_allclose(ours.interval(0.95), engines.interval(0.95), rtol=tolerance, atol=10 * nothing)
    for mine, theirs in zip(ours.supports, engines.supports, strict=True):
        assert (mine.n, mine.units, mine.events, mine.least_n) == (
            theirs.n,
            theirs.units,
            theirs.events,
            theirs.least_n,
        )
        np.testing.assert_allclose(
            [mine.n_effective, mine.largest_share or 0.0],
            [theirs.n_effective, theirs.largest_share or 0.0],
            rtol=tolerance,
        )
