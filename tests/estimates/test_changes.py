"""Changes between two outcomes of the same people, and between other people's values."""

import numpy as np
import pytest

from dueregard.engine import Grouping, SurveyDesign, evaluate, table_from
from dueregard.errors import UsageError
from dueregard.estimates import Covariance, Estimates, Label
from dueregard.measures import gini, mean

SEX = [[Grouping(name="sex", column="sex")]]


@pytest.fixture
def people():
    import pyarrow as pa

    random = np.random.default_rng(4)
    before = random.lognormal(3, 0.5, 200)
    return table_from(
        pa.table(
            {
                "sex": np.where(random.random(200) < 0.5, "f", "m"),
                "before": before,
                "after": before + random.uniform(0, 2, 200),
            }
        ),
        design=SurveyDesign(),
    )


def test_a_change_of_means_is_the_mean_of_changes(people):
    both = evaluate(people, [mean("after"), mean("before")], groupings=SEX)
    change = both.change("after", before="before")
    direct = evaluate(people, [mean("after - before")], groupings=SEX)
    np.testing.assert_allclose(change.values, direct.values, rtol=1e-9)
    np.testing.assert_allclose(change.covariance(), direct.covariance(), rtol=1e-9, atol=1e-15)
    assert [support.n for support in change.supports] == [support.n for support in direct.supports]


def test_a_change_of_a_gap(people):
    gaps = evaluate(people, [gini("after"), gini("before")], groupings=SEX).difference("sex", reference="m")
    change = gaps.change("after", before="before")
    assert change.labels[0].contrast == "difference of differences"
    covariance = gaps.covariance()
    variance = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    assert change.se[0] == pytest.approx(np.sqrt(variance), rel=1e-9)
    # Paired: everybody's income moves little, so the change is known far better than either value.
    assert change.se[0] < gaps.se.min() / 3


@pytest.mark.parametrize("kind", ["ratio", "log_ratio"])
def test_other_ways_to_compare(people, kind):
    both = evaluate(people, [mean("after"), mean("before")])
    expected = both.values[0] / both.values[1]
    found = both.change("after", before="before", kind=kind).values[0]
    assert found == pytest.approx(expected if kind == "ratio" else np.log(expected))


def test_other_people_are_independent():
    def survey(name, value):
        spread = Covariance.independent([2.0], identity=name)
        return Estimates([value], sources=(spread,), labels=(Label(measure="gini", by={"sex": "f"}),))

    change = survey("2023", 33.0).compared_with(survey("2019", 31.0), reference="2019")
    assert (change.values[0], change.se[0]) == (2.0, 2.0)
    assert change.labels[0].reference == "2019"


def test_a_group_that_was_not_there_before():
    def survey(name, *groups):
        spread = Covariance.independent(np.ones(len(groups)), identity=name)
        labels = tuple(Label(measure="mean", by={"area": group}) for group in groups)
        return Estimates(np.ones(len(groups)), sources=(spread,), labels=labels)

    change = survey("2023", "north", "new").compared_with(survey("2019", "north"), reference="2019")
    assert list(change.statuses) == ["ok", "not_estimable"]


def test_an_outcome_that_is_not_there(people):
    both = evaluate(people, [mean("after"), mean("before")])
    with pytest.raises(UsageError, match="no value of 'befor'") as error:
        both.change("after", before="befor")
    assert "before" in str(error.value)


def test_other_people_behind_the_two_outcomes_are_told(people):
    both = evaluate(people, [mean("after", among="before > 20"), mean("before")])
    change = both.change("after", before="before")
    assert change.statuses == ("approximate",)
    assert change.reasons == ("some people have a value of only one of the two",)


def test_one_group_has_nothing_to_be_compared_with(people):
    only = evaluate(
        people, [mean("after")], groupings=[[Grouping(name="g", column="sex", excluded=frozenset({"m"}))]]
    )
    assert len(only.versus("best")) == 0
