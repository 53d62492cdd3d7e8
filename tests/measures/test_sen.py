"""The indices of Sen and of Sen, Shorrocks and Thon by definition."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine.ordered import OrderedPeople
from dueregard.measures.poverty_lines import PovertyLine
from dueregard.measures.sen import Sen, SenShorrocksThon, sen, sen_shorrocks_thon
from dueregard.measures.shortfalls import FosterGreerThorbecke
from tests.measures.poverty_checks import (
    scores_of,
    slopes_of,
    some_people,
    value_of,
)

FIXED = PovertyLine(value=17.0)
FORMS: list[Any] = [Sen, SenShorrocksThon]


def gini(values: np.ndarray, weight: np.ndarray) -> float:
    """Gini coefficient by all pairs."""
    differences = np.abs(values[:, None] - values[None, :])
    return float(weight @ differences @ weight / (2 * weight.sum() * (weight @ values)))


def test_sen_is_rate_gap_and_gini_of_the_poor() -> None:
    people = some_people()
    incomes = OrderedPeople.of(np.abs(people.y) + 1, weight=people.weight)
    poor = incomes.y <= 17
    rate, gap = (value_of(FosterGreerThorbecke(line=FIXED, alpha=a), incomes)[0] for a in (0.0, 1.0))
    expected = gap + (rate - gap) * gini(incomes.y[poor], incomes.weight[poor])
    assert value_of(Sen(line=FIXED), incomes)[0] == pytest.approx(expected, rel=1e-12)


def test_sen_shorrocks_thon_is_the_gap_and_the_gini_of_gaps() -> None:
    people = some_people()
    gaps = np.maximum(0, 1 - people.y / 17)
    gap = value_of(FosterGreerThorbecke(line=FIXED, alpha=1.0), people)[0]
    expected = gap * (1 + gini(gaps, people.weight))
    assert value_of(SenShorrocksThon(line=FIXED), people)[0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("form", FORMS)
def test_scores_are_derivatives_in_the_weights(form: Any) -> None:
    people = some_people()
    expected = slopes_of(form(line=FIXED), people)
    np.testing.assert_allclose(scores_of(form(line=FIXED), people), expected, rtol=1e-6, atol=1e-9)


def test_scores_with_an_estimated_line_are_derivatives_in_the_weights() -> None:
    people = some_people()
    form = SenShorrocksThon(line=PovertyLine(share=0.9, of="mean"))
    np.testing.assert_allclose(scores_of(form, people), slopes_of(form, people), rtol=1e-6, atol=1e-9)


def test_sen_moves_with_an_estimated_line() -> None:
    # Among very many people the density smooths over steps too small to matter.
    shares = (np.arange(40_000) + 0.5) / 40_000
    people = OrderedPeople.of(10 * shares**0.5 + 1)
    line = people.quantile(0.5) * 0.6
    at = float(line.values[0])
    ends = [value_of(Sen(line=PovertyLine(value=at + step)), people)[0] for step in (0.05, -0.05)]
    slope = (ends[0] - ends[1]) / 0.1
    fixed = scores_of(Sen(line=PovertyLine(value=at)), people)
    moved = scores_of(Sen(line=PovertyLine(share=0.6, of="median")), people) - fixed
    np.testing.assert_allclose(moved, slope * line.scores(people.starts), rtol=0.005)


@pytest.mark.parametrize("form", FORMS)
def test_ties_are_in_any_order(form: Any) -> None:
    first = OrderedPeople.of([5.0, 5.0, 5.0, 20.0], weight=[1.0, 2.0, 3.0, 1.0])
    second = OrderedPeople.of([5.0, 20.0, 5.0, 5.0], weight=[3.0, 1.0, 2.0, 1.0])
    merged = OrderedPeople.of([5.0, 20.0], weight=[6.0, 1.0])
    expected = value_of(form(line=FIXED), merged)
    for people in (first, second):
        np.testing.assert_allclose(value_of(form(line=FIXED), people), expected, rtol=1e-13)
        np.testing.assert_allclose(
            scores_of(form(line=FIXED), people)[:3], scores_of(form(line=FIXED), merged)[0]
        )


@pytest.mark.parametrize("form", FORMS)
def test_levels_are_separate(form: Any) -> None:
    people = some_people()
    level = np.arange(len(people)) % 2
    split = OrderedPeople.of(people.y, weight=people.weight, level=level, levels=3)
    alone = [OrderedPeople.of(people.y[level == at], weight=people.weight[level == at]) for at in (0, 1)]
    expected = [value_of(form(line=FIXED), each)[0] for each in alone]
    found = value_of(form(line=FIXED), split)
    np.testing.assert_allclose(found[:2], expected, rtol=1e-12)
    assert np.isnan(found[2])


@pytest.mark.parametrize("form", FORMS)
def test_nobody_poor_is_zero_and_everybody_destitute_is_one(form: Any) -> None:
    assert value_of(form(line=FIXED), OrderedPeople.of([20.0, 30.0]))[0] == 0.0
    assert value_of(form(line=FIXED), OrderedPeople.of([0.0, 0.0, 0.0]))[0] == pytest.approx(1.0)


@pytest.mark.parametrize("form", FORMS)
@given(scale=st.floats(-9, 9).map(lambda power: 10.0**power))
def test_scales_of_weights_and_incomes_do_not_matter(form: Any, scale: float) -> None:
    people, made = some_people(), form(line=PovertyLine(share=0.9, of="median"))
    expected = value_of(made, people, people)
    heavy = OrderedPeople.of(people.y, weight=scale * people.weight)
    np.testing.assert_allclose(value_of(made, heavy, heavy), expected, rtol=1e-12)
    rich = OrderedPeople.of(scale * people.y, weight=people.weight)
    np.testing.assert_allclose(value_of(made, rich, rich), expected, rtol=1e-9)


@pytest.mark.parametrize("form", FORMS)
@given(incomes=st.lists(st.floats(0, 100), min_size=3, max_size=20), moved=st.floats(0.01, 1))
def test_a_transfer_from_the_poorest_raises_it(form: Any, incomes: list[float], moved: float) -> None:
    values = np.sort(incomes)
    worse = values.copy()
    worse[0], worse[1] = worse[0] - moved, worse[1] + moved
    made = form(line=PovertyLine(value=200.0))
    assert value_of(made, OrderedPeople.of(worse))[0] > value_of(made, OrderedPeople.of(values))[0]


def test_methods_name_the_density_only_where_there_is_one() -> None:
    assert "kernel" in str(sen("y", line="0.5*mean").method)
    assert sen_shorrocks_thon("y", line="0.5*mean").method is None
    assert sen("y", line=5).method is None
    assert dict(sen("y", bandwidth="n_eff").parameters) == {"line": "0.6*median", "bandwidth": "n_eff"}
