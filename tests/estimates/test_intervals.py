"""Intervals of estimates, each by its own method."""

import numpy as np
import pytest

from dueregard.errors import SpreadError, UsageError
from dueregard.estimates import Covariance, Draws, Estimates, Label, Replicates, Support
from tests.estimates.build import grouped


def test_t_interval_uses_the_degrees_of_freedom():
    low, high = grouped([10.0], [[4.0]], df=4).interval()[0]
    assert (low, high) == pytest.approx((10 - 2.7764451 * 2, 10 + 2.7764451 * 2))


def test_infinite_degrees_of_freedom_are_normal():
    assert grouped([10.0], [[4.0]]).interval(0.9)[0, 1] == pytest.approx(10 + 1.6448536 * 2)


def test_full_count_has_no_interval():
    count = Estimates([7.0], labels=(Label(measure="count"),))
    assert np.isnan(count.interval()).all()
    assert np.isnan(count.se).all()


def proportion(p, se, method, n=40):
    return Estimates(
        [p],
        sources=(Covariance(identity="survey", matrix=[[se**2]], df=30),),
        labels=(Label(measure="proportion"),),
        supports=(Support(n=n),),
        interval_methods=(method,),
    )


@pytest.mark.parametrize("method", ["mean", "logit", "xlogit", "beta"])
@pytest.mark.parametrize("p", [0.0, 1.0])
def test_edge_of_a_proportion_is_exact_whatever_the_method(method, p):
    low, high = proportion(p, 0.0, method).interval()[0]
    assert (low, high) == pytest.approx((0.0, 0.0881) if p == 0 else (0.9119, 1.0), abs=0.01)


@pytest.mark.parametrize("method", ["logit", "xlogit", "beta", "wilson"])
def test_limits_stay_inside(method):
    low, high = proportion(0.02, 0.02, method).interval(0.998)[0]
    assert 0 < low < 0.02 < high < 1


def test_limits_computed_beforehand_by_level():
    limits = {0.95: np.array([[4.0, 7.0]]), 0.998: np.array([[3.0, 9.0]])}
    median = grouped([5.0], [[1.0]], limits=limits, interval_methods=("given",))
    assert median.interval(0.998)[0] == pytest.approx([3.0, 9.0])
    with pytest.raises(SpreadError, match=r"limits of this value at level 0.9 were not computed"):
        median.interval(0.9)


def test_contrast_of_quantiles_has_a_t_interval():
    limits = {0.95: np.array([[4.0, 7.0], [5.0, 8.0]])}
    medians = grouped([5.0, 6.0], np.eye(2), limits=limits, interval_methods=("given",) * 2)
    assert medians.difference(reference="a").interval(0.9).shape == (1, 2)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_level_is_a_share(level):
    with pytest.raises(UsageError, match="between 0 and 1"):
        grouped([5.0], [[1.0]]).interval(level)


def test_unknown_method():
    with pytest.raises(UsageError, match="Did you mean 'logit'"):
        grouped([5.0], [[1.0]], interval_methods=("logt",)).interval()


def test_two_sided_p_values():
    p = grouped([0.0, 2.7764451], np.eye(2), df=4).test()
    assert p == pytest.approx([1.0, 0.05], abs=1e-6)
    assert grouped([1.0], [[1.0]]).test(null=1.0)[0] == pytest.approx(1.0)


def test_no_p_value_without_a_standard_error():
    assert np.isnan(grouped([1.0], [[0.0]]).test()).all()


def ratios(values, variances, **more):
    return grouped(values, variances, interval_methods=("log",) * len(values), **more)


def test_interval_of_a_ratio_is_symmetric_on_the_log_scale():
    low, high = ratios([2.0], [[0.04]], df=10).interval()[0]
    # exp(log 2 ± 2.2281389 × 0.2 / 2)
    assert (low, high) == pytest.approx((1.6005276, 2.4991760), rel=1e-7)
    assert low * high == pytest.approx(4.0)


def test_interval_of_an_inverted_ratio_is_inverted():
    ratio = ratios([1.6, 0.5], np.diag([0.09, 0.01]), df=7)
    turned = ratio.apply(lambda v: 1 / v, labels=ratio.labels)
    turned = Estimates(
        turned.values, sources=turned.sources, labels=turned.labels, interval_methods=("log",) * 2
    )
    assert turned.interval()[:, ::-1] == pytest.approx(1 / ratio.interval(), rel=1e-12)


def test_ratio_not_above_zero_has_a_t_interval_and_harms_no_other():
    limits = ratios([-1.0, 0.0, 2.0], np.eye(3) * 0.04, df=10).interval()
    assert limits[:2] == pytest.approx(grouped([-1.0, 0.0], np.eye(2) * 0.04, df=10).interval())
    assert limits[2] == pytest.approx([1.6005276, 2.4991760], rel=1e-7)


@pytest.mark.parametrize("method", ["log", "index"])
def test_a_value_of_nought_without_error_has_limits_of_nought(method):
    assert proportion(0.0, 0.0, method).interval()[0] == pytest.approx([0.0, 0.0], abs=0.0)


@pytest.mark.parametrize(("method", "slope"), [("log", 1 / 0.001), ("index", 1 / (0.001 * 0.999))])
def test_an_error_of_many_values_has_a_t_interval(method, slope):
    by_t = [tuple(proportion(0.001, se, "t").interval()[0]) for se in (2.99 / slope, 3.01 / slope)]
    less, more = (tuple(proportion(0.001, se, method).interval()[0]) for se in (2.99 / slope, 3.01 / slope))
    assert more == by_t[1]
    assert 0 < less[0] < 0.001 < by_t[0][1] < less[1]


def test_limits_are_finite_at_any_level():
    few = ratios([2.0], [[4.0]], df=1).interval(0.9999)[0]
    assert few == pytest.approx(grouped([2.0], [[4.0]], df=1).interval(0.9999)[0])


def test_replicates_of_a_ratio_are_each_taken_to_the_log_scale():
    replicates = Replicates(
        identity="survey", values=[[1.0], [4.0]], full=[2.0], scale=1.0, mse=True, df=np.inf
    )
    ratio = Estimates(
        [2.0], sources=(replicates,), labels=(Label(measure="ratio"),), interval_methods=("log",)
    )
    # Both replicates lie log 2 away.
    assert np.log(ratio.interval()[0]) == pytest.approx(
        np.log(2) * (1 + np.array([-1, 1]) * 1.959964 * 2**0.5), rel=1e-6
    )


def test_an_index_has_a_logit_interval_inside_its_range():
    low, high = proportion(0.3, 0.05, "index").interval()[0]
    assert (low, high) == tuple(proportion(0.3, 0.05, "logit").interval()[0])
    assert 0.3 - low < high - 0.3


@pytest.mark.parametrize("value", [0.0, 1.0, 1.2, -0.1])
def test_an_index_outside_its_range_has_a_t_interval(value):
    assert proportion(value, 0.05, "index").interval()[0] == pytest.approx(
        proportion(value, 0.05, "t").interval()[0]
    )


def test_an_index_of_poverty_above_one_has_a_t_interval():
    both = [proportion(1.2, 0.05, method).interval()[0] for method in ("logit", "t")]
    assert both[0] == pytest.approx(both[1])


def rate_of_one_in_sixty(method):
    """One person of sixty is poor: the bootstrap draws them 0, 1, 2, ... times."""
    draws = np.random.default_rng(5).multinomial(60, np.full(60, 1 / 60), size=200)[:, :1] / 60
    assert (draws == 0).sum() > 50
    replicates = Replicates(
        identity="survey", values=draws, full=np.array([1 / 60]), scale=1 / 199, mse=True, df=199.0
    )
    return Estimates(
        [1 / 60],
        sources=(replicates,),
        labels=(Label(measure="poverty_rate"),),
        supports=(Support(n=60),),
        interval_methods=(method,),
    )


@pytest.mark.parametrize("method", ["logit", "index", "log"])
def test_replicates_that_have_no_place_on_the_scale_count(method):
    """As if linearised: a variance of those that have one would be far too small."""
    rate = rate_of_one_in_sixty(method)
    known = Estimates(
        rate.values,
        sources=(Covariance(identity="survey", matrix=[[rate.se[0] ** 2]], df=199),),
        labels=rate.labels,
        supports=rate.supports,
        interval_methods=(method,),
    )
    assert rate.interval() == pytest.approx(known.interval(), rel=1e-12)
    assert rate.interval()[0, 1] > 0.09


def test_a_replicate_all_but_at_the_border_does_not_decide():
    replicates = Replicates(
        identity="survey",
        values=np.array([[1e-12], [0.5], [0.6], [0.7]]),
        full=np.array([0.5]),
        scale=0.1,
        mse=True,
    )
    index = Estimates(
        [0.5], sources=(replicates,), labels=(Label(measure="gini"),), interval_methods=("log",)
    )
    assert np.log(index.interval()[0] / 0.5) == pytest.approx(
        np.array([-1, 1]) * 1.959964 * index.se[0] / 0.5, rel=1e-6
    )


@pytest.mark.parametrize("method", ["log", "index", "logit", "xlogit"])
def test_values_of_which_only_draws_vary_have_percentiles(method):
    draws = Draws(identity="model", values=np.random.default_rng(1).normal(0.1, 0.1, (500, 1)))
    only = Estimates([0.1], sources=(draws,), labels=(Label(measure="gini"),), interval_methods=(method,))
    assert (only.interval() == draws.percentiles(0.95)).all()


@pytest.mark.parametrize("method", ["log", "index"])
def test_draws_beside_a_survey_that_have_no_place_on_the_scale_count(method):
    draws = Draws(identity="model", values=np.random.default_rng(1).normal(0.1, 0.1, (500, 1)))
    survey = Covariance(identity="survey", matrix=[[1e-4]])
    both, known = (
        Estimates([0.1], sources=(survey, other), labels=(Label(measure="gini"),), interval_methods=(method,))
        for other in (draws, Covariance(identity="model", matrix=draws.covariance()))
    )
    assert both.interval() == pytest.approx(known.interval(), rel=1e-12)
