"""The median of the poor and their median gap by definition."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Scored
from dueregard.errors import UsageError
from dueregard.measures.poverty_gaps import MedianOfThePoor, poor_median, relative_median_poverty_gap
from dueregard.measures.poverty_lines import PovertyLine
from tests.measures.poverty_checks import (
    scores_of,
    some_people,
    value_of,
)

MEDIAN = PovertyLine(share=0.9, of="median")


def test_values_are_the_definition() -> None:
    people = some_people()
    line = float(people.reached(0.5)[0]) * 0.9
    poor = people.y <= line
    running = np.cumsum(people.weight[poor])
    median = people.y[poor][np.searchsorted(running, running[-1] / 2)]
    assert value_of(MedianOfThePoor(line=MEDIAN), people, people)[0] == median
    gap = value_of(MedianOfThePoor(line=MEDIAN, gap=True), people, people)[0]
    assert gap == pytest.approx(1 - median / line, rel=1e-14)


def test_scores_are_those_of_osier() -> None:
    people = some_people(tied=False)
    size, line = people.size[0], people.quantile(0.5) * 0.9
    value = value_of(MedianOfThePoor(line=MEDIAN), people, people)
    moved = line.scores(people.starts)
    share = float(people.sums(people.y <= line.values[0])[0] / size)
    rate = ((people.y <= line.values[0]) - share) / size + people.density(line.values)[0] / size * moved
    below = ((people.y <= value[0]) - share / 2) / size
    median = (rate / 2 - below) / (people.density(value)[0] / size)
    np.testing.assert_allclose(scores_of(MedianOfThePoor(line=MEDIAN), people), median, rtol=1e-10)
    gap = -median / line.values[0] + value[0] * moved / line.values[0] ** 2
    np.testing.assert_allclose(scores_of(MedianOfThePoor(line=MEDIAN, gap=True), people), gap, rtol=1e-10)


def test_without_poor_people_there_is_no_median() -> None:
    people = OrderedPeople.of([5.0, 6.0, 7.0, 1.0], level=[0, 0, 0, 1], levels=3)
    found: Any = MedianOfThePoor(line=PovertyLine(value=2.0))(people, None)
    assert np.isnan(found.scored.values).tolist() == [True, False, True]
    assert found.reasons == {0: "too few people at or below the line"}


def test_replicates_want_values_only() -> None:
    people = some_people()
    weight = people.weight.copy()
    weight[::7] = 0.0
    lighter = people.reweighted(weight)
    found: Any = MedianOfThePoor(line=MEDIAN, gap=True)(lighter, lighter)
    assert isinstance(found.scored, Scored)
    kept = OrderedPeople.of(people.y, weight=weight)
    assert found.scored.values == value_of(MedianOfThePoor(line=MEDIAN, gap=True), kept, kept)


@given(st.floats(-9, 9).map(lambda power: 10.0**power))
def test_scales_do_not_matter(scale: float) -> None:
    people = some_people()
    form = MedianOfThePoor(line=MEDIAN, gap=True)
    heavy = OrderedPeople.of(people.y, weight=scale * people.weight)
    np.testing.assert_allclose(value_of(form, heavy, heavy), value_of(form, people, people), rtol=1e-12)


def test_options_are_shown() -> None:
    measure = poor_median("y", line="0.5*mean", line_population="group", bandwidth="n_eff")
    assert dict(measure.parameters) == {"line": "0.5*mean", "line_population": "group", "bandwidth": "n_eff"}
    assert measure.name == "poor_median"
    with pytest.raises(UsageError, match="no bandwidth"):
        relative_median_poverty_gap("y", bandwidth="scott")
