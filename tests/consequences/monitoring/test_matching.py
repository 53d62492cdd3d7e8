"""Which forecasts an outturn scores, and what is said of those that score nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from dueregard.consequences.monitoring import Matches, match
from tests.consequences.monitoring.making import made, seen

EARLY, LATE = datetime(2026, 6, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
AFTER = datetime(2028, 6, 1, tzinfo=UTC)


def matched(forecasts: list[Any], *outturns: Any, decided: str | None = "Grant", **how: Any) -> Matches:
    return match(forecasts, outturns, decided=decided, **how)


def test_a_figure_is_matched_by_option_measure_outcome_and_group() -> None:
    forecasts = [
        made(),
        made(by={"sex": "f"}),
        made(by={"sex": "f", "area": "East"}),
        made(outcome="health"),
        made(measure="total_cost"),
        made(option="Pass"),
    ]
    found = matched(forecasts, seen(outcome="income", by={"sex": "f"}))
    [only] = found.scored
    assert only.made is forecasts[1]
    assert only.score.error == 1
    assert only.outturn.outcome == "income"
    assert [each.forecast.option for each in found.waiting] == ["Grant"] * 4


def test_only_what_was_taken_up_can_have_been_observed() -> None:
    found = matched([made(), made(option="Pass")], seen(option="Pass"))
    assert found.scored == ()
    assert "was not taken up" in found.unmatched[0].reason
    nothing = matched(
        [made(option="as now", measure="poverty_rate")],
        seen(option="as now", measure="poverty_rate"),
        decided="as now",
    )
    assert len(nothing.scored) == 1
    undecided = matched([made()], seen(), decided=None)
    assert undecided.scored == ()
    assert "which option was taken up" in undecided.unmatched[0].reason


def test_every_version_is_scored_and_the_one_that_stood_is_marked() -> None:
    versions = [made(at=EARLY), made(at=LATE, estimate=12.0), made(at=AFTER, estimate=11.0)]
    found = matched(versions, seen(), taken_on=date(2026, 12, 1)).scored
    assert [(each.score.error, each.standing) for each in found] == [(1, True), (-1, False)]
    without_a_date = matched(versions, seen()).scored
    assert [each.standing for each in without_a_date] == [False, True]


def test_what_was_forecast_once_it_could_be_known_is_no_forecast() -> None:
    found = matched([made(at=AFTER)], seen())
    assert found.scored == ()
    assert "once it could be known" in found.unmatched[0].reason


def test_years_must_agree_where_both_say_one() -> None:
    forecasts = [made(year=2027), made(year=2028, estimate=20.0)]
    assert "more than one forecast fits" in matched(forecasts, seen()).unmatched[0].reason
    [only] = matched(forecasts, seen(year=2028)).scored
    assert only.forecast.estimate == 20


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"measure": "mean_chance"}, "Did you mean 'mean_change'"),
        ({"outcome": "incomes"}, "Did you mean 'income'"),
        ({"by": {"sex": "F"}}, "or that was withheld"),
        ({"by": {"sex": "femal"}}, "Did you mean 'female'"),
        ({"n": 4}, "too few people to be shown"),
    ],
)
def test_an_outturn_without_a_forecast_says_why(how: dict[str, Any], told: str) -> None:
    found = matched([made(), made(by={"sex": "female"})], seen(**how))
    assert found.scored == ()
    assert told in found.unmatched[0].reason


def test_percents_are_not_held_against_proportions() -> None:
    found = matched([made(unit="proportion", estimate=0.2)], seen(18.3))
    assert "write 18.3% or 0.183" in found.unmatched[0].reason
