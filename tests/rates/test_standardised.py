import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.errors import UsageError
from dueregard.rates import (
    EUROPEAN_STANDARD_POPULATION_2013,
    directly_standardised_rate,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
)
from dueregard.rates.direct import uneven_standards
from dueregard.rates.poisson import byars_limits, count_limits

EVENTS = np.array([12.0, 30.0, 80.0])
PEOPLE = np.array([5000.0, 4000.0, 2000.0])
STANDARD = np.array([50.0, 40.0, 10.0])

cells = st.lists(
    st.tuples(st.integers(0, 300), st.integers(1, 100_000), st.integers(1, 5000)), min_size=2, max_size=12
).filter(lambda rows: sum(row[0] for row in rows) >= 10)


def standardised(x: np.ndarray, n: np.ndarray, s: np.ndarray) -> float:
    return float(sum(s[i] * x[i] / n[i] for i in range(len(x))) / sum(s))


@given(cells)
def test_the_variance_is_that_of_independent_poisson_counts(rows: list[tuple[int, int, int]]) -> None:
    x, n, s = np.array(rows, float).T
    found = directly_standardised_rate(x, population=n, standard=s, multiplier=1)
    assert found.values[0] == pytest.approx(standardised(x, n, s), rel=1e-12)
    slopes = [standardised(x + step, n, s) - standardised(x, n, s) for step in np.eye(len(x))]
    assert found.variances[0] == pytest.approx(float(np.square(slopes) @ x), rel=1e-6)
    limits = found.values[0] + np.sqrt(found.variances[0] / x.sum()) * (byars_limits([x.sum()])[0] - x.sum())
    np.testing.assert_allclose(found.limits[0.95][0], limits, rtol=1e-12)


@given(cells, st.floats(1e-9, 1e9))
def test_the_size_of_the_standard_does_not_matter(rows: list[tuple[int, int, int]], scale: float) -> None:
    x, n, s = np.array(rows, float).T
    one = directly_standardised_rate(x, population=n, standard=s)
    other = directly_standardised_rate(x, population=n, standard=s * scale)
    np.testing.assert_allclose(other.values, one.values, rtol=1e-12)
    np.testing.assert_allclose(other.se, one.se, rtol=1e-12)


def test_the_order_of_rows_does_not_matter() -> None:
    by, band = np.repeat(["a", "b"], 3), np.tile([0, 40, 70], 2)
    x, n, s = np.tile(EVENTS, 2) + np.repeat([0, 5], 3), np.tile(PEOPLE, 2), np.tile(STANDARD, 2)
    order = np.array([4, 0, 5, 2, 1, 3])
    one = directly_standardised_rate(x, population=n, standard=s, by=by, band=band)
    other = directly_standardised_rate(
        x[order], population=n[order], standard=s[order], by=by[order], band=band[order]
    )
    assert other.groups == ("b", "a")
    np.testing.assert_allclose(other.values[::-1], one.values, rtol=1e-13)


def test_a_populations_own_ages_give_its_crude_rate() -> None:
    found = directly_standardised_rate(EVENTS, population=PEOPLE, standard=PEOPLE, multiplier=1)
    assert found.values[0] == pytest.approx(EVENTS.sum() / PEOPLE.sum(), rel=1e-14)


def test_repeated_events_widen_the_interval_and_keep_the_rate() -> None:
    people = np.array([6, 3, 20, 5, 50, 15])  # one and two events, by band
    options = {"population": np.repeat(PEOPLE, 2), "standard": np.repeat(STANDARD, 2), "multiplier": 1}
    found = directly_standardised_rate(
        people,
        independent_events=False,
        event_frequency=[1, 2] * 3,
        band=np.repeat([0, 40, 70], 2),
        **options,
    )
    plain = directly_standardised_rate(EVENTS, population=PEOPLE, standard=STANDARD, multiplier=1)
    assert found.values[0] == pytest.approx(plain.values[0], rel=1e-14)
    share = STANDARD / PEOPLE / STANDARD.sum()
    variance = (share**2 * (np.array([6, 20, 50]) + 4 * np.array([3, 5, 15]))).sum()
    assert found.variances[0] == pytest.approx(variance, rel=1e-13)
    assert found.populations[0] == PEOPLE.sum()


def test_fewer_than_ten_events_are_not_standardised() -> None:
    found = directly_standardised_rate(
        [3, 6, 5, 5], population=100, standard=1, by=["few", "few", "enough", "enough"]
    )
    assert found.reasons == {0: "too few events to standardise directly"}
    assert np.isnan(found.values[0])
    assert np.isnan(found.limits[0.95][0]).all()
    assert np.isfinite(found.limits[0.95][1]).all()


def test_each_fault_is_told_of_its_group_alone() -> None:
    by = np.repeat(list("abcdef"), 2)
    found = directly_standardised_rate(
        [20, 20, 20, None, -1, 20, 20, 20, 20, 20, 20, 20],
        population=[9, 9, 9, 9, 9, 9, 9, 0, 9, 9, 9, 9],
        standard=[5, 5, 5, 5, 5, 5, 5, 5, 5, -1, 0, 0],
        by=by,
    )
    assert found.reasons == {
        1: "a number is missing",
        2: "a count is negative",
        3: "an age band has no population",
        4: "a standard population is negative",
        5: "the standard population is zero",
    }
    assert np.isfinite(found.values).tolist() == [True] + [False] * 5


def test_a_group_that_lacks_a_band_says_so() -> None:
    found = directly_standardised_rate(
        [20, 20, 20, 20, 20, 20, 20],
        population=100,
        standard=[5, 1, 5, 1, 5, 5, 5],
        by=["a", "a", "b", "b", "c", "d", "d"],
        band=[0, 1, 0, 1, 0, 0, 0],
    )
    assert found.reasons[2] == "it lacks an age band: it is standardised over the others"
    assert np.isfinite(found.values[2])
    assert found.reasons[3] == "an age band appears twice"
    assert np.isnan(found.values[3])


def test_without_bands_an_uneven_standard_gives_it_away() -> None:
    found = directly_standardised_rate(
        [20] * 5, population=100, standard=[5, 1, 5, 1, 5], by=["a", "a", "b", "b", "c"]
    )
    assert set(found.reasons) == {2}
    assert "do not compare" in found.reasons[2]


@pytest.mark.parametrize(
    ("covered", "uneven"),
    [([1, 1, 1], []), ([1, 1, 2], [2]), ([1, 2], [0, 1]), ([1, np.nan, 1], []), ([np.nan], [])],
)
def test_the_usual_standard_is_that_of_most(covered: list[float], uneven: list[int]) -> None:
    assert np.flatnonzero(uneven_standards(np.array(covered))).tolist() == uneven


def test_bands_are_needed_for_repeated_events() -> None:
    with pytest.raises(UsageError, match="age band"):
        directly_standardised_rate(
            [3], population=[10], standard=[1], independent_events=False, event_frequency=[1]
        )


def test_the_standard_population_knows_its_bands() -> None:
    assert sum(EUROPEAN_STANDARD_POPULATION_2013.populations) == 100_000
    assert EUROPEAN_STANDARD_POPULATION_2013.published.year == 2013
    with pytest.raises(UsageError, match="starts at 1"):
        EUROPEAN_STANDARD_POPULATION_2013.for_ages([0, 1])


@given(cells)
def test_the_reference_population_has_a_ratio_of_one(rows: list[tuple[int, int, int]]) -> None:
    x, n, _ = np.array(rows, float).T
    found = indirectly_standardised_ratio(x, population=n, reference_count=x, reference_population=n)
    assert found.values[0] == pytest.approx(1, rel=1e-12)
    rate = indirectly_standardised_rate(
        x, population=n, reference_count=x, reference_population=n, multiplier=1
    )
    assert rate.values[0] == pytest.approx(x.sum() / n.sum(), rel=1e-12)


def test_expected_events_by_hand() -> None:
    found = indirectly_standardised_ratio(
        [2, 4], population=[1000, 500], reference_count=[10, 40], reference_population=[10_000, 5000]
    )
    assert found.expected[0] == pytest.approx(1000 * 10 / 10_000 + 500 * 40 / 5000)
    assert found.values[0] == pytest.approx(6 / 5)
    np.testing.assert_allclose(found.limits[0.95], count_limits([6]) / 5, rtol=1e-13)
    assert found.methods == ("exact Poisson",)


def test_the_size_of_the_reference_does_not_matter() -> None:
    options = {"population": PEOPLE, "reference_count": EVENTS * 7}
    one = indirectly_standardised_rate(EVENTS, reference_population=PEOPLE * 9, **options)
    options["reference_count"] = EVENTS * 7e6
    other = indirectly_standardised_rate(EVENTS, reference_population=PEOPLE * 9e6, **options)
    np.testing.assert_allclose(other.values, one.values, rtol=1e-12)


def test_faults_of_indirect_standardisation() -> None:
    found = indirectly_standardised_ratio(
        [5, 5, None, 5, 5],
        population=[10, 10, 10, -1, 10],
        reference_count=[100, 100, 100, 100, 0],
        reference_population=[1000, 0, 1000, 1000, 1000],
        by=list("abcde"),
    )
    assert found.reasons == {
        1: "a band of the reference population has nobody",
        2: "a number is missing",
        3: "a population is negative",
        4: "no events are expected",
    }
    assert np.isfinite(found.values).tolist() == [True, False, False, False, False]
