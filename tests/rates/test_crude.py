import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.errors import UsageError
from dueregard.rates import crude_rate, directly_standardised_rate
from dueregard.rates.poisson import exact_limits

counts = st.lists(st.integers(0, 500), min_size=1, max_size=6)


def test_rates_are_those_published() -> None:
    # PHEindicatormethods 2.1.0, phe_rate per 100,000; a rate may be above one event a person.
    found = crude_rate([5, 10, 250], population=[50, 100, 220])
    expected = {
        0.95: [
            (3246.97278023684, 23336.6641586453),
            (4787.44991396756, 18391.4586057565),
            (99984.94738532876, 128631.14487455782),
        ],
        0.998: [
            (1478.74346383567, 32909.4904073602),
            (2916.31837469569, 24193.7249278806),
            (92710.00554438953, 137651.23772147458),
        ],
    }
    for level, limits in expected.items():
        np.testing.assert_allclose(found.limits[level], limits, rtol=1e-9)
    assert found.statistic == "rate per 100000"


@given(counts, st.floats(1e-9, 1e9), st.floats(1e-9, 1e9))
def test_rates_scale_with_multiplier_and_population(x: list[int], more: float, larger: float) -> None:
    base = crude_rate(x, population=1000.0)
    scaled = crude_rate(x, population=1000.0 * larger, multiplier=100_000 * more)
    np.testing.assert_allclose(scaled.values, base.values * more / larger, rtol=1e-12)
    np.testing.assert_allclose(scaled.limits[0.998], base.limits[0.998] * more / larger, rtol=1e-12)
    np.testing.assert_allclose(scaled.se, base.se * more / larger, rtol=1e-12)


@given(counts)
def test_one_event_a_person_is_independent(x: list[int]) -> None:
    by = list(range(len(x)))
    plain = crude_rate(x, population=1000, by=by)
    once = crude_rate(x, population=1000, by=by, independent_events=False, event_frequency=np.ones(len(x)))
    for level in (0.95, 0.998):
        np.testing.assert_allclose(once.limits[level], plain.limits[level], rtol=1e-14)


def test_events_of_few_people_are_the_standardised_rate_of_one_band() -> None:
    people, times = [40, 12, 3], [1, 2, 5]
    options = {
        "population": 900,
        "multiplier": 1000,
        "independent_events": False,
        "event_frequency": times,
    }
    crude = crude_rate(people, **options)
    one_band = directly_standardised_rate(people, standard=1, band=["all"] * 3, **options)
    assert crude.events[0] == 79
    np.testing.assert_allclose(crude.variances, 1e6 * (40 + 4 * 12 + 25 * 3) / 900**2, rtol=1e-14)
    np.testing.assert_allclose(crude.limits[0.95], one_band.limits[0.95], rtol=1e-13)


def test_repeated_events_are_covered_only_when_they_are_said_to_be_repeated() -> None:
    random = np.random.default_rng(2)
    times = np.array([1, 2, 6])
    means = np.array([60.0, 20.0, 10.0])
    people = random.poisson(means, size=(2000, 3))
    truth = 100 * (times @ means) / 5000
    frequency = np.tile(times, 2000)
    by = np.repeat(np.arange(2000), 3)
    right = crude_rate(
        people.ravel(),
        population=5000,
        multiplier=100,
        by=by,
        independent_events=False,
        event_frequency=frequency,
        levels=0.95,
    ).limits[0.95]
    wrong = crude_rate(people @ times, population=5000, multiplier=100, levels=0.95).limits[0.95]
    covered = [np.mean((each[:, 0] <= truth) & (truth <= each[:, 1])) for each in (right, wrong)]
    assert 0.93 <= covered[0] <= 0.97
    assert covered[1] < 0.8


def test_few_repeated_events_start_from_exact_limits() -> None:
    found = crude_rate(
        [1], population=10, multiplier=1, independent_events=False, event_frequency=[4], levels=0.95
    )
    away = 2 * (exact_limits([4.0])[0] - 4) / 10
    np.testing.assert_allclose(found.limits[0.95][0], 0.4 + away, rtol=1e-13)
    assert found.methods == ("exact Poisson, for non-independent events",)


def test_no_events_have_an_interval_and_no_standard_error() -> None:
    found = crude_rate([0], population=10, multiplier=1)
    assert np.isnan(found.se[0])
    np.testing.assert_allclose(found.limits[0.95][0], [0, 0.368887945411394], rtol=1e-9)


def test_a_faulty_group_has_a_reason_and_the_others_a_value() -> None:
    found = crude_rate([1, None, 2, -1], population=[10, 10, 0, 10])
    assert found.reasons == {
        1: "a number is missing",
        2: "the population is zero or less",
        3: "a count is negative",
    }
    assert np.isfinite(found.values[0])
    assert np.isnan(found.values[1:]).all()


def test_populations_must_agree_within_a_group_of_frequencies() -> None:
    found = crude_rate(
        [1, 2, 3, 4],
        population=[10, 10, 10, 11],
        by=["a", "a", "b", "b"],
        independent_events=False,
        event_frequency=[1, 2, 1, 2],
    )
    assert found.reasons == {1: "rows of one group have different populations"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"event_frequency": [1]}, "independent_events=False"),
        ({"independent_events": False}, "need their frequencies"),
        ({"independent_events": False, "event_frequency": [1.5]}, "whole numbers"),
        ({"independent_events": False, "event_frequency": [0]}, "whole numbers"),
    ],
)
def test_frequencies_go_with_events_that_are_not_independent(options: dict, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        crude_rate([3], population=[10], **options)
