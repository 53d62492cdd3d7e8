"""Derivatives of many values at once, and whom results rest on."""

from __future__ import annotations

import numpy as np
import pytest

import dueregard.measures.decompositions.derived as module
from dueregard.estimates import Covariance, Estimates, Label, Replicates, Support
from dueregard.measures.decompositions.derived import derived, resting_on, slopes_of

VALUES = np.array([2.0, 3.0, 0.0, np.nan])


def product_and_ratio(values: np.ndarray) -> np.ndarray:
    a, b, c = values[..., 0], values[..., 1], values[..., 2]
    return np.stack([a * b, a / b + c], axis=-1)


@pytest.mark.parametrize("at_a_time", [4, 8, 4_000_000])
def test_slopes_are_exact_whatever_the_number_at_a_time(
    at_a_time: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AT_A_TIME", at_a_time)
    expected = [[3.0, 2.0, 0.0, 0.0], [1 / 3, -2 / 9, 1.0, 0.0]]
    assert slopes_of(product_and_ratio, VALUES) == pytest.approx(np.array(expected), rel=1e-15)


def test_covariances_and_replicates_go_through() -> None:
    matrix = np.diag([0.1, 0.2, 0.3, 0.0])
    labels = tuple(Label(measure=name) for name in "abcd")
    support = (Support(n=9, n_effective=8.0), "approximate", "few people")
    plain = Estimates(VALUES, sources=(Covariance(identity="one", matrix=matrix),), labels=labels)
    found = derived(plain, product_and_ratio, labels[:2], basis=[support, support])
    slopes = slopes_of(product_and_ratio, VALUES)
    assert found.covariance() == pytest.approx(slopes @ matrix @ slopes.T, rel=1e-12)
    assert (found.supports[0].n, found.statuses[0], found.reasons[0]) == (9, "approximate", "few people")
    draws = VALUES + np.random.default_rng(1).normal(0, 0.1, (20, 4))
    source = Replicates(identity="two", values=draws, full=VALUES, scale=1 / 19)
    again = derived(
        Estimates(VALUES, sources=(source,), labels=labels),
        product_and_ratio,
        labels[:2],
        basis=[support, support],
    )
    assert again.se == pytest.approx(product_and_ratio(draws).std(axis=0, ddof=1), rel=1e-12)


def test_a_result_that_cannot_be_computed_is_not_estimable() -> None:
    labels = tuple(Label(measure=name) for name in "abcd")
    basis = [(Support(n=5), "ok", None)]
    found = derived(
        Estimates(VALUES, labels=labels), lambda t: t[..., :1] / t[..., 2:3], labels[:1], basis=basis
    )
    assert np.isnan(found.values[0])
    assert found.statuses == ("not_estimable",)


def test_only_people_in_groups_are_counted() -> None:
    whole = Estimates(
        [1.0], labels=(Label(measure="a"),), supports=(Support(n=100, n_effective=80.0, units=40),)
    )
    support, status, _ = resting_on(whole, 0, among=[Support(n=30, left_out=2), Support(n=20)])
    assert (support.n, support.n_effective, support.units, support.left_out) == (50, 40.0, 40, 2)
    assert status == "ok"
