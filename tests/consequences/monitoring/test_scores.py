"""Scores of one forecast, by hand, and what makes an interval score proper."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.consequences.monitoring import interval_score, score, widened
from dueregard.errors import UsageError

SOME = st.floats(-100, 100)


def test_by_hand() -> None:
    found = score(estimate=10, se=3, low=4, high=16, level=0.9, outturn=18.8, outturn_se=4)
    assert (found.error, found.error_se, found.z) == (pytest.approx(8.8), 5, pytest.approx(1.76))
    assert found.as_printed is False
    assert found.inside is True  # up to 10 + sqrt(6² + (1.64485 · 4)²) = 18.906
    assert found.interval_score == pytest.approx(12 + 2 / 0.1 * 2.8)
    assert found.pit == pytest.approx(0.96080, abs=1e-5)
    beyond = score(estimate=10, se=3, low=4, high=16, level=0.9, outturn=18.95, outturn_se=4)
    assert beyond.inside is False


def test_an_interval_is_as_wide_as_both_errors_together() -> None:
    low, high = widened(10, 4, 16, level=0.95, se=4)
    assert high - 10 == pytest.approx(np.hypot(6, 1.959964 * 4), abs=1e-5)
    assert 10 - low == pytest.approx(high - 10)
    assert widened(10, 9, 16, level=0.95, se=0) == (9, 16)


def test_without_errors_there_is_an_error_and_nothing_else() -> None:
    found = score(estimate=10, se=None, low=None, high=None, level=None, outturn=12)
    assert (found.error, found.error_se, found.z, found.inside, found.interval_score) == (
        2,
        None,
        None,
        None,
        None,
    )


def test_the_ends_of_an_interval_are_inside() -> None:
    for end in (4.0, 16.0):
        assert score(estimate=10, se=3, low=4, high=16, level=0.95, outturn=end).as_printed is True


@settings(max_examples=30)
@given(low=SOME, width=st.floats(0, 50), outturn=SOME)
def test_an_interval_score_is_its_width_and_a_penalty_outside(
    low: float, width: float, outturn: float
) -> None:
    found = interval_score(low, low + width, outturn, level=0.8)
    outside = max(low - outturn, outturn - low - width, 0)
    assert found == pytest.approx((low + width - low) + 10 * outside, abs=1e-6)


def test_the_honest_interval_scores_best_on_average() -> None:
    drawn = np.random.default_rng(7).normal(size=4_000)
    means = {
        scale: np.mean([interval_score(-1.96 * scale, 1.96 * scale, x) for x in drawn])
        for scale in (0.6, 1.0, 1.6)
    }
    assert min(means, key=lambda scale: means[scale]) == 1.0


def test_a_level_lies_between_nought_and_one() -> None:
    with pytest.raises(UsageError):
        interval_score(0, 1, 2, level=95)
