"""Intervals for a proportion: R survey's `svyciprop` on `apistrat`, and the edges."""

import numpy as np
import pytest

from dueregard.estimates.proportion_intervals import (
    beta_interval,
    mean_interval,
    t_quantile,
    wilson_interval,
    xlogit_interval,
)

# R: `svyciprop(~I(as.numeric(api00>700)), des, method=...)`, stratified with 200 schools and 3 strata
P, SE, DF, N = 0.404339681611039, 0.0374753900501934, 197, 200


def test_mean():
    expected = [0.330435250610381, 0.478244112611697]
    assert mean_interval([P], [SE], df=[DF])[0] == pytest.approx(expected, rel=1e-12)


def test_xlogit():
    expected = [0.333085027525666, 0.479869454608788]
    assert xlogit_interval([P], [SE], df=[DF])[0] == pytest.approx(expected, rel=1e-12)


def test_beta():
    expected = [0.330206569554789, 0.481839344415398]
    assert beta_interval([P], [SE], df=[DF], n=[N])[0] == pytest.approx(expected, rel=1e-10)


def test_wilson_of_a_simple_random_sample():
    # 13 of 32, from the quadratic (p - x)² = z² x(1 - x)/n solved for x
    p, n, z = 13 / 32, 32, 1.959963984540054
    roots = np.roots([1 + z**2 / n, -2 * p - z**2 / n, p**2])
    limits = wilson_interval([p], [np.sqrt(p * (1 - p) / n)], df=[np.inf], n=[n])
    assert limits[0] == pytest.approx(sorted(roots), rel=1e-12)


def test_few_degrees_of_freedom_widen_every_interval():
    for method in (beta_interval, wilson_interval):
        few, many = (np.ptp(method([P], [SE], df=[df], n=[N])) for df in (5, 500))
        assert few > many


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_beta_at_the_edge_rests_on_the_people_asked(p):
    limits = beta_interval([p], [0.0], df=[np.inf], n=[30])[0]
    exact = 1 - 0.025 ** (1 / 30)
    assert limits == pytest.approx([0.0, exact] if p == 0 else [1 - exact, 1.0])


def test_xlogit_has_no_limits_at_the_edge():
    assert np.isnan(xlogit_interval([0.0], [0.0], df=[10])).all()


def test_nobody_asked():
    assert np.isnan(beta_interval([np.nan], [np.nan], df=[10], n=[0])).all()


def test_no_degrees_of_freedom():
    assert np.isnan(t_quantile(0.95, [0.0, -1.0, np.nan])).all()


def test_a_small_group_gains_nothing_from_everybody_elses_degrees_of_freedom() -> None:
    # R survey 4.1.1: svyciprop(method="beta") of 11 of 14 people in a sample of 300.
    p = 11 / 14
    se = np.sqrt(p * (1 - p) / 14 * 300 / 299)
    [[low, high]] = beta_interval([p], [se], df=[299.0], n=[14])
    assert (low, high) == pytest.approx((0.4914524, 0.9535922), abs=1e-6)
