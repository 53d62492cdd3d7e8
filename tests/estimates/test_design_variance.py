"""Design variance: golden values of R survey 4.5, and the recursion written out."""

import numpy as np
import pytest

from dueregard.errors import SpreadError
from dueregard.estimates import SamplePlan, Scores, Stage
from tests.estimates.build import mean_scores, one_stage

# R survey's data set `fpc`: strata of 15 and 12 units, of which 5 and 3 were sampled.
FIRST_X = [2.79999995231628, 4.09999990463257, 6.80000019073486, 6.80000019073486, 9.19999980926514]
SECOND_X = [3.70000004768372, 6.59999990463257, 4.19999980926514]
FPC_X = np.array([*FIRST_X, *SECOND_X])
FPC_WEIGHT = np.array([3, 3, 3, 3, 3, 4, 4, 4])
FPC_STRATUM = np.array([0, 0, 0, 0, 0, 1, 1, 1])

# R survey's data set `mu284`: 5 of 50 clusters, and 3 of the units of each.
MU_Y = np.array([41, 49, 31, 39, 49, 49, 49, 31, 41, 51, 49, 45, 35, 61, 33])
MU_CLUSTER = np.tile(np.arange(5), 3)
MU_SIZES = np.array([5, 8, 5, 9, 7])


def se(z, plan):
    return Scores(identity="people", units=np.reshape(z, (len(z), -1)), plan=plan).variances() ** 0.5


@pytest.mark.parametrize(
    ("fraction", "mean_se", "total_se"),
    [
        # R: `svydesign(id=~psuid, strat=~stratid, weights=~weight, fpc=~Nh, data=fpc, nest=TRUE)`
        (np.array([5 / 15, 3 / 12]), 0.616040719809653, 16.6330994348606),
        (None, 0.741268326768812, 20.0142448227579),
    ],
)
def test_stratified_sample_with_and_without_correction(fraction, mean_se, total_se):
    plan = one_stage(FPC_STRATUM, fraction=fraction)
    assert se(mean_scores(FPC_X, FPC_WEIGHT), plan)[0] == pytest.approx(mean_se, rel=1e-10)
    assert se(FPC_WEIGHT * FPC_X, plan)[0] == pytest.approx(total_se, rel=1e-10)


def test_domain_covariance_of_separate_strata():
    # R: `svyby(~x, ~stratid, des, svymean, covmat=TRUE)`
    z = np.stack([mean_scores(FPC_X, FPC_WEIGHT, level == FPC_STRATUM) for level in (0, 1)], axis=1)
    plan = one_stage(FPC_STRATUM, fraction=np.array([5 / 15, 3 / 12]))
    covariance = Scores(identity="people", units=z, plan=plan).covariance()
    assert covariance == pytest.approx(np.diag([0.845066668764754, 0.600833307902022]), rel=1e-10)


def test_two_stages_with_correction():
    # R: `svydesign(id=~id1+id2, fpc=~n1+n2, data=mu284)`
    first = Stage(stratum=np.zeros(15, int), unit=MU_CLUSTER, fraction=np.array([5 / 50]))
    second = Stage(stratum=MU_CLUSTER, unit=np.arange(15), fraction=3 / MU_SIZES)
    weight = 50 / 5 * MU_SIZES[MU_CLUSTER] / 3
    plan = SamplePlan(stages=(first, second))
    assert se(mean_scores(MU_Y, weight), plan)[0] == pytest.approx(2.27365272781592, rel=1e-10)
    assert se(weight * MU_Y, plan)[0] == pytest.approx(2274.25470087333, rel=1e-10)
    assert plan.degrees_of_freedom == 4


def test_second_stage_adds_nothing_without_a_correction_at_the_first():
    first = Stage(stratum=np.zeros(15, int), unit=MU_CLUSTER)
    second = Stage(stratum=MU_CLUSTER, unit=np.arange(15), fraction=3 / MU_SIZES)
    both, one = SamplePlan(stages=(first, second)), SamplePlan(stages=(first,))
    assert se(MU_Y, both) == pytest.approx(se(MU_Y, one))


def test_unit_without_anyone_of_the_domain_still_counts():
    whole = se([2.0, 4.0, 0.0], one_stage(np.zeros(3, int)))
    assert whole[0] == pytest.approx(np.sqrt(3 * np.var([2.0, 4.0, 0.0], ddof=1)))


def test_stratum_sampled_completely_adds_nothing():
    plan = one_stage(np.array([0, 0, 1, 1]), fraction=np.array([1.0, 0.0]))
    assert se([100.0, -7.0, 3.0, 5.0], plan)[0] == pytest.approx(2.0)


# Strata {0, 4} and a lonely {6}: the squares around the stratum mean are 8, times 2/1.
@pytest.mark.parametrize(
    ("lonely", "variance"),
    [
        ("adjust", 16 + (6 - 10 / 3) ** 2),  # around the mean of all three units
        ("certainty", 16),
        ("average", 16 * 2 / 1),  # two strata, one of them usable
    ],
)
def test_lonely_unit(lonely, variance):
    plan = one_stage(np.array([0, 0, 1]), lonely=lonely)
    assert se([0.0, 4.0, 6.0], plan)[0] ** 2 == pytest.approx(variance)


def test_lonely_unit_can_be_refused():
    with pytest.raises(SpreadError, match="only one sampled unit"):
        se([0.0, 4.0, 6.0], one_stage(np.array([0, 0, 1]), lonely="fail"))


def test_lonely_unit_taken_with_certainty_is_not_lonely():
    plan = one_stage(np.array([0, 0, 1]), fraction=np.array([0.0, 1.0]), lonely="fail")
    assert se([0.0, 4.0, 6.0], plan)[0] == pytest.approx(4.0)


def test_no_average_to_lend_when_all_are_lonely():
    with pytest.raises(SpreadError, match="no average variance"):
        se([0.0, 4.0], one_stage(np.array([0, 1]), lonely="average"))


def recursion(x, strata, units, fractions, lonely):
    """The textbook recursion, stage by stage and unit by unit, for one column."""
    totals = np.array([x[units[0] == unit].sum() for unit in np.unique(units[0])])
    home = np.array([strata[0][units[0] == unit][0] for unit in np.unique(units[0])])
    levels = np.unique(home)
    alone = [level for level in levels if (home == level).sum() == 1 and fractions[0][level] < 1]
    variance = 0.0
    for level in levels:
        mine = totals[home == level]
        n, f = len(mine), fractions[0][level]
        if n > 1:
            variance += (1 - f) * n / (n - 1) * ((mine - mine.mean()) ** 2).sum()
        elif level in alone and lonely == "adjust":
            variance += (1 - f) * (mine[0] - totals.mean()) ** 2
    if lonely == "average":
        variance *= len(levels) / (len(levels) - len(alone))
    if len(strata) > 1:
        for unit, level in zip(np.unique(units[0]), home, strict=True):
            inside = units[0] == unit
            below = recursion(
                x[inside],
                [s[inside] for s in strata[1:]],
                [u[inside] for u in units[1:]],
                fractions[1:],
                lonely,
            )
            variance += fractions[0][level] * below
    return variance


def three_stages(random):
    """Random nested codes of three stages for 80 rows, some strata with one unit."""
    strata, units, parent = [], [], np.zeros(80, int)
    for parts in (4, 6, 9):
        stratum = np.unique(parent * 3 + random.integers(0, 3, 80), return_inverse=True)[1]
        unit = np.unique(stratum * parts + random.integers(0, parts, 80), return_inverse=True)[1]
        stratum = np.unique(stratum, return_inverse=True)[1]
        strata.append(stratum)
        units.append(unit)
        parent = unit
    return strata, units, [random.uniform(0.1, 0.9, s.max() + 1) for s in strata]


@pytest.mark.parametrize("lonely", ["adjust", "certainty"])
@pytest.mark.parametrize("seed", range(5))
def test_three_stages_equal_the_recursion(seed, lonely):
    random = np.random.default_rng(seed)
    strata, units, fractions = three_stages(random)
    stages = tuple(
        Stage(stratum=s, unit=u, fraction=f) for s, u, f in zip(strata, units, fractions, strict=True)
    )
    x = random.normal(size=80)
    plan = SamplePlan(stages=stages, lonely=lonely)
    assert se(x, plan)[0] ** 2 == pytest.approx(recursion(x, strata, units, fractions, lonely), rel=1e-12)


def test_average_within_each_unit_of_the_stage_above():
    strata = [np.zeros(8, int), np.array([0, 0, 1, 2, 2, 2, 3, 3])]
    units = [np.array([0, 0, 0, 1, 1, 1, 1, 1]), np.arange(8)]
    fractions = [np.array([0.5]), np.array([0.2, 0.2, 0.3, 0.4])]
    x = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0])
    stages = tuple(
        Stage(stratum=s, unit=u, fraction=f) for s, u, f in zip(strata, units, fractions, strict=True)
    )
    plan = SamplePlan(stages=stages, lonely="average")
    assert se(x, plan)[0] ** 2 == pytest.approx(recursion(x, strata, units, fractions, "average"), rel=1e-12)


def test_scores_that_cancel_within_a_stratum(monkeypatch):
    # Sums of exactly zero, scores of exactly zero, columns that fill a stratum and columns that do not.
    from scipy import sparse

    from dueregard.estimates import design_variance

    stratum = np.array([0, 0, 1, 1, 1, 2, 2])
    dense = np.zeros((7, 30))
    dense[:2, 0] = [2.0, -2.0]
    dense[2:4, 1] = [1.0, -1.0]
    dense[5:, 2] = [3.0, 4.0]
    units = sparse.csr_array(dense)
    nothing = sparse.csr_array(([0.0], ([6], [4])), shape=dense.shape)
    units = sparse.csr_array(
        (np.r_[units.data, nothing.data], (np.r_[units.tocoo().row, 6], np.r_[units.tocoo().col, 4])),
        shape=dense.shape,
    )
    plan = one_stage(stratum)
    expected = sum(
        np.cov(dense[stratum == each], rowvar=False, ddof=1) * (stratum == each).sum() for each in range(3)
    )
    for step in (1, 1_000):
        monkeypatch.setattr(design_variance, "SCORES", step)
        found = design_variance.design_covariance(units, plan)
        np.testing.assert_allclose(found, expected, atol=1e-12)
        np.testing.assert_allclose(
            design_variance.design_variances(units, plan), expected.diagonal(), atol=1e-12
        )
