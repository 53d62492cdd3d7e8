import numpy as np
import pytest

from dueregard.causes.strata import binomial_cells, fit_binomial, main_effects, only_mean
from dueregard.causes.strata.auc import area_under_curve
from dueregard.causes.strata.marginal import Marginal
from dueregard.errors import PeopleError
from tests.causes.strata.strata_people import people, reference


@pytest.mark.parametrize("model", ["null", "main"])
@pytest.mark.parametrize(("case", "points"), [("laplace", 1), ("agq7", 7), ("agq15", 15), ("laplace_age", 1)])
def test_equals_lme4(case: str, points: int, model: str) -> None:
    table, expected = people(), reference()[case][model]
    age = table.age[:, None] if case.endswith("age") else None
    fit = fit_binomial(
        binomial_cells(table.ill, table.stratum, covariates=age), table.fixed(model), points=points
    )
    # Laplace's values are the optimiser's of lme4: ours is no lower anywhere.
    loose = 20 if points == 1 else 1
    assert fit.log_likelihood >= expected["log_likelihood"] - 1e-7
    assert fit.log_likelihood == pytest.approx(expected["log_likelihood"], abs=2e-6 * loose)
    assert fit.variance == pytest.approx(expected["variance"], rel=1e-5 * loose)
    effects = [expected["effects"][name] for name in table.names]
    assert fit.effects == pytest.approx(effects, abs=1e-5 * loose)
    se = np.sqrt(np.diag(fit.covariance))
    slopes = slice(0, len(se) - (age is not None))
    known = {name: value for name, value in expected["se"].items() if name != "age"}
    if age is None:
        assert np.sort(se[slopes]) == pytest.approx(np.sort(list(known.values())), rel=1e-4 * loose)


@pytest.mark.parametrize("points", [1, 2, 9])
def test_the_derivative_is_that_of_the_approximation_itself(points: int) -> None:
    table = people()
    cells = binomial_cells(table.ill, table.stratum, covariates=np.round(table.age[:, None] / 20))
    marginal = Marginal.of(cells, table.fixed("main"), points=points)
    at = np.linspace(-0.6, 0.5, marginal.matrix.shape[1] + 1)
    at[-1] = 0.8
    score = marginal.at(at[:-1], at[-1]).score
    for place in range(len(at)):
        step = np.zeros(len(at))
        step[place] = 1e-5
        up, down = (
            marginal.at((at + sign * step)[:-1], (at + sign * step)[-1]).log_likelihood for sign in (1, -1)
        )
        assert score[place] == pytest.approx((up - down) / 2e-5, abs=1e-5)


def test_strata_that_do_not_differ_have_a_variance_of_exactly_0() -> None:
    fit = fit_binomial(binomial_cells(np.tile([1.0, 0.0, 0.0], 8), np.repeat(np.arange(4), 6)), only_mean(4))
    assert (fit.variance, fit.boundary, fit.vpc) == (0.0, True, 0.0)
    assert fit.log_likelihood == fit.without


def test_strata_without_events_and_with_nothing_else_are_drawn_towards_the_others() -> None:
    answers = np.concatenate([np.zeros(9), np.ones(4), np.tile([1.0, 0.0], 20)])
    stratum = np.repeat([0, 1, 2, 3], [9, 4, 20, 20])
    fit = fit_binomial(binomial_cells(answers, stratum), only_mean(4))
    assert fit.variance > 0
    assert np.isfinite(fit.effects).all()
    assert fit.effects[0] < fit.effects[2] < fit.effects[1]


def test_a_level_that_determines_the_outcome_is_refused() -> None:
    codes = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    part = main_effects(codes, variables=["sex", "age"], levels=[["f", "m"], ["young", "old"]])
    answers = np.concatenate([np.zeros(20), np.tile([1.0, 0.0, 1.0, 1.0], 5)])
    with pytest.raises(PeopleError, match="only yeses or only noes"):
        fit_binomial(binomial_cells(answers, np.repeat(np.arange(4), 10)), part)


def test_a_million_people_do_not_stall_the_search() -> None:
    rng = np.random.default_rng(3)
    trials = rng.integers(2_000, 30_000, 60).astype(float)
    truth = 0.5 * rng.normal(size=60)
    events = rng.binomial(trials.astype(int), 1 / (1 + np.exp(1 - truth))).astype(float)
    stratum = np.arange(60)
    cells = binomial_cells(np.array([1.0, 0.0] * 60), np.repeat(stratum, 2))
    large = type(cells)(stratum=stratum, trials=trials, events=events, covariates=cells.covariates)
    fit = fit_binomial(large, only_mean(60), points=1)
    score = Marginal.of(large, only_mean(60), points=1).at(fit.coefficients, fit.variance**0.5).score
    assert np.abs(score).max() < 1e-6
    assert fit.variance == pytest.approx(truth.var(), rel=0.1)


def test_ties_count_half_in_the_area() -> None:
    rng = np.random.default_rng(1)
    scores, answers = rng.integers(0, 5, 80).astype(float), (rng.random(80) < 0.4).astype(float)
    yes, no = scores[answers == 1], scores[answers == 0]
    pairs = (yes[:, None] > no).mean() + (yes[:, None] == no).mean() / 2
    assert area_under_curve(scores, answers, np.ones(80)) == pytest.approx(pairs)
