import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.errors import UsageError
from dueregard.rates import ABRIDGED_BANDS, life_expectancy
from dueregard.rates.life_tables import life_table

AGES = np.array([0.0, 1, 20, 50, 75])
PEOPLE = np.array([900.0, 21_000, 30_000, 24_000, 8000])
DEATHS = np.array([6.0, 5, 25, 190, 700])


def by_hand(deaths, people, ages, lived) -> list[float]:
    """Expectancies by following the newborn through the table, one band at a time."""
    reaching, years = 1.0, []
    survivors = []
    for i in range(len(ages)):
        rate = deaths[i] / people[i]
        survivors.append(reaching)
        if i == len(ages) - 1:
            years.append(reaching / rate)
            break
        width = ages[i + 1] - ages[i]
        dying = reaching * width * rate / (1 + width * (1 - lived[i]) * rate)
        years.append(width * (reaching - dying) + width * lived[i] * dying)
        reaching -= dying
    return [sum(years[i:]) / survivors[i] for i in range(len(ages))]


def table(deaths=DEATHS, people=PEOPLE, **options):
    return life_expectancy(deaths, population=people, start_age=AGES, bands=AGES, **options)


def test_the_definition() -> None:
    lived = [0.1, 0.5, 0.5, 0.5, 0.5]
    np.testing.assert_allclose(table().values[0], by_hand(DEATHS, PEOPLE, AGES, lived), rtol=1e-13)
    other = [0.2, 0.4, 0.6, 0.55, 0.5]
    found = table(share_lived=other)
    np.testing.assert_allclose(found.values[0], by_hand(DEATHS, PEOPLE, AGES, other), rtol=1e-13)


def test_the_variance_is_that_of_the_chances_of_dying_and_of_the_last_rate() -> None:
    widths, lived = np.diff(AGES), np.array([0.1, 0.5, 0.5, 0.5, 0.5])
    base = life_table(DEATHS[None], population=PEOPLE[None], widths=widths, lived=lived)

    def at_birth(dying: np.ndarray, last_rate: float) -> float:
        reaching = np.cumprod(np.concatenate([[1.0], 1 - dying]))
        lost = reaching[:-1] * dying
        return float((widths * (reaching[1:] + lived[:-1] * lost)).sum() + reaching[-1] / last_rate)

    chances, rate = base.dying[0, :-1], DEATHS[-1] / PEOPLE[-1]
    assert at_birth(chances, rate) == pytest.approx(base.expectancy[0, 0], rel=1e-13)
    variance = 0.0
    for i, chance in enumerate(chances):
        step = np.eye(len(chances))[i] * chance * 1e-5
        slope = (at_birth(chances + step, rate) - at_birth(chances - step, rate)) / (2 * step[i])
        variance += slope**2 * chance**2 * (1 - chance) / DEATHS[i]
    slope = (at_birth(chances, rate * (1 + 1e-5)) - at_birth(chances, rate * (1 - 1e-5))) / (2e-5 * rate)
    variance += slope**2 * rate**2 / DEATHS[-1]
    assert base.variance[0, 0] == pytest.approx(variance, rel=1e-8)


@given(st.floats(1e-3, 1e6))
def test_larger_populations_have_the_same_expectancy_and_less_error(times: float) -> None:
    one = table(smallest_population=0, widest_interval=1e9)
    other = table(DEATHS * times, PEOPLE * times, smallest_population=0, widest_interval=1e9)
    np.testing.assert_allclose(other.values, one.values, rtol=1e-12)
    np.testing.assert_allclose(other.se * np.sqrt(times), one.se, rtol=1e-12)


def test_rows_and_groups_may_come_in_any_order() -> None:
    random = np.random.default_rng(3).permutation(10)
    by = np.repeat(["a", "b"], 5)[random]
    deaths = np.concatenate([DEATHS, DEATHS * 2])[random]
    found = life_expectancy(
        deaths,
        population=np.tile(PEOPLE, 2)[random],
        start_age=np.tile(AGES, 2)[random],
        bands=AGES,
        by=by,
    )
    np.testing.assert_allclose(found.values[found.groups.index("a")], table().values[0], rtol=1e-13)
    np.testing.assert_allclose(found.values[found.groups.index("b")], table(DEATHS * 2).values[0], rtol=1e-13)


def test_it_can_start_at_any_age() -> None:
    found = life_expectancy(DEATHS[2:], population=PEOPLE[2:], start_age=AGES[2:], bands=AGES[2:])
    np.testing.assert_allclose(found.values[0], table().values[0, 2:], rtol=1e-13)


def test_what_was_used_is_counted_from_the_age_on() -> None:
    found = table(at=[50])
    assert found.ages == (50.0,)
    assert found.deaths.tolist() == [[890]]
    assert found.populations.tolist() == [[32_000]]
    record = found.to_dicts()[0]
    assert record["age"] == 50
    assert record["low"][0.95] < record["values"] < record["high"][0.95]
    assert record["reason"] is None


def groups(*changes: dict[int, tuple[float | None, float | None]]):
    deaths, people, by = [], [], []
    for number, change in enumerate(changes):
        d, n = DEATHS.astype(object), PEOPLE.astype(object)
        for place, (dead, alive) in change.items():
            d[place], n[place] = dead, alive
        deaths += list(d)
        people += list(n)
        by += [number] * len(AGES)
    return life_expectancy(
        deaths, population=people, start_age=np.tile(AGES, len(changes)), bands=AGES, by=by, at=[0]
    )


def test_each_refusal_is_told_of_its_group_alone() -> None:
    found = groups(
        {},
        {1: (None, 10)},
        {1: (-1, 10)},
        {1: (0, 0)},
        {4: (20, 10)},
        {4: (0, 100)},
        {1: (1, 2), 2: (1, 2), 3: (1, 2), 4: (1, 2)},
        {1: (0, 21_000)},
    )
    assert found.reasons == {
        (1, 0): "a number is missing",
        (2, 0): "deaths are negative",
        (3, 0): "an age band has no population",
        (4, 0): "an age band has more deaths than people",
        (5, 0): "there are no deaths in the last age band",
        (6, 0): "the population is too small for a life table",
    }
    assert np.isfinite(found.values[:, 0]).tolist() == [True, *[False] * 6, True]


def test_bands_must_all_be_there_once() -> None:
    found = life_expectancy(
        np.concatenate([DEATHS[:4], DEATHS, [3], DEATHS, [3]]),
        population=np.concatenate([PEOPLE[:4], PEOPLE, [50], PEOPLE, [50]]),
        start_age=np.concatenate([AGES[:4], AGES, [0], AGES, [7]]),
        bands=AGES,
        by=[0] * 4 + [1] * 6 + [2] * 6,
        at=[0],
    )
    assert found.reasons == {
        (0, 0): "an age band is lacking",
        (1, 0): "an age band appears twice",
        (2, 0): "an age band is not one of those of the life table",
    }


def test_too_wide_an_interval_takes_the_value_but_not_the_limits() -> None:
    few = np.array([0.0, 0, 0, 1, 1])
    found = table(few, PEOPLE, at=[0, 75])
    assert found.reasons[(0, 1)] == "the 95 % interval is wider than 20 years"
    assert np.isnan(found.values[0, 1])
    assert np.isfinite(found.limits[0.95][0, 1]).all()
    shown = table(few, PEOPLE, at=[0, 75], widest_interval=1e6)
    assert np.isfinite(shown.values).all()
    assert shown.reasons == {}


def test_an_age_that_nobody_reaches_has_no_expectancy() -> None:
    found = table(np.array([6.0, 5, 29_000, 190, 700]), PEOPLE)
    assert np.isfinite(found.values[0, :3]).all()
    assert found.reasons[(0, 3)] == "at these death rates nobody reaches this age"
    assert np.isnan(found.values[0, 3:]).all()


def test_the_published_bands_are_twenty() -> None:
    assert len(ABRIDGED_BANDS) == 20
    assert ABRIDGED_BANDS[:4] == (0, 1, 5, 10)
    assert ABRIDGED_BANDS[-1] == 90
    found = life_expectancy(DEATHS, population=PEOPLE, start_age=AGES, at=[0])
    assert found.reasons == {(0, 0): "an age band is lacking"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"bands": [0, 5, 5]}, "increasing"),
        ({"bands": [0]}, "at least two"),
        ({"at": [3]}, "starts at 3"),
        ({"share_lived": [0.5]}, "share lived"),
        ({"share_lived": [0.5, 0.5, 0.5, 0.5, 1.5]}, "share lived"),
        ({"levels": 95}, "between 0 and 1"),
    ],
)
def test_what_makes_no_life_table_is_refused(options: dict, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        life_expectancy(DEATHS, population=PEOPLE, start_age=AGES, **({"bands": AGES} | options))
