"""Inequality by source against brute force, the Gini index and derivatives."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.errors import UsageError
from dueregard.measures.decompositions.sources import (
    gini_source_decomposition,
    variance_source_decomposition,
)
from dueregard.measures.gini import gini
from tests.measures.decompositions.making import (
    columns_of,
    component,
    estimates_of,
    numerical_covariance,
    worst_covariance,
)

FACTORS = ("wage", "benefits", "tax")
LISTED = "; ".join(FACTORS)


def mean_distance(x: np.ndarray, w: np.ndarray) -> float:
    return float(w @ np.abs(x[:, None] - x[None, :]) @ w / (2 * w.sum() ** 2))


def shapley(columns: dict[str, np.ndarray], removal: str) -> np.ndarray:
    """Average over all orders, one by one."""
    w = columns["w"]
    worth = {frozenset[str](): 0.0}

    def value(chosen: frozenset[str]) -> float:
        if chosen not in worth:
            x = np.sum([columns[name] for name in chosen], axis=0)
            scale = np.average(columns["y"] if removal == "equal" else x, weights=w)
            worth[chosen] = mean_distance(x, w) / scale
        return worth[chosen]

    gains = dict.fromkeys(FACTORS, 0.0)
    orders = list(permutations(FACTORS))
    for order in orders:
        for at, name in enumerate(order):
            gains[name] += value(frozenset(order[: at + 1])) - value(frozenset(order[:at]))
    return np.array([gains[name] / len(orders) for name in FACTORS])


@given(st.integers(5, 50), st.integers(0, 10_000))
def test_lerman_yitzhaki_by_definition(size: int, seed: int) -> None:
    columns = columns_of(size, seed=seed)
    found = estimates_of(gini_source_decomposition("y", factors=LISTED), columns)
    y, w = columns["y"], columns["w"]
    above = (y[:, None] > y[None, :]) + 0.5 * (y[:, None] == y[None, :])
    rank = above @ w / w.sum()
    centre = np.average(y, weights=w)
    twice = [2 * np.average(columns[name] * (rank - 0.5), weights=w) for name in FACTORS]
    assert component(found, "contribution") == pytest.approx(np.array(twice) / centre, rel=1e-9, abs=1e-12)
    means = np.array([np.average(columns[name], weights=w) for name in FACTORS])
    assert component(found, "share") == pytest.approx(means / centre, rel=1e-12)
    assert component(found, "concentration") == pytest.approx(np.array(twice) / means, rel=1e-9, abs=1e-12)
    index = estimates_of(gini("y"), columns)
    assert found.values[0] == pytest.approx(index.values[0], rel=1e-10)
    assert component(found, "contribution").sum() == pytest.approx(found.values[0], rel=1e-12)


@given(st.integers(5, 50), st.integers(0, 10_000), st.sampled_from(["equal", "zero"]))
def test_shapley_by_all_orders(size: int, seed: int, removal: str) -> None:
    columns = columns_of(size, seed=seed)
    measure = gini_source_decomposition("y", factors=LISTED, method="shapley", removal=removal)
    found = estimates_of(measure, columns)
    assert component(found, "contribution") == pytest.approx(shapley(columns, removal), rel=1e-9, abs=1e-11)
    assert component(found, "contribution").sum() == pytest.approx(found.values[0], rel=1e-12)
    assert found.values[0] == pytest.approx(estimates_of(gini("y"), columns).values[0], rel=1e-10)


@given(st.integers(5, 50), st.integers(0, 10_000))
def test_variance_by_definition(size: int, seed: int) -> None:
    columns = columns_of(size, seed=seed)
    found = estimates_of(variance_source_decomposition("y", factors=FACTORS), columns)
    known = np.array([columns[name] for name in ("y", *FACTORS)])
    expected = np.cov(known, aweights=columns["w"], bias=True)[0]
    assert found.values[:4] == pytest.approx(expected, rel=1e-9, abs=1e-10)
    assert component(found, "share") == pytest.approx(expected[1:] / expected[0], rel=1e-9, abs=1e-10)
    assert component(found, "contribution").sum() == pytest.approx(found.values[0], rel=1e-11)


@pytest.mark.parametrize(
    "measure",
    [
        gini_source_decomposition("y", factors=LISTED),
        gini_source_decomposition("y", factors=LISTED, method="shapley"),
        gini_source_decomposition("y", factors=LISTED, method="shapley", removal="zero"),
        variance_source_decomposition("y", factors=LISTED),
    ],
)
def test_covariance_is_that_of_numerical_derivatives(measure: object) -> None:
    columns = columns_of(40)
    found = estimates_of(measure, columns)  # type: ignore[arg-type]
    expected = numerical_covariance(measure, columns)  # type: ignore[arg-type]
    assert worst_covariance(found.covariance(), expected) < 1e-5
    assert found.covariance()[1:4, 1:4].sum() == pytest.approx(found.se[0] ** 2, rel=1e-9)


def test_groups_and_labels() -> None:
    columns = columns_of()
    measure = gini_source_decomposition("y", factors=LISTED, method="shapley")
    found = estimates_of(measure, columns, by=["region"])
    inside = {name: values[columns["region"] == "south"] for name, values in columns.items()}
    assert found.where(region="south").values == pytest.approx(
        estimates_of(measure, inside).values, rel=1e-11
    )
    assert found.labels[1].by == {"region": "north", "component": "contribution", "source": "wage"}


def test_factors_must_add_up() -> None:
    with pytest.raises(UsageError, match="do not add up"):
        estimates_of(gini_source_decomposition("y", factors="wage; benefits"), columns_of())
    complete = gini_source_decomposition("y", factors="wage; y - wage")
    assert len(estimates_of(complete, columns_of()).values) == 7


@pytest.mark.parametrize("factors", ["wage", "wage; wage", "wage; ", "; ".join(f"x{i}" for i in range(9))])
def test_factors_must_be_several_different_ones(factors: str) -> None:
    with pytest.raises(UsageError, match="factors lists"):
        gini_source_decomposition("y", factors=factors, method="shapley")
