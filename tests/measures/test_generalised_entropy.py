"""Generalised entropy by its definition, and at its limits."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.engine import Grouping, SurveyDesign, Table, evaluate, table_from
from dueregard.errors import PeopleError, UsageError
from dueregard.measures.generalised_entropy import generalised_entropy, mean_log_deviation, theil

ALPHAS = (-3.0, -1.0, -0.01, 0.0, 1e-9, 0.01, 0.5, 0.97, 1.0, 1 + 1e-9, 1.03, 1.5, 2.0, 3.7)


def table_of_people(y: np.ndarray, weight: np.ndarray | None = None, **columns: object) -> Table:
    weights = np.ones(len(y)) if weight is None else weight
    made = pa.table({"y": y, "w": weights, **columns})
    return table_from(made, design=SurveyDesign(weight="w"))


def by_definition(y: np.ndarray, weight: np.ndarray, alpha: float) -> float:
    relative = y / np.average(y, weights=weight)
    if alpha == 0:
        return float(-np.average(np.log(relative), weights=weight))
    if alpha == 1:
        return float(np.average(relative * np.log(relative), weights=weight))
    return float((np.average(relative**alpha, weights=weight) - 1) / (alpha * (alpha - 1)))


def test_three_people() -> None:
    found = evaluate(table_of_people(np.array([1.0, 2.0, 6.0])), [mean_log_deviation("y"), theil("y")])
    expected = [np.log(3) - np.log(12) / 3, (np.log(1 / 3) + 2 * np.log(2 / 3) + 6 * np.log(2)) / 9]
    assert found.values == pytest.approx(expected, rel=1e-14)
    assert [label.measure for label in found.labels] == ["mean_log_deviation", "theil"]


@given(
    st.lists(st.tuples(st.floats(0.1, 1e4), st.floats(0.1, 10.0)), min_size=2, max_size=30),
    st.sampled_from(ALPHAS),
    st.floats(1e-9, 1e9),
)
def test_definition_and_scale(people: list[tuple[float, float]], alpha: float, scale: float) -> None:
    y, weight = np.array(people).T
    measure = [generalised_entropy("y", alpha=alpha)]
    plain = evaluate(table_of_people(y, weight), measure).values
    scaled = evaluate(table_of_people(y, weight * scale), measure).values
    rounding = 1e-12 * (1 + abs(plain[0]))
    assert plain == pytest.approx(scaled, rel=1e-12, abs=rounding)
    near_limit = 0 < min(abs(alpha), abs(alpha - 1)) < 1e-6
    expected = by_definition(y, weight, round(alpha) if near_limit else alpha)
    assert plain == pytest.approx([expected], rel=1e-6 if near_limit else 1e-9, abs=1e-9)


@settings(max_examples=8)
@given(st.sampled_from([0.1, 1234.5, 7e8, 3e-5]), st.integers(2, 40))
def test_equal_values_have_no_inequality(value: float, size: int) -> None:
    measures = [generalised_entropy("y", alpha=alpha) for alpha in ALPHAS]
    assert np.abs(evaluate(table_of_people(np.full(size, value)), measures).values).max() < 1e-13


def test_limits_at_zero_and_one_are_smooth() -> None:
    y = np.random.default_rng(1).lognormal(3.0, 0.5, 300)
    near = [generalised_entropy("y", alpha=alpha) for alpha in (0, 1e-10, -1e-10, 1, 1 + 1e-10, 1 - 1e-10)]
    zero, above, below, one, over, under = evaluate(table_of_people(y), near).values
    assert [above, below] == pytest.approx([zero, zero], rel=1e-9)
    assert [over, under] == pytest.approx([one, one], rel=1e-9)
    beside = [generalised_entropy("y", alpha=alpha) for alpha in (0.05 - 1e-12, 0.05, 0.95, 0.95 + 1e-12)]
    left, right, low, high = evaluate(table_of_people(y), beside).values
    assert left == pytest.approx(right, rel=1e-10)
    assert low == pytest.approx(high, rel=1e-10)


def test_a_transfer_to_the_poorer_lowers_it_and_copies_do_not_change_it() -> None:
    y = np.array([2.0, 5.0, 9.0, 30.0])
    moved = np.array([3.0, 5.0, 9.0, 29.0])
    for alpha in ALPHAS:
        measure = [generalised_entropy("y", alpha=alpha)]
        before = evaluate(table_of_people(y), measure).values[0]
        assert evaluate(table_of_people(moved), measure).values[0] < before
        doubled = evaluate(table_of_people(np.tile(y, 2)), measure).values[0]
        assert doubled == pytest.approx(before, rel=1e-11)


@pytest.mark.parametrize("alpha", ALPHAS)
def test_standard_error_is_that_of_numerical_derivatives(alpha: float) -> None:
    draw = np.random.default_rng(5)
    y, weight = draw.lognormal(2.0, 0.6, 40), draw.uniform(0.5, 2.0, 40)

    def value(weights: np.ndarray) -> float:
        near_limit = min(abs(alpha), abs(alpha - 1)) < 1e-6
        return by_definition(y, weights, round(alpha) if near_limit else alpha)

    slopes = np.empty(40)
    for person in range(40):
        step = np.zeros(40)
        step[person] = 1e-5
        slopes[person] = (value(weight + step) - value(weight - step)) / 2e-5
    scores = slopes * weight
    expected = np.sqrt(40 / 39 * np.sum((scores - scores.mean()) ** 2))
    found = evaluate(table_of_people(y, weight), [generalised_entropy("y", alpha=alpha)])
    assert found.se == pytest.approx([expected], rel=1e-6)


def test_nonpositive_values_are_left_out_and_counted_by_group() -> None:
    y = np.array([1.0, 2.0, 0.0, -3.0, 4.0, 6.0, 0.0])
    people = table_of_people(y, group=list("aaaabbb"))
    found = evaluate(people, [mean_log_deviation("y")], groupings=[[Grouping(name="group", column="group")]])
    assert [support.left_out for support in found.supports] == [2, 1]
    assert [support.n for support in found.supports] == [2, 2]
    one = np.ones(2)
    expected = [by_definition(y[:2], one, 0), by_definition(y[4:6], one, 0)]
    assert found.values == pytest.approx(expected, rel=1e-13)


def test_policies_for_nonpositive_values() -> None:
    y = np.array([1.0, 2.0, 0.0, 6.0])
    people = table_of_people(y)
    with pytest.raises(PeopleError, match="not defined for everybody"):
        evaluate(people, [theil("y", nonpositive="refuse")])
    raised = np.array([1.0, 2.0, 0.5, 6.0])
    coded = evaluate(people, [mean_log_deviation("y", nonpositive="0.5")])
    assert coded.values == pytest.approx([by_definition(raised, np.ones(4), 0)], rel=1e-13)
    assert coded.supports[0].left_out == 0
    assert coded.labels[0].parameters == {"nonpositive": 0.5}
    for alpha in (0.02, 0.5, 0.98, 2.0):
        kept = evaluate(people, [generalised_entropy("y", alpha=alpha, nonpositive="keep_zeros")])
        relative = y / y.mean()
        expected = (np.mean(relative**alpha) - 1) / (alpha * (alpha - 1))
        assert kept.values == pytest.approx([expected], rel=1e-12)
    with pytest.raises(UsageError, match="exactly zero"):
        mean_log_deviation("y", nonpositive="keep_zeros")


@pytest.mark.parametrize("options", [{"alpha": "high"}, {"alpha": 1, "nonpositive": "ignore"}])
def test_unknown_options(options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        generalised_entropy("y", **options)  # type: ignore[arg-type]
