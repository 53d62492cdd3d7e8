"""Spread in relative, logarithmic and absolute terms by definition."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine import Grouping, SurveyDesign, evaluate, table_from
from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import UsageError
from dueregard.measures.dispersion import coefficient_of_variation, kolm, variance_of_logs
from dueregard.measures.generalised_entropy import generalised_entropy
from tests.measures.inequality_checks import people_with_ties, score_error, values
from tests.measures.test_generalised_entropy import table_of_people


def test_few_people() -> None:
    found = evaluate(
        table_of_people(np.array([1.0, 10.0, 100.0])), [variance_of_logs("y"), coefficient_of_variation("y")]
    )
    assert found.values == pytest.approx([np.log(10) ** 2 * 2 / 3, np.std([1, 10, 100]) / 37], rel=1e-13)
    assert values(kolm("y", alpha=1), [1.0, 2.0, 6.0]) == pytest.approx(
        np.log((np.exp(2) + np.exp(1) + np.exp(-3)) / 3), rel=1e-14
    )


@given(
    st.lists(st.tuples(st.floats(0.1, 1e4), st.floats(0.1, 10.0)), min_size=2, max_size=30),
    st.floats(1e-9, 1e9),
)
def test_definitions_and_scale(people: list[tuple[float, float]], scale: float) -> None:
    y, weight = np.array(people).T
    measures = [
        coefficient_of_variation("y"),
        generalised_entropy("y", alpha=2),
        variance_of_logs("y"),
        kolm("y", alpha=0.01),
    ]
    spread, entropy, logs, absolute = evaluate(table_of_people(y, weight * scale), measures).values
    assert spread**2 / 2 == pytest.approx(entropy, rel=1e-8, abs=1e-11)
    logarithm = np.log(y)
    centre = np.average(logarithm, weights=weight)
    assert logs == pytest.approx(np.average((logarithm - centre) ** 2, weights=weight), rel=1e-9, abs=1e-11)
    below = np.average(y, weights=weight) - y
    expected = np.log(np.average(np.exp(0.01 * below), weights=weight)) / 0.01
    assert absolute == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(st.floats(-1e6, 1e6))
def test_kolm_does_not_change_when_everybody_gets_the_same(amount: float) -> None:
    y = np.array([1.0, 2.0, 6.0, 7.5])
    assert values(kolm("y", alpha=2), y + amount) == pytest.approx(values(kolm("y", alpha=2), y), rel=1e-9)


def test_a_large_mean_costs_no_precision() -> None:
    y = np.array([1.0, 2.0, 6.0, 7.0])
    found = evaluate(table_of_people(y + 1e9), [coefficient_of_variation("y"), kolm("y", alpha=0.5)])
    assert found.values[0] == pytest.approx(np.std(y) / (4 + 1e9), rel=1e-14)
    assert found.values[1] == pytest.approx(values(kolm("y", alpha=0.5), y), rel=1e-14)


def test_kolm_never_overflows() -> None:
    y = np.array([1e4, 2e4, 9e4])
    # With so large an alpha only the poorest count.
    assert values(kolm("y", alpha=1), y) == pytest.approx(y.mean() - 1e4 - np.log(3), rel=1e-12)
    assert values(kolm("y", alpha=1e-9), y) == pytest.approx(1e-9 * np.var(y) / 2, rel=1e-3)


def test_kolm_scores_are_derivatives_in_the_weights() -> None:
    assert score_error(lambda people: kolm("y", alpha=0.3).form(people, None), people_with_ties()) < 1e-6


@pytest.mark.parametrize("which", ["coefficient_of_variation", "variance_of_logs"])
def test_standard_errors_are_those_of_numerical_derivatives(which: str) -> None:
    draw = np.random.default_rng(5)
    y, weight = draw.lognormal(2.0, 0.6, 40), draw.uniform(0.5, 2.0, 40)
    x = np.log(y) if which == "variance_of_logs" else y

    def value(weights: np.ndarray) -> float:
        centre = np.average(x, weights=weights)
        spread = np.average((x - centre) ** 2, weights=weights)
        return float(spread if which == "variance_of_logs" else np.sqrt(spread) / centre)

    scores = np.empty(40)
    for person in range(40):
        step = np.zeros(40)
        step[person] = 1e-5
        scores[person] = weight[person] * (value(weight + step) - value(weight - step)) / 2e-5
    made = {"coefficient_of_variation": coefficient_of_variation, "variance_of_logs": variance_of_logs}
    expected = np.sqrt(40 / 39 * np.sum((scores - scores.mean()) ** 2))
    assert evaluate(table_of_people(y, weight), [made[which]("y")]).se == pytest.approx([expected], rel=1e-6)


def test_an_empty_level_has_no_value() -> None:
    people = OrderedPeople.of([1.0, 2.0], level=[1, 1], levels=2)
    found = kolm("y", alpha=1).form(people, None)
    assert np.isfinite(found.values).tolist() == [False, True]  # type: ignore[union-attr]


def test_alpha_is_above_zero() -> None:
    with pytest.raises(UsageError, match="alpha"):
        kolm("y", alpha=0)


def test_relative_to_a_mean_that_is_not_above_zero_there_is_no_value() -> None:
    y, group = [-3.0, 1.0, -1.0, 1.0, 1.0, 3.0], ["a", "a", "b", "b", "c", "c"]
    people = table_from(pa.table({"y": y, "g": group}), design=SurveyDesign())
    by = Grouping(name="g", column="g")
    found = evaluate(people, [coefficient_of_variation("y")], groupings=[[by]])
    assert found.values == pytest.approx([np.nan, np.nan, 0.5], nan_ok=True)
    assert found.statuses[:2] == ("not_estimable",) * 2
    assert found.reasons[:2] == ("the mean is not above zero",) * 2
    assert np.isnan(found.interval()[:2]).all()
    assert np.isfinite(found.interval()[2]).all()


@given(st.floats(0.1, 1e9))
def test_people_who_all_have_the_same_vary_by_nothing(amount: float) -> None:
    people = table_from(pa.table({"y": [amount] * 3 + [1.0, 2.0], "g": list("aaabb")}), design=SurveyDesign())
    by = Grouping(name="g", column="g")
    found = evaluate(people, [coefficient_of_variation("y")], groupings=[[by]])
    assert found.values[0] == pytest.approx(0, abs=1e-6)
    assert np.isfinite(found.interval()[0]).all()
