"""The Gini index within and between groups by brute force."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.errors import UsageError
from dueregard.measures.decompositions.gini import CONVENTIONS, gini_decomposition
from dueregard.measures.gini import gini
from tests.golden.estimated import estimated
from tests.measures.decompositions.making import (
    columns_of,
    estimates_of,
    numerical_covariance,
    worst_covariance,
)
from tests.measures.inequality_checks import worst


def yitzhaki_between(y: np.ndarray, w: np.ndarray, g: np.ndarray) -> float:
    above = (y[:, None] > y[None, :]) + 0.5 * (y[:, None] == y[None, :])
    rank = above @ w / w.sum()
    total = 0.0
    for group in np.unique(g):
        inside = g == group
        centre = np.average(y[inside], weights=w[inside])
        total += w[inside].sum() * centre * (np.average(rank[inside], weights=w[inside]) - 0.5)
    return float(2 * total / (w @ y))


@pytest.mark.shared
@pytest.mark.parametrize(("split", "column"), [("gender", "rb090"), ("region", "db040")])
def test_equals_the_reference_of_opportunity(split: str, column: str, shared: Path) -> None:
    path = shared / "golden" / "opportunity" / "ge_gini_subgroup_eusilc.json"
    expected = json.loads(path.read_text())[split]["gini"]
    found = {}
    for convention in ("dagum", "yitzhaki"):
        measure = gini_decomposition("eqIncome", within=column, convention=convention, among="eqIncome > 0")
        found[convention] = estimated("eusilc_strat_hhcluster", [measure], shared).values[:4]
    names = ("total", "within_dagum", "between_net_pyatt", "overlap_residual")
    assert worst(found["dagum"], [expected[name] for name in names]) < 1e-8
    assert worst(found["yitzhaki"][2], expected["between_yitzhaki"]) < 1e-8


def gini_by_pairs(y: np.ndarray, w: np.ndarray) -> float:
    return float(w @ np.abs(y[:, None] - y[None, :]) @ w / (2 * w.sum() * (w @ y)))


@given(st.integers(6, 40), st.integers(0, 10_000))
def test_parts_by_brute_force(size: int, seed: int) -> None:
    columns = columns_of(size, seed=seed)
    y, w, region = columns["y"], columns["w"], columns["region"]
    total = gini_by_pairs(y, w)
    p, s, within, means = [], [], [], []
    for level in sorted(set(region)):
        inside = region == level
        p.append(w[inside].sum() / w.sum())
        s.append(w[inside] @ y[inside] / (w @ y))
        within.append(gini_by_pairs(y[inside], w[inside]))
        means.append(np.average(y[inside], weights=w[inside]))
    pyatt = estimates_of(gini_decomposition("y", within="region"), columns).values
    between = gini_by_pairs(np.array(means), np.array(p))
    inside_pyatt = float(np.sum(np.array(p) * s * within))
    assert pyatt[:4] == pytest.approx(
        [total, inside_pyatt, between, total - inside_pyatt - between], rel=1e-10, abs=1e-13
    )
    assert pyatt[3] > -1e-13
    assert pyatt[4:] == pytest.approx(np.array(p) * s * within, rel=1e-10, abs=1e-14)
    yitzhaki = estimates_of(gini_decomposition("y", within="region", convention="yitzhaki"), columns).values
    assert yitzhaki[:3] == pytest.approx(
        [total, float(np.sum(np.array(s) * within)), yitzhaki_between(y, w, region)],
        rel=1e-10,
        abs=1e-13,
    )
    for found in (pyatt, yitzhaki):
        assert found[1:4].sum() == pytest.approx(found[0], rel=1e-12)


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_covariance_is_that_of_numerical_derivatives(convention: str) -> None:
    columns = columns_of(40)
    measure = gini_decomposition("y", within="region", convention=convention)
    found = estimates_of(measure, columns)
    assert worst_covariance(found.covariance(), numerical_covariance(measure, columns)) < 1e-5
    assert found.covariance()[1:4, 1:4].sum() == pytest.approx(found.se[0] ** 2, rel=1e-10)
    index = estimates_of(gini("y"), columns)
    assert found.se[0] == pytest.approx(index.se[0], rel=1e-10)


def test_conventions_name_their_parts() -> None:
    for convention, names in CONVENTIONS.items():
        found = estimates_of(gini_decomposition("y", within="region", convention=convention), columns_of())
        assert [label.by["component"] for label in found.labels[:4]] == ["total", *names]
        assert found.labels[0].parameters["convention"] == convention


def test_people_in_no_group_are_refused() -> None:
    columns = columns_of()
    lacking = np.where(columns["region"] == "north", None, columns["region"])
    with pytest.raises(UsageError, match="in no group"):
        estimates_of(gini_decomposition("y", within="region"), columns, region=lacking)
    kept = estimates_of(
        gini_decomposition("y", within="region", among="region is not missing"), columns, region=lacking
    )
    assert kept.values[0] > 0


def test_yitzhaki_ranks_in_the_whole_table_or_not_at_all() -> None:
    measure = gini_decomposition("y", within="region", convention="yitzhaki")
    with pytest.raises(UsageError, match="ranks in the whole table"):
        estimates_of(measure, columns_of(), by=["year"])
    by_year = estimates_of(gini_decomposition("y", within="region"), columns_of(), by=["year"])
    assert by_year.values[0] > 0


def test_unknown_options() -> None:
    with pytest.raises(UsageError, match="convention"):
        gini_decomposition("y", within="region", convention="dagun")
    with pytest.raises(UsageError, match="one variable"):
        gini_decomposition("y", within="region > area")
