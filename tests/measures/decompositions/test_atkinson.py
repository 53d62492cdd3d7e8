"""Atkinson's index within and between groups against IC2, convey and the definition."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.errors import UsageError
from dueregard.measures.atkinson import atkinson
from dueregard.measures.decompositions.atkinson import CONVENTIONS, atkinson_decomposition
from tests.measures.decompositions.making import (
    columns_of,
    estimates_of,
    numerical_covariance,
    worst_covariance,
)
from tests.measures.inequality_checks import estimated, income, rows, worst

EPSILONS = (0.5, 0.98, 1.0, 2.0)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("scenario", "table", "group"),
    [
        ("eusilc_points", "eusilc_strat_hhcluster", "db040"),
        ("ilocos_points", "ilocos_iid_weights", "province"),
    ],
)
@pytest.mark.parametrize("epsilon", ["0.5", "1", "2"])
def test_equals_ic2_and_convey(scenario: str, table: str, group: str, epsilon: str, shared: Path) -> None:
    measure = atkinson_decomposition(income(table), epsilon=epsilon, within=group)
    ours = estimated(table, measure, shared)
    expected = rows(shared)[scenario, f"IC2_decompAtkinson_{epsilon}"]["estimate"]
    assert worst(ours.values[1:4] * [1, 1, -1], expected) < 1e-8
    total = rows(shared)[table, f"atkinson({epsilon})"]
    assert max(worst(ours.values[0], total["estimate"]), worst(ours.se[0], total["se"])) < 1e-8


def equivalent(y: np.ndarray, w: np.ndarray, epsilon: float) -> float:
    if epsilon == 1:
        return float(np.exp(np.average(np.log(y), weights=w)))
    return float(np.average(y ** (1 - epsilon), weights=w) ** (1 / (1 - epsilon)))


@given(st.integers(4, 40), st.integers(0, 10_000), st.sampled_from(EPSILONS))
def test_parts_by_definition(size: int, seed: int, epsilon: float) -> None:
    columns = columns_of(size, seed=seed)
    y, w, region = columns["y"], columns["w"], columns["region"]
    levels = sorted(set(region))
    p = np.array([w[region == level].sum() for level in levels]) / w.sum()
    means = np.array([np.average(y[region == level], weights=w[region == level]) for level in levels])
    equal = np.array([equivalent(y[region == level], w[region == level], epsilon) for level in levels])
    centre, whole = float(p @ means), equivalent(y, w, epsilon)
    expected = {
        "group_means": (
            1 - whole / equivalent(means, p, epsilon),
            1 - equivalent(means, p, epsilon) / centre,
        ),
        "equivalents": (1 - p @ equal / centre, 1 - whole / (p @ equal)),
    }
    for convention, (within, between) in expected.items():
        measure = atkinson_decomposition("y", epsilon=epsilon, within="region", convention=convention)
        found = estimates_of(measure, columns).values
        assert found[:4] == pytest.approx(
            [1 - whole / centre, within, between, -within * between], rel=1e-9, abs=1e-13
        )
        assert found[1:4].sum() == pytest.approx(found[0], rel=1e-12)
        if convention == "equivalents":
            assert found[4:].sum() == pytest.approx(found[1], rel=1e-12)
        else:
            assert len(found) == 4


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize("epsilon", EPSILONS)
def test_covariance_is_that_of_numerical_derivatives(convention: str, epsilon: float) -> None:
    columns = columns_of(40)
    measure = atkinson_decomposition("y", epsilon=epsilon, within="region", convention=convention)
    found = estimates_of(measure, columns)
    assert worst_covariance(found.covariance(), numerical_covariance(measure, columns)) < 1e-5
    assert found.covariance()[1:4, 1:4].sum() == pytest.approx(found.se[0] ** 2, rel=1e-10)
    assert found.se[0] == pytest.approx(estimates_of(atkinson("y", epsilon=epsilon), columns).se[0], rel=1e-9)


def test_unknown_options() -> None:
    with pytest.raises(UsageError, match="epsilon"):
        atkinson_decomposition("y", epsilon=0, within="region")
    with pytest.raises(UsageError, match="convention"):
        atkinson_decomposition("y", epsilon=1, within="region", convention="means")
