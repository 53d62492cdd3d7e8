"""Means of rows and proportions of counts as measures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from dueregard.engine import Grouping, evaluate, table_from
from dueregard.errors import UsageError
from dueregard.estimates import Estimates
from dueregard.measures import parse_measure
from dueregard.rates import mean, proportion

AREA = Grouping(name="area", column="area", labels={"a": "a", "b": "b", "c": "c"})
ROWS: dict[str, list[Any]] = {
    "area": ["a", "a", "a", "b"],
    "days": [4.0, 6.0, 8.0, 3.0],
    "smokers": [30, 10, 25, 0],
    "people": [100, 40, 60, 50],
}


def estimated(text: str, level: Any = 0.95, **changed: Any) -> Estimates:
    table = table_from(pa.table(ROWS | changed))
    return evaluate(table, [parse_measure(text)], groupings=[[AREA]], level=level)


def test_a_mean_has_students_interval_of_its_own_rows() -> None:
    found = estimated("mean_of_rows:days", level=(0.95, 0.998))
    own = mean([4, 6, 8], levels=(0.95, 0.998))
    assert found.values[0] == 6.0
    assert found.df[0] == 2
    for level in (0.95, 0.998):
        assert found.interval(level)[0] == pytest.approx(own.limits[level][0], rel=1e-12)


def test_a_mean_of_one_row_has_no_interval_and_of_none_no_value() -> None:
    found = estimated("mean_of_rows:days")
    assert found.statuses == ("ok", "approximate", "not_estimable")
    assert found.reasons[1:] == ("a single value has no interval", "there are no rows")
    assert np.isnan(found.interval()[1]).all()


def test_a_missing_value_leaves_its_group_without_a_mean() -> None:
    found = estimated("mean_of_rows:days", days=[4.0, None, 8.0, 3.0])
    assert found.statuses[0] == "not_estimable"
    assert found.reasons[0] == "a value is missing"


def test_a_proportion_has_wilsons_interval_of_the_sums() -> None:
    found = estimated("proportion_of_counts:smokers,population=people,multiplier=100", level=(0.95, 0.998))
    own = proportion([65], population=[200], multiplier=100)
    assert found.values[0] == pytest.approx(32.5)
    assert found.se[0] == pytest.approx(own.se[0])
    for level in (0.95, 0.998):
        assert found.interval(level)[0] == pytest.approx(own.limits[level][0], rel=1e-12)
    assert found.labels[0].unit == "%"
    assert found.supports[0].events == 65


def test_nobody_counted_has_an_interval_and_no_standard_error() -> None:
    found = estimated("proportion_of_counts:smokers,population=people")
    assert found.values[1] == 0
    assert found.statuses[1] == "approximate"
    assert found.interval()[1][0] == 0
    assert found.interval()[1][1] > 0
    assert np.isnan(found.se[1])


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"smokers": [130, 10, 25, 0]}, "more are counted than there are people"),
        ({"smokers": [-1, 10, 25, 0]}, "a count or a population is negative"),
    ],
)
def test_impossible_counts_are_told_and_the_rest_is_computed(changed: Any, reason: str) -> None:
    found = estimated("proportion_of_counts:smokers,population=people", **changed)
    assert np.isnan(found.values[0])
    assert found.reasons[0] == reason
    assert found.values[1] == 0


def test_proportions_differ_with_independent_errors() -> None:
    found = estimated("proportion_of_counts:smokers,population=people", smokers=[30, 10, 25, 10])
    gap = found.select([0, 1]).difference("area", reference="b")
    assert gap.values == pytest.approx([0.325 - 0.2])
    assert gap.se == pytest.approx([np.hypot(*found.se[:2])])


def test_several_rates_of_one_column_in_one_call() -> None:
    texts = [f"proportion_of_counts:smokers,population=people,multiplier={each}" for each in (1, 100)]
    table = table_from(pa.table(ROWS))
    found = evaluate(table, [parse_measure(text) for text in texts], groupings=[[], [AREA]])
    assert found.values[[0, 1]].tolist() == pytest.approx([0.26, 26.0])


def test_a_multiplier_is_checked() -> None:
    with pytest.raises(UsageError, match="multiplier must be a number above 0"):
        parse_measure("proportion_of_counts:smokers,population=people,multiplier=0")
