"""Differences and ratios against a named reference level."""

from dataclasses import replace

import numpy as np
import pytest

from dueregard.errors import UsageError
from dueregard.estimates import Covariance, Estimates, Label, Support, concatenate
from tests.estimates.build import crossed, grouped

MATRIX = np.array([[4.0, 1.0, 0.0], [1.0, 9.0, 2.0], [0.0, 2.0, 16.0]])


def test_difference_uses_the_covariance():
    gap = grouped([10.0, 12.0, 20.0], MATRIX).difference("group", reference="a")
    assert gap.values == pytest.approx([2.0, 10.0])
    assert gap.covariance() == pytest.approx(np.array([[4 + 9 - 2, 4 - 0 - 1 + 2], [5, 4 + 16]]))


def test_ratio_by_the_delta_method():
    ratio = grouped([10.0, 12.0], MATRIX[:2, :2]).ratio(reference="a")
    slopes = np.array([-12 / 100, 1 / 10])
    assert ratio.values[0] == pytest.approx(1.2)
    assert ratio.se[0] ** 2 == pytest.approx(slopes @ MATRIX[:2, :2] @ slopes)


def test_log_ratio_has_the_relative_error_of_the_ratio():
    estimates = grouped([10.0, 12.0], MATRIX[:2, :2])
    log_ratio, ratio = estimates.log_ratio(reference="a"), estimates.ratio(reference="a")
    assert log_ratio.values[0] == pytest.approx(np.log(1.2))
    assert log_ratio.se[0] == pytest.approx(ratio.se[0] / 1.2)


def test_labels_say_what_was_compared():
    gap = grouped([10.0, 12.0, 20.0], MATRIX).difference("group", reference="b")
    assert [label.by["group"] for label in gap.labels] == ["a", "c"]
    assert {(label.contrast, label.reference, label.unit) for label in gap.labels} == {
        ("difference", "b", "£ a week")
    }


def test_ratio_has_no_unit():
    assert grouped([10.0, 12.0], np.eye(2)).ratio(reference="a").labels[0].unit is None


def test_each_combination_of_the_other_variables_by_itself():
    gap = crossed([1.0, 2.0, 5.0, 8.0], np.eye(4)).difference("group", reference="a")
    assert [label.by["year"] for label in gap.labels] == ["x", "y"]
    assert gap.values == pytest.approx([4.0, 6.0])


def test_difference_of_differences():
    matrix = np.array([[4, 1, 0, 0], [1, 4, 0, 0], [0, 0, 9, 2], [0, 0, 2, 9]], float)
    change = (
        crossed([1.0, 2.0, 5.0, 8.0], matrix)
        .difference("group", reference="a")
        .difference("year", reference="x")
    )
    assert change.values[0] == pytest.approx(2.0)
    assert change.se[0] ** 2 == pytest.approx(4 + 4 - 2 + 9 + 9 - 4)
    assert change.labels[0].contrast == "difference of differences"
    assert change.labels[0].reference == "a; x"


def test_each_measure_by_itself():
    means = grouped([10.0, 12.0], np.eye(2))
    medians = Estimates(
        [1.0, 5.0],
        sources=means.sources,
        labels=tuple(Label(measure="median", by=label.by) for label in means.labels),
    )
    gap = concatenate(means, medians).difference("group", reference="a")
    assert [(label.measure, value) for label, value in zip(gap.labels, gap.values, strict=True)] == [
        ("mean", 2.0),
        ("median", 4.0),
    ]


def test_support_adds_up_and_keeps_the_weakest_part():
    estimates = Estimates(
        [1.0, 2.0],
        labels=tuple(Label(measure="mean", by={"sex": level}) for level in "fm"),
        supports=(Support(n=30, n_effective=25.0, units=10), Support(n=8, n_effective=5.0, units=6)),
    )
    support = estimates.difference(reference="f").supports[0]
    assert (support.n, support.least_n, support.least_n_effective, support.units) == (38, 8, 5.0, 10)


@pytest.mark.parametrize("reference", [0.0, -3.0])
def test_ratio_to_a_reference_that_is_not_positive(reference):
    ratio = grouped([reference, 12.0], np.eye(2)).ratio(reference="a")
    assert np.isnan(ratio.values[0])
    assert (ratio.statuses[0], ratio.reasons[0]) == ("not_estimable", "a ratio needs a reference above zero")


def test_log_ratio_of_a_negative_value():
    estimates = grouped([10.0, -1.0, 20.0], MATRIX).log_ratio(reference="a")
    assert estimates.statuses == ("not_estimable", "ok")
    assert estimates.values[1] == pytest.approx(np.log(2))


def test_absent_value_spoils_its_own_contrast_only():
    gap = grouped([10.0, np.nan, 20.0], MATRIX, reasons=(None, "too few people", None)).difference(
        reference="a"
    )
    assert gap.statuses == ("not_estimable", "ok")
    assert gap.reasons == ("too few people", None)
    assert gap.values[1] == 10.0


def test_combination_in_which_the_reference_is_absent():
    whole = crossed([1.0, 2.0, 5.0, 8.0], np.eye(4))
    gap = whole[[1, 2, 3]].difference("group", reference="a")
    assert dict(zip([label.by["year"] for label in gap.labels], gap.reasons, strict=True)) == {
        "x": "the reference group is not there",
        "y": None,
    }


def test_group_in_which_everyone_answers_alike_makes_the_interval_too_short():
    estimates = Estimates(
        [0.0, 0.4],
        sources=grouped([0.0, 0.4], np.diag([0.0, 0.01])).sources,
        labels=tuple(Label(measure="proportion", by={"sex": level}) for level in "fm"),
        supports=(Support(n=30, events=0), Support(n=30, events=12)),
    )
    assert estimates.difference(reference="m").statuses == ("approximate",)


def test_unknown_reference_level():
    with pytest.raises(UsageError, match=r"Its levels are: White, Asian\. Did you mean 'White'"):
        grouped([1.0, 2.0], np.eye(2), levels=["White", "Asian"]).difference(reference="white")


def test_unknown_variable():
    with pytest.raises(UsageError, match=r"grouped by: group, year\. Did you mean 'group'"):
        crossed([1.0, 2.0, 3.0, 4.0], np.eye(4)).difference("groups", reference="a")


def test_several_variables_and_none_named():
    with pytest.raises(UsageError, match="Say which variable"):
        crossed([1.0, 2.0, 3.0, 4.0], np.eye(4)).difference(reference="a")


def test_two_values_with_the_same_label():
    twice = grouped([1.0, 2.0], np.eye(2))[[0, 1, 1]]
    with pytest.raises(UsageError, match="labelled alike"):
        twice.difference(reference="a")


def test_single_person_has_no_spread_to_compare_with():
    estimates = Estimates(
        [10.0, 12.0],
        sources=grouped([10.0, 12.0], np.diag([0.0, 4.0])).sources,
        labels=tuple(Label(measure="mean", by={"sex": level}) for level in "fm"),
        supports=(Support(n=1), Support(n=50)),
    )
    [gap] = estimates.difference(reference="m").to_dicts()
    assert (gap["estimate"], gap["verdict"]) == (None, "not estimable: too few people")


def test_average_over_bands_is_no_comparison():
    bands = crossed([0.0, 0.4, 0.1, 0.2], np.eye(4))
    flat = replace(bands, supports=(Support(n=30, events=0),) * 4)
    assert flat.weighted_over("year", {"x": 1, "y": 1}).statuses == ("ok", "ok")


@pytest.mark.parametrize(
    ("events", "status"), [(0, "approximate"), (9, "approximate"), (10, "ok"), (None, "ok")]
)
def test_comparison_of_proportions_with_few_of_the_rarer_answer_is_approximate(events, status):
    labels = tuple(Label(measure="proportion", by={"sex": sex}) for sex in ("female", "male"))
    supports = tuple(Support(n=60, n_effective=60.0, units=60, events=some) for some in (events, 30))
    spread = Covariance.independent([0.01, 0.01], identity="survey")
    both = Estimates([0.1, 0.5], sources=(spread,), labels=labels, supports=supports)
    assert both.difference("sex", reference="male").statuses == (status,)
    counted = Estimates([0.1, 0.5], labels=labels, supports=supports)
    assert counted.difference("sex", reference="male").statuses == ("ok",)
