"""Poverty lines and thresholds."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import UsageError
from dueregard.measures.poverty_lines import poverty_threshold, read_line
from tests.measures.poverty_checks import (
    some_people,
    value_of,
)


@pytest.mark.parametrize(
    ("text", "share", "of"),
    [
        ("0.6*median", 0.6, "median"),
        ("60% of median", 0.6, "median"),
        ("60 % of the median", 0.6, "median"),
        ("60 per cent of Median", 0.6, "median"),
        (".5 * mean", 0.5, "mean"),
        ("mean*0.5", 0.5, "mean"),
        ("2*median", 2.0, "median"),
        ("median", 1.0, "median"),
    ],
)
def test_relative_lines_are_read(text: str, share: float, of: str) -> None:
    line = read_line(text)
    assert (line.of, line.fixed) == (of, None)
    assert line.share == pytest.approx(share, rel=1e-15)


@pytest.mark.parametrize("text", [12000, "12e3", 12000.0, " 12000.0 "])
def test_fixed_lines_are_read(text: object) -> None:
    assert read_line(text).fixed == 12000.0


@pytest.mark.parametrize("text", ["60*median", "0*median", "-0.6*median", "0.6*medium", "-5", "0", "", "nan"])
def test_other_lines_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="median"):
        read_line(text)


def test_a_fixed_line_has_no_population() -> None:
    with pytest.raises(UsageError, match="comes from no people"):
        read_line(100, population="group")


def test_a_fixed_threshold_is_refused() -> None:
    with pytest.raises(UsageError, match="known already"):
        poverty_threshold("income", line=100)


def test_an_unknown_bandwidth_is_refused() -> None:
    with pytest.raises(UsageError, match="There is no bandwidth 'conway'"):
        poverty_threshold("income", bandwidth="conway")


def test_populations_become_outcomes() -> None:
    anchored = poverty_threshold("income", line_population="year == 2011")
    assert anchored.population is not None
    assert (anchored.population.columns, anchored.population.among) == (("income",), "year == 2011")
    everybody = poverty_threshold("income", line_population="all", among="age > 15").population
    assert everybody is not None
    assert everybody.among is None
    assert poverty_threshold("income").population is None
    assert dict(poverty_threshold("income", line_population="all").parameters) == {
        "line": "0.6*median",
        "line_population": "all",
    }


def test_each_level_has_its_own_line_or_that_of_all() -> None:
    people = OrderedPeople.of([1.0, 2.0, 3.0, 10.0, 20.0], level=[0, 0, 0, 1, 1])
    everybody = OrderedPeople.of([1.0, 2.0, 3.0, 10.0, 20.0])
    own = poverty_threshold("income", line="0.5*median")
    shared = poverty_threshold("income", line="0.5*mean", line_population="all")
    assert value_of(own.form, people).tolist() == [1.0, 5.0]
    assert value_of(shared.form, people, everybody).tolist() == [3.6, 3.6]


def test_a_mean_line_moves_with_each_weight_exactly() -> None:
    people = some_people()
    scored: Any = poverty_threshold("income", line="0.5*mean").estimate(people, None)
    expected = 0.5 * (people.y - people.mean_y.values[0]) / people.size[0]
    np.testing.assert_allclose(scored.scores(people.starts), expected, rtol=1e-12, atol=1e-15)


@given(st.floats(-9, 9).map(lambda power: 10.0**power))
def test_the_scale_of_weights_does_not_matter(scale: float) -> None:
    people = some_people()
    scaled = OrderedPeople.of(people.y, weight=scale * people.weight)
    form = poverty_threshold("income", bandwidth="n_eff").form
    first, second = form(people, None), form(scaled, None)
    np.testing.assert_allclose(second.values, first.values, rtol=1e-12)  # type: ignore[union-attr]
    ours, theirs = (each.scores(people.starts) * p.weight for each, p in ((first, people), (second, scaled)))  # type: ignore[union-attr]
    np.testing.assert_allclose(theirs, ours, rtol=1e-9)
