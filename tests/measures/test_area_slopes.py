"""Slope and relative indices of areas' quantiles as measures: as the function has them, level by level."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from dueregard.engine import Grouping, evaluate, table_from
from dueregard.errors import UsageError
from dueregard.estimates import Estimates
from dueregard.measures import parse_measure
from dueregard.rates import area_slope_index

YEAR = Grouping(name="year", column="year")
COLUMNS = "population=people,quantile=fifth,first=most_disadvantaged"
COLUMNS_OF_ERRORS = ("se", "lower", "upper")
ROWS: dict[str, list[Any]] = {
    "year": [2011] * 5 + [2021] * 5,
    "fifth": [1, 2, 3, 4, 5] * 2,
    "value": [70.0, 72.0, 75.0, 77.0, 80.0, 66.0, 70.0, 74.0, 77.0, 81.0],
    "se": [1.0] * 10,
    "low": [68.0, 70.0, 73.0, 75.0, 78.0, 64.0, 68.0, 72.0, 75.0, 79.0],
    "high": [72.0, 74.0, 77.0, 79.0, 82.0, 68.0, 72.0, 76.0, 79.0, 83.0],
    "people": [100.0, 120.0, 90.0, 80.0, 110.0] * 2,
}


def estimated(text: str, level: Any = 0.95, **changed: Any) -> Estimates:
    table = table_from(pa.table(ROWS | changed))
    return evaluate(table, [parse_measure(text)], groupings=[[YEAR]], level=level)


@pytest.mark.parametrize("which", ["slope", "relative"])
@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("se=se", {"se": "se"}),
        ("lower=low,upper=high", {"lower": "low", "upper": "high"}),
        (
            "se=se,value_type=rate,se_scale=value,transform=yes",
            {"se": "se", "value_type": "rate", "se_scale": "value", "transform": True},
        ),
    ],
)
def test_each_level_is_as_the_function_has_it(which: str, text: str, options: dict[str, Any]) -> None:
    levels = (0.95, 0.998)
    found = estimated(f"area_{which}_index:value,{COLUMNS},{text}", level=levels)
    given = {key: ROWS[each] if key in COLUMNS_OF_ERRORS else each for key, each in options.items()}
    own = area_slope_index(
        ROWS["value"],
        quantile=ROWS["fifth"],
        population=ROWS["people"],
        first="most disadvantaged",
        by=ROWS["year"],
        levels=levels,
        **given,
    )
    assert found.values == pytest.approx(getattr(own, which), rel=1e-12)
    assert found.se**2 == pytest.approx(getattr(own, f"{which}_variance"), rel=1e-12)
    for level in levels:
        assert found.interval(level) == pytest.approx(getattr(own, f"{which}_limits")[level], rel=1e-12)


def test_the_direction_is_told() -> None:
    [label, _] = estimated(f"area_slope_index:value,{COLUMNS},se=se").labels
    assert "a slope above zero means higher values among the least disadvantaged" in str(label.method)


def test_the_same_seed_gives_the_same_limits_whatever_else_is_asked() -> None:
    text = f"area_slope_index:value,{COLUMNS},se=se,seed=3"
    alone = evaluate(
        table_from(pa.table({key: each[5:] for key, each in ROWS.items()})), [parse_measure(text)]
    )
    assert alone.interval()[0].tolist() == estimated(text).interval()[1].tolist()


def test_a_line_that_may_pass_zero_has_no_relative_interval() -> None:
    near = [0.1, 1.0, 2.0, 3.0, 4.0]
    options = {"value": near + ROWS["value"][5:]}
    relative = estimated(f"area_relative_index:value,{COLUMNS},se=se", **options)
    assert relative.statuses == ("approximate", "ok")
    assert "may be zero" in str(relative.reasons[0])
    assert np.isnan(relative.interval()[0]).all()
    slope = estimated(f"area_slope_index:value,{COLUMNS},se=se", **options)
    assert slope.statuses == ("ok", "ok")


def test_a_quantile_that_is_there_twice_is_told() -> None:
    found = estimated(f"area_slope_index:value,{COLUMNS},se=se", fifth=[1, 1, 3, 4, 5, *ROWS["fifth"][5:]])
    assert found.statuses == ("not_estimable", "ok")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"area_slope_index:value,{COLUMNS}", "Given are: none"),
        (f"area_slope_index:value,{COLUMNS},lower=low", "Given are: lower"),
        (f"area_slope_index:value,{COLUMNS},se=se,lower=low,upper=high", "Given are: se, lower, upper"),
        (f"area_slope_index:value,{COLUMNS},se=se,value_type=rate", "se_scale=value"),
        (f"area_slope_index:value,{COLUMNS},se=se,value_type=ratio", "Did you mean 'rate'"),
        ("area_slope_index:value,population=people,quantile=fifth,se=se", "lacks its first"),
        ("area_slope_index:value,population=people,quantile=fifth,se=se,first=poor", "There are: most_dis"),
    ],
)
def test_what_is_asked_wrongly_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_measure(text)
