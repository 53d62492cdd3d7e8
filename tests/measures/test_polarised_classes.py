"""Polarisation between classes: all cuts tried, numerical derivatives, and simulation."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import UsageError
from dueregard.measures.class_cuts import best_cuts
from dueregard.measures.gini import gini
from dueregard.measures.polarised_classes import class_borders, esteban_gradin_ray, polarised
from tests.measures.inequality_checks import people_with_ties, score_error, scored, values


def by_definition(y: np.ndarray, w: np.ndarray, cuts: list[float], alpha: float, beta: float) -> float:
    """The formula, by pairs of classes and of people."""
    member = np.searchsorted(cuts, y, side="left")
    p = np.array([w[member == g].sum() for g in range(len(cuts) + 1)]) / w.sum()
    mu = w @ y / w.sum()
    m = np.array([w[member == g] @ y[member == g] / w[member == g].sum() for g in range(len(p))]) / mu
    apart = np.abs(m[:, None] - m)
    everybody = (w[:, None] * w * np.abs(y[:, None] - y)).sum() / (2 * w.sum() ** 2 * mu)
    of_means = (p[:, None] * p * apart).sum() / 2
    return float((p[:, None] ** (1 + alpha) * p * apart).sum() - beta * (everybody - of_means))


def least_within(y: np.ndarray, w: np.ndarray, classes: int) -> list[float]:
    """Try all cuts at distinct values."""
    distinct = np.unique(y)[:-1]
    return list(
        max(
            combinations(distinct, classes - 1),
            key=lambda cuts: (
                by_definition(y, w, list(cuts), 1.0, 1.0) - by_definition(y, w, list(cuts), 1, 0)
            ),
        )
    )


@pytest.mark.parametrize("classes", [2, 3, 4, 5])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_value_is_the_definition_with_the_best_of_all_cuts(classes: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    y, w = np.round(np.exp(draw.normal(2, 0.7, 18)), 1), draw.uniform(0.5, 3, 18)
    cuts = least_within(y, w, classes)
    expected = by_definition(y, w, cuts, 1.3, 0.7)
    assert values(esteban_gradin_ray("y", classes=classes, alpha=1.3, beta=0.7), y, w) == pytest.approx(
        expected, rel=1e-12
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 60), min_size=6, max_size=14, unique=True),
    st.integers(2, 4),
)
def test_no_other_cuts_leave_less_within(values_: list[int], classes: int) -> None:
    y = np.sort(np.array(values_, dtype=float))
    people, total = (np.concatenate([[0], np.cumsum(x) / x.sum()]) for x in (np.ones(len(y)), y))

    def polygon(cuts: tuple[int, ...]) -> float:
        at = [0, *cuts, len(y)]
        return float(np.trapezoid(total[at], people[at]))

    found = best_cuts(people, total, classes=classes)
    least = min(polygon(cuts) for cuts in combinations(range(1, len(y)), classes - 1))
    assert polygon(tuple(found)) == pytest.approx(least, rel=1e-12)


def test_two_classes_are_cut_at_the_mean() -> None:
    people = people_with_ties(80)
    assert class_borders(people, 2)[0] == pytest.approx(people.sums(people.y) / people.size, rel=1e-12)


@pytest.mark.parametrize("classes", [2, 3])
def test_scores_with_given_borders_are_derivatives_in_the_weights(classes: int) -> None:
    people = people_with_ties()
    borders = class_borders(people, classes)
    assert score_error(lambda each: polarised(each, borders, alpha=1.3, beta=1.0), people) < 1e-6


@pytest.mark.parametrize("classes", [2, 3, 4])
def test_standard_errors_estimate_the_spread_over_samples(classes: int) -> None:
    # Skewed, so that the borders' own influence matters.
    draw, measure = np.random.default_rng(8), esteban_gradin_ray("y", classes=classes, alpha=1.6, beta=0.0)
    found, errors = [], []
    for _ in range(300):
        people = OrderedPeople.of(np.exp(draw.normal(2, 1.0, 1500)))
        value = scored(measure.form(people, None))
        found.append(value.values[0])
        errors.append(np.sqrt((value.scores(people.starts) ** 2).sum()))
    assert np.mean(errors) == pytest.approx(np.std(found), rel=0.15)


def test_two_equal_camps_are_most_polarised() -> None:
    assert values(esteban_gradin_ray("y", alpha=1.6), [0.0, 0.0, 2.0, 2.0]) == pytest.approx(0.5**1.6)
    assert values(esteban_gradin_ray("y"), [1.0, 1.0, 3.0, 3.0]) > values(
        esteban_gradin_ray("y"), [1.0, 2.0, 2.0, 3.0]
    )


def test_squeezing_classes_together_polarises_though_inequality_falls() -> None:
    wide, narrow = [1.0, 3.0, 7.0, 9.0], [2.0, 2.0, 8.0, 8.0]
    assert values(gini("y"), narrow) < values(gini("y"), wide)
    assert values(esteban_gradin_ray("y"), narrow) > values(esteban_gradin_ray("y"), wide)


@settings(max_examples=40, deadline=None)
@given(st.integers(-9, 9), st.integers(0, 1000))
def test_neither_scale_of_weights_nor_order_nor_unit_matter(power: int, seed: int) -> None:
    draw, measure = np.random.default_rng(seed), esteban_gradin_ray("y", classes=3)
    y, w = np.exp(draw.normal(2, 0.5, 80)), draw.uniform(1, 3, 80)
    known, order = values(measure, y, w), draw.permutation(80)
    assert values(measure, y, w * 10.0**power) == pytest.approx(known, rel=1e-12)
    assert values(measure, y[order] * 8, w[order]) == pytest.approx(known, rel=1e-11)


def test_levels_with_too_few_values_have_none() -> None:
    people = OrderedPeople.of([2.0, 2.0, 1.0, 2.0, 4.0], level=[0, 0, 2, 2, 2], levels=3)
    found = esteban_gradin_ray("y").form(people, None)
    assert np.isnan(found.scored.values[:2]).all()
    assert np.isfinite(found.scored.values[2])
    assert found.reasons == {0: "there are fewer different values than classes"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"classes": 1}, "classes must be a number at least 2"),
        ({"classes": "2.5"}, r"There is no classes '2.5'"),
        ({"alpha": 1.7}, "alpha must be a number above 0 and at most 1.6"),
        ({"beta": -1}, "beta must be a number at least 0"),
    ],
)
def test_options_have_bounds(options: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        esteban_gradin_ray("y", **options)  # type: ignore[arg-type]
