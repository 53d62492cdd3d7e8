"""Intervals that are presented as sound contain the truth often enough; the others are marked."""

import numpy as np
import pytest

from dueregard.estimates import Estimates, Label, SamplePlan, Scores, Stage, Support
from dueregard.gaps.pieces import FEWEST_UNITS, cautious
from dueregard.gaps.standardising import FEWEST, Standard, standardise

UNITS = 60


def group_mean(random, *, inside):
    """The mean of a group that lives in some of the sampling units, 6 people in each."""
    level = random.normal(0, 0.5, UNITS)
    y = level[:inside, None] + random.normal(0, 1, (inside, 6))
    scores = np.zeros((UNITS, 1))
    scores[:inside, 0] = (y - y.mean()).sum(axis=1) / y.size
    # Which units a group lives in is not known to the strata, so that they do not help.
    order = random.permutation(UNITS)
    stratum = np.repeat(np.arange(4), UNITS // 4)
    plan = SamplePlan(stages=(Stage(stratum=stratum, unit=np.arange(UNITS)),))
    support = Support(n=y.size, n_effective=float(y.size), units=inside)
    return cautious(
        Estimates(
            [y.mean()],
            sources=(Scores(identity="sample", units=scores[order], plan=plan),),
            labels=(Label(measure="mean"),),
            supports=(support,),
        )
    )


@pytest.mark.parametrize(("inside", "status"), [(9, "approximate"), (18, "ok"), (60, "ok")])
def test_groups_in_few_sampling_units(inside, status):
    random = np.random.default_rng(11)
    found = [group_mean(random, inside=inside) for _ in range(400)]
    covered = np.mean([each.interval()[0, 0] <= 0 <= each.interval()[0, 1] for each in found])
    assert {each.statuses[0] for each in found} == {status}
    assert covered >= 0.91 or status == "approximate"


def standardised(random, *, size):
    """A mean over three age bands with so many people each, all sampled by themselves."""
    y = random.normal(0, 1, (3, size))
    scores = np.zeros((3 * size, 3))
    for band in range(3):
        scores[band * size : (band + 1) * size, band] = (y[band] - y[band].mean()) / size
    bands = ("young", "middle", "old")
    support = Support(n=size, n_effective=float(size), units=size)
    by_age = Estimates(
        y.mean(axis=1),
        sources=(Scores(identity="sample", units=scores, plan=SamplePlan.simple(3 * size)),),
        labels=tuple(Label(measure="mean", by={"group": "a", "age": band}) for band in bands),
        supports=(support,) * 3,
    )
    crude = Estimates([0.0], labels=(Label(measure="mean", by={"group": "a"}),), supports=(support,))
    shares = dict(zip(bands, (0.4, 0.3, 0.3), strict=True))
    return standardise(by_age, crude=crude, standard=Standard(shares=shares, words="a standard"))


@pytest.mark.parametrize(("size", "status"), [(5, "approximate"), (FEWEST, "ok"), (30, "ok")])
def test_standardised_values_of_small_bands(size, status):
    random = np.random.default_rng(12)
    found = [standardised(random, size=size) for _ in range(600)]
    covered = np.mean([each.interval()[0, 0] <= 0 <= each.interval()[0, 1] for each in found])
    assert {each.statuses[0] for each in found} == {status}
    assert covered >= 0.92 or status == "approximate"


def test_a_standardised_value_is_no_sounder_than_the_crude_one():
    random = np.random.default_rng(13)
    crude = group_mean(random, inside=FEWEST_UNITS - 1)
    labels = tuple(Label(measure="mean", by={"age": band}) for band in ("young", "old"))
    by_age = Estimates(
        [1.0, 2.0],
        sources=(Scores(identity="sample", units=random.normal(size=(60, 2)), plan=SamplePlan.simple(60)),),
        labels=labels,
        supports=(Support(n=45, n_effective=45.0, units=15),) * 2,
    )
    found = standardise(by_age, crude=crude, standard=Standard(shares={"young": 0.5, "old": 0.5}, words=""))
    assert found.statuses == ("approximate",)
    assert found.reasons == crude.reasons
