"""Entropy within and between groups against other references, the definition, and derivatives."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine import SurveyDesign, evaluate, table_from
from dueregard.errors import UsageError
from dueregard.measures.decompositions.entropy import (
    generalised_entropy_decomposition,
    j_divergence_decomposition,
)
from dueregard.measures.divergences import j_divergence
from dueregard.measures.generalised_entropy import generalised_entropy
from dueregard.measures.gini import gini
from tests.golden.estimated import estimated
from tests.measures.decompositions.making import (
    columns_of,
    component,
    estimates_of,
    numerical_covariance,
    worst_covariance,
)
from tests.measures.inequality_checks import worst

ALPHAS = (-1.0, 0.0, 0.5, 1.0, 2.0)


@pytest.mark.shared
@pytest.mark.parametrize(("split", "column"), [("gender", "rb090"), ("region", "db040")])
def test_equals_the_reference_of_opportunity(split: str, column: str, shared: Path) -> None:
    path = shared / "golden" / "opportunity" / "ge_gini_subgroup_eusilc.json"
    expected = json.loads(path.read_text())[split]
    for alpha in (-1, 0, 1, 2):
        measure = generalised_entropy_decomposition("eqIncome", alpha=alpha, within=column)
        ours = estimated("eusilc_strat_hhcluster", [measure], shared).values[:3]
        row = expected[f"GE{alpha}"]
        assert worst(ours, [row["total"], row["within"], row["between"]]) < 1e-8


@pytest.mark.shared
def test_equals_theil_of_areas_within_regions(shared: Path) -> None:
    with (shared / "golden" / "places" / "golden_theil_gdhi.csv").open() as file:
        expected = next(csv.DictReader(file))
    places = shared / "data" / "places"
    areas = duckdb.sql(
        f"""
        select distinct areacd, observation as y, coalesce(region24_name, left(areacd, 1)) as region
        from '{places}/els_latest.parquet' left join '{places}/lookup_ltla24_region24.parquet'
        on areacd = ltla24_code
        where dataset = 'gross-disposable-household-income-per-head'
        and left(areacd, 3) in ('E06', 'E07', 'E08', 'E09', 'W06', 'S12', 'N09')
        """
    )
    people = table_from(pa.table(areas.to_arrow_table()), design=SurveyDesign())
    measures = [
        generalised_entropy_decomposition("y", alpha=1, within="region"),
        gini("y"),
    ]
    found = evaluate(people, measures)
    assert found.supports[0].n == int(expected["n"])
    ours = [*found.values[:3], found.values[-1]]
    assert worst(ours, [float(expected[name]) for name in ("T", "within", "between", "gini")]) < 1e-8


def by_definition(y: np.ndarray, w: np.ndarray, alpha: float) -> float:
    r = y / np.average(y, weights=w)
    if alpha == 0:
        return float(-np.average(np.log(r), weights=w))
    if alpha == 1:
        return float(np.average(r * np.log(r), weights=w))
    return float((np.average(r**alpha, weights=w) - 1) / (alpha * (alpha - 1)))


def smoothed(y: np.ndarray, w: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Everybody gets their group's mean."""
    means = {group: np.average(y[groups == group], weights=w[groups == group]) for group in set(groups)}
    return np.array([means[group] for group in groups])


@pytest.mark.parametrize("alpha", ALPHAS)
def test_nested_groups_telescope(alpha: float) -> None:
    columns = columns_of()
    measure = generalised_entropy_decomposition("y", alpha=alpha, within="region > area")
    found = estimates_of(measure, columns)
    y, w = columns["y"], columns["w"]
    both = np.array([f"{r}/{a}" for r, a in zip(columns["region"], columns["area"], strict=True)])
    total = by_definition(y, w, alpha)
    between_regions = by_definition(smoothed(y, w, columns["region"]), w, alpha)
    between_all = by_definition(smoothed(y, w, both), w, alpha)
    assert found.values[:4] == pytest.approx(
        [total, total - between_all, between_regions, between_all - between_regions], rel=1e-10
    )
    labels = [label.by["component"] for label in found.labels[:4]]
    assert labels == ["total", "within", "between region", "between area"]
    assert found.values[0] == pytest.approx(found.values[1:4].sum(), rel=1e-12)
    inside = component(found, "within group")
    assert len(inside) == 3
    assert inside.sum() == pytest.approx(total - between_regions, rel=1e-10)
    assert component(found, "between groups").sum() == pytest.approx(between_regions, rel=1e-10)


@given(st.integers(2, 40), st.integers(0, 10_000), st.sampled_from(ALPHAS), st.floats(1e-9, 1e9))
def test_components_add_up_whatever_the_scale_of_weights(
    size: int, seed: int, alpha: float, scale: float
) -> None:
    columns = columns_of(size, seed=seed)
    measure = generalised_entropy_decomposition("y", alpha=alpha, within="region")
    found = estimates_of(measure, columns)
    total, within, between = found.values[:3]
    assert within + between == pytest.approx(total, rel=1e-12, abs=1e-15)
    assert found.values[3:].sum() == pytest.approx(total, rel=1e-11, abs=1e-14)
    assert (component(found, "between groups") > -1e-14).all()
    whole = estimates_of(generalised_entropy("y", alpha=alpha), columns)
    assert total == pytest.approx(whole.values[0], rel=1e-11, abs=1e-14)
    scaled = estimates_of(measure, columns, w=columns["w"] * scale).values
    assert scaled == pytest.approx(found.values, rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("alpha", ALPHAS)
@pytest.mark.parametrize("within", ["region", "region > area"])
def test_covariance_is_that_of_numerical_derivatives(alpha: float, within: str) -> None:
    columns = columns_of(40)
    measure = generalised_entropy_decomposition("y", alpha=alpha, within=within)
    found = estimates_of(measure, columns)
    assert worst_covariance(found.covariance(), numerical_covariance(measure, columns)) < 1e-5
    variance = found.covariance()[1:4, 1:4] if ">" in within else found.covariance()[1:3, 1:3]
    assert variance.sum() == pytest.approx(found.se[0] ** 2, rel=1e-10)


@pytest.mark.parametrize("alpha", ALPHAS)
def test_the_total_has_the_standard_error_of_the_index(alpha: float) -> None:
    columns = columns_of()
    split = generalised_entropy_decomposition("y", alpha=alpha, within="region > area")
    index = estimates_of(generalised_entropy("y", alpha=alpha), columns)
    assert estimates_of(split, columns).se[0] == pytest.approx(index.se[0], rel=1e-10)


def test_j_divergence_is_the_sum_of_two_entropies() -> None:
    columns = columns_of()
    found = estimates_of(j_divergence_decomposition("y", within="region > area"), columns)
    parts = [
        estimates_of(generalised_entropy_decomposition("y", alpha=alpha, within="region > area"), columns)
        for alpha in (0, 1)
    ]
    assert found.values == pytest.approx(parts[0].values + parts[1].values, rel=1e-11)
    index = estimates_of(j_divergence("y"), columns)
    assert found.se[0] == pytest.approx(index.se[0], rel=1e-10)
    numerical = numerical_covariance(j_divergence_decomposition("y", within="region"), columns_of(30))
    ours = estimates_of(j_divergence_decomposition("y", within="region"), columns_of(30)).covariance()
    assert worst_covariance(ours, numerical) < 1e-5


def test_results_by_another_variable() -> None:
    columns = columns_of()
    measure = generalised_entropy_decomposition("y", alpha=1, within="region")
    found = estimates_of(measure, columns, by=["year"])
    for year in (2001, 2011):
        chosen = columns["year"] == year
        alone = estimates_of(measure, {name: values[chosen] for name, values in columns.items()})
        ours = found.where(year=str(year))
        assert ours.values == pytest.approx(alone.values, rel=1e-12)
        assert ours.labels[0].by == {"year": str(year), "component": "total"}
    change = found.where(component="between").difference("year", reference="2001")
    assert change.se[0] > 0


def test_people_who_count_and_people_who_do_not() -> None:
    people = pa.table(
        {
            "y": [1.0, 2.0, 3.0, 0.0, -1.0, 8.0, 4.0],
            "g": ["a", "a", "b", "b", "c", None, "b"],
        }
    )
    measure = generalised_entropy_decomposition("y", alpha=0, within="g")
    found = evaluate(table_from(people, design=SurveyDesign()), [measure])
    expected = by_definition(np.array([1.0, 2.0, 3.0, 4.0]), np.ones(4), 0)
    # Who is in no group is not in the total, nor is the group without a positive value.
    assert found.values[0] == pytest.approx(expected, rel=1e-12)
    assert (found.supports[0].n, found.supports[0].left_out) == (4, 2)
    assert component(found, "within group", g="c").tolist() == [0.0]


def test_equal_groups_have_nothing_between_them() -> None:
    people = pa.table({"y": [1.0, 3.0, 1.0, 3.0], "g": ["a", "a", "b", "b"]})
    for alpha in ALPHAS:
        measure = generalised_entropy_decomposition("y", alpha=alpha, within="g")
        found = evaluate(table_from(people, design=SurveyDesign()), [measure])
        assert abs(component(found, "between")[0]) < 1e-15


@pytest.mark.parametrize("within", ["", "region > ", "region > region"])
def test_groups_must_be_named_once(within: str) -> None:
    with pytest.raises(UsageError, match="within"):
        generalised_entropy_decomposition("y", alpha=0, within=within)


def test_results_cannot_be_grouped_by_what_splits_them() -> None:
    with pytest.raises(UsageError, match="also group"):
        estimates_of(
            generalised_entropy_decomposition("y", alpha=0, within="region"), columns_of(), by=["region"]
        )
