"""Tests with one joint covariance."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from dueregard.consequences.evaluation import Effects, equality_test, wald_test


def _effects(values: list[float], covariance: np.ndarray, df: float = 20) -> Effects:
    return Effects(
        by=tuple({"g": str(each)} for each in range(len(values))),
        values=np.array(values),
        covariance=covariance,
        df=df,
        n=(9,) * len(values),
        reasons=(None,) * len(values),
    )


def test_two_groups_are_compared_as_by_a_paired_t() -> None:
    tested = equality_test(_effects([3.0, 1.0], np.array([[1.0, 0.4], [0.4, 2.0]])))
    t = 2.0 / np.sqrt(3.0 - 0.8)
    assert tested.statistic == pytest.approx(t**2)
    assert tested.p == pytest.approx(2 * stats.t.sf(t, 20))


def test_many_values_are_tested_by_hotelling() -> None:
    """The one-sample T² of 12 draws, whose covariance has 11 degrees of freedom."""
    draws = np.random.default_rng(2).normal(0.3, 1, (12, 3))
    tested = wald_test(draws.mean(axis=0), np.cov(draws.T) / 12, df=11, measure="x")
    squared = 12 * draws.mean(axis=0) @ np.linalg.solve(np.cov(draws.T), draws.mean(axis=0))
    assert tested.p == pytest.approx(stats.f.sf(squared * 9 / (3 * 11), 3, 9))


def test_without_degrees_of_freedom_it_is_chi_squared() -> None:
    tested = wald_test([1.0, 2.0], np.eye(2), df=np.inf, measure="x")
    assert tested.p == pytest.approx(stats.chi2.sf(5.0, 2))


@pytest.mark.parametrize(
    ("values", "covariance", "df", "said"),
    [
        ([1.0, np.nan], np.eye(2), 20, "fewer than two groups"),
        ([1.0, 2.0, 3.0, 4.0], np.eye(4), 2, "too few clusters"),
        ([1.0, 2.0], np.ones((2, 2)), 20, "do not vary independently"),
    ],
)
def test_what_cannot_be_tested_says_why(
    values: list[float], covariance: np.ndarray, df: float, said: str
) -> None:
    covariance = np.where(np.isnan(np.add.outer(values, values)), np.nan, covariance)
    tested = equality_test(_effects(values, covariance, df))
    assert tested.p is None
    assert said in str(tested.reason)
