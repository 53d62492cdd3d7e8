"""Periods are put in order, and an event finds its place in them."""

from __future__ import annotations

import pytest

from dueregard.consequences.evaluation.periods import Periods
from dueregard.errors import PeopleError, UsageError

YEARS = Periods.of(["10", "9", "11"], "year")


def test_numbers_are_ordered_as_numbers() -> None:
    assert YEARS.codes == ("9", "10", "11")


@pytest.mark.parametrize(
    "codes",
    [["2010-12", "2009-01"], ["2010Q4", "2009Q1"], ["2010-12-31", "2009-01-01"], ["2010W52", "2009W01"]],
)
def test_dates_are_ordered_as_written(codes: list[str]) -> None:
    assert Periods.of(codes, "when").codes == (codes[1], codes[0])


@pytest.mark.parametrize("codes", [["spring", "autumn"], ["Q42010", "Q12011"], ["2010-1", "2010-10"]])
def test_other_texts_have_no_order(codes: list[str]) -> None:
    with pytest.raises(PeopleError, match="cannot be put in order"):
        Periods.of(codes, "when")


@pytest.mark.parametrize("event", ["9", "8", "12", "soon"])
def test_an_event_lies_within_the_periods(event: str) -> None:
    with pytest.raises(
        UsageError, match=r"The event .* does not lie within the periods of 'year'. They go from 9 to"
    ):
        YEARS.event(event)


def test_an_event_between_periods_begins_with_the_next() -> None:
    assert YEARS.event("9.5") == 1


@pytest.mark.parametrize("code", [None, "", "0", "Never", "inf", "nan", "2030"])
def test_never_is_written_in_many_ways(code: str | None) -> None:
    assert YEARS.first(code, "start") == 3


def test_a_first_period_that_is_none() -> None:
    with pytest.raises(PeopleError, match="'start' must hold periods"):
        YEARS.first("x", "start")
