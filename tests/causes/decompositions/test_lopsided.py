"""Parts whose error is lopsided have fewer degrees of freedom, and say so."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import special, stats

from dueregard.causes.decompositions.comparison import Options
from dueregard.causes.decompositions.lopsided import REASON, lopsided_df, shifts, third_moments
from dueregard.causes.decompositions.methods import method_of
from dueregard.causes.decompositions.products import Products
from dueregard.causes.designs import design_of
from tests.causes.decompositions.made import made

OPTIONS = Options(quantiles=(0.5, 0.9), statistics=("variance",))


def test_a_mean_is_widened_as_the_expansion_of_its_coverage_says():
    """Hall 1992, section 3.10: a mean whose error has the skewness g is reached at z + z g^2 (...) / 18."""
    g, z = 0.05, special.ndtri(0.975)
    reach = stats.t.ppf(0.975, lopsided_df(np.inf, shifts(np.array([1.0]), np.array([g]))))
    assert reach - z == pytest.approx(z * g**2 * (z**4 + 2 * z**2 - 3) / 18, rel=0.05)


def test_a_product_bends_as_two_normal_numbers_do():
    values, variances = np.array([2.0, 3.0]), np.array([0.5, 0.25])
    product = Products(
        left=np.array([[1.0, 0.0]]),
        right=np.array([[0.0, 1.0]]),
        numbers=values,
        covariance=np.diag(variances),
    )
    curvature, bias = product.bent(product.gradient, np.eye(1))
    # The third cumulant of a product of independent normal numbers is 6 x b Vx Vb: three times the curvature.
    assert 3 * curvature == pytest.approx(6 * values.prod() * variances.prod())
    assert bias == pytest.approx(0.0)


def test_third_moments_are_of_primary_units_within_strata():
    rng = np.random.default_rng(3)
    influence = rng.exponential(size=(40, 1))
    unit, stratum = np.arange(40) // 2, np.arange(40) // 20
    totals = influence.reshape(20, 2).sum(axis=1).reshape(2, 10)
    expected = ((totals - totals.mean(axis=1, keepdims=True)) ** 3).sum()
    design = design_of(40, strata=stratum, clusters=unit)
    assert third_moments(design, influence, np.eye(1)) == pytest.approx([expected])


@pytest.mark.parametrize("method", ["rif", "dfl"])
def test_one_huge_outcome_makes_a_variance_doubtful_and_not_a_median(method):
    comparison = made(400)
    outcome = np.abs(comparison.outcome) + 1
    outcome[np.flatnonzero(comparison.in_reference)[0]] = 1e3
    found = method_of(method)(replace(comparison, outcome=outcome), OPTIONS)
    doubtful = {
        part.parameters.get("statistic"): part.reason
        for part in found.parts
        if part.status == "approximate" and part.component == "gap"
    }
    assert doubtful == {"variance": REASON}
    assert found.estimates.df.min() < 12 < found.estimates.df.max()
