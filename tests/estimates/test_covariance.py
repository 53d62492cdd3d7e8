"""A covariance alone: values of one call go together, those of two calls do not."""

import numpy as np
import pytest
from scipy import sparse

from dueregard.errors import SpreadError
from dueregard.estimates import Covariance, Label, concatenate
from tests.estimates.build import grouped

MATRIX = np.array([[4.0, 1.0], [1.0, 9.0]])


def test_parts_of_one_call_keep_their_covariance():
    whole = grouped([1.0, 2.0], MATRIX)
    again = concatenate(whole[1], whole[0])
    assert again.covariance() == pytest.approx(MATRIX[::-1, ::-1])


def test_two_calls_about_the_same_people():
    with pytest.raises(SpreadError, match="Ask for all of them in one call"):
        concatenate(grouped([1.0, 2.0], MATRIX), grouped([1.0, 2.0], MATRIX))


def test_two_surveys_are_independent():
    both = concatenate(grouped([1.0, 2.0], MATRIX), grouped([1.0, 2.0], MATRIX, identity="other"))
    assert both.covariance()[:2, 2:] == pytest.approx(np.zeros((2, 2)))


def test_linear_combination():
    total = grouped([1.0, 2.0], MATRIX).linear(np.array([[1.0, 1.0]]), [Label(measure="sum")])
    assert total.values[0] == 3.0
    assert total.se[0] == pytest.approx(np.sqrt(4 + 9 + 2))


@pytest.mark.parametrize("matrix", [np.ones((2, 3)), np.array([[1.0, 0.5], [0.4, 1.0]])])
def test_matrix_that_is_no_covariance(matrix):
    with pytest.raises(SpreadError, match="square and symmetric"):
        Covariance(identity="survey", matrix=matrix)


def test_a_combination_has_the_fewest_degrees_of_freedom_of_its_values():
    source = Covariance(identity="survey", matrix=MATRIX, df=np.array([30.0, 8.0]))
    difference = source.linear(sparse.csr_array([[1.0, 1.0, 0.0], [-1.0, 0.0, 0.0]]))
    assert difference.df.tolist() == [8.0, 30.0, np.inf]
    assert difference.select(np.array([1])).df.tolist() == [30.0]
    assert source.append(source.select(np.array([1]))).df.tolist() == [30.0, 8.0, 8.0]
    assert source.constant(np.array([5.0])).df.tolist() == [np.inf]
