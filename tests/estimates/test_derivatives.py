"""Gradients: exact where possible, never silently wrong."""

import numpy as np
import pytest

from dueregard.errors import UsageError
from dueregard.estimates.derivatives import checked_gradient, jacobian


def test_complex_step_is_exact():
    slopes = jacobian(lambda t: np.exp(t[0]) * t[1] ** 3, np.array([0.3, 2.0]))
    assert slopes[0] == pytest.approx([8 * np.exp(0.3), 12 * np.exp(0.3)], rel=1e-14)


@pytest.mark.parametrize(
    "function",
    [
        pytest.param(lambda t: np.abs(t[0]) + t[1], id="loses the imaginary part"),
        pytest.param(lambda t: -float(t[0]) + t[1], id="takes real numbers only"),
        pytest.param(lambda t: max(-t[0], t[0]) + t[1], id="compares"),
    ],
)
def test_functions_that_break_the_complex_step(function):
    assert jacobian(function, np.array([-2.0, 5.0]))[0] == pytest.approx([-1.0, 1.0], rel=1e-7)


def test_small_slope_of_a_large_value_is_not_lost():
    slopes = jacobian(lambda t: 1e-6 * np.abs(t[0]) + t[1], np.array([2e6, 1.0]))
    assert slopes[0] == pytest.approx([1e-6, 1.0], rel=1e-6)


def test_value_of_zero_uses_its_standard_error_as_step():
    slopes = jacobian(lambda t: np.abs(t + 1e-3), np.array([0.0]), spread=np.array([1e-4]))
    assert slopes[0, 0] == pytest.approx(1.0, rel=1e-6)


def test_several_results():
    assert jacobian(lambda t: np.array([t.sum(), t[0] - t[1]]), np.ones(2)) == pytest.approx(
        np.array([[1, 1], [1, -1]])
    )


def test_right_gradient_is_used_as_given():
    slopes = checked_gradient(lambda t: 2 * t, lambda t: t @ t, np.array([1.0, 3.0]))
    assert slopes[0].tolist() == [2.0, 6.0]


def test_wrong_gradient_is_named():
    with pytest.raises(UsageError, match="Result 0 has slope 3 in value 1 by the gradient, 6 by finite"):
        checked_gradient(lambda t: np.array([2 * t[0], t[1]]), lambda t: t @ t, np.array([1.0, 3.0]))


def test_gradient_of_another_shape():
    with pytest.raises(UsageError, match="wrong shape"):
        checked_gradient(lambda t: t[:1], lambda t: t @ t, np.array([1.0, 3.0]))


def test_value_that_is_not_there_spoils_only_what_uses_it():
    def function(t):
        return np.array([2 * np.abs(t[0]), t[0] + t[1]])

    slopes = jacobian(function, np.array([3.0, np.nan]))
    assert slopes[0] == pytest.approx([2.0, 0.0])
    assert slopes[1, 1] != 0
