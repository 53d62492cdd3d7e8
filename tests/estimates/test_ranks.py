"""Rank intervals."""

import numpy as np
import pytest

from dueregard.errors import UsageError
from dueregard.estimates import Covariance, Estimates, Label, rank_intervals
from tests.estimates.build import grouped


def test_clear_order():
    result = rank_intervals(grouped([1.0, 9.0, 5.0], np.eye(3) * 0.01))
    assert result.ranks == (3, 1, 2)
    assert result.intervals == ((3, 3), (1, 1), (2, 2))


def test_lower_may_be_better():
    assert rank_intervals(grouped([1.0, 9.0, 5.0], np.eye(3) * 0.01), better="lower").ranks == (1, 3, 2)


def test_noise_leaves_every_rank_open():
    result = rank_intervals(grouped([1.0, 1.1, 1.2], np.eye(3)))
    assert result.intervals == ((1, 3),) * 3


def test_what_values_share_does_not_blur_their_order():
    together = np.full((3, 3), 4.0) + np.eye(3) * 0.01
    assert rank_intervals(grouped([1.0, 2.0, 3.0], together)).intervals == ((3, 3), (2, 2), (1, 1))


def test_absent_values_are_not_ranked():
    result = rank_intervals(grouped([1.0, np.nan, 5.0], np.eye(3) * 0.01))
    assert result.ranks == (2, None, 1)
    assert result.intervals == ((2, 2), None, (1, 1))


def test_full_count_ranks_exactly_and_ties_share():
    whole = grouped([5.0, 5.0, 1.0], np.eye(3))
    count = Estimates(whole.values, labels=whole.labels)
    result = rank_intervals(count)
    assert (result.ranks, result.intervals) == ((1, 1, 3), ((1, 2), (1, 2), (3, 3)))
    assert result.method == "full count"


def test_nothing_to_rank():
    assert rank_intervals(grouped([np.nan], [[1.0]])).intervals == (None,)


def test_few_degrees_of_freedom_widen():
    many = rank_intervals(grouped([0.0, 3.5], np.eye(2), df=200))
    few = rank_intervals(grouped([0.0, 3.5], np.eye(2), df=3))
    assert many.intervals == ((2, 2), (1, 1))
    assert few.intervals == ((1, 2), (1, 2))


def test_better_is_higher_or_lower():
    with pytest.raises(UsageError, match='"higher" or "lower"'):
        rank_intervals(grouped([1.0], [[1.0]]), better="big")


@pytest.mark.parametrize("simultaneous", [False, True])
def test_coverage(simultaneous):
    """Five groups, two of them tied, seen with correlated noise 300 times."""
    random = np.random.default_rng(7)
    truth, covariance = np.array([0.0, 1.0, 1.0, 2.0, 3.0]), 0.15 * np.eye(5) + 0.1
    lowest, highest = (
        np.array([5, 3, 3, 2, 1]),
        np.array([5, 4, 4, 2, 1]),
    )  # a tied group may have either rank
    inside = []
    for values in random.multivariate_normal(truth, covariance, 300):
        found = rank_intervals(grouped(values, covariance), simultaneous=simultaneous, draws=400).intervals
        low, high = np.array(found).T
        inside.append((low <= lowest) & (highest <= high))
    covered = np.mean(np.all(inside, axis=1)) if simultaneous else np.min(np.mean(inside, axis=0))
    assert covered >= 0.93


def test_a_value_without_an_error_is_not_ranked_and_stops_no_other() -> None:
    labels = tuple(Label(measure="mean", by={"area": name}) for name in "abc")
    spread = Covariance.independent([1.0, np.nan, 1.0], identity="survey")
    ranked = rank_intervals(Estimates([9.0, 8.0, 1.0], sources=(spread,), labels=labels))
    assert ranked.intervals == ((1, 1), None, (2, 2))


def test_of_nothing_nothing_follows() -> None:
    labels = (Label(measure="mean", by={"area": "a"}),)
    one = Estimates([9.0], sources=(Covariance.independent([1.0], identity="survey"),), labels=labels)
    assert len(one.linear(np.zeros((0, 1)), ())) == 0
