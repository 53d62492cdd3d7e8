import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dueregard.errors import UsageError
from dueregard.rates import mean, proportion

counted = st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_proportions_are_those_published() -> None:
    # PHEindicatormethods 2.1.0, phe_proportion, percentages of x in n.
    found = proportion([0, 1, 9, 65, 1000], population=[10, 100, 9, 100, 2500], multiplier=100)
    expected = {
        0.95: [
            (0, 27.7532799862889),
            (0.176743206414065, 5.44861961787053),
            (70.0854951580456, 100),
            (55.254443296888, 73.6357517569025),
            (38.0963899596893, 41.9342945615463),
        ],
        0.998: [
            (0, 48.8478900453462),
            (0.0873065697299995, 10.4554452837057),
            (48.5187346066483, 100),
            (49.5494657407045, 77.8354061408969),
            (37.015782583184, 43.0603229932966),
        ],
    }
    for level, limits in expected.items():
        np.testing.assert_allclose(found.limits[level], limits, rtol=1e-12, atol=1e-12)
    assert found.values.tolist() == [0, 1, 100, 65, 40]
    assert found.limits[0.95][0, 0] == 0
    assert found.limits[0.998][2, 1] == 100


@given(counted, st.sampled_from([0.9, 0.95, 0.998]))
def test_a_wilson_limit_is_where_the_score_test_turns(pair: tuple[int, int], level: float) -> None:
    x, n = pair
    z = stats.norm.ppf((1 + level) / 2)
    for limit in proportion([x], population=[n], levels=level).limits[level][0]:
        assert abs(x / n - limit) == pytest.approx(z * np.sqrt(limit * (1 - limit) / n), rel=1e-6, abs=1e-8)


@given(st.lists(counted, min_size=2, max_size=8))
def test_grouped_rows_are_added_up(pairs: list[tuple[int, int]]) -> None:
    x, n = np.array(pairs).T
    together = proportion(x, population=n, by=["all"] * len(x))
    once = proportion([x.sum()], population=[n.sum()])
    assert np.array_equal(together.limits[0.95], once.limits[0.95])


def test_a_faulty_group_has_a_reason_and_the_others_a_value() -> None:
    found = proportion([1, None, 5, 3, -1, 2], population=[10, 10, 4, 0, 10, -5])
    assert found.reasons == {
        1: "a number is missing",
        2: "more are counted than there are people",
        3: "the population is zero or less",
        4: "a count is negative",
        5: "the population is zero or less",
    }
    assert found.values[0] == 0.1
    assert np.isnan(found.values[1:]).all()
    assert np.isnan(found.limits[0.998][1:]).all()


def test_at_the_ends_the_error_is_not_known_but_the_interval_is() -> None:
    found = proportion([0, 10], population=10)
    assert np.isnan(found.se).all()
    np.testing.assert_allclose(found.limits[0.95], [[0, 0.2775], [0.7225, 1]], atol=1e-4)


def test_records_say_what_is_not_known() -> None:
    first, second = proportion([1, 3], population=[4, 0], by=["x", "y"], levels=0.95).to_dicts()
    assert first["group"] == "x"
    assert first["values"] == 0.25
    assert set(first["low"]) == {0.95}
    assert second["values"] is None
    assert second["high"] == {0.95: None}
    assert second["reason"] == "the population is zero or less"


@given(st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=30))
def test_the_interval_of_a_mean_is_students(values: list[float]) -> None:
    v = np.round(values, 3)
    found = mean(v, levels=0.95)
    if np.ptp(v) == 0:
        assert found.limits[0.95][0].tolist() == pytest.approx([v[0], v[0]])
        return
    expected = stats.t.interval(0.95, len(v) - 1, loc=v.mean(), scale=stats.sem(v))
    np.testing.assert_allclose(found.limits[0.95][0], expected, rtol=1e-9, atol=1e-9)


def test_means_without_enough_values_say_so() -> None:
    found = mean([4, 6, 3, 1, None], by=["a", "a", "b", "c", "c"])
    assert found.reasons == {1: "a single value has no interval", 2: "a value is missing"}
    assert found.values[:2].tolist() == [5, 3]
    assert np.isnan(found.values[2])
    assert np.isnan(found.limits[0.95][1:]).all()


def test_several_levels_in_one_call_nest() -> None:
    found = mean([1, 4, 2, 8], levels=(0.8, 0.95, 0.998))
    widths = [np.ptp(found.limits[level][0]) for level in (0.8, 0.95, 0.998)]
    assert widths == sorted(widths)


def test_options_that_make_no_sense_are_refused() -> None:
    with pytest.raises(UsageError, match="multiplier"):
        proportion([1], population=[2], multiplier=0)
    with pytest.raises(UsageError, match="between 0 and 1"):
        mean([1, 2], levels=95)
