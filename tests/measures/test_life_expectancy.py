"""Life expectancy as a measure of rows by age: as the life tables have it, level by level."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from dueregard.engine import Grouping, SurveyDesign, evaluate, table_from
from dueregard.errors import UsageError
from dueregard.estimates import Estimates
from dueregard.measures import parse_measure
from dueregard.rates import ABRIDGED_BANDS, life_expectancy

TEXT = "life_expectancy:deaths,population=people,age=age_from"
AREA = Grouping(name="area", column="area")
BANDS = len(ABRIDGED_BANDS)


def rows(**changed: Any) -> dict[str, Any]:
    random = np.random.default_rng(11)
    people = random.integers(3000, 9000, 2 * BANDS).astype(float)
    chance = np.tile(np.geomspace(0.0005, 0.2, BANDS), 2) * np.repeat([1.0, 1.4], BANDS)
    return {
        "area": np.repeat(["ash", "oak"], BANDS),
        "age_from": np.tile(np.array(ABRIDGED_BANDS, float), 2),
        "people": people,
        "deaths": np.round(people * chance),
    } | changed


def estimated(text: str = TEXT, columns: dict[str, Any] | None = None, level: Any = 0.95) -> Estimates:
    table = table_from(pa.table(columns or rows()))
    return evaluate(table, [parse_measure(text)], groupings=[[AREA]], level=level)


@pytest.mark.parametrize("age", [0, 65])
def test_each_area_is_as_its_life_table(age: int) -> None:
    columns = rows()
    found = estimated(f"{TEXT},at={age}", level=(0.95, 0.998))
    table = life_expectancy(
        columns["deaths"],
        population=columns["people"],
        start_age=columns["age_from"],
        by=columns["area"].tolist(),
        at=[age],
    )
    assert found.values == pytest.approx(table.values[:, 0], rel=1e-12)
    assert found.se == pytest.approx(table.se[:, 0], rel=1e-12)
    for level in (0.95, 0.998):
        assert found.interval(level) == pytest.approx(table.limits[level][:, 0], rel=1e-12)
    assert [support.events for support in found.supports] == table.deaths[:, 0].tolist()


def test_areas_are_compared_with_independent_errors() -> None:
    found = estimated()
    gap = found.difference("area", reference="ash")
    assert gap.values[0] < 0
    assert gap.se == pytest.approx([np.hypot(*found.se)])


def test_bands_of_ones_own() -> None:
    short = {
        "area": ["ash"] * 3,
        "age_from": [0.0, 40.0, 70.0],
        "people": [40_000.0, 50_000.0, 12_000.0],
        "deaths": [60.0, 300.0, 1200.0],
    }
    found = estimated(f"{TEXT},bands=[0, 40, 70],share_lived=[0.1, 0.5, 0.5]", short)
    assert found.values.round(2).tolist() == [71.78]
    assert found.labels[0].parameters["bands"] == [0.0, 40.0, 70.0]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"deaths": np.where(np.arange(2 * BANDS) == 3, np.nan, rows()["deaths"])}, "a number is missing"),
        ({"age_from": np.where(np.arange(2 * BANDS) == 3, 5.0, rows()["age_from"])}, "twice"),
        (
            {
                "people": np.where(np.arange(2 * BANDS) < BANDS, 200.0, rows()["people"]),
                "deaths": np.where(np.arange(2 * BANDS) < BANDS, 20.0, rows()["deaths"]),
            },
            "too small",
        ),
    ],
)
def test_an_area_without_a_life_table_is_told_and_the_other_is_computed(change: Any, reason: str) -> None:
    found = estimated(columns=rows(**change))
    assert found.statuses == ("not_estimable", "ok")
    assert reason in str(found.reasons[0])


def test_two_expectancies_in_one_call() -> None:
    table = table_from(pa.table(rows()))
    both = [parse_measure(f"{TEXT},at={age}") for age in (0, 65)]
    found = evaluate(table, both, groupings=[[AREA]])
    assert [label.parameters["at"] for label in found.labels] == [0.0, 0.0, 65.0, 65.0]
    assert np.isfinite(found.se).all()


def test_what_is_asked_wrongly_is_refused() -> None:
    with pytest.raises(UsageError, match="No age band starts at 62"):
        parse_measure(f"{TEXT},at=62")
    with pytest.raises(UsageError, match="bands must be a list of numbers"):
        parse_measure(f"{TEXT},bands=many")
    weighted = table_from(pa.table(rows()), design=SurveyDesign(weight="people"))
    with pytest.raises(UsageError, match="rows are published figures"):
        evaluate(weighted, [parse_measure(TEXT)])
