"""Intervals contain the truth as often as they say."""

import numpy as np
import pytest

from dueregard.estimates import Estimates, Label, SamplePlan, Scores, Stage

STRATA, UNITS, PEOPLE, SAMPLES = 5, 4, 6, 400


def clustered_sample(random):
    """People in units in strata; stratum means differ and people of a unit resemble one another."""
    shape = (STRATA, UNITS, PEOPLE)
    y = (
        np.arange(STRATA)[:, None, None]
        + random.normal(0, 1, (STRATA, UNITS, 1))
        + random.normal(0, 1, shape)
    )
    return y.reshape(STRATA * UNITS, PEOPLE)


@pytest.mark.parametrize("level", [0.95])
def test_t_interval_of_a_clustered_mean(level):
    random = np.random.default_rng(20)
    stratum = np.repeat(np.arange(STRATA), UNITS)
    plan = SamplePlan(stages=(Stage(stratum=stratum, unit=np.arange(STRATA * UNITS)),))
    samples = [clustered_sample(random) for _ in range(SAMPLES)]
    covered = []
    for y in samples:
        scores = (y - y.mean()).sum(axis=1, keepdims=True) / y.size
        source = Scores(identity="sample", units=scores, plan=plan)
        low, high = Estimates([y.mean()], sources=(source,), labels=(Label(measure="mean"),)).interval(level)[
            0
        ]
        covered.append(low <= (STRATA - 1) / 2 <= high)
    assert 0.93 <= np.mean(covered) <= 0.97
