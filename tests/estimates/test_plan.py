"""Sampling plans say what is wrong with their codes."""

import numpy as np
import pytest

from dueregard.errors import SpreadError, UsageError
from dueregard.estimates import SamplePlan, Stage


def test_degrees_of_freedom_are_units_less_strata():
    plan = SamplePlan(stages=(Stage(stratum=np.array([0, 0, 1, 1, 1]), unit=np.array([0, 1, 2, 2, 3])),))
    assert plan.degrees_of_freedom == 2


def test_declared_degrees_of_freedom():
    stage = Stage(stratum=np.zeros(3, int), unit=np.arange(3))
    assert SamplePlan(stages=(stage,), df=11).degrees_of_freedom == 11


def test_unit_in_two_strata():
    with pytest.raises(SpreadError, match="in several strata"):
        Stage(stratum=np.array([0, 1]), unit=np.array([0, 0]))


@pytest.mark.parametrize(("stratum", "unit"), [([0, 2], [0, 1]), ([0, 0], [0, 2])])
def test_codes_with_gaps(stratum, unit):
    with pytest.raises(SpreadError, match="without gaps"):
        Stage(stratum=np.array(stratum), unit=np.array(unit))


@pytest.mark.parametrize("fraction", [[0.5], [0.5, 1.5], [0.5, np.nan]])
def test_fractions_that_are_none(fraction):
    with pytest.raises(SpreadError, match="sampling fraction from 0 to 1"):
        Stage(stratum=np.array([0, 1]), unit=np.array([0, 1]), fraction=np.array(fraction))


def test_stages_of_different_rows():
    one, two = (Stage(stratum=np.zeros(n, int), unit=np.arange(n)) for n in (3, 4))
    with pytest.raises(SpreadError, match="the same rows"):
        SamplePlan(stages=(one, two))


def test_unknown_lonely_option():
    with pytest.raises(UsageError, match="Did you mean 'average'"):
        SamplePlan(stages=SamplePlan.simple(2).stages, lonely="averge")
