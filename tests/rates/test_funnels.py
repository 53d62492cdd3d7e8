import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dueregard.errors import UsageError
from dueregard.rates import (
    proportion,
    proportion_funnel,
    proportion_significance,
    rate_funnel,
    rate_significance,
    ratio_funnel,
    ratio_significance,
)
from dueregard.rates.funnel_lines import expected_limits, funnel_axis, rate_denominators

COUNTS, PEOPLE = np.array([10, 65, 82, 1000]), np.array([100, 100, 100, 2500])


@given(st.integers(1, 5000), st.floats(0.02, 0.98))
def test_an_area_is_outside_exactly_when_its_wilson_interval_leaves_the_average_out(
    people: int, average: float
) -> None:
    size = 10_000_000
    funnel = proportion_funnel([average * size], population=[size], multiplier=1, at=[people], levels=0.95)
    counts = np.arange(people + 1)
    wilson = proportion(counts, population=people, levels=0.95).limits[0.95]
    lower, upper = funnel.limits[0.95][0]
    outside = (counts / people < lower - 1e-9) | (counts / people > upper + 1e-9)
    left_out = (wilson[:, 1] < average - 1e-9) | (wilson[:, 0] > average + 1e-9)
    assert np.array_equal(outside, left_out)


def test_limits_are_within_the_possible() -> None:
    funnel = proportion_funnel(COUNTS, population=PEOPLE, multiplier=1000)
    for limits in funnel.limits.values():
        assert limits.min() >= 0
        assert limits.max() <= 1000
        assert np.all(np.diff(limits[:, 1] - limits[:, 0]) <= 0)


@given(st.integers(1, 300), st.sampled_from([0.95, 0.998]))
def test_expected_events_solve_the_poisson_equation(count: int, level: float) -> None:
    lower, upper = expected_limits([count], level=level, search="exact")[0]
    assert stats.poisson.cdf(count, lower) == pytest.approx((1 - level) / 2, rel=1e-9)
    assert stats.poisson.sf(count - 1, upper) == pytest.approx((1 - level) / 2, rel=1e-9)


@given(st.integers(1, 3000))
def test_the_published_search_is_the_halving_it_stands_for(count: int) -> None:
    tail = 0.025

    def halving(chance, rising: bool) -> float:
        v, step = 0.5, 0.5
        while step > 1e-7:
            step /= 2
            v += step if bool(chance((1 + count) * v / (1 - v)) < tail) is rising else -step
        return (1 + count) * v / (1 - v)

    lower = halving(lambda mean: stats.poisson.cdf(count, mean), rising=False)
    upper = halving(lambda mean: stats.poisson.sf(count - 1, mean), rising=True)
    np.testing.assert_allclose(expected_limits([count], level=0.95)[0], [lower, upper], rtol=1e-9)


def test_the_published_axis() -> None:
    # PHEindicatormethods 2.1.0 for denominators from 9 to 2,500.
    axis = funnel_axis(np.array([9.0, 100.0, 2500.0]))
    assert axis[:5].tolist() == [1, 2, 3, 4, 5]
    assert axis[-3:].tolist() == [2388, 2539, 2700]
    assert funnel_axis(np.array([9.0, 2500.0]), lag=1)[-3:].tolist() == [2250, 2391, 2541]
    assert funnel_axis(np.array([1500.0, 2500.0]))[0] == 1000


def test_ratios_are_about_0_or_100() -> None:
    count = ratio_funnel(COUNTS, expected=PEOPLE, ratio_type="count", at=[50], levels=0.95)
    isr = ratio_funnel(COUNTS, expected=PEOPLE, ratio_type="isr", at=[50], levels=0.95)
    np.testing.assert_allclose(isr.limits[0.95], 100 * (1 + count.limits[0.95]), rtol=1e-13)
    assert (count.baseline, isr.baseline) == (0, 100)
    assert isr.statistic == "ratio (isr)"


def test_rates_by_the_population_of_one_year() -> None:
    events, years = np.array([30.0, 60.0]), 3
    people = np.array([9000.0, 12_000.0])
    funnel = rate_funnel(
        events,
        rate=1000 * events / people,
        rate_type="crude",
        years=years,
        multiplier=1000,
        at=[20],
        levels=0.95,
        search="exact",
    )
    average = 90 / 21_000
    assert funnel.baseline == pytest.approx(1000 * average)
    expected = expected_limits([20], level=0.95, search="exact")
    np.testing.assert_allclose(funnel.expected[0.95], expected / average / years, rtol=1e-12)
    np.testing.assert_allclose(funnel.limits[0.95], 1000 * 20 / (expected / average), rtol=1e-12)
    assert len(rate_funnel(events, rate=events, rate_type="dsr", years=1).at) == 100


def test_a_crude_rate_without_events_needs_its_population() -> None:
    with pytest.raises(UsageError, match="Give population"):
        rate_denominators([0, 5], rate=[0, 5], rate_type="crude", population=None, multiplier=1000)
    people = rate_denominators(
        [0, 5], rate=[0, 50], rate_type="crude", population=[100, 100], multiplier=1000
    )[1]
    assert people.tolist() == [100, 100]
    dsr = rate_denominators([0, 5], rate=[0, 50], rate_type="dsr", population=None, multiplier=1000)[1]
    assert np.isnan(dsr[0])
    assert dsr[1] == 100


def test_words_match_the_lines() -> None:
    found = proportion_significance(COUNTS, population=PEOPLE)
    average = COUNTS.sum() / PEOPLE.sum()
    assert found.average == average
    for count, people, word in zip(COUNTS, PEOPLE, found.words, strict=True):
        lines = proportion_funnel(COUNTS, population=PEOPLE, multiplier=1, at=[people]).limits
        low = [level for level in lines if count / people < lines[level][0, 0]]
        high = [level for level in lines if count / people > lines[level][0, 1]]
        tail = {0.95: "(0.025)", 0.998: "(0.001)"}
        expected = (
            f"Low {tail[max(low)]}" if low else f"High {tail[max(high)]}" if high else "Not significant"
        )
        assert word == expected


def test_words_of_ratios_and_rates() -> None:
    ratio = ratio_significance([0, 20, 5, 10, np.nan], expected=[10, 10, 10, 10, 10])
    assert ratio.words == ("Low (0.001)", "High (0.025)", "Not significant", "Not significant", "Not known")
    events, people = np.array([100.0, 150.0, 20.0, 8.0]), np.array([1000.0, 1000.0, 1000.0, 80.0])
    options = {"rate": 1000 * events / people, "multiplier": 1000}
    crude = rate_significance(events, rate_type="crude", **options)
    assert crude.words == ("Not significant", "High (0.001)", "Low (0.001)", "Not significant")
    dsr = rate_significance(events, rate_type="dsr", **options)
    assert dsr.words[:3] == crude.words[:3]
    assert dsr.words[3] == "Not applicable for events less than 10 for dsrs"
    assert dsr.average == pytest.approx(1000 * 278 / 3080)


def test_when_nobody_or_everybody_counts_nothing_stands_out() -> None:
    assert set(proportion_significance([0, 0], population=[10, 20]).words) == {"Not significant"}
    assert set(proportion_significance([10, 20], population=[10, 20]).words) == {"Not significant"}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: proportion_funnel([3], population=[2]), "above its population"),
        (lambda: proportion_funnel([3], population=[0]), "above zero"),
        (lambda: proportion_funnel([None], population=[2]), "at least one area"),
        (lambda: ratio_funnel([3], expected=[2], ratio_type="smr"), "count, isr"),
        (lambda: ratio_funnel([3], expected=[2], ratio_type="isr", at=[0]), "start at one"),
        (lambda: ratio_funnel([3], expected=[2], ratio_type="isr", search="exac"), "Did you mean 'exact'"),
        (lambda: rate_funnel([3], rate=[2], rate_type="crud", years=1), "Did you mean 'crude'"),
        (lambda: rate_funnel([3], rate=[2], rate_type="crude", years=0), "number of years"),
        (lambda: rate_funnel([3], rate=[-2], rate_type="crude", years=1), "negative"),
        (lambda: proportion_significance([3], population=[2]), "count cannot be above"),
        (lambda: ratio_significance([3], expected=[0]), "Denominators must be above"),
        (lambda: rate_significance([0], rate=[0], rate_type="dsr"), "No area"),
    ],
)
def test_what_cannot_be_drawn_is_refused(call, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        call()
