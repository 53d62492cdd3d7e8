"""Ratios that are infinite, have no value or are not certain, and a middle in which nothing changes."""

from __future__ import annotations

from typing import Any

from dueregard.consequences.findings import Summary
from dueregard.consequences.ratios import ALWAYS, INFINITE, NEVER, NOBODY_OUT, NOT_PUBLIC, ratios_told
from dueregard.estimates import Record


def test_a_change_is_no_share_of_a_debt() -> None:
    by = {"option": "Option"}
    mean = Record(measure="mean_change", by=by, estimate=5.0)
    told = ratios_told(
        [mean, Record(measure="relative_change", by=by, estimate=-0.24, verdict="lower than")], [summary(1.0)]
    )
    assert told[1].estimate is None
    assert told[1].verdict is None
    assert "below nought" in (told[1].reason or "")


def summary(value: float, *, cost: float = 100.0, switch: float | None = None) -> Summary:
    return Summary(
        name="Option",
        kind="cash",
        unit="person",
        authored_by=(),
        income_concept="",
        eligible_people=1.0,
        units=1.0,
        total_cost=cost,
        uncapped_cost=cost,
        paid_by_these_people=0.0,
        non_take_up=None,
        switching_elasticity=switch,
        marginal_value_of_public_funds=value,
        assumptions=(),
    )


def record(measure: str, estimate: float | None, low: float = 0.0, high: float = 0.0, **keys: Any) -> Record:
    by = {"option": "Option"}
    return Record(measure=measure, by=by, estimate=estimate, se=1.0, low=low, high=high, **keys)


def told(measure: str, *beside: Record, by: Summary, estimate: float | None = 2.0) -> Record:
    [found, *_] = ratios_told([record(measure, estimate, 1.0, 3.0), *beside], [by])
    return found


def test_the_value_of_public_funds_is_infinite_none_or_not_certain() -> None:
    measure = "marginal_value_of_public_funds"
    clear, unclear = record("total_cost", 100.0, 50.0, 150.0), record("total_cost", 10.0, -5.0, 25.0)
    infinite = told(measure, clear, by=summary(float("inf"), cost=-5.0))
    assert (infinite.estimate, infinite.status, infinite.reason) == (None, "not_estimable", INFINITE)
    assert told(measure, clear, by=summary(float("nan"))).reason == NOT_PUBLIC
    assert told(measure, clear, by=summary(2.0)).status == "ok"
    assert told(measure, unclear, by=summary(2.0)).status == "approximate"


def test_cost_for_each_person_needs_somebody_brought_out() -> None:
    measure = "cost_per_person_out_of_poverty"
    none, some = (
        record("anchored_poverty_rate_change", 0.0),
        record("anchored_poverty_rate_change", -0.1, -0.2, 0.05),
    )
    assert told(measure, none, by=summary(1.0)).reason == NOBODY_OUT
    assert told(measure, some, by=summary(1.0)).status == "approximate"


def test_where_nothing_switches_it_is_said_on_which_side() -> None:
    for total, why in ((150.0, ALWAYS), (50.0, NEVER)):
        weighted = record("weighted_total_change", total)
        assert told("switching_elasticity", weighted, by=summary(1.0)).reason == why
    assert told("switching_elasticity", by=summary(1.0, switch=2.0)).estimate == 2.0


def test_nothing_changes_in_the_middle_where_less_than_half_win_or_lose() -> None:
    losers = record("losers_share", 0.0)
    few, many = record("winners_share", 0.3, 0.27, 0.33), record("winners_share", 0.48, 0.44, 0.52)
    sure = told("median_of_changes", few, losers, by=summary(1.0), estimate=0.0)
    assert (sure.low, sure.high, sure.verdict) == (0.0, 0.0, "the same as")
    assert told("median_of_changes", many, losers, by=summary(1.0), estimate=0.0).high == 3.0
