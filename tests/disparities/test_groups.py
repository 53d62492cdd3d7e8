"""Tables and estimates as groups: what is accepted, refused, left out."""

import numpy as np
import pytest

from dueregard import disparities
from dueregard.disparities import counted, grouped, published
from dueregard.errors import PeopleError, UsageError
from dueregard.estimates import Covariance, Estimates, Label
from tests.disparities.tables import SMALL, table


@pytest.mark.parametrize(
    ("columns", "wrong"),
    [
        (([1.0, 2.0], [-1.0, 1.0], None), "standard errors are negative"),
        (([1.0, 2.0], None, [-1.0, 1.0]), "populations are negative"),
        (([1.0, 2.0], None, [np.nan, 1.0]), "populations are missing"),
        (([1.0, 2.0], None, [0.0, 0.0]), "no people"),
        (([1.0, np.inf], None, None), "missing or infinite"),
    ],
)
def test_impossible_tables(columns, wrong):
    with pytest.raises(PeopleError, match=wrong):
        table(*columns)


@pytest.mark.parametrize(
    ("columns", "options", "wrong"),
    [
        (([1.0, 2.0], [1.0]), {"levels": "ab"}, "one number"),
        (([1.0, 2.0],), {"levels": "aa"}, "appears twice"),
        (([1.0],), {"levels": "a"}, "at least two groups"),
        (([1.0, 2.0],), {"levels": "ab", "order": "ac"}, "'c'"),
        (([1.0, 2.0],), {"levels": "ab", "order": "a"}, "'b'"),
    ],
)
def test_tables_asked_for_wrongly(columns, options, wrong):
    with pytest.raises(UsageError, match=wrong):
        published(*columns, by="region", **options)


@pytest.mark.parametrize(
    ("call", "wrong"),
    [
        (lambda: disparities.between_group_variance(table([1.0, 2.0])), "No population"),
        (lambda: disparities.slope_index(table([1.0, 2.0], None, [1.0, 1.0])), "needs the order"),
        (lambda: disparities.slope_index(SMALL, link="logit"), "largest possible value"),
        (lambda: disparities.slope_index(SMALL, link="logit", scale=10), "outside the scale"),
        (lambda: disparities.slope_index(SMALL, link="logti"), "Did you mean 'logit'"),
        (lambda: disparities.slope_index(SMALL, spread="se"), "residuals"),
        (lambda: disparities.relative_concentration_index(SMALL, normalisation="wagstaff"), "bounds"),
        (lambda: disparities.relative_concentration_index(SMALL, normalisation="x"), "normalisation"),
        (
            lambda: disparities.relative_concentration_index(
                SMALL, normalisation="erreygers", bounds=(0, 80)
            ),
            "outside the bounds",
        ),
        (lambda: disparities.difference(SMALL, of="z"), "no level 'z'"),
        (lambda: disparities.difference(SMALL, of="a", minus="a"), "itself"),
        (lambda: disparities.difference(table([1.0, 2.0]), of="last"), "No order"),
        (lambda: disparities.mean_difference_from_reference(SMALL, reference="z"), "has no level 'z'"),
        (lambda: disparities.mean_difference_from_best(SMALL, better="up"), '"higher" or'),
        (lambda: disparities.population_attributable_risk(SMALL, better="up"), "higher"),
        (lambda: disparities.attributable_number(SMALL, better="higher", per=0), "more than zero"),
        (lambda: disparities.between_group_variance(SMALL, level=95), "between 0 and 1"),
        (lambda: disparities.ratio(SMALL, level=95), "A confidence level lies"),
        (lambda: disparities.theil_between(SMALL, zero_as=0.0), "above zero"),
    ],
)
def test_measures_asked_for_wrongly(call, wrong):
    with pytest.raises(UsageError, match=wrong):
        call()


def test_a_group_without_a_value_is_left_out_and_said_to_be():
    with_gap = table([62.0, np.nan, 71.0, 90.0], [2.0, 3.0, 1.0, 4.0], [10.0, 40.0, 30.0, 20.0])
    without = published([62.0, 71.0, 90.0], [2.0, 1.0, 4.0], [10.0, 30.0, 20.0], by="region", levels="acd")
    result = disparities.between_group_variance(with_gap)
    assert result.values == pytest.approx(disparities.between_group_variance(without).values)
    assert result.statuses == ("approximate",)
    assert result.reasons == ("40% of the people are in groups without a value",)
    assert disparities.difference(with_gap).statuses == ("ok",)
    assert disparities.difference(with_gap, of="b", minus="a").statuses == ("not_estimable",)
    assert disparities.mean_difference_from_reference(with_gap, reference="b").statuses == ("not_estimable",)


def test_a_group_without_a_standard_error_stops_nothing():
    partly = table([62.0, 75.0, 71.0, 90.0], [2.0, np.nan, 1.0, 4.0], [10.0, 40.0, 30.0, 20.0], ordered=True)
    variance = disparities.between_group_variance(partly)
    assert variance.values == pytest.approx([66.45])
    assert variance.statuses == ("approximate",)
    assert "no standard error" in variance.reasons[0]
    assert variance.labels[0].parameters["corrected"] is False
    assert np.isnan(variance.interval()).all()
    assert disparities.difference(partly).se == pytest.approx([np.hypot(2, 4)])
    assert np.isnan(disparities.slope_index(partly).se).all()
    assert disparities.slope_index(partly, spread="residuals").statuses == ("ok",)


def test_a_full_count_has_no_interval_and_needs_no_correction():
    counted_all = table([62.0, 75.0, 71.0, 90.0], None, [10.0, 40.0, 30.0, 20.0])
    [record] = disparities.between_group_variance(counted_all).to_dicts()
    assert record["estimate"] == pytest.approx(66.45)
    assert (record["se"], record["low"], record["status"], record["method"]) == (
        None,
        None,
        "ok",
        "full count",
    )


def test_zero_has_no_logarithm_unless_something_is_put_for_it():
    groups = table([0.0, 10.0, 20.0], [1.0, 1.0, 1.0], [1.0, 1.0, 2.0])
    refused = disparities.mean_log_deviation_between(groups)
    assert refused.statuses == ("not_estimable",)
    assert "logarithm" in refused.reasons[0]
    replaced = disparities.mean_log_deviation_between(groups, zero_as=1e-6)
    p, m = np.array([0.25, 0.25, 0.5]), np.array([1e-6, 10.0, 20.0])
    assert replaced.values == pytest.approx([-1000 * p @ np.log(m / (p @ m))])
    assert replaced.statuses == ("approximate",)


def test_relative_measures_need_a_mean_above_zero():
    groups = table([-5.0, 2.0, 1.0], [1.0, 1.0, 1.0], [1.0, 1.0, 1.0], ordered=True)
    for measure in (
        disparities.coefficient_of_variation_between,
        disparities.index_of_disparity,
        disparities.relative_concentration_index,
        disparities.relative_index,
    ):
        assert measure(groups).statuses == ("not_estimable",), measure


def test_labels_say_what_a_number_rests_on():
    [label] = disparities.mean_difference_from_reference(SMALL, reference="b").labels
    assert label.parameters == {"across": "region", "weighted": True, "reference": "b", "corrected": True}
    [label] = disparities.slope_index(SMALL, link="logit", scale=100).labels
    assert label.parameters["order"] == ("a", "b", "c", "d")
    assert (label.parameters["link"], label.parameters["scale"]) == ("logit", 100.0)
    assert "most disadvantaged (0)" in label.method
    [label] = disparities.difference(SMALL).labels
    assert label.method == "d (highest) minus a (lowest), picked from the same data"


def test_mapping_of_populations_must_be_complete():
    estimates = SMALL.values
    with pytest.raises(UsageError, match="no population for level 'd'"):
        grouped(estimates, {"a": 1, "b": 1, "c": 1})
    named = grouped(estimates, {"d": 20, "c": 30, "b": 40, "a": 10})
    assert named.population.values == pytest.approx([10, 40, 30, 20])


def test_estimated_populations_are_matched_by_group():
    labels = tuple(Label(measure="total", by={"region": level}) for level in "dcba")
    spread = Covariance(identity="register", matrix=np.diag([4.0, 3, 2, 1]))
    people = Estimates([20.0, 30.0, 40.0, 10.0], sources=(spread,), labels=labels)
    groups = grouped(SMALL.values, people)
    assert groups.population.values == pytest.approx([10, 40, 30, 20])
    assert groups.population.se**2 == pytest.approx([1, 2, 3, 4])
    with pytest.raises(UsageError, match="no population for the group"):
        grouped(SMALL.values, people[:2])


@pytest.mark.parametrize("counts", [([3, 1], [2, 5]), ([0, 0], [0, 5]), ([np.nan, 1], [2, 5])])
def test_impossible_counts(counts):
    with pytest.raises(PeopleError, match="more events than people"):
        counted(*counts, by="sex", levels="ab")


def test_counts_are_binomial_within_groups():
    groups = counted([30, 10], [100, 200], by="sex", levels="ab")
    assert groups.values.se == pytest.approx([np.sqrt(0.3 * 0.7 / 100), np.sqrt(0.05 * 0.95 / 200)])
    assert groups.population.se == pytest.approx([np.sqrt(300 / 3 * 2 / 3)] * 2)


def test_tied_extremes_are_two_groups():
    [label] = disparities.difference(table([5.0, 5.0], [1.0, 1.0], [1.0, 2.0])).labels
    assert label.method.startswith("b (highest) minus a (lowest)")
