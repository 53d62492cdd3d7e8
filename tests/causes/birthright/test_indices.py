import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.causes.birthright import indices
from dueregard.causes.birthright.shapley import shapley_matrix, subsets
from dueregard.causes.birthright.tranches import same_effort
from dueregard.errors import UsageError

amounts = st.lists(st.tuples(st.floats(0.1, 100), st.floats(0.1, 5)), min_size=2, max_size=12)
RELATIVE = [indices.gini, indices.mean_log_deviation, indices.variance_of_logs, indices.dissimilarity]


@given(amounts, st.floats(0.1, 10))
def test_indices_do_not_depend_on_units_of_money_or_weight(
    rows: list[tuple[float, float]], by: float
) -> None:
    y, w = np.array(rows).T
    for index in RELATIVE:
        assert index(by * y, 3 * w) == pytest.approx(index(y, w), abs=1e-9)


@given(amounts)
def test_a_person_in_two_halves_is_one_person(rows: list[tuple[float, float]]) -> None:
    y, w = np.array(rows).T
    for index in [*RELATIVE, indices.variance]:
        twice = index(np.concatenate([y, y]), np.concatenate([w, w]) / 2)
        assert twice == pytest.approx(index(y, w), abs=1e-9)


def test_whoever_has_no_weight_does_not_count() -> None:
    y, w = np.array([[1.0, 3.0, -5.0], [1.0, 3.0, 0.0]]), np.array([1.0, 1.0, 0.0])
    assert indices.gini(y, w).tolist() == [0.25, 0.25]
    assert np.isfinite(indices.mean_log_deviation(y, w)).all()


def test_shares_of_groups_sum_to_the_whole() -> None:
    values = np.random.default_rng(1).normal(size=16)
    assert (shapley_matrix(4) @ values).sum() == pytest.approx(values[-1] - values[0])
    # What a group adds to nothing and to every set alike is its share.
    additive = np.array([sum(each) + len(each) for each in subsets(4)], float)
    assert shapley_matrix(4) @ additive == pytest.approx([1.0, 2.0, 3.0, 4.0])


def test_groups_have_a_limit() -> None:
    with pytest.raises(UsageError, match="at most 8 groups"):
        subsets(9)


def test_types_that_differ_by_a_factor_differ_alike_at_every_effort() -> None:
    y = np.array([1.0, 1.5, 2.0, 3.0, 4.0, 6.0])  # one type earns 1.5 times the other
    values, weight = same_effort(y, np.ones(6), np.array([0, 1, 0, 1, 0, 1]), tranches=3)
    assert np.unique(np.round(values / values.min(), 9)).tolist() == [1.0, 1.5]
    assert weight.sum() == 6
