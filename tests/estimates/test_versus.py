"""Everyone else, the average, and the best."""

import numpy as np
import pytest

from dueregard.errors import SpreadError, UsageError
from dueregard.estimates import Covariance, Estimates, Label
from tests.estimates.build import crossed, grouped

MATRIX = np.array([[4.0, 1.0, 0.0], [1.0, 9.0, 2.0], [0.0, 2.0, 16.0]])


def with_rest():
    """Two groups and, from the same call, the complement of each."""
    labels = tuple(Label(measure="mean", by={"sex": level}) for level in ("female", "male"))
    call = Estimates(
        [10.0, 14.0, 14.5, 10.5],
        sources=(Covariance(identity="survey", matrix=np.diag([1.0, 2.0, 3.0, 4.0])),),
        labels=labels + labels,
    )
    rest = call[[3, 2]]  # in another order than the levels
    return Estimates(
        call.values[:2],
        sources=tuple(source.select(np.arange(2)) for source in call.sources),
        labels=labels,
        rest=lambda variable: rest,
    )


def test_everyone_else_is_matched_by_label():
    gap = with_rest().versus("rest")
    assert gap.values == pytest.approx([10.0 - 14.5, 14.0 - 10.5])
    assert gap.se**2 == pytest.approx([1 + 3, 2 + 4])
    assert gap.labels[0].reference == "everyone else"


def test_everyone_else_after_selecting():
    assert with_rest()[[1]].versus("rest").values == pytest.approx([3.5])


def test_everyone_else_was_not_kept():
    with pytest.raises(SpreadError, match="before combining them"):
        grouped([1.0, 2.0], np.eye(2)).versus("rest")


def test_simple_average_of_the_levels():
    gap = grouped([10.0, 12.0, 20.0], MATRIX).versus("average")
    weights = np.eye(3) - 1 / 3
    assert gap.values == pytest.approx([-4.0, -2.0, 6.0])
    assert gap.covariance() == pytest.approx(weights @ MATRIX @ weights.T)
    assert gap.labels[0].reference == "average"


def test_average_leaves_out_levels_without_a_value():
    gap = grouped([10.0, np.nan, 20.0], MATRIX).versus("average")
    assert gap.values[[0, 2]] == pytest.approx([-5.0, 5.0])
    assert gap.statuses == ("ok", "not_estimable", "ok")


@pytest.mark.parametrize(("better", "values"), [("higher", [-10.0, -8.0]), ("lower", [2.0, 10.0])])
def test_best_level(better, values):
    gap = grouped([10.0, 12.0, 20.0], MATRIX).versus("best", better=better)
    assert gap.values == pytest.approx(values)
    assert gap.labels[0].reference == "best"


def test_best_within_each_combination():
    gap = crossed([1.0, 9.0, 5.0, 8.0], np.eye(4)).versus("best", by="group")
    assert [(label.by["group"], label.by["year"]) for label in gap.labels] == [("a", "x"), ("b", "y")]
    assert gap.values == pytest.approx([-4.0, -1.0])


def test_unknown_comparison():
    with pytest.raises(UsageError, match="Did you mean 'average'"):
        grouped([1.0, 2.0], np.eye(2)).versus("averages")


def test_better_is_higher_or_lower():
    with pytest.raises(UsageError, match='"higher" or "lower"'):
        grouped([1.0, 2.0], np.eye(2)).versus("best", better="up")
