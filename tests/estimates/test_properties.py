"""What holds for all estimates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.estimates import Estimates, Label, Replicates, SamplePlan, Scores, concatenate
from tests.estimates.build import crossed, random_scores

seeds = st.integers(0, 2**32 - 1).map(np.random.default_rng)


@given(seeds)
def test_covariance_is_symmetric_and_positive_semidefinite(random):
    covariance = random_scores(random).covariance()
    assert np.array_equal(covariance, covariance.T)
    assert np.linalg.eigvalsh(covariance).min() >= -1e-10 * covariance.max()


@given(seeds)
def test_variances_are_the_diagonal(random):
    estimates = random_scores(random)
    assert estimates.se**2 == pytest.approx(estimates.covariance().diagonal(), abs=1e-12)


@given(seeds)
def test_covariance_of_linear_combinations(random):
    estimates, matrix = random_scores(random), random.normal(size=(3, 4))
    labels = [Label(measure=str(i)) for i in range(3)]
    expected = matrix @ estimates.covariance() @ matrix.T
    assert estimates.linear(matrix, labels).covariance() == pytest.approx(expected, abs=1e-9)


@given(seeds)
def test_order_of_domains_does_not_matter(random):
    estimates, order = random_scores(random), random.permutation(4)
    assert estimates[order].covariance() == pytest.approx(
        estimates.covariance()[np.ix_(order, order)], abs=1e-12
    )


@given(seeds)
def test_order_of_units_does_not_matter(random):
    estimates = random_scores(random)
    [source] = estimates.sources
    order = random.permutation(source.plan.rows)
    stage = source.plan.stages[0]
    shuffled = SamplePlan(stages=(type(stage)(stratum=stage.stratum[order], unit=stage.unit.copy()),))
    again = Scores(identity="survey", units=source.units[order], plan=shuffled)
    assert again.covariance() == pytest.approx(estimates.covariance(), abs=1e-12)


@given(seeds)
def test_level_against_itself_is_certainly_zero(random):
    estimates = random_scores(random)
    twice = concatenate(estimates[0], estimates[0])
    difference = twice.linear(np.array([[1.0, -1.0]]), [Label(measure="difference")])
    assert (difference.values[0], difference.se[0]) == (0.0, 0.0)


@given(seeds)
def test_concatenation_commutes(random):
    one, other = random_scores(random), random_scores(random, identity="other survey")
    forward, backward = concatenate(one, other), concatenate(other, one)
    order = np.r_[4:8, 0:4]
    assert backward.values == pytest.approx(forward.values[order])
    assert backward.covariance() == pytest.approx(forward.covariance()[np.ix_(order, order)], abs=1e-12)


@given(seeds)
def test_all_weight_on_one_band_is_that_band(random):
    root = random.normal(size=(4, 4))
    estimates = crossed(random.normal(size=4), root @ root.T)
    band = estimates.weighted_over("year", {"x": 1.0, "y": 0.0})
    assert band.values == pytest.approx(estimates.where(year="x").values)
    assert band.covariance() == pytest.approx(estimates.where(year="x").covariance())


@given(seeds)
def test_contrast_and_its_reverse(random):
    estimates = random_scores(random, columns=2)
    forward, backward = estimates.difference(reference="a"), estimates.difference(reference="b")
    assert forward.values == pytest.approx(-backward.values)
    assert forward.se == pytest.approx(backward.se)


@given(seeds)
def test_jackknife_equals_scores_for_totals(random):
    """JKn leaves out each unit in turn and weights up the rest of its stratum: exact for totals."""
    estimates = random_scores(random, strata=2)
    [source] = estimates.sources
    stage, units = source.plan.stages[0], source.units.toarray()
    if stage.sizes.min() < 2:
        return
    n = stage.sizes[stage.stratum]
    same = stage.stratum[:, None] == stage.stratum
    factors = np.where(same, (n / (n - 1))[:, None], 1.0) * (1 - np.eye(len(units)))
    full = units.sum(axis=0)
    jackknife = Replicates(
        identity="survey", values=factors @ units, full=full, scale=1.0, rscales=(n - 1) / n, mse=True
    )
    assert jackknife.covariance() == pytest.approx(estimates.covariance(), abs=1e-10)


@given(seeds)
def test_applying_a_linear_function_equals_the_combination(random):
    estimates = random_scores(random)
    applied = estimates.apply(lambda t: t[0] - 2 * t[3])
    combined = estimates.linear(np.array([[1.0, 0.0, 0.0, -2.0]]), [Label(measure="m")])
    assert applied.se == pytest.approx(combined.se, rel=1e-9)


@given(seeds, st.floats(1e-6, 1e6))
def test_unit_of_measurement_does_not_matter(random, factor):
    estimates = random_scores(random)
    [source] = estimates.sources
    scaled = Estimates(
        estimates.values * factor,
        sources=(Scores(identity="survey", units=source.units * factor, plan=source.plan),),
        labels=estimates.labels,
    )
    assert scaled.interval() == pytest.approx(estimates.interval() * factor)
    assert scaled.ratio(reference="a").se == pytest.approx(estimates.ratio(reference="a").se)
