"""A covariance kept by its root does what a covariance does."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from dueregard.errors import SpreadError
from dueregard.estimates import Covariance, Estimates, Label, Roots, concatenate

PARTS = np.array([[2.0, 1.0, 0.0], [0.0, 1.5, 0.5], [0.0, 0.0, 1.0]])
SHARED = np.array([[0.5, -0.5, 0.25]])
MATRIX = PARTS.T @ PARTS - SHARED.T @ SHARED


def roots() -> Roots:
    return Roots(identity="survey", parts=PARTS, shared=SHARED, df=10)


def test_it_is_its_covariance_through_every_step() -> None:
    ours, known = roots(), Covariance(identity="survey", matrix=MATRIX, df=10)
    combination = sparse.csr_array([[1.0, 0.0], [-1.0, 2.0], [0.0, 1.0]])
    for mine, theirs in (
        (ours, known),
        (ours.linear(combination), known.linear(combination)),
        (ours.select(np.array([2, 0])), known.select(np.array([2, 0]))),
        (ours.append(ours.constant(np.zeros(1))), known.append(known.constant(np.zeros(1)))),
    ):
        np.testing.assert_allclose(mine.covariance(), theirs.covariance(), atol=1e-14)
        np.testing.assert_allclose(mine.variances(), theirs.variances(), atol=1e-14)
        assert mine.size == theirs.size


def test_the_difference_of_nearly_equal_values_loses_no_digits() -> None:
    close = Roots(identity="survey", parts=np.array([[1e6, 1e6], [0.0, 1e-6]]))
    assert close.linear(sparse.csr_array([[-1.0], [1.0]])).variances()[0] == pytest.approx(1e-12, rel=1e-12)


def test_values_of_two_calls_are_not_joined() -> None:
    one, two = (
        Estimates(
            [1.0], sources=(Roots.independent(np.ones(1), identity="survey"),), labels=(Label(measure="a"),)
        )
        for _ in range(2)
    )
    with pytest.raises(SpreadError):
        concatenate(one, two)
    with pytest.raises(SpreadError):
        Roots(identity="survey", parts=PARTS, shared=np.zeros((1, 2)))
