"""Putting estimates together."""

import numpy as np
import pytest

from dueregard.errors import UsageError
from dueregard.estimates import Estimates, Label, concatenate
from tests.estimates.build import grouped, random_scores


def test_same_people_keep_their_joint_covariance():
    whole = random_scores(np.random.default_rng(1))
    again = concatenate(whole[[0, 1]], whole[[2, 3]])
    assert again.covariance() == pytest.approx(whole.covariance())


def test_values_of_one_survey_do_not_vary_with_another():
    survey, census = random_scores(np.random.default_rng(1)), grouped([1.0], [[4.0]], identity="census")
    both = concatenate(survey, census)
    assert both.se == pytest.approx([*survey.se, 2.0])
    assert len(both.sources) == 2


def test_full_count_beside_a_survey_does_not_vary():
    count = Estimates([7.0], labels=(Label(measure="count"),))
    assert concatenate(grouped([1.0], [[4.0]]), count).se == pytest.approx([2.0, 0.0])


def test_satterthwaite_degrees_of_freedom():
    both = concatenate(
        grouped([1.0], [[4.0]], identity="2020", df=10), grouped([1.0], [[2.0]], identity="2025", df=5)
    )
    change = both.linear(np.array([[1.0, -1.0]]), [Label(measure="change")])
    assert change.df[0] == pytest.approx((4 + 2) ** 2 / (4**2 / 10 + 2**2 / 5))


def test_labels_and_statuses_come_along_in_order():
    both = concatenate(grouped([1.0], [[1.0]]), grouped([np.nan], [[1.0]], identity="other", levels="z"))
    assert [label.by["group"] for label in both.labels] == ["a", "z"]
    assert both.statuses == ("ok", "not_estimable")


def test_limits_computed_beforehand_are_kept_where_there_are_any():
    median = grouped([5.0], [[1.0]], limits={0.95: np.array([[4.0, 7.0]])}, interval_methods=("given",))
    both = concatenate(median, grouped([1.0], [[1.0]], identity="other"))
    assert both.interval()[0] == pytest.approx([4.0, 7.0])
    assert both.interval()[1] == pytest.approx([1 - 1.959964, 1 + 1.959964])


def test_nothing_to_put_together():
    with pytest.raises(UsageError, match="no estimates"):
        concatenate()
