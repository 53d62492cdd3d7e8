"""Areas on a funnel: the lines at their own size agree with the published ones, and with the words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from dueregard.errors import UsageError
from dueregard.rates import areas_on_funnel, proportion_funnel
from dueregard.rates.funnel_areas import poisson_lines
from dueregard.rates.funnel_lines import expected_limits
from dueregard.rates.significance import MISSING, NOT_SIGNIFICANT

COUNTS, PEOPLE = [0, 1, 5, 9, 10, 65, 82], [10, 100, 50, 90, 100, 100, 100]


@given(st.floats(0.01, 5000), st.sampled_from([0.8, 0.95, 0.998]))
def test_lines_have_the_probability_of_the_level(expected: float, level: float) -> None:
    low, high = poisson_lines([expected], level=level)[0]
    tail = (1 - level) / 2
    if low > 0:
        assert special.gammaincc(low + 1, expected) == pytest.approx(tail, rel=1e-8)
    else:
        assert np.exp(-expected) >= tail * (1 - 1e-12)
    if high > 1:
        assert special.gammainc(high, expected) == pytest.approx(tail, rel=1e-8)
    else:
        assert special.gammainc(1.0, expected) <= tail * (1 + 1e-12)


@given(st.integers(1, 400))
def test_lines_are_the_inverse_of_the_published_ones(observed: int) -> None:
    upper_size, lower_size = expected_limits([observed], level=0.95, search="exact")[0][::-1]
    assert poisson_lines([lower_size], level=0.95)[0][0] == pytest.approx(observed, rel=1e-7)
    assert poisson_lines([upper_size], level=0.95)[0][1] == pytest.approx(observed, rel=1e-7)


def test_lines_of_proportions_are_those_of_the_funnel() -> None:
    found = areas_on_funnel(COUNTS, denominator=PEOPLE, kind="proportion", multiplier=100)
    funnel = proportion_funnel(COUNTS, population=PEOPLE, at=PEOPLE)
    assert found.average == pytest.approx(funnel.baseline)
    for level in (0.95, 0.998):
        assert found.lines[level] == pytest.approx(funnel.limits[level], rel=1e-12)


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(200, 5000)), min_size=2, max_size=20))
def test_a_word_of_a_proportion_is_where_it_lies(areas: list[tuple[int, int]]) -> None:
    counts, people = zip(*areas, strict=True)
    found = areas_on_funnel(counts, denominator=people, kind="proportion", multiplier=1)
    for level, ends in ((0.95, ("0.025", "0.001")), (0.998, ("0.001",))):
        low, high = found.lines[level].T
        for value, word, below, above in zip(found.values, found.words, low, high, strict=True):
            if abs(value - above) > 1e-9 and abs(value - below) > 1e-9 and below > 0 and above < 1:
                assert bool(value > above) is (word.startswith("High") and word[-6:-1] in ends)
                assert bool(value < below) is (word.startswith("Low") and word[-6:-1] in ends)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=12), st.floats(2, 30))
def test_a_word_of_few_events_is_where_they_lie(events: list[int], expected: float) -> None:
    """Below ten events both the words and the lines are exact."""
    found = areas_on_funnel(events, denominator=[expected] * len(events), kind="ratio", multiplier=100)
    low, high = found.lines[0.95].T
    for value, word, below, above in zip(found.values, found.words, low, high, strict=True):
        if abs(value - above) > 1e-6 and abs(value - below) > 1e-6:
            assert bool(value > above) is word.startswith("High")
            # Of no events at all the lower limit is 0, whatever is expected.
            assert bool(value < below) is word.startswith("Low")


def test_rates_are_held_against_all_areas_together() -> None:
    found = areas_on_funnel([20, 40], denominator=[1000, 1000], kind="rate", multiplier=1000)
    assert found.values.tolist() == [20.0, 40.0]
    assert found.average == 30.0
    assert found.lines[0.95][0] == pytest.approx(poisson_lines([30.0], level=0.95)[0])


def test_standardised_rates_stand_for_the_population_that_would_have_them() -> None:
    found = areas_on_funnel(
        [20, 40], denominator=[np.nan, np.nan], kind="standardised_rate", multiplier=1000, rate=[10.0, 40.0]
    )
    assert found.average == pytest.approx(1000 * 60 / 3000)
    assert found.lines[0.95][0] == pytest.approx(poisson_lines([40.0], level=0.95)[0] / 2)


def test_a_missing_number_leaves_only_its_own_area_out() -> None:
    found = areas_on_funnel([20, np.nan, 25], denominator=[100, 100, 100], kind="proportion", multiplier=1)
    assert found.words[1] == MISSING
    assert np.isnan(found.values[1])
    assert found.words[0] == found.words[2] == NOT_SIGNIFICANT


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UsageError, match="kind of funnel 'odds'"):
        areas_on_funnel([1], denominator=[1], kind="odds", multiplier=1)  # type: ignore[arg-type]
