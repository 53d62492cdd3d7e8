"""What the tests of ordered measures share: people made in code and numerical derivatives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Scored, Solution


def worst(ours: Any, reference: Any) -> float:
    """Largest relative difference from a number, a list or numbers by level."""
    values = list(reference.values()) if isinstance(reference, dict) else reference
    expected = np.asarray(values, dtype=float).ravel()
    found = np.asarray(ours, dtype=float).ravel()
    assert found.shape == expected.shape
    return float(np.max(np.abs(found - expected) / np.where(expected == 0, 1.0, np.abs(expected))))


def scored(found: Scored | Solution) -> Scored:
    return found.scored if isinstance(found, Solution) else found


def people_with_ties(size: int = 60, *, levels: int = 2, seed: int = 3) -> OrderedPeople:
    """Skewed values with ties within and between levels, and uneven weights."""
    draw = np.random.default_rng(seed)
    y = np.round(np.exp(draw.normal(2.0, 0.7, size)), 1)
    y[: size // 4] = y[size // 4 : 2 * (size // 4)]
    weight = draw.uniform(0.5, 4.0, size)
    return OrderedPeople.of(y, weight=weight, level=draw.integers(0, levels, size), levels=levels)


def derivative(form: Callable[[OrderedPeople], Scored | Solution], people: OrderedPeople) -> np.ndarray:
    """Derivative of each person's own level's value in their weight, by central differences."""
    level = np.repeat(np.arange(people.levels), np.diff(people.starts))
    result = np.empty(len(people))
    for person in range(len(people)):
        step = 1e-6 * people.weight[person]
        moved = []
        for sign in (1.0, -1.0):
            weight = people.weight.copy()
            weight[person] += sign * step
            moved.append(scored(form(people.reweighted(weight))).values[level[person]])
        result[person] = (moved[0] - moved[1]) / (2 * step)
    return result


def score_error(form: Callable[[OrderedPeople], Scored | Solution], people: OrderedPeople) -> float:
    """Largest difference of scores from the derivatives in the weights, relative to the largest."""
    numerical = derivative(form, people)
    ours = scored(form(people)).scores(people.starts)
    return float(np.max(np.abs(ours - numerical)) / np.max(np.abs(numerical)))


def values(measure: Any, y: Any, weight: Any = None) -> float:
    """Value of a measure of one level."""
    return float(scored(measure.form(OrderedPeople.of(y, weight=weight), None)).values[0])
