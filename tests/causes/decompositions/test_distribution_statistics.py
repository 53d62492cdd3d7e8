import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.causes.decompositions.distribution_statistics import (
    GiniIndex,
    LogVariance,
    Mean,
    Quantile,
    Statistic,
    Variance,
    statistics_asked,
)
from dueregard.causes.decompositions.regression import fitted
from dueregard.errors import PeopleError, UsageError

SMOOTH: tuple[Statistic, ...] = (Mean(), Variance(), LogVariance(), GiniIndex())


def people(seed: int, size: int = 40) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    columns = np.column_stack([np.ones(size), rng.normal(size=size), rng.integers(0, 2, size)])
    return np.exp(rng.normal(size=size)).round(1) + 0.1, rng.uniform(0.5, 2, size), columns


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_the_mean_of_recentred_influence_is_the_statistic(seed: int) -> None:
    outcome, weight, _ = people(seed)
    for statistic in SMOOTH:
        recentred = statistic.recentred(outcome, weight)
        assert weight @ recentred / weight.sum() == pytest.approx(statistic.value(outcome, weight))


@pytest.mark.parametrize("statistic", SMOOTH, ids=lambda each: each.name)
def test_influence_on_coefficients_is_the_derivative_by_a_persons_weight(statistic: Statistic) -> None:
    outcome, weight, columns = people(1)

    def coefficients(of: np.ndarray) -> np.ndarray:
        return fitted(columns, statistic.recentred(outcome, of), of).coefficients

    fit = fitted(columns, statistic.recentred(outcome, weight), weight)
    moved = statistic.shift(outcome, weight, columns) * weight[:, None]
    influence = fit.influence(columns, weight) + moved @ fit.inverse
    for person in (0, 7, 21):
        step = np.zeros(len(weight))
        step[person] = 1e-5
        slope = (coefficients(weight + step) - coefficients(weight - step)) / 2e-5
        assert influence[person] / weight[person] == pytest.approx(slope, rel=1e-5, abs=1e-8)


def test_statistics_that_cannot_be() -> None:
    with pytest.raises(UsageError, match=r"Did you mean 'gini'"):
        statistics_asked((), ("ginni",))
    with pytest.raises(UsageError, match=r"Write 0.5 for 50 %"):
        statistics_asked((50.0,), ())
    with pytest.raises(PeopleError, match="mean is above zero"):
        GiniIndex().value(np.array([-1.0, 0.5]), np.ones(2))
    with pytest.raises(PeopleError, match="above zero"):
        LogVariance().value(np.array([0.0, 1.0]), np.ones(2))
    with pytest.raises(PeopleError, match="same value"):
        Quantile(0.5).recentred(np.ones(5), np.ones(5))
