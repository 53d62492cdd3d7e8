"""The Gini index within and between groups against IC2, dineq and brute force."""

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
from tests.measures.decompositions.making import (
    columns_of,
    estimates_of,
    numerical_covariance,
    worst_covariance,
)
from tests.measures.inequality_checks import estimated, points, rows, worst

SAMPLES = {
    "eusilc_points": ("eusilc_strat_hhcluster", "eqIncome", "db040"),
    "ilocos_points": ("ilocos_iid_weights", "`AP.income`", "province"),
}


def positive_only(scenario: str, convention: str, shared: Path) -> np.ndarray:
    table, column, group = SAMPLES[scenario]
    measure = gini_decomposition(column, within=group, convention=convention, among=f"{column} > 0")
    return estimated(table, measure, shared).values[:4]


@pytest.mark.shared
@pytest.mark.parametrize("scenario", SAMPLES)
def test_equals_ic2_and_dineq(scenario: str, shared: Path) -> None:
    ours = positive_only(scenario, "pyatt", shared)
    assert worst(ours[1:], rows(shared)[scenario, "IC2_decompSGini_BM"]["estimate"]) < 1e-8
    assert worst(ours, rows(shared)[scenario, "dineq_gini_decomp"]["estimate"]) < 1e-8
    assert positive_only(scenario, "dagum", shared) == pytest.approx(ours, rel=1e-14)


@pytest.mark.shared
def test_yitzhaki_equals_ic2(shared: Path) -> None:
    ours = positive_only("eusilc_points", "yitzhaki", shared)
    assert worst(ours[1:], rows(shared)["eusilc_points", "IC2_decompSGini_YL"]["estimate"]) < 1e-8


@pytest.mark.shared
def test_yitzhaki_equals_ic2_but_for_ties(shared: Path) -> None:
    # IC2 ranks tied people of different groups in the order of rows; we give them their mid-rank.
    expected = rows(shared)["ilocos_points", "IC2_decompSGini_YL"]["estimate"]
    ours = positive_only("ilocos_points", "yitzhaki", shared)
    assert worst(ours[1], expected["within"]) < 1e-8
    assert ours[2] == pytest.approx(expected["between"], rel=1e-3)
    y, w, g = points("ilocos_points", shared)
    y, w, g = y[y > 0], w[y > 0], g[y > 0]
    order = np.argsort(y, kind="stable")
    assert worst(yitzhaki_between(y[order], w[order], g[order], tied=False), expected["between"]) < 1e-8
    assert worst(yitzhaki_between(y, w, g, tied=True), ours[2]) < 1e-8


def yitzhaki_between(y: np.ndarray, w: np.ndarray, g: np.ndarray, *, tied: bool) -> float:
    if tied:
        above = (y[:, None] > y[None, :]) + 0.5 * (y[:, None] == y[None, :])
        rank = above @ w / w.sum()
    else:
        rank = (np.cumsum(w) - w / 2) / w.sum()
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
        found[convention] = estimated("eusilc_strat_hhcluster", measure, shared).values[:4]
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
        [total, float(np.sum(np.array(s) * within)), yitzhaki_between(y, w, region, tied=True)],
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
