import numpy as np
import pytest

from dueregard.causes.strata import fit_gaussian, gaussian_sums, main_effects, only_mean
from dueregard.causes.strata.profile import Profile, zero_between
from dueregard.errors import PeopleError
from tests.causes.strata.strata_people import people, reference


@pytest.mark.parametrize("model", ["null", "main"])
@pytest.mark.parametrize(("case", "reml"), [("reml", True), ("ml", False), ("reml_age", True)])
def test_equals_lme4(case: str, reml: bool, model: str) -> None:
    table, expected = people(), reference()[case][model]
    age = table.age[:, None] if case.endswith("age") else None
    sums = gaussian_sums(table.pay, table.stratum, strata=12, covariates=age)
    fit = fit_gaussian(sums, table.fixed(model), reml=reml)
    assert fit.variance == pytest.approx(expected["variance"], rel=1e-6)
    assert fit.residual == pytest.approx(expected["residual"], rel=1e-7)
    assert fit.log_likelihood == pytest.approx(expected["log_likelihood"], abs=1e-8)
    effects = [expected["effects"][name] for name in table.names]
    assert fit.effects == pytest.approx(effects, abs=1e-5)
    spread = [expected["effects_se"][name] for name in table.names]
    assert fit.conditional_se == pytest.approx(spread, rel=1e-5)
    assert np.sort(fit.coefficients) == pytest.approx(np.sort(list(expected["fixed"].values())), abs=1e-5)
    se = np.sqrt(np.diag(fit.covariance))
    assert np.sort(se) == pytest.approx(np.sort(list(expected["se"].values())), rel=1e-5)


@pytest.mark.parametrize("reml", [True, False])
def test_the_derivative_of_the_deviance_is_exact(reml: bool) -> None:
    table = people()
    sums = gaussian_sums(table.pay, table.stratum, strata=12, covariates=table.age[:, None])
    profile = Profile.of(sums, table.fixed("main"), reml=reml)
    for ratio in (0.01, 0.3, 5.0):
        step = 1e-4 * ratio
        numeric = (profile.deviance(ratio + step) - profile.deviance(ratio - step)) / (2 * step)
        assert profile.slope(ratio) == pytest.approx(numeric, rel=1e-6)


def test_strata_that_do_not_differ_have_a_variance_of_exactly_0() -> None:
    outcome, stratum = np.tile([1.0, 2.0, 3.0], 4), np.repeat(np.arange(4), 3)
    fit = fit_gaussian(gaussian_sums(outcome, stratum, strata=4), only_mean(4))
    assert (fit.variance, fit.vpc, fit.boundary) == (0.0, 0.0, True)
    assert not fit.effects.any()


def test_a_million_people_on_a_large_mean_lose_no_digits() -> None:
    rng = np.random.default_rng(1)
    stratum = rng.integers(0, 20, 2_000)
    outcome = rng.normal(size=20)[stratum] + rng.normal(size=2_000)
    near, far = (
        fit_gaussian(gaussian_sums(outcome + shift, stratum, strata=20), only_mean(20)) for shift in (0, 1e6)
    )
    assert far.variance == pytest.approx(near.variance, rel=1e-8)


def test_what_cannot_be_told_apart_is_refused() -> None:
    alone = gaussian_sums(np.arange(4.0), np.arange(4), strata=4)
    with pytest.raises(PeopleError, match="one person in each"):
        fit_gaussian(alone, only_mean(4))
    same = gaussian_sums(np.repeat([0.0, 1.0, 3.0], 2), np.repeat(np.arange(3), 2), strata=3)
    with pytest.raises(PeopleError, match="same outcome"):
        fit_gaussian(same, only_mean(3))
    one_dimension = main_effects(np.arange(3)[:, None], variables=["class"], levels=[["a", "b", "c"]])
    with pytest.raises(PeopleError, match="as many main effects"):
        fit_gaussian(same, one_dimension)


def test_columns_that_others_imply_are_left_out() -> None:
    nested = np.array([[0, 0], [0, 1], [1, 2]])
    part = main_effects(nested, variables=["country", "town"], levels=[["e", "w"], ["l", "m", "c"]])
    assert (part.names, part.aliased) == (("(mean)", "country: w", "town: m"), ("town: c",))


def test_zeros_are_found_to_the_last_digits() -> None:
    found = zero_between(lambda x: np.exp(x) - 5, -40.0, 40.0, -5.0, np.exp(40))
    assert found == pytest.approx(np.log(5), rel=1e-15)
