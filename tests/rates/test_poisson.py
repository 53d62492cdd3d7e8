import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dueregard.rates.poisson import byars_limits, carried_limits, count_limits, count_methods, exact_limits

# Limits of counts as PHEindicatormethods 2.1.0 gives them.
PUBLISHED = {
    (0, 0.95): (0, 3.68887945411394),
    (0, 0.998): (0, 6.90775527898214),
    (1, 0.95): (0.025317807984289897, 5.571643390938898),
    (5, 0.998): (0.73937173191784, 16.4547452036801),
    (9, 0.95): (4.11537309738333, 17.0848034514192),
    (10, 0.95): (4.78744991396756, 18.3914586057565),
    (10, 0.998): (2.916318374695686, 24.193724927880535),
    (65, 0.95): (50.163187710459454, 82.84913854593984),
    (1045, 0.998): (947.9407035610374, 1148.806160988033),
}


@pytest.mark.parametrize(("count", "level"), PUBLISHED)
def test_limits_are_those_published(count: int, level: float) -> None:
    found = count_limits([count], level=level)[0]
    # The published package solves chi-square quantiles to about nine digits.
    np.testing.assert_allclose(found, PUBLISHED[count, level], rtol=1e-7)


def test_the_method_changes_at_ten_events() -> None:
    assert count_methods([0, 9, 10, 1000]) == ("exact Poisson", "exact Poisson", "Byar's", "Byar's")
    limits = count_limits([9, 10])
    assert np.array_equal(limits[0], exact_limits([9])[0])
    assert np.array_equal(limits[1], byars_limits([10])[0])


@given(st.integers(1, 400), st.sampled_from([0.9, 0.95, 0.998]))
def test_exact_limits_leave_the_same_chance_on_either_side(count: int, level: float) -> None:
    lower, upper = exact_limits([count], level=level)[0]
    assert stats.poisson.sf(count - 1, lower) == pytest.approx((1 - level) / 2, rel=1e-9)
    assert stats.poisson.cdf(count, upper) == pytest.approx((1 - level) / 2, rel=1e-9)


@given(st.integers(10, 100_000), st.sampled_from([0.95, 0.998]))
def test_byars_limits_are_near_the_exact_ones(count: int, level: float) -> None:
    np.testing.assert_allclose(
        byars_limits([count], level=level), exact_limits([count], level=level), rtol=0.02
    )


@pytest.mark.parametrize("true", [3.0, 12.0, 40.0, 200.0])
def test_limits_cover_what_they_say(true: float) -> None:
    counts = np.arange(0, 600)
    limits = count_limits(counts)
    chance = stats.poisson.pmf(counts, true)
    covered = chance[(limits[:, 0] <= true) & (true <= limits[:, 1])].sum()
    assert 0.945 <= covered <= 0.99


def test_a_lower_limit_below_zero_is_not_given() -> None:
    assert np.isnan(byars_limits([1], level=0.998)[0, 0])
    assert np.isnan(byars_limits([0])[0, 0])


def test_a_count_that_is_not_known_has_no_limits() -> None:
    assert np.isnan(count_limits([np.nan, -3])).all()


def test_carrying_a_count_to_itself_changes_nothing() -> None:
    counts = np.array([3.0, 30.0])
    carried = carried_limits(counts, values=counts, per_event=np.ones(2), level=0.95)
    np.testing.assert_allclose(carried, count_limits(counts), rtol=1e-14)
