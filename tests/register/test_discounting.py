"""Discount factors are those of the published schedules; each schedule has its date and source."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dueregard.errors import UsageError
from dueregard.register import SCHEDULES, discount_factor, discount_schedule

GOLDEN = {
    "standard": ("green-book-2022", "green-book-2026"),
    "sensitivity_reduced": ("green-book-2022-reduced", "green-book-2026-sensitivity"),
    "health": ("green-book-2022-health", "green-book-2026-health"),
    "health_reduced": ("green-book-2022-health-reduced",),
}


@pytest.mark.shared
@pytest.mark.parametrize("kind", GOLDEN)
def test_published_factors_and_present_values(kind: str, shared: Path) -> None:
    file = shared / "golden" / "opportunity" / "green_book_discount.json"
    golden = json.loads(file.read_text(encoding="utf-8"))
    for name in GOLDEN[kind]:
        reach = SCHEDULES[name].reach or 1000
        years = [int(year) for year in golden[kind] if int(year) <= reach]
        assert discount_factor(years, name) == pytest.approx([golden[kind][str(y)] for y in years], rel=1e-12)
        value = 100 * discount_factor(np.arange(1, 61), name).sum()
        assert value == pytest.approx(golden["npv_100_per_year_for_60y_starting_y1"][kind], rel=1e-12)


def test_rates_step_down_at_the_ends_of_bands() -> None:
    factors = discount_factor(np.arange(0, 130), "green-book-2026")
    rates = factors[:-1] / factors[1:] - 1
    assert rates[[0, 29, 30, 74, 75, 124, 125]] == pytest.approx(
        [0.035, 0.035, 0.03, 0.03, 0.025, 0.025, 0.02]
    )
    assert discount_factor([30, 31], "green-book-2022") == pytest.approx([1.035**-30, 1.035**-30 / 1.03])


def test_both_editions_agree_on_the_standard_rates_that_both_have() -> None:
    years = np.arange(126)
    editions = [discount_factor(years, name) for name in ("green-book-2022", "green-book-2026")]
    assert np.array_equal(editions[0], editions[1])


def test_every_published_schedule_has_a_date_and_a_source() -> None:
    for schedule in SCHEDULES.values():
        assert schedule.source
        assert (schedule.published is None) == (schedule.name == "undiscounted")
        assert [band.last for band in schedule.bands][-1] == schedule.reach


@pytest.mark.parametrize(
    ("years", "schedule", "told"),
    [
        (200, "green-book-2022", "has no rates beyond 125 years"),
        (-1, "green-book-2026", "whole numbers from 0"),
        (1.5, "green-book-2026", "whole numbers from 0"),
        (1, "green-book-2027", "Did you mean 'green-book-2026'"),
        (1, "much%", "There is no discount schedule 'much%'"),
    ],
)
def test_what_no_schedule_has_is_refused(years: float, schedule: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        discount_factor(years, schedule)


def test_a_constant_rate_may_be_asked_for() -> None:
    assert discount_factor([0, 2], discount_schedule("10%")) == pytest.approx([1.0, 1 / 1.21])
