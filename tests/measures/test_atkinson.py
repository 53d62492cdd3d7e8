"""Atkinson's index by its definition, and at its limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine import evaluate
from dueregard.errors import UsageError
from dueregard.measures.atkinson import atkinson, equally_distributed_equivalent
from dueregard.measures.means import mean
from tests.measures.test_generalised_entropy import table_of_people

EPSILONS = (0.02, 0.5, 0.97, 1.0, 1.03, 1.5, 2.0, 5.0)


def equivalent(y: np.ndarray, weight: np.ndarray, epsilon: float) -> float:
    if epsilon == 1:
        return float(np.exp(np.average(np.log(y), weights=weight)))
    return float(np.average(y ** (1 - epsilon), weights=weight) ** (1 / (1 - epsilon)))


def test_three_people() -> None:
    found = evaluate(table_of_people(np.array([1.0, 4.0, 4.0])), [atkinson("y", epsilon=2)])
    assert found.values == pytest.approx([1 / 3], rel=1e-14)
    assert found.labels[0].parameters == {"epsilon": 2.0}


@given(
    st.lists(st.tuples(st.floats(0.1, 1e4), st.floats(0.1, 10.0)), min_size=2, max_size=30),
    st.sampled_from(EPSILONS),
    st.floats(1e-9, 1e9),
)
def test_definition_and_scale(people: list[tuple[float, float]], epsilon: float, scale: float) -> None:
    y, weight = np.array(people).T
    measures = [
        atkinson("y", epsilon=epsilon),
        equally_distributed_equivalent("y", epsilon=epsilon),
        mean("y"),
    ]
    index, equal, centre = evaluate(table_of_people(y, weight), measures).values
    assert evaluate(table_of_people(y, weight * scale), measures).values == pytest.approx(
        [index, equal, centre], rel=1e-12, abs=1e-12
    )
    assert equal == pytest.approx(equivalent(y, weight, epsilon), rel=1e-9)
    assert index == pytest.approx(1 - equal / centre, rel=1e-9, abs=1e-12)


def test_limit_at_one_is_smooth() -> None:
    y = np.random.default_rng(1).lognormal(3.0, 0.5, 300)
    measures = [atkinson("y", epsilon=epsilon) for epsilon in (1, 1 + 1e-10, 1 - 1e-10, 0.95, 0.95 - 1e-12)]
    one, over, under, near, plain = evaluate(table_of_people(y), measures).values
    assert [over, under] == pytest.approx([one, one], rel=1e-9)
    assert near == pytest.approx(plain, rel=1e-10)


def test_equal_values_have_no_inequality() -> None:
    measures = [atkinson("y", epsilon=epsilon) for epsilon in EPSILONS]
    assert np.abs(evaluate(table_of_people(np.full(9, 1234.5)), measures).values).max() < 1e-14


def test_a_transfer_to_the_poorer_lowers_it() -> None:
    for epsilon in EPSILONS:
        measure = [atkinson("y", epsilon=epsilon)]
        before = evaluate(table_of_people(np.array([2.0, 5.0, 9.0, 30.0])), measure).values[0]
        assert evaluate(table_of_people(np.array([3.0, 5.0, 9.0, 29.0])), measure).values[0] < before


@pytest.mark.parametrize("epsilon", EPSILONS)
def test_standard_errors_are_those_of_numerical_derivatives(epsilon: float) -> None:
    draw = np.random.default_rng(5)
    y, weight = draw.lognormal(2.0, 0.6, 40), draw.uniform(0.5, 2.0, 40)
    slopes = np.empty((40, 2))
    for person in range(40):
        ends = []
        for sign in (1, -1):
            moved = weight.copy()
            moved[person] += sign * 1e-5
            equal = equivalent(y, moved, epsilon)
            ends.append(np.array([1 - equal / np.average(y, weights=moved), equal]))
        slopes[person] = (ends[0] - ends[1]) / 2e-5
    scores = slopes * weight[:, None]
    expected = np.sqrt(40 / 39 * np.sum((scores - scores.mean(axis=0)) ** 2, axis=0))
    measures = [atkinson("y", epsilon=epsilon), equally_distributed_equivalent("y", epsilon=epsilon)]
    assert evaluate(table_of_people(y, weight), measures).se == pytest.approx(expected, rel=1e-6)


def test_zeros_count_only_below_one() -> None:
    y = np.array([0.0, 1.0, 3.0])
    kept = evaluate(table_of_people(y), [atkinson("y", epsilon=0.5, nonpositive="keep_zeros")])
    assert kept.values == pytest.approx([1 - np.mean(np.sqrt(y)) ** 2 / y.mean()], rel=1e-13)
    with pytest.raises(UsageError, match="exactly zero"):
        atkinson("y", epsilon=1, nonpositive="keep_zeros")


@pytest.mark.parametrize("epsilon", [0, -1, "high"])
def test_epsilon_is_above_zero(epsilon: object) -> None:
    with pytest.raises(UsageError, match="epsilon"):
        atkinson("y", epsilon=epsilon)
