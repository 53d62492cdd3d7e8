"""Draws from a model: functions are applied to each, and intervals are their percentiles."""

import numpy as np
import pytest

from dueregard.errors import SpreadError
from dueregard.estimates import Covariance, Draws, Estimates, Label, concatenate


def modelled(columns, identity="model"):
    values = np.random.default_rng(5).lognormal(0, 1, (1000, columns))
    labels = tuple(Label(measure="mean", by={"area": "abc"[i]}) for i in range(columns))
    return Estimates(values.mean(axis=0), sources=(Draws(identity=identity, values=values),), labels=labels)


def test_covariance_is_that_of_the_draws():
    estimates = modelled(2)
    assert estimates.covariance() == pytest.approx(np.cov(estimates.sources[0].values.T))


def test_interval_is_percentiles_when_the_model_is_the_only_source():
    estimates = modelled(1)
    expected = np.quantile(estimates.sources[0].values[:, 0], [0.05, 0.95])
    assert estimates.interval(0.9)[0] == pytest.approx(expected)


def test_interval_is_symmetric_when_something_else_varies_too():
    survey = Estimates(
        [1.0], sources=(Covariance(identity="s", matrix=np.eye(1)),), labels=(Label(measure="m"),)
    )
    both = concatenate(modelled(1), survey).linear(np.array([[1.0, 1.0]]), [Label(measure="sum")])
    low, high = both.interval()[0]
    assert low + high == pytest.approx(2 * both.values[0])


def test_function_is_applied_to_every_draw():
    estimates = modelled(1).apply(np.log)
    assert estimates.se[0] == pytest.approx(1.0, rel=0.05)


def test_draws_of_one_model_belong_together():
    one = Draws(identity="model", values=np.zeros((10, 1)))
    with pytest.raises(SpreadError, match="in one call"):
        one.append(Draws(identity="model", values=np.zeros((11, 1))))


def test_one_draw_is_none():
    with pytest.raises(SpreadError, match="at least two rows"):
        Draws(identity="model", values=np.zeros((1, 3)))
