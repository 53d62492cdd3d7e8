"""The concentration index by determinant against regression and rank covariances in numpy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.errors import UsageError
from dueregard.measures.concentration import concentration_index
from dueregard.measures.decompositions.concentration import concentration_decomposition
from tests.measures.decompositions.making import (
    columns_of,
    component,
    estimates_of,
    numerical_covariance,
    worst_covariance,
)

MEASURE = concentration_decomposition("health", rank="wage", determinants="age; region == 'south'")


def by_definition(columns: dict[str, np.ndarray]) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
    """The index; contributions, elasticities, concentrations."""
    w, wage, health = columns["w"], columns["wage"], columns["health"]
    x = np.column_stack([columns["age"], (columns["region"] == "south").astype(float)])
    root = np.sqrt(w)[:, None]
    slopes = np.linalg.lstsq(np.column_stack([np.ones(len(w)), x]) * root, health * root[:, 0])[0][1:]
    rank = ((wage[:, None] > wage[None, :]) + 0.5 * (wage[:, None] == wage[None, :])) @ w / w.sum()
    mean, means = np.average(health, weights=w), np.average(x, axis=0, weights=w)
    twice = 2 * np.average(x * (rank - 0.5)[:, None], axis=0, weights=w)
    total = 2 * np.average(health * (rank - 0.5), weights=w) / mean
    return total, slopes * twice / mean, slopes * means / mean, twice / means


@given(st.integers(12, 60), st.integers(0, 10_000))
def test_by_definition(size: int, seed: int) -> None:
    columns = columns_of(size, seed=seed)
    if not 0 < (columns["region"] == "south").sum() < size:
        return
    found = estimates_of(MEASURE, columns)
    total, contributions, elasticities, concentrations = by_definition(columns)
    assert found.values[0] == pytest.approx(total, rel=1e-9, abs=1e-13)
    assert component(found, "contribution") == pytest.approx(contributions, rel=1e-7, abs=1e-11)
    assert component(found, "elasticity") == pytest.approx(elasticities, rel=1e-7, abs=1e-10)
    assert component(found, "concentration") == pytest.approx(concentrations, rel=1e-9, abs=1e-12)
    parts = component(found, "contribution").sum() + component(found, "residual")[0]
    assert parts == pytest.approx(found.values[0], rel=1e-12, abs=1e-15)
    index = estimates_of(concentration_index("health", rank="wage"), columns)
    assert found.values[0] == pytest.approx(index.values[0], rel=1e-12, abs=1e-15)
    assert found.se[0] == pytest.approx(index.se[0], rel=1e-10)


def test_covariance_is_that_of_numerical_derivatives() -> None:
    columns = columns_of(50)
    found = estimates_of(MEASURE, columns)
    assert worst_covariance(found.covariance(), numerical_covariance(MEASURE, columns)) < 1e-5
    assert found.covariance()[1:4, 1:4].sum() == pytest.approx(found.se[0] ** 2, rel=1e-9)


def test_turning_the_ranking_turns_every_sign_of_concentration() -> None:
    columns = columns_of()
    turned = concentration_decomposition(
        "health", rank="wage", determinants="age", direction="low_is_advantaged"
    )
    plain = concentration_decomposition("health", rank="wage", determinants="age")
    ours, other = estimates_of(turned, columns).values, estimates_of(plain, columns).values
    assert ours == pytest.approx(other * [-1, -1, -1, 1, -1], rel=1e-12)
    assert turned.parameters["direction"] == "low_is_advantaged"


def test_a_perfect_regression_leaves_nothing() -> None:
    columns = columns_of()
    columns["health"] = 3 + 0.5 * columns["age"] + 2.0 * columns["wage"]
    found = estimates_of(
        concentration_decomposition("health", rank="wage", determinants="age; wage"), columns
    )
    assert abs(component(found, "residual")[0]) < 1e-12


def test_collinear_determinants_have_no_contributions() -> None:
    measure = concentration_decomposition("health", rank="wage", determinants="age; 2 * age + 1")
    found = estimates_of(measure, columns_of())
    assert np.isfinite(found.values[0])
    assert np.isnan(component(found, "contribution")).all()
    assert found.statuses[2] == "not_estimable"


def test_by_group_and_with_missing_determinants() -> None:
    columns = columns_of(90)
    columns["age"][:10] = np.nan
    measure = concentration_decomposition("health", rank="wage", determinants="age")
    found = estimates_of(measure, columns, by=["region"])
    chosen = (columns["region"] == "west") & ~np.isnan(columns["age"])
    alone = estimates_of(measure, {name: values[chosen] for name, values in columns.items()})
    assert found.where(region="west").values == pytest.approx(alone.values, rel=1e-10)
    assert found.where(region="west").supports[0].n == chosen.sum()


def test_unknown_options() -> None:
    with pytest.raises(UsageError, match="determinants"):
        concentration_decomposition("health", rank="wage", determinants="")
    with pytest.raises(UsageError, match="direction"):
        concentration_decomposition("health", rank="wage", determinants="age", direction="up")
