"""Poverty by group and by dimension by definition."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dueregard.errors import UsageError
from dueregard.measures.decompositions.poverty import fgt_decomposition, watts_decomposition
from dueregard.measures.poverty import fgt
from tests.golden.estimated import estimated
from tests.golden.rows import find_row
from tests.measures.decompositions.making import (
    columns_of,
    component,
    estimates_of,
    numerical_covariance,
    worst_covariance,
)


@pytest.mark.shared
def test_the_line_moves_with_replicate_weights(shared: Path) -> None:
    scenario = "eusilc3_JKn_boot50"
    ours = estimated(scenario, [fgt_decomposition("eqIncome")], shared)
    rate = estimated(scenario, [fgt("eqIncome", alpha=0)], shared)
    assert ours.se[1] == pytest.approx(rate.se[0], rel=1e-12)
    assert ours.se[1] < find_row(shared, scenario=scenario, measure="fgt2_decomposition").se["fgt0"]


@given(st.integers(10, 60), st.integers(0, 10_000), st.sampled_from([0, 1, 2, 1.5]))
def test_groups_add_up_to_the_total(size: int, seed: int, alpha: float) -> None:
    columns = columns_of(size, seed=seed)
    # Where a group has one value there is no density at an estimated line, and so no error of its rate.
    groups = [columns["y"][columns["region"] == region] for region in set(columns["region"])]
    assume(all(len(np.unique(values)) > 1 for values in groups))
    for line in (8.0, "0.6*median"):
        found = estimates_of(fgt_decomposition("y", alpha=alpha, line=line, within="region"), columns)
        whole = estimates_of(fgt("y", alpha=alpha, line=line), columns)
        assert found.values[0] == pytest.approx(whole.values[0], rel=1e-12, abs=1e-15)
        assert component(found, "group").sum() == pytest.approx(found.values[0], rel=1e-12, abs=1e-15)
        # The density at an estimated line is taken group by group, so only rates differ in it.
        if alpha > 0 or line == 8.0:
            assert found.se[0] == pytest.approx(whole.se[0], rel=1e-9, abs=1e-15)
        variance = found.covariance()[1:, 1:].sum()
        assert variance == pytest.approx(found.se[0] ** 2, rel=1e-10, abs=1e-20)


def test_dimensions_by_definition() -> None:
    columns = columns_of()
    y, w, line = columns["y"], columns["w"], 10.0
    poor = y <= line
    gap = 1 - y[poor] / line
    rate = w[poor].sum() / w.sum()
    mean = np.average(gap, weights=w[poor])
    squared = np.average(gap**2, weights=w[poor])
    found = estimates_of(fgt_decomposition("y", line=line), columns)
    assert found.values == pytest.approx(
        [rate * squared, rate, rate * mean, mean, (squared / mean**2 - 1) / 2], rel=1e-12
    )
    names = ["total", "incidence", "gap", "intensity", "inequality"]
    assert [label.by["component"] for label in found.labels] == names
    log = np.average(np.log(line / y[poor]), weights=w[poor])
    below = np.average(y[poor], weights=w[poor])
    watts = estimates_of(watts_decomposition("y", line=line), columns)
    assert watts.values == pytest.approx(
        [rate * log, rate, np.log(line / below), log - np.log(line / below)], rel=1e-11
    )
    assert watts.values[0] == pytest.approx(watts.values[1] * watts.values[2:].sum(), rel=1e-12)


@pytest.mark.parametrize("make", [fgt_decomposition, watts_decomposition])
@pytest.mark.parametrize("within", [None, "region"])
def test_covariance_is_that_of_numerical_derivatives(make: object, within: str | None) -> None:
    columns = columns_of(50)
    columns["y"][:2] = (0.0, -1.0)
    measure = make("y", line=10, within=within)  # type: ignore[operator]
    found = estimates_of(measure, columns)
    assert worst_covariance(found.covariance(), numerical_covariance(measure, columns)) < 1e-5


def test_watts_of_groups_leaves_out_who_has_nothing() -> None:
    columns = columns_of(50)
    columns["y"][:2] = (0.0, -1.0)
    found = estimates_of(watts_decomposition("y", line=10, within="region"), columns)
    kept = {name: values[2:] for name, values in columns.items()}
    alone = estimates_of(watts_decomposition("y", line=10, within="region"), kept)
    assert found.values == pytest.approx(alone.values, rel=1e-12)
    assert found.supports[0].left_out == 2


def test_nobody_poor_has_no_dimensions() -> None:
    found = estimates_of(fgt_decomposition("y", line=0.001), columns_of())
    assert found.values[:2].tolist() == [0.0, 0.0]
    assert np.isnan(found.values[3:]).all()


def test_alpha_of_dimensions_is_above_one() -> None:
    with pytest.raises(UsageError, match="alpha"):
        fgt_decomposition("y", alpha=1)
    assert fgt_decomposition("y", alpha=1, within="region").parameters["alpha"] == 1.0
