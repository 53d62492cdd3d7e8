"""Choosing among estimates."""

import numpy as np
import pytest
from scipy import sparse

from dueregard.errors import SpreadError, UsageError
from dueregard.estimates import Estimates, Label
from tests.estimates.build import crossed, grouped

MATRIX = np.array([[4.0, 1.0, 0.0], [1.0, 9.0, 2.0], [0.0, 2.0, 16.0]])


def test_selecting_keeps_the_joint_covariance():
    estimates = grouped([1.0, 2.0, 3.0], MATRIX)
    assert estimates[[2, 1]].covariance() == pytest.approx(MATRIX[np.ix_([2, 1], [2, 1])])
    assert estimates[[True, False, True]].values.tolist() == [1.0, 3.0]
    assert estimates[1:].values.tolist() == [2.0, 3.0]
    assert estimates[-1].values.tolist() == [3.0]


def test_where_a_group_has_these_levels():
    estimates = crossed([1.0, 2.0, 3.0, 4.0], np.eye(4))
    assert estimates.where(group="b").values.tolist() == [3.0, 4.0]
    assert estimates.where(group="b", year="x").values.tolist() == [3.0]


def test_where_an_unknown_level():
    with pytest.raises(UsageError, match=r"'year' has no level 'z'\. Its levels are: x, y"):
        crossed([1.0, 2.0, 3.0, 4.0], np.eye(4)).where(year="z")


def test_parts_of_different_lengths():
    with pytest.raises(SpreadError, match="2 values and 1 labels"):
        Estimates([1.0, 2.0], labels=(Label(measure="mean"),))


def test_source_of_another_size():
    with pytest.raises(SpreadError, match="and 2 in the source"):
        Estimates([1.0], sources=grouped([1.0, 2.0], np.eye(2)).sources, labels=(Label(measure="mean"),))


def test_repr_is_a_short_table():
    lines = repr(grouped([1.0, 2.0], np.eye(2))).splitlines()
    assert lines == [
        "Estimates of 2:",
        "  mean income (group a): 1, se 1",
        "  mean income (group b): 2, se 1",
    ]


def test_matrix_with_stored_zeros_is_left_as_it_was():
    matrix = sparse.csr_array((np.array([1.0, 0.0]), (np.array([0, 0]), np.array([0, 1]))), shape=(1, 2))
    first = grouped([1.0, np.nan], np.eye(2)).linear(matrix, [Label(measure="first")])
    assert first.values.tolist() == [1.0]
    assert matrix.nnz == 2
