from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from dueregard.causes import design_of, replicated
from dueregard.causes.birthright.limits import corrected_limits

SIZE, TYPES = 200, 20
TYPE = np.arange(SIZE) % TYPES


def between(weight: NDArray[np.float64], outcome: NDArray[np.float64]) -> NDArray[np.float64]:
    """Variance between the means of types."""
    whole = np.bincount(TYPE, weights=weight)
    means = np.bincount(TYPE, weights=weight * outcome) / np.where(whole > 0, whole, 1.0)
    return np.array([whole @ (means - whole @ means / whole.sum()) ** 2 / whole.sum()])


def test_what_chance_adds_is_taken_off() -> None:
    held, plain = [], []
    for seed in range(40):
        outcome = np.random.default_rng(seed).normal(size=SIZE)
        design = design_of(SIZE)
        again = design.replicate_weights(count=40, seed=1)
        source = replicated(lambda weight, y=outcome: between(weight, y), design, count=40, seed=1)
        assert source is not None
        [limits] = corrected_limits(source.full, source.values, again, level=0.95).limits
        held.append(limits[0] <= 0)
        plain.append(source.full[0] - 1.3 * source.values.std() <= 0)
    assert np.mean(held) > 0.8
    assert np.mean(plain) < 0.2


def test_a_linear_value_has_the_usual_interval_around_itself() -> None:
    again = design_of(30).replicate_weights(count=50, seed=1)
    values = np.column_stack([np.tile([-1.0, 1.0], 25), np.full(50, np.nan)])
    found = corrected_limits(np.array([0.0, 1.0]), values, again, level=0.9)
    reach = stats.t.ppf(0.95, 1 / (1 / 29 + 1 / 49)) * np.sqrt(50 / 49)
    assert found.limits[0] == pytest.approx([-reach, reach])
    assert np.isnan(found.limits[1]).all()
    assert np.isnan(found.bias[1])


def test_spanning_limits_reach_from_the_value_to_the_mean_of_its_replicates() -> None:
    again = design_of(30).replicate_weights(count=50, seed=1)
    values = np.tile([2.0, 4.0], 25)[:, None] + np.array([[0.0, -6.0]])
    found = corrected_limits(np.array([1.0, 0.0]), values, again, level=0.9)
    reach = stats.t.ppf(0.95, 1 / (1 / 29 + 1 / 49)) * np.sqrt(50 / 49)
    assert found.spanning[0] == pytest.approx([1 - reach, 3 + reach], abs=0.05)
    assert found.spanning[1] == pytest.approx([-3 - reach, reach], abs=0.07)


def test_a_jackknife_is_corrected_by_its_own_factors() -> None:
    outcome = np.random.default_rng(1).normal(size=12)

    def spread(weight: NDArray[np.float64]) -> float:
        return float(weight @ (outcome - weight @ outcome / weight.sum()) ** 2 / weight.sum())

    weights = (1 - np.eye(12)) * 12 / 11
    again = design_of(12).replicate_weights(count=12, seed=1)
    jackknife = type(again)(
        identity="", count=12, size=12, scale=11 / 12, factors=again.factors, width=12,
        base=again.base, unit=again.unit,
    )  # fmt: skip
    full, values = np.array([spread(np.ones(12))]), np.array([[spread(weight)] for weight in weights])
    found = corrected_limits(full, values, jackknife, level=0.95)
    assert full[0] - found.bias[0] == pytest.approx(outcome.var(ddof=1))


def test_an_index_of_first_degree_varies_more_without_its_bias() -> None:
    again = design_of(30).replicate_weights(count=50, seed=1)
    values = np.tile([2.0, 4.0], 25)[:, None] + np.array([[0.5, 0.0, 0.0, 50.0]])
    full = np.array([2.5, 1.0, 3.0, 3.0])
    plain = corrected_limits(full, values, again, level=0.9)
    found = corrected_limits(full, values, again, level=0.9, whole=np.array([0, 0, -1, 3]))
    width = np.ptp(found.limits, axis=1) / np.ptp(plain.limits, axis=1)
    more = 50 / 49 / 2.5
    assert width == pytest.approx([1 + more, 1 + more, 1.0, 2.0])
    assert found.limits.mean(axis=1) == pytest.approx(plain.limits.mean(axis=1))


def test_replicates_that_are_given_have_no_chance_of_their_own() -> None:
    drawn = design_of(1000).replicate_weights(count=10, seed=1)
    values = np.arange(10.0)[:, None]
    ratio = [
        np.ptp(corrected_limits(np.zeros(1), values, each, level=0.95).limits)
        for each in (drawn, replace(drawn, drawn=False))
    ]
    assert ratio[0] / ratio[1] == pytest.approx(stats.t.ppf(0.975, 9) / 1.96, rel=0.01)
