"""Lorenz curve, Hoover index and asymmetry by their properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import UsageError
from dueregard.measures.hoover import hoover
from dueregard.measures.lorenz import lorenz
from dueregard.measures.lorenz_asymmetry import lorenz_asymmetry
from tests.measures.inequality_checks import (
    people_with_ties,
    score_error,
    values,
)


@given(y=st.lists(st.integers(0, 20), min_size=1, max_size=12).filter(any), p=st.floats(0, 1))
def test_is_linear_between_people(y: list[int], p: float) -> None:
    ranked = np.sort(np.array(y, dtype=float))
    corners = np.append(0.0, np.cumsum(ranked)) / ranked.sum()
    expected = np.interp(p, np.linspace(0, 1, len(y) + 1), corners)
    assert values(lorenz("y", p=p), y) == pytest.approx(expected, rel=1e-9, abs=1e-11)


def test_ends() -> None:
    for p in (0, 1):
        found = lorenz("y", p=p).form(people_with_ties(), None).scored
        assert found.values == pytest.approx([p, p])
        assert np.abs(found.scores(people_with_ties().starts)).max() < 1e-15


@pytest.mark.parametrize(
    "measure", [lorenz("y", p=0.37, score="derivative"), hoover("y")], ids=["lorenz", "hoover"]
)
def test_scores_are_derivatives_in_the_weights(measure: object) -> None:
    assert score_error(lambda people: measure.form(people, None), people_with_ties()) < 1e-6  # type: ignore[attr-defined]


def test_default_scores_come_to_be_derivatives() -> None:
    # In a large sample it does not matter which quantile the score takes.
    draw = np.random.default_rng(1)
    people = OrderedPeople.of(np.exp(draw.normal(size=20_000)), weight=draw.uniform(1, 2, 20_000))
    se = [
        np.sqrt((lorenz("y", p=0.3, score=score).form(people, None).scored.scores(people.starts) ** 2).sum())
        for score in ("interpolated", "derivative")
    ]
    assert se[0] == pytest.approx(se[1], rel=1e-5)
    assert se[0] != se[1]


def test_hoover_is_half_the_mean_relative_deviation() -> None:
    people = people_with_ties(levels=1)
    y, w = people.y, people.weight
    mean = (w * y).sum() / w.sum()
    assert values(hoover("y"), y, w) == pytest.approx(
        (w * np.abs(y - mean)).sum() / 2 / (w * y).sum(), rel=1e-12
    )


def test_asymmetry_says_which_end_differs() -> None:
    few_have_much, many_have_little = (
        [1.0, 1, 1, 1, 1, 1, 1, 1, 1, 11],
        [1.0, 10, 10, 10, 10, 10, 10, 10, 10, 10],
    )
    assert values(lorenz_asymmetry("y"), few_have_much) > 1
    assert values(lorenz_asymmetry("y"), many_have_little) < 1


def test_asymmetry_of_a_lognormal_is_one_with_a_standard_error_that_fits() -> None:
    draw = np.random.default_rng(2)
    found, se = [], []
    for _ in range(300):
        people = OrderedPeople.of(np.exp(draw.normal(size=800)))
        scored = lorenz_asymmetry("y").form(people, None).scored
        found.append(scored.values[0])
        se.append(np.sqrt((scored.scores(people.starts) ** 2).sum()))
    assert np.mean(found) == pytest.approx(1, abs=0.005)
    assert np.mean(se) == pytest.approx(np.std(found), rel=0.15)


def test_asymmetry_when_somebody_has_the_mean() -> None:
    # ineq's Lasym(c(1, 2, 3)): the middle of F + L just below and at the mean.
    assert values(lorenz_asymmetry("y"), [1.0, 2.0, 3.0]) == pytest.approx(
        (1 / 3 + 1 / 6 + 2 / 3 + 1 / 2) / 2
    )


@given(power=st.integers(-9, 9), seed=st.integers(0, 99))
def test_neither_scale_of_weights_nor_order_matter(power: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    y, w = draw.integers(0, 9, 15).astype(float) + (np.arange(15) == 0), draw.uniform(1, 3, 15)
    order = draw.permutation(15)
    for measure in (lorenz("y", p=0.4), hoover("y"), lorenz_asymmetry("y")):
        known = values(measure, y, w)
        assert values(measure, y, w * 10.0**power) == pytest.approx(known, rel=1e-12)
        assert values(measure, y[order], w[order]) == pytest.approx(known, rel=1e-12)


@pytest.mark.parametrize("measure", [lorenz("y"), hoover("y"), lorenz_asymmetry("y")])
def test_empty_levels_and_totals_that_are_not_positive(measure: object) -> None:
    people = OrderedPeople.of([-1.0, 0.0, 2.0, 4.0], level=[0, 0, 2, 2], levels=3)
    found = measure.form(people, None)  # type: ignore[attr-defined]
    assert np.isnan(found.scored.values[:2]).all()
    assert np.isfinite(found.scored.values[2])
    assert list(found.reasons) == [0]
    none = OrderedPeople.of([], levels=2)
    assert np.isnan(measure.form(none, None).scored.values).all()  # type: ignore[attr-defined]


def test_refusals() -> None:
    with pytest.raises(UsageError, match="p must be a number at least 0 and at most 1"):
        lorenz("y", p=1.5)
    with pytest.raises(UsageError, match="Did you mean 'derivative'"):
        lorenz("y", score="derivativ")
    with pytest.raises(UsageError, match="no bandwidth"):
        lorenz_asymmetry("y", bandwidth="wide")
