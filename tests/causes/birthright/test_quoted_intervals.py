import numpy as np
import pytest

from dueregard.causes.birthright import Birthright, birthright
from dueregard.people import read_people

SIZE = 600


def report(types: int) -> Birthright:
    """A little of pay goes with one circumstance, and nothing with another of many levels."""
    random = np.random.default_rng(5)
    family, place = random.integers(0, 3, SIZE), random.integers(0, types, SIZE)
    pay = np.exp(0.3 * family + random.normal(size=SIZE))
    people = read_people(
        {"pay": pay, "family": [f"f{each}" for each in family], "place": [f"p{each}" for each in place]}
    )
    return birthright(
        people,
        outcome="pay",
        circumstances={"family": ["family"], "place": ["place"]},
        replicates=40,
        null_draws=0,
        seed=2,
    )


@pytest.fixture(scope="module")
def many() -> Birthright:
    return report(60)


def interval(made: Birthright, estimator: str, component: str = "total") -> tuple[float, float, float]:
    record = made.value("r2", estimator=estimator, component=component)
    assert record.estimate is not None
    assert record.low is not None
    assert record.high is not None
    return record.low, record.estimate, record.high


def test_a_regressions_interval_is_of_its_value_less_what_chance_adds(many: Birthright) -> None:
    low, value, high = interval(many, "parametric")
    assert (low + high) / 2 < 0.7 * value
    assert low >= 0
    assert interval(many, "parametric", "place")[0] < 0


def test_a_trees_interval_spans_its_value_and_the_mean_of_its_replicates(many: Birthright) -> None:
    low, value, high = interval(many, "tree")
    record = many.value("r2", estimator="tree")
    assert record.se is not None
    assert low < value < high
    assert high - low > 2 * 1.96 * record.se


def test_profiles_that_are_too_many_for_an_interval_are_approximate(many: Birthright) -> None:
    assert many.value("r2", estimator="nonparametric").status == "approximate"
    assert "biased upward" in str(many.value("r2", estimator="nonparametric").reason)
    assert many.value("r2", estimator="parametric").status == "ok"
