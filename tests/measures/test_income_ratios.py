"""The relative median income ratio by definition."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import UsageError
from dueregard.measures.income_ratios import MedianRatio, relative_median_income_ratio
from tests.measures.poverty_checks import scores_of, some_people, value_of


def people_by_age() -> OrderedPeople:
    people = some_people(tied=False)
    ages = np.random.default_rng(3).integers(20, 90, len(people))
    return OrderedPeople.of(people.y, ages, weight=people.weight)


def weighted_median(values: np.ndarray, weight: np.ndarray) -> float:
    order = np.argsort(values)
    running = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(running, running[-1] / 2)])


def test_values_are_the_definition() -> None:
    people = people_by_age()
    old = people.columns[1] >= 65
    expected = weighted_median(people.y[old], people.weight[old]) / weighted_median(
        people.y[~old], people.weight[~old]
    )
    assert value_of(MedianRatio(limit=65), people)[0] == pytest.approx(expected, rel=1e-14)


def test_scores_are_those_of_two_medians() -> None:
    people = people_by_age()
    width = float(people.widths("convey")[0])
    ratio, expected = value_of(MedianRatio(limit=65), people)[0], np.zeros(len(people))
    medians = {}
    for old in (True, False):
        who = (people.columns[1] >= 65) == old
        median = medians[old] = weighted_median(people.y[who], people.weight[who])
        kernel = np.exp(-(((people.y - median) / width) ** 2) / 2) / (np.sqrt(2 * np.pi) * width)
        density = float(people.weight[who] @ kernel[who])
        influence = who * (0.5 - (people.y <= median)) / density
        expected += influence * (1 if old else -ratio)
    np.testing.assert_allclose(
        scores_of(MedianRatio(limit=65), people), expected / medians[False], rtol=1e-10
    )


def test_it_takes_both_sides() -> None:
    people = OrderedPeople.of([1.0, 2.0, 3.0], [70, 30, 80], level=[0, 0, 1], levels=3)
    found: Any = MedianRatio(limit=65)(people, None)
    assert np.isnan(found.scored.values).tolist() == [False, True, True]
    assert found.reasons == {1: "it takes people on both sides of the age"}


@given(st.floats(-9, 9).map(lambda power: 10.0**power))
def test_scales_do_not_matter(scale: float) -> None:
    people, form = people_by_age(), MedianRatio(limit=50)
    heavy = OrderedPeople.of(people.y, people.columns[1], weight=scale * people.weight)
    np.testing.assert_allclose(value_of(form, heavy), value_of(form, people), rtol=1e-12)


def test_options() -> None:
    measure = relative_median_income_ratio("y", age="years", limit="60", bandwidth="n_eff")
    assert dict(measure.parameters) == {"age": "years", "limit": 60.0, "bandwidth": "n_eff"}
    with pytest.raises(UsageError, match="limit must be a number"):
        relative_median_income_ratio("y", age="years", limit="old")
