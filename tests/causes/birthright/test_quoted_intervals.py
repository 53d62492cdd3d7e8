from dataclasses import replace

import numpy as np
import pytest

from dueregard.causes.birthright import Birthright, birthright
from dueregard.causes.birthright.outcomes import kind_of_outcome
from dueregard.causes.birthright.words import _sentence
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
    assert interval(many, "parametric", "place")[0] == 0


def test_a_trees_interval_spans_its_value_and_the_mean_of_its_replicates(many: Birthright) -> None:
    low, value, high = interval(many, "tree")
    record = many.value("r2", estimator="tree")
    assert record is not None
    assert record.se is not None
    assert low < value < high
    assert high - low > 2 * 1.96 * record.se


def test_profiles_that_are_too_many_for_an_interval_are_approximate(many: Birthright) -> None:
    assert many.value("r2", estimator="nonparametric").status == "approximate"
    assert "biased upward" in str(many.value("r2", estimator="nonparametric").reason)
    regression = many.value("r2", estimator="parametric")
    assert "lies beside it" in str(regression.reason)
    assert "by a regression (too high by chance)" in many.headline


def test_a_part_that_no_type_is_set_apart_by_is_nought_and_said_to_be_unknown(many: Birthright) -> None:
    record = many.value("r2", estimator="tree", component="place")
    assert record is not None
    assert record.estimate == pytest.approx(0, abs=1e-12)
    assert record.low == 0
    assert record.status == "approximate"
    assert "no type is set apart by it" in str(record.reason)


def test_a_headline_whose_interval_lies_beside_its_value_says_so(many: Birthright) -> None:
    record = replace(many.value("r2", estimator="tree"), measure="mld_share", estimate=0.5, low=0.2, high=0.4)
    told = _sentence(record, kind_of_outcome(np.array([1.0, 2.0])), "pay", "nonparametric")
    assert "About 50% (too high by chance; without that, the 95% interval 20% to 40%)" in told


def test_profiles_of_a_few_people_have_no_interval_where_chance_makes_most_of_their_share() -> None:
    random = np.random.default_rng(1)
    table = {f"c{at}": random.integers(0, 5, SIZE) for at in range(4)}
    found = birthright(
        read_people(table | {"pay": np.exp(random.normal(size=SIZE))}),
        outcome="pay",
        circumstances={"all": list(table)},
        estimators=["nonparametric"],
        replicates=20,
        null_draws=0,
    )
    record = found.value("mld_share", estimator="nonparametric")
    assert record is not None
    assert (record.low, record.high, record.status) == (None, None, "approximate")
    assert "without an interval" in str(record.reason)
    assert "interval" not in found.headline
