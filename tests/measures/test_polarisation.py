"""Polarisation by brute force, numerical derivatives and simulation."""

import numpy as np
import pytest

from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import UsageError
from dueregard.measures.gini import gini
from dueregard.measures.polarisation import esteban_ray, identified, wolfson
from dueregard.measures.smoothing import smoothed
from tests.measures.inequality_checks import (
    people_with_ties,
    score_error,
    scored,
    values,
)


def test_wolfson_of_two_camps_and_of_equals() -> None:
    assert values(wolfson("y"), [1.0, 1.0, 3.0, 3.0]) == pytest.approx(1)
    assert values(wolfson("y", boundary="split"), [1.0, 1.0, 3.0, 3.0]) == pytest.approx(1)
    assert values(wolfson("y", boundary="split"), [2.0, 2.0, 2.0]) == pytest.approx(0, abs=1e-12)


def test_wolfson_says_when_ties_at_the_median_spoil_it() -> None:
    people = OrderedPeople.of([2.0, 2.0, 2.0, 2.0, 1.0, 2.0, 3.0, 4.0], level=[0, 0, 0, 0, 1, 1, 1, 1])
    assert list(wolfson("y").form(people, None).reasons) == [0]
    assert wolfson("y", boundary="split").form(people, None).reasons == {}


def _mean(measure: object) -> tuple[float, float]:
    """Spread of the values over samples, and the mean standard error."""
    draw = np.random.default_rng(8)
    found, errors = [], []
    for _ in range(250):
        people = OrderedPeople.of(np.exp(draw.normal(2, 0.6, 1000)))
        value = scored(measure.form(people, None))  # type: ignore[attr-defined]
        found.append(value.values[0])
        errors.append(np.sqrt((value.scores(people.starts) ** 2).sum()))
    return float(np.std(found)), float(np.mean(errors))


@pytest.mark.parametrize("measure", [wolfson("y"), esteban_ray("y", alpha=0.5), esteban_ray("y", alpha=1)])
def test_standard_errors_estimate_the_spread_over_samples(measure: object) -> None:
    spread, error = _mean(measure)
    assert error == pytest.approx(spread, rel=0.15)


def pairwise(people: OrderedPeople, alpha: float, width: np.ndarray) -> np.ndarray:
    """The definition, by all pairs of people of a level."""
    result = []
    for level in range(people.levels):
        one = slice(people.starts[level], people.starts[level + 1])
        y, w = people.y[one], people.weight[one] / people.weight[one].sum()
        distance = np.abs(y[:, None] - y)
        near = distance / width[level]
        density = np.where(near < 1, 0.75 * (1 - near**2), 0.0) @ w / width[level]
        result.append(float(w @ (density**alpha * (distance @ w))))
    return np.array(result)


def test_smoothing_by_pairs() -> None:
    people, width = people_with_ties(200), np.array([0.8, 3.0])
    x = np.random.default_rng(0).uniform(size=200)
    distance = (people.y[:, None] - people.y) / people.each(width)[:, None]
    same = people.each([0, 1])[:, None] == people.each([0, 1])
    kernel = np.where(same & (np.abs(distance) < 1), 0.75 * (1 - distance**2), 0.0)
    expected = kernel @ (people.weight * x) / people.each(width)
    assert smoothed(people, x, width) == pytest.approx(expected, rel=1e-10)


def test_smoothing_far_from_zero_keeps_its_digits() -> None:
    draw = np.random.default_rng(0)
    y = draw.normal(size=300)
    near = smoothed(OrderedPeople.of(y), 1.0, np.array([0.3]))
    far = smoothed(OrderedPeople.of(y + 2.0**20), 1.0, np.array([0.3]))
    assert far == pytest.approx(near, rel=1e-6)


@pytest.mark.parametrize("alpha", [0.25, 0.6, 1.0])
def test_identification_and_distance_by_pairs(alpha: float) -> None:
    people, width = people_with_ties(150), np.array([1.5, 4.0])
    expected = pairwise(people, alpha, width)
    assert identified(people, alpha, width).values == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("alpha", [0.25, 1.0])
def test_scores_are_derivatives_in_the_weights(alpha: float) -> None:
    width = np.array([1.5, 4.0])
    assert score_error(lambda people: identified(people, alpha, width), people_with_ties()) < 1e-6


def test_index_of_a_normal_distribution() -> None:
    # In closed form: mean of f(x)^alpha E|x - X|, integrated numerically.
    x = np.linspace(-8, 8, 4001)
    density = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    apart = np.array([(np.abs(x - at) * density).sum() for at in x]) * (x[1] - x[0])
    for alpha in (0.5, 1.0):
        expected = ((density ** (1 + alpha)) * apart).sum() * (x[1] - x[0]) / 2 * 10 ** (alpha - 1)
        y = 10 + np.random.default_rng(4).normal(size=100_000)
        assert values(esteban_ray("y", alpha=alpha), y) == pytest.approx(expected, rel=0.01)


def test_near_alpha_of_nothing_it_nears_the_gini_index() -> None:
    people = people_with_ties(levels=1)
    index = identified(people, 1e-9, np.array([3.0])) * people.mean_y ** (1e-9 - 1) / 2
    assert index.values[0] == pytest.approx(values(gini("y"), people.y, people.weight), rel=1e-6)


def test_two_camps_are_more_polarised_though_less_unequal() -> None:
    # Duclos, Esteban and Ray's axiom of squeezes within two camps.
    draw = np.random.default_rng(3)
    camp = np.repeat([10.0, 20.0], 2000)
    spread = draw.uniform(-4, 4, 4000)
    wide, narrow = camp + spread, camp + spread / 4
    assert values(gini("y"), narrow) < values(gini("y"), wide)
    assert values(esteban_ray("y", alpha=1), narrow) > values(esteban_ray("y", alpha=1), wide)


@pytest.mark.parametrize("measure", [wolfson("y"), esteban_ray("y")])
def test_neither_scale_of_weights_nor_order_nor_unit_matter(measure: object) -> None:
    draw = np.random.default_rng(9)
    y, w = np.round(np.exp(draw.normal(2, 0.5, 80)), 1), draw.uniform(1, 3, 80)
    known, order = values(measure, y, w), draw.permutation(80)
    for power in (-9, 9):
        assert values(measure, y, w * 10.0**power) == pytest.approx(known, rel=1e-12)
    assert values(measure, y[order], w[order]) == pytest.approx(known, rel=1e-12)
    assert values(measure, y * 8, w) == pytest.approx(known, rel=1e-10)


@pytest.mark.parametrize("measure", [wolfson("y", boundary="split"), esteban_ray("y")])
def test_empty_levels_and_totals_that_are_not_positive(measure: object) -> None:
    people = OrderedPeople.of([-4.0, 1.0, 2.0, 4.0, 7.0], level=[0, 0, 2, 2, 2], levels=3)
    found = measure.form(people, None)  # type: ignore[attr-defined]
    assert np.isnan(found.scored.values[:2]).all()
    assert np.isfinite(found.scored.values[2])
    assert "not positive" in found.reasons[0]
    assert 2 not in found.reasons


def test_everybody_alike_has_no_density() -> None:
    found = esteban_ray("y").form(OrderedPeople.of([3.0, 3.0]), None)
    assert found.reasons == {0: "everybody has the same value"}


@pytest.mark.parametrize("alpha", [0.1, 1.5, "x"])
def test_importance_has_bounds(alpha: object) -> None:
    with pytest.raises(UsageError, match=r"alpha must be a number at least 0.25 and at most 1"):
        esteban_ray("y", alpha=alpha)  # type: ignore[arg-type]
