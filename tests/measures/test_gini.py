"""Gini indices by brute force and by their properties."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Scored
from dueregard.errors import UsageError
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.gini import absolute_gini, gini, s_gini
from tests.golden.estimated import estimated
from tests.golden.rows import find_row
from tests.measures.inequality_checks import (
    people_with_ties,
    score_error,
    values,
    worst,
)

ALL = [gini("y"), absolute_gini("y"), s_gini("y", nu=1.5), s_gini("y", nu=4)]


def pairs(y: np.ndarray, w: np.ndarray) -> float:
    return float((w[:, None] * w * np.abs(y[:, None] - y)).sum())


@pytest.mark.shared
@pytest.mark.parametrize(
    ("scenario", "tolerance"), [("eusilc_strat_hhcluster", 3.4e-5), ("eusilc_strat_person", 4.8e-5)]
)
def test_standard_error_is_near_conveys(scenario: str, tolerance: float, shared: Path) -> None:
    found = estimated(scenario, [gini("eqIncome")], shared)
    assert worst(found.se, find_row(shared, scenario=scenario, measure="gini").se) < tolerance


def test_equals_the_definition_by_pairs() -> None:
    people = people_with_ties(levels=1)
    y, w = people.y, people.weight
    expected = pairs(y, w) / (2 * w.sum() * (w * y).sum())
    assert values(gini("y"), y, w) == pytest.approx(expected, rel=1e-12)
    assert values(absolute_gini("y"), y, w) == pytest.approx(pairs(y, w) / 2 / w.sum() ** 2, rel=1e-12)
    assert values(s_gini("y", nu=2), y, w) == pytest.approx(expected, rel=1e-12)


def test_extended_gini_is_an_expected_minimum() -> None:
    # For a whole nu, the mean times one less the index is the mean of the lowest of nu random people.
    y, w = np.array([1.0, 2.0, 2.0, 7.0]), np.array([1.0, 3.0, 2.0, 0.5])
    share = w / w.sum()
    lowest = np.minimum(np.minimum(y[:, None, None], y[None, :, None]), y[None, None, :])
    expected = (share[:, None, None] * share[None, :, None] * share[None, None, :] * lowest).sum()
    assert values(s_gini("y", nu=3), y, w) == pytest.approx(1 - expected / (share @ y), rel=1e-12)


@pytest.mark.parametrize("measure", ALL, ids=lambda each: f"{each.name}{dict(each.parameters)}")
def test_scores_are_derivatives_in_the_weights(measure: OrderedMeasure) -> None:
    assert score_error(lambda people: measure.form(people, None), people_with_ties()) < 1e-6


@pytest.mark.parametrize("measure", ALL, ids=lambda each: f"{each.name}{dict(each.parameters)}")
@given(
    y=st.lists(st.integers(-5, 50), min_size=2, max_size=30).filter(lambda y: sum(y) > 0),
    power=st.integers(-9, 9),
    seed=st.integers(0, 1000),
)
def test_neither_scale_of_weights_nor_order_nor_replication_matter(
    measure: OrderedMeasure, y: list[int], power: int, seed: int
) -> None:
    draw = np.random.default_rng(seed)
    w = draw.uniform(0.5, 2.0, len(y))
    known = values(measure, y, w)
    close = partial(pytest.approx, rel=1e-10, abs=1e-12)
    assert values(measure, y, w * 10.0**power) == close(known)
    order = draw.permutation(len(y))
    assert values(measure, np.array(y)[order], w[order]) == close(known)
    assert values(measure, y * 2, np.tile(w / 2, 2)) == close(known)


@given(y=st.lists(st.integers(1, 50), min_size=3, max_size=20, unique=True), share=st.floats(0.05, 0.45))
def test_a_transfer_to_somebody_poorer_lowers_it(y: list[int], share: float) -> None:
    before = np.sort(np.array(y, dtype=float))
    after = before.copy()
    moved = share * (before[-1] - before[0])
    after[-1] -= moved
    after[0] += moved
    for measure in ALL:
        assert values(measure, after) < values(measure, before)


def test_shifts_and_scales() -> None:
    y = np.array([1.0, 4.0, 4.0, 9.0])
    assert values(absolute_gini("y"), y + 1000) == pytest.approx(values(absolute_gini("y"), y), rel=1e-10)
    assert values(absolute_gini("y"), 3 * y) == pytest.approx(3 * values(absolute_gini("y"), y), rel=1e-12)
    assert values(gini("y"), 3 * y) == pytest.approx(values(gini("y"), y), rel=1e-12)


def test_everybody_alike_and_nobody() -> None:
    people = OrderedPeople.of([3.0, 3.0, 3.0], level=[0, 0, 2], levels=3)
    for measure in ALL:
        found = measure.form(people, None)
        numbers = (found if isinstance(found, Scored) else found.scored).values
        assert np.allclose(numbers, [0, np.nan, 0], atol=1e-15, equal_nan=True)


def test_a_total_that_is_not_positive_has_no_index() -> None:
    found = gini("y").form(OrderedPeople.of([-3.0, 1.0, 5.0, 6.0], level=[0, 0, 1, 1]), None)
    assert np.isnan(found.scored.values[0])
    assert "not positive" in found.reasons[0]
    assert 1 not in found.reasons
    assert np.isfinite(found.scored.scores(np.array([0, 2, 4]))[2:]).all()


@pytest.mark.parametrize("nu", ["1", "x", 0.5])
def test_aversion_is_above_one(nu: object) -> None:
    with pytest.raises(UsageError, match="nu must be a number above 1"):
        s_gini("y", nu=nu)  # type: ignore[arg-type]
