"""Measures of groups that are made of people: the design's joint covariance carries through."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard import disparities
from dueregard.disparities import grouped
from dueregard.engine import Grouping, evaluate
from dueregard.errors import UsageError
from dueregard.estimates import Estimates
from dueregard.measures import count, mean, parse_measure
from tests.measures.between_groups.making import people, sample

PLACE, SEX = Grouping(name="place", column="place"), Grouping(name="sex", column="sex")
ORDERED = "across=fifth,order=fifth"


def estimated(*texts: str, columns=None, by=(), level=0.95) -> Estimates:
    measures = [parse_measure(text) for text in texts]
    return evaluate(sample(columns), measures, groupings=[list(by)], level=level)


@pytest.mark.parametrize(
    ("of_groups", "of_people"),
    [
        ("slope_index_of_groups:ill", "slope_index:ill,rank=fifth"),
        ("relative_index_of_groups:ill", "relative_index:ill,rank=fifth"),
        (
            "absolute_concentration_index_of_groups:score",
            "concentration_index:score,rank=fifth,kind=generalised",
        ),
        ("relative_concentration_index_of_groups:score", "concentration_index:score,rank=fifth"),
    ],
)
def test_groups_of_tied_ranks_are_as_the_people(of_groups: str, of_people: str) -> None:
    """Two ways to one figure and its standard error: totals of groups, and people in order."""
    found = estimated(f"{of_groups},{ORDERED}", of_people, by=[SEX])
    groups, everybody = np.split(found.values, 2)
    assert groups == pytest.approx(everybody, rel=1e-10)
    groups, everybody = np.split(found.se, 2)
    assert groups == pytest.approx(everybody, rel=1e-8)


@pytest.mark.parametrize("level", [0.95, (0.8, 0.998)])
def test_dispersion_is_as_of_the_estimates_of_the_groups(level) -> None:
    found = estimated("between_group_standard_deviation:score,across=place", level=level)
    table = sample()
    parts = evaluate(table, [mean("score"), count(among="score > -1000")], groupings=[[PLACE]])
    own = disparities.between_group_standard_deviation(grouped(parts[:4], parts[4:], by="place"), level=level)
    assert found.values == pytest.approx(own.values, rel=1e-10)
    assert found.se == pytest.approx(own.se, rel=1e-8)
    for each in np.atleast_1d(level):
        assert found.interval(each) == pytest.approx(own.interval(each), rel=1e-8)


def test_levels_of_one_sample_covary() -> None:
    """Men and women of the same streets: the error of the change knows it."""
    found = estimated("difference_between_groups:score,across=place,of=town,minus=rural", by=[SEX])
    covariance = found.covariance()
    assert covariance[0, 1] != 0
    change = found.difference("sex", reference="male")
    assert change.se**2 == pytest.approx(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])


def test_a_group_of_people_counts_by_its_weight() -> None:
    columns = people()
    chosen = np.array([columns["place"] == name for name in ("capital", "coast", "rural", "town")])
    weight, score = columns["weight"], columns["score"]
    share = (chosen * weight).sum(axis=1) / weight.sum()
    values = (chosen * weight * score).sum(axis=1) / (chosen * weight).sum(axis=1)
    centre = share @ values
    for text, expected in {
        "between_group_variance:score,correct=no": share @ (values - centre) ** 2,
        "mean_difference_from_the_mean:score,correct=no,weighted=no": np.abs(values - centre).mean(),
        "population_attributable_risk:score,better=higher": values.max() - centre,
    }.items():
        assert estimated(f"{text},across=place").values == pytest.approx([expected], rel=1e-10)


def test_people_of_one_group_must_agree_on_its_place() -> None:
    found = estimated("slope_index_of_groups:score,across=place,order=score", by=[SEX])
    assert set(found.reasons) == {"people of one group have different places in the order"}


def test_two_groups_may_not_share_a_place() -> None:
    found = estimated("slope_index_of_groups:score,across=place,order=weight * 0")
    assert found.reasons == ("two groups have the same place in the order",)


def test_a_level_without_the_named_group_is_told() -> None:
    columns = people()
    columns["place"] = np.where(
        (columns["sex"] == "male") & (columns["place"] == "town"), "rural", columns["place"]
    )
    found = estimated(
        "difference_between_groups:score,across=place,of=town,minus=rural", columns=columns, by=[SEX]
    )
    assert found.reasons == (None, "the group 'town' is not there")
    assert found.supports[1].n > 0


def test_a_group_that_nobody_is_in_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UsageError, match="Did you mean 'town'"):
        estimated("difference_between_groups:score,across=place,of=toun,minus=rural")


def test_groups_cannot_be_those_that_results_are_grouped_by() -> None:
    with pytest.raises(UsageError, match="also group its results"):
        estimated("between_group_variance:score,across=place", by=[PLACE])
