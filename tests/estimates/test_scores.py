"""Scores: sparse and dense agree, rounding stays small, plans are shared."""

import numpy as np
import pytest
from scipy import sparse

from dueregard.errors import SpreadError
from dueregard.estimates import SamplePlan, Scores
from tests.estimates.build import one_stage


def by_strata(x, stratum):
    return sum(len(x[stratum == h]) * np.cov(x[stratum == h].T) for h in np.unique(stratum))


@pytest.mark.parametrize("density", [0.05, 0.9])
def test_sparse_and_dense_scores_give_the_covariance_by_strata(density):
    random = np.random.default_rng(3)
    stratum = random.integers(0, 4, 400)
    x = random.normal(5, 1, (400, 12)) * (random.random((400, 12)) < density)
    source = Scores(identity="people", units=sparse.csr_array(x), plan=one_stage(stratum))
    assert source.covariance() == pytest.approx(by_strata(x, stratum), rel=1e-9)
    assert source.variances() == pytest.approx(source.covariance().diagonal(), rel=1e-12)


def test_constant_total_in_full_strata_has_no_variance():
    # Strata are the groups: each column is full in one stratum and empty elsewhere.
    stratum = np.repeat(np.arange(20), 50)
    units = sparse.csr_array((np.full(1000, 1e9 / 3), (np.arange(1000), stratum)))
    assert Scores(identity="people", units=units, plan=one_stage(stratum)).variances().max() < 1e-3


def test_values_nobody_contributes_to_have_no_variance():
    source = Scores(identity="people", units=sparse.csr_array((5, 2)), plan=SamplePlan.simple(5))
    assert source.covariance() == pytest.approx(np.zeros((2, 2)))


def test_one_unknown_column_leaves_the_others_alone():
    units = np.array([[1.0, np.nan], [2.0, np.nan], [4.0, np.nan]])
    variances = Scores(identity="people", units=units, plan=SamplePlan.simple(3)).variances()
    assert variances[0] == pytest.approx(7.0)


def test_other_rows_than_the_plan():
    with pytest.raises(SpreadError, match="3 rows of scores and 4 units"):
        Scores(identity="people", units=np.zeros((3, 1)), plan=SamplePlan.simple(4))


def test_scores_of_one_identity_share_the_plan():
    first, second = (Scores(identity="people", units=np.eye(3), plan=SamplePlan.simple(3)) for _ in range(2))
    with pytest.raises(SpreadError, match="one People object"):
        first.append(second)


def test_repr_shows_no_score():
    source = Scores(identity="people", units=np.array([[1234.5], [1.0]]), plan=SamplePlan.simple(2))
    assert "1234" not in repr(source)
