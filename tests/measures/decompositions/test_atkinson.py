"""Atkinson's index within and between groups by definition."""

from __future__ import annotations

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

EPSILONS = (0.5, 0.98, 1.0, 2.0)


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
