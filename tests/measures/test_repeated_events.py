"""Rates of events that one person can have several times, as measures."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from dueregard.engine import Grouping, evaluate, table_from
from dueregard.errors import UsageError
from dueregard.estimates import Estimates
from dueregard.measures import parse_measure
from dueregard.rates import crude_rate, directly_standardised_rate

AREA = Grouping(name="area", column="area")
CRUDE = "rate_of_repeated_events:patients,frequency=each,population=people,multiplier=100"
DIRECT = (
    "directly_standardised_rate_of_repeated_events:patients,frequency=each,population=people,"
    "standard=standard,band=band,multiplier=100"
)
ROWS: dict[str, list[Any]] = {
    "area": ["ash"] * 3 + ["oak"] * 3,
    "patients": [4, 4, 2, 20, 0, 0],
    "each": [1, 2, 4, 1, 2, 4],
    "people": [100] * 6,
    "one": [1] * 6,
}
BANDS: dict[str, list[Any]] = {
    "area": ["ash"] * 4,
    "band": ["young", "young", "old", "old"],
    "patients": [12, 3, 20, 5],
    "each": [1, 2, 1, 3],
    "people": [500, 500, 300, 300],
    "standard": [60, 60, 40, 40],
}


def estimated(text: str, columns: dict[str, list[Any]]) -> Estimates:
    table = table_from(pa.table(columns))
    return evaluate(table, [parse_measure(text)], groupings=[[AREA]], level=(0.95, 0.998))


def test_twenty_admissions_of_ten_people_vary_more_than_of_twenty() -> None:
    found = estimated(CRUDE, ROWS)
    assert found.values.tolist() == [20.0, 20.0]
    # Σ f² x is 52 and 20: the variance of the count.
    assert (found.se**2).tolist() == pytest.approx([52.0, 20.0])
    assert found.interval()[0].round(2).tolist() == [7.44, 37.56]
    alone = crude_rate([20], population=100, multiplier=100).limits[0.95][0]
    assert found.interval()[1] == pytest.approx(alone, rel=1e-12)
    assert [support.events for support in found.supports] == [20, 20]


def test_a_standardised_rate_is_as_the_function_has_it() -> None:
    found = estimated(DIRECT, BANDS)
    own = directly_standardised_rate(
        BANDS["patients"],
        population=BANDS["people"],
        standard=BANDS["standard"],
        multiplier=100,
        independent_events=False,
        event_frequency=BANDS["each"],
        band=BANDS["band"],
    )
    assert found.values == pytest.approx([100 * (60 * 18 / 500 + 40 * 35 / 300) / 100])
    assert found.values == pytest.approx(own.values, rel=1e-12)
    assert found.se**2 == pytest.approx(own.variances, rel=1e-12)
    for level in (0.95, 0.998):
        assert found.interval(level) == pytest.approx(own.limits[level], rel=1e-12)


def test_rows_of_one_group_must_have_one_population() -> None:
    found = estimated(CRUDE, ROWS | {"people": [100, 90, 100, 100, 100, 100]})
    assert found.statuses == ("not_estimable", "ok")
    assert found.reasons[0] == "rows of one group have different populations"


def test_no_events_have_an_interval_and_no_standard_error() -> None:
    found = estimated(CRUDE, ROWS | {"patients": [0, 0, 0, 20, 0, 0]})
    assert found.statuses == ("approximate", "ok")
    assert found.interval()[0].tolist() == [0.0, pytest.approx(3.689, abs=1e-3)]


def test_a_frequency_is_a_whole_number() -> None:
    with pytest.raises(UsageError, match="whole numbers"):
        estimated(CRUDE, ROWS | {"each": [0.5, 1, 1, 1, 1, 1]})
