"""Intervals hold the truth as often as they say; a short form of benchmarks/coverage_disparities.py."""

import numpy as np
import pytest
from scipy import special

from dueregard.disparities import formulae
from dueregard.disparities.inversion import model
from tests.disparities.tables import DISPERSIONS, table

TABLES = 200
# Three standard errors of a share of 95% in 200 tables, and of a quantile of 1,000 draws.
LEAST, MOST = 0.90, 0.99
DESIGNS = [(10, 0.0, 3.0), (10, 1.25, 3.0), (20, 10.0, 1.0)]


def simulated(groups, sd, se, seed):
    random = np.random.default_rng([seed, groups])
    scores = special.ndtri((np.arange(groups) + 0.5) / groups)
    true = 60 + sd * random.permutation(scores / scores.std())
    return true, random.dirichlet(np.full(groups, 3.0)), true + se * random.standard_normal((TABLES, groups))


def within(formula, design, *, power=1.0, seed=3):
    """Share of 95% intervals, of 1,000 draws each, that hold the truth."""
    groups, _, se = design
    true, people, tables = simulated(*design, seed)
    target, inside = float(formula(true, people)), 0
    for values in tables:
        fitted = model(formula, values, people, se**2 * np.eye(groups), df=np.inf, draws=1000, power=power)
        low, high = fitted.interval(0.95)
        inside += low <= target + 1e-9 and target <= high
    return inside / TABLES


@pytest.mark.parametrize("design", DESIGNS)
def test_variance(design):
    assert LEAST <= within(formulae.variance, design, power=2.0) <= MOST


@pytest.mark.parametrize("design", DESIGNS[1:])
def test_distance_from_the_best(design):
    def formula(values, people):
        return formulae.from_best(values, people, weighted=True, sign=1.0)

    assert LEAST <= within(formula, design) <= MOST


@pytest.mark.parametrize("design", DESIGNS[1:2])
def test_distance_from_a_reference(design):
    def formula(values, people):
        return formulae.from_reference(values, people, weighted=False, reference=0)

    assert LEAST <= within(formula, design) <= MOST


def test_resampling_around_the_measured_values_does_not_cover():
    """What R healthequal does for the standard deviation: hardly any interval holds the truth."""
    true, people, tables = simulated(10, 1.25, 3.0, 3)
    target, inside = float(formulae.variance(true, people)), 0
    random = np.random.default_rng(4)
    for values in tables[:60]:
        again = formulae.variance(values + 3 * random.standard_normal((200, 10)), people)
        low, high = np.quantile(again, [0.025, 0.975])
        inside += low <= target <= high
    assert inside <= 6


@pytest.mark.parametrize("name", ["BGV", "MDB"])
def test_correction_removes_most_of_the_bias(name):
    true, people, tables = simulated(10, 3.0, 3.0, 5)
    target = DISPERSIONS[name](table(true, None, people)).values[0]
    pairs = [
        [
            DISPERSIONS[name](table(values, [3.0] * 10, people), correct=correct).values[0]
            for correct in (True, False)
        ]
        for values in tables[:30]
    ]
    corrected, plug_in = np.mean(pairs, axis=0) - target
    assert abs(corrected) < 0.5 * plug_in


def test_the_same_table_always_gives_the_same_interval():
    groups = table([60.0, 70.0, 66.0], [3.0, 2.0, 4.0], [1.0, 2.0, 3.0])
    once, again = (DISPERSIONS["MDM"](groups).interval() for _ in range(2))
    assert np.array_equal(once, again)


def test_several_levels_are_nested():
    groups = table([60.0, 70.0, 66.0, 90.0], [3.0, 2.0, 4.0, 3.0], [1.0, 2.0, 3.0, 4.0])
    result = DISPERSIONS["BGSD"](groups, level=(0.95, 0.998))
    narrow, wide = result.interval(0.95)[0], result.interval(0.998)[0]
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


def test_few_degrees_of_freedom_widen_the_interval():
    m, se, people = [60.0, 70.0, 66.0, 90.0], [6.0, 6.0, 6.0, 6.0], [1.0, 1.0, 1.0, 1.0]
    known, guessed = (DISPERSIONS["BGSD"](table(m, se, people, df=df)).interval()[0] for df in (np.inf, 5))
    assert guessed[0] <= known[0]
    assert guessed[1] > known[1]


def test_groups_with_much_noise_do_not_hide_how_far_the_best_is_ahead():
    """One group is surely 9.5 ahead of its fellows; four others are hardly known."""
    m = [100.0, 90.0, 91.0, 89.0, 90.0, 91.0, 85.0, 95.0, 90.0, 88.0]
    se = [0.1, 0.5, 0.5, 0.5, 0.5, 0.5, 8.0, 8.0, 8.0, 8.0]
    people = [10.0] * 6 + [1.0] * 4
    [[low, high]] = DISPERSIONS["MDB"](table(m, se, people)).interval()
    from_the_known = sum(10 * (100 - each) for each in m[1:6]) / 64
    measured = DISPERSIONS["MDB"](table(m, None, people)).values[0]
    assert 0.8 * from_the_known < low < measured < high
