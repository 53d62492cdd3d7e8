"""The change of the mean log deviation against its definition and derivatives."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine import Grouping, SurveyDesign, evaluate, table_from
from dueregard.errors import UsageError
from dueregard.measures.decompositions.changes import COMPONENTS, mean_log_deviation_change
from dueregard.measures.generalised_entropy import mean_log_deviation
from tests.measures.decompositions.making import (
    columns_of,
    component,
    estimates_of,
    numerical_covariance,
    table_of_columns,
    worst_covariance,
)

CHANGE = mean_log_deviation_change("y", period="year", before=2001, after=2011, within="region")


def by_definition(columns: dict[str, np.ndarray]) -> np.ndarray:
    """Four components a region."""
    levels = sorted(set(columns["region"]))
    v, deviation, relative = np.empty((3, 2, len(levels)))
    for at, year in enumerate((2001, 2011)):
        now = columns["year"] == year
        centre = np.average(columns["y"][now], weights=columns["w"][now])
        for index, level in enumerate(levels):
            inside = now & (columns["region"] == level)
            y, w = columns["y"][inside], columns["w"][inside]
            v[at, index] = w.sum() / columns["w"][now].sum()
            mean = np.average(y, weights=w)
            deviation[at, index] = np.log(mean) - np.average(np.log(y), weights=w)
            relative[at, index] = np.log(mean / centre)
    return np.array(
        [
            v.mean(axis=0) * (deviation[1] - deviation[0]),
            deviation.mean(axis=0) * (v[1] - v[0]),
            -relative.mean(axis=0) * (v[1] - v[0]),
            -v.mean(axis=0) * (relative[1] - relative[0]),
        ]
    )


@given(st.integers(0, 10_000))
def test_components_by_definition_add_up_to_the_change(seed: int) -> None:
    columns = columns_of(80, seed=seed)
    found = estimates_of(CHANGE, columns)
    expected = by_definition(columns)
    assert found.values[1:5] == pytest.approx(expected.sum(axis=1), rel=1e-9, abs=1e-13)
    assert found.values[5:] == pytest.approx(expected.ravel(), rel=1e-9, abs=1e-13)
    assert found.values[1:5].sum() == pytest.approx(found.values[0], rel=1e-12, abs=1e-15)
    year = Grouping(name="year", column="year")
    index = evaluate(table_of_columns(columns), [mean_log_deviation("y")], groupings=[[year]])
    change = index.difference("year", reference="2001")
    assert found.values[0] == pytest.approx(change.values[0], rel=1e-10, abs=1e-14)
    assert found.se[0] == pytest.approx(change.se[0], rel=1e-9)
    assert found.covariance()[1:5, 1:5].sum() == pytest.approx(found.se[0] ** 2, rel=1e-10)


def test_covariance_is_that_of_numerical_derivatives() -> None:
    columns = columns_of(40)
    found = estimates_of(CHANGE, columns)
    assert worst_covariance(found.covariance(), numerical_covariance(CHANGE, columns)) < 1e-5


def test_labels_and_results_by_another_variable() -> None:
    found = estimates_of(CHANGE, columns_of(200), by=["area"])
    assert found.labels[0].by == {"area": "00", "component": "total"}
    assert [label.by["component"] for label in found.labels[1:5]] == list(COMPONENTS)


def test_a_group_that_was_not_there_yet() -> None:
    people = pa.table(
        {
            "y": [1.0, 2.0, 3.0, 4.0, 5.0],
            "year": [2001, 2001, 2011, 2011, 2011],
            "region": ["a", "a", "a", "a", "b"],
        }
    )
    found = evaluate(table_from(people, design=SurveyDesign()), [CHANGE])
    before, after = np.array([1.0, 2.0]), np.array([3.0, 4.0, 5.0])
    expected = [np.log(y.mean()) - np.log(y).mean() for y in (before, after)]
    assert found.values[0] == pytest.approx(expected[1] - expected[0], rel=1e-12)
    assert found.statuses[:2] == ("approximate", "not_estimable")
    assert found.reasons[1] == "a group has nobody with a positive value in one of the periods"
    assert np.isfinite(component(found, "within", region="a")).all()
    assert np.isnan(component(found, "within", region="b")).all()


def test_periods_must_be_there() -> None:
    change = mean_log_deviation_change("y", period="year", before=2001, after=2021, within="region")
    with pytest.raises(UsageError, match="no level '2021'"):
        estimates_of(change, columns_of())
    with pytest.raises(UsageError, match="from one period to another"):
        mean_log_deviation_change("y", period="year", before=1, after=1, within="region")
