"""Any spread: scores, replicates, draws; estimated populations; years and their joint uncertainty."""

import numpy as np
import pytest
from scipy import optimize

from dueregard import disparities
from dueregard.disparities import grouped, published
from dueregard.estimates import Draws, Estimates, Label, Replicates, SamplePlan, Scores, concatenate
from tests.disparities.tables import DISPERSIONS, RANKED, SMALL

LEVELS = ("a", "b", "c", "d")


def people(size=400, seed=1):
    random = np.random.default_rng(seed)
    group = random.integers(0, 4, size)
    return group, 60 + 5 * group + random.normal(0, 10, size), random.uniform(1, 3, size)


def totals(group, y, w):
    """Means and totals of weights by group."""
    size = np.bincount(group, w, 4)
    return np.bincount(group, w * y, 4) / size, size


def from_scores():
    group, y, w = people()
    mean, size = totals(group, y, w)
    inside = np.eye(4)[group]
    scores = np.hstack([inside * (w * (y - mean[group]))[:, None] / size, inside * w[:, None]])
    return _grouped(mean, size, Scores(identity="survey", units=scores, plan=SamplePlan.simple(len(y))))


def from_jackknife():
    group, y, w = people()
    n = len(y)
    rows = [np.hstack(totals(group, y, np.where(np.arange(n) == i, 0, w * n / (n - 1)))) for i in range(n)]
    mean, size = totals(group, y, w)
    source = Replicates(
        identity="survey",
        values=np.array(rows),
        full=np.hstack([mean, size]),
        scale=(n - 1) / n,
        mse=True,
        df=n - 1,
    )
    return _grouped(mean, size, source)


def _grouped(mean, size, source):
    labels = tuple(
        Label(measure=measure, by={"region": level}) for measure in ("mean", "total") for level in LEVELS
    )
    both = Estimates(np.hstack([mean, size]), sources=(source,), labels=labels)
    return grouped(both[:4], both[4:], order=LEVELS)


@pytest.mark.parametrize("name", RANKED)
def test_scores_agree_with_the_jackknife_along_a_ranking(name):
    """Populations and so ranks are estimated by the same survey."""
    function, _ = RANKED[name]
    scores, jackknife = function(from_scores()), function(from_jackknife())
    assert scores.values == pytest.approx(jackknife.values, rel=1e-12)
    assert scores.se == pytest.approx(jackknife.se, rel=0.02)


@pytest.mark.parametrize("name", ["BGSD", "COV", "MLD", "TI", "MDM", "MDB", "MDR", "IDIS"])
def test_scores_agree_with_the_jackknife_for_dispersion(name):
    scores, jackknife = (DISPERSIONS[name](each, correct=False) for each in (from_scores(), from_jackknife()))
    assert scores.values == pytest.approx(jackknife.values, rel=1e-12)
    assert scores.se == pytest.approx(jackknife.se, rel=0.03)


def test_logit_scores_agree_with_the_jackknife():
    options = {"link": "logit", "scale": 100}
    scores, jackknife = (
        disparities.slope_index(each, **options) for each in (from_scores(), from_jackknife())
    )
    assert scores.se == pytest.approx(jackknife.se, rel=0.02)


def test_known_populations_leave_out_a_part_of_the_uncertainty():
    estimated = from_scores()
    known = grouped(estimated.values, estimated.population.values, order=LEVELS)
    slopes = [disparities.slope_index(each) for each in (estimated, known)]
    assert slopes[0].values == pytest.approx(slopes[1].values)
    assert abs(slopes[0].se - slopes[1].se) > 1e-6


def test_a_correction_with_estimated_populations():
    result = disparities.between_group_standard_deviation(from_scores())
    [[low, high]] = result.interval()
    assert low < result.values[0] < high
    plug_in = disparities.between_group_standard_deviation(from_scores(), correct=False)
    assert result.values[0] < plug_in.values[0]
    assert result.se == pytest.approx(plug_in.se, rel=0.1)


def test_draws_are_transformed_one_by_one():
    random = np.random.default_rng(5)
    drawn = np.array([60.0, 70, 75, 90]) + random.normal(0, 2, (500, 4))
    labels = tuple(Label(measure="mean", by={"region": level}) for level in LEVELS)
    estimates = Estimates(drawn.mean(axis=0), sources=(Draws(identity="model", values=drawn),), labels=labels)
    result = disparities.slope_index(grouped(estimates, [1.0] * 4, order=LEVELS))
    rank = np.array([0.125, 0.375, 0.625, 0.875]) - 0.5
    slopes = drawn @ rank / (rank @ rank)
    assert result.se == pytest.approx([slopes.std(ddof=1)])
    assert result.interval()[0] == pytest.approx(np.quantile(slopes, [0.025, 0.975]))


def test_a_value_for_each_year_with_their_covariance():
    """Two years of the same people: twice the same values, so no change, with certainty."""
    groups = from_scores()
    years = concatenate(
        *(
            Estimates(
                groups.values.values,
                sources=groups.values.sources,
                labels=tuple(
                    Label(measure="mean", by={**label.by, "year": year}) for label in groups.values.labels
                ),
            )
            for year in ("2020", "2025")
        )
    )
    both = grouped(years, np.tile([1.0, 2.0, 3.0, 4.0], 2), by="region", order=LEVELS)
    slopes = disparities.slope_index(both)
    assert [label.by for label in slopes.labels] == [{"year": "2020"}, {"year": "2025"}]
    change = slopes.difference("year", reference="2020")
    assert change.values == pytest.approx([0.0])
    assert change.se == pytest.approx([0.0], abs=1e-9)
    dispersion = disparities.mean_difference_from_mean(both)
    assert dispersion.values[0] == dispersion.values[1]
    assert dispersion.difference("year", reference="2020").se[0] < dispersion.se[0]


def test_years_that_are_independent_add_their_variances():
    def year(name, shift):
        groups = published(
            np.array([60.0, 70, 80]) + shift, [2.0] * 3, [1.0] * 3, by="region", levels="abc", source=name
        )
        labels = tuple(Label(measure="mean", by={**label.by, "year": name}) for label in groups.values.labels)
        return Estimates(groups.values.values, sources=groups.values.sources, labels=labels)

    both = grouped(
        concatenate(year("2020", np.zeros(3)), year("2025", np.array([-5.0, 0, 5]))), [1.0] * 6, by="region"
    )
    result = disparities.between_group_standard_deviation(both)
    change = result.difference("year", reference="2020")
    assert change.se**2 == pytest.approx([(result.se**2).sum()], rel=1e-6)
    assert change.values == pytest.approx([result.values[1] - result.values[0]])


def test_the_logit_fit_maximises_the_likelihood_of_the_people():
    """Brute force: the same as a logistic regression on the 0/1 answers, each group at its mid-rank."""
    m, p, r = (
        np.array([0.62, 0.75, 0.71, 0.90]),
        np.array([0.1, 0.4, 0.3, 0.2]),
        np.array([0.05, 0.3, 0.65, 0.9]),
    )

    def loss(b):
        fitted = 1 / (1 + np.exp(-(b[0] + b[1] * r)))
        return -(p * (m * np.log(fitted) + (1 - m) * np.log(1 - fitted))).sum()

    b = optimize.minimize(loss, [0.0, 0.0], method="BFGS", options={"gtol": 1e-10}).x
    top, bottom = 1 / (1 + np.exp(-b.sum())), 1 / (1 + np.exp(-b[0]))
    options = {"link": "logit", "scale": 100}
    assert disparities.slope_index(SMALL, **options).values == pytest.approx([100 * (top - bottom)], rel=1e-6)
    assert disparities.relative_index(SMALL, **options).values == pytest.approx([top / bottom], rel=1e-6)


@pytest.mark.parametrize("options", [{}, {"link": "logit", "scale": 100}])
def test_slope_variance_by_numerical_derivatives(options):
    m, se = SMALL.values.values, SMALL.values.se
    slopes = []
    for i in range(4):
        step = 1e-4 * np.eye(4)[i]
        up, down = (
            disparities.slope_index(
                published(m + sign * step, None, [10, 40, 30, 20], by="region", levels=LEVELS, order=LEVELS),
                **options,
            ).values[0]
            for sign in (1, -1)
        )
        slopes.append((up - down) / 2e-4)
    expected = np.sqrt(np.sum((np.array(slopes) * se) ** 2))
    assert disparities.slope_index(SMALL, **options).se == pytest.approx([expected], rel=1e-6)


def test_residual_spread_of_a_line_by_textbook():
    """Equal people: the usual covariance of least squares, and its HC1 form, for four points."""
    groups = published([60.0, 72, 70, 90], None, [1.0] * 4, by="region", levels=LEVELS, order=LEVELS)
    x, y = np.array([0.125, 0.375, 0.625, 0.875]) - 0.5, np.array([60.0, 72, 70, 90])
    slope = x @ y / (x @ x)
    left = y - y.mean() - slope * x
    robust = np.sqrt(2 * (x**2 @ left**2)) / (x @ x)
    assert disparities.slope_index(groups, spread="residuals").se == pytest.approx([robust])
    plain = np.sqrt(left @ left / 2 / (x @ x)) * 2 * (x @ x) / 4
    assert disparities.absolute_concentration_index(groups, spread="residuals").se == pytest.approx([plain])


@pytest.mark.parametrize("name", ["slope_index", "relative_index", "absolute_concentration_index"])
def test_two_groups_leave_no_scatter(name):
    groups = published([60.0, 72], None, [1.0] * 2, by="region", levels=LEVELS[:2], order=LEVELS[:2])
    found = getattr(disparities, name)(groups, spread="residuals")
    assert np.isfinite(found.values).all()
    assert found.statuses == ("approximate",)
    assert found.reasons == ("two groups leave no scatter around the line",)
    assert np.isnan(found.interval()).all()


def test_two_groups_take_no_interval_from_others():
    values = [60.0, 72, 70, 90, 60, 72]
    labels = [
        Label(measure="mean", by={"year": y, "region": r}) for y, r in zip("111122", "abcdab", strict=True)
    ]
    groups = grouped(Estimates(values, labels=tuple(labels)), population=[1.0] * 6, by="region", order=LEVELS)
    found = disparities.slope_index(groups, spread="residuals")
    assert found.statuses == ("ok", "approximate")
    assert np.isfinite(found.interval()).tolist() == [[True, True], [False, False]]
