"""Divergences by their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine import evaluate
from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import UsageError
from dueregard.measures.divergences import amato, j_divergence, renyi
from dueregard.measures.generalised_entropy import generalised_entropy, mean_log_deviation, theil
from tests.measures.inequality_checks import (
    people_with_ties,
    score_error,
    values,
)
from tests.measures.test_generalised_entropy import table_of_people


def test_three_people() -> None:
    found = evaluate(table_of_people(np.array([1.0, 2.0, 6.0])), [j_divergence("y"), renyi("y", alpha=2)])
    relative = np.array([1.0, 2.0, 6.0]) / 3
    expected = [np.mean((relative - 1) * np.log(relative)), np.log(np.mean(relative**2))]
    assert found.values == pytest.approx(expected, rel=1e-14)
    assert values(amato("y"), [1.0, 2.0, 6.0]) == pytest.approx(np.mean(np.hypot(1, relative)), rel=1e-15)


@given(
    st.lists(st.tuples(st.floats(0.1, 1e4), st.floats(0.1, 10.0)), min_size=2, max_size=30),
    st.sampled_from([0.3, 0.97, 1.02, 2.0, 4.0]),
    st.floats(1e-9, 1e9),
)
def test_relations_to_entropy(people: list[tuple[float, float]], alpha: float, scale: float) -> None:
    y, weight = np.array(people).T
    measures = [
        mean_log_deviation("y"),
        theil("y"),
        generalised_entropy("y", alpha=alpha),
        j_divergence("y"),
        renyi("y", alpha=alpha),
        renyi("y", alpha=1),
    ]
    low, high, entropy, both, order, one = evaluate(table_of_people(y, weight * scale), measures).values
    assert both == pytest.approx(low + high, rel=1e-10, abs=1e-12)
    assert one == high
    expected = np.log1p(alpha * (alpha - 1) * entropy) / (alpha - 1)
    assert order == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_amato_scores_are_derivatives_in_the_weights() -> None:
    assert score_error(lambda people: amato("y").form(people, None), people_with_ties()) < 1e-6


def test_amato_runs_from_equality_to_one_having_all() -> None:
    assert values(amato("y"), np.ones(7)) == pytest.approx(np.sqrt(2), rel=1e-15)
    alone = np.zeros(10_000)
    alone[0] = 1.0
    assert values(amato("y"), alone) == pytest.approx(2.0, abs=2e-4)
    assert values(amato("y", standardised="yes"), np.ones(7)) == pytest.approx(0.0, abs=1e-14)
    assert values(amato("y", standardised=True), alone) == pytest.approx(1.0, abs=3e-4)


def test_amato_of_nobody_or_nothing_is_not_known() -> None:
    people = OrderedPeople.of([1.0, 2.0, -4.0, 1.0], level=[0, 0, 1, 1], levels=3)
    found = amato("y").form(people, None)
    assert np.isfinite(found.scored.values).tolist() == [True, False, False]  # type: ignore[union-attr]
    assert list(found.reasons) == [1]  # type: ignore[union-attr]


def test_unknown_options() -> None:
    with pytest.raises(UsageError, match="alpha"):
        renyi("y", alpha=0)
    with pytest.raises(UsageError, match="standardised"):
        amato("y", standardised="perhaps")
