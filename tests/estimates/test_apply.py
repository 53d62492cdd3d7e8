"""Functions of estimates."""

import numpy as np
import pytest

from dueregard.errors import UsageError
from dueregard.estimates import Estimates, Label, Replicates
from tests.estimates.build import grouped

MATRIX = np.array([[4.0, 1.0], [1.0, 9.0]])


def test_delta_method():
    product = grouped([10.0, 20.0], MATRIX).apply(lambda t: t[0] * t[1])
    assert product.values[0] == 200.0
    assert product.se[0] ** 2 == pytest.approx(20**2 * 4 + 10**2 * 9 + 2 * 20 * 10 * 1)


def test_users_gradient_is_checked():
    with pytest.raises(UsageError, match="does not belong to the function"):
        grouped([10.0, 20.0], MATRIX).apply(lambda t: t[0] * t[1], gradient=lambda t: t)


def test_replicates_are_transformed_one_by_one():
    values = np.array([[1.0, 2.0], [3.0, 2.0]])
    source = Replicates(identity="r", values=values, full=np.array([2.0, 2.0]), scale=1.0)
    estimates = Estimates([2.0, 2.0], sources=(source,), labels=(Label(measure="a"), Label(measure="b")))
    assert estimates.apply(lambda t: t[0] ** 2 / t[1]).se[0] ** 2 == pytest.approx(
        (0.5 - 2.5) ** 2 + (4.5 - 2.5) ** 2
    )


def test_results_are_named_after_the_function_unless_labelled():
    estimates = grouped([10.0, 20.0], MATRIX)
    assert estimates.apply(np.sum).labels[0].measure == "sum"
    assert [label.parameters for label in estimates.apply(np.sqrt).labels] == [{"result": 0}, {"result": 1}]
    assert estimates.apply(np.sum, labels=[Label(measure="all")]).labels[0].measure == "all"


def test_each_result_needs_a_label():
    with pytest.raises(UsageError, match="2 results and 1 labels"):
        grouped([10.0, 20.0], MATRIX).apply(np.sqrt, labels=[Label(measure="all")])


def test_result_that_rests_on_an_absent_value():
    estimates = grouped([10.0, np.nan], MATRIX, reasons=(None, "nobody in the group"))
    first, both = estimates.apply(lambda t: np.array([2 * t[0], t[0] + t[1]])).to_dicts()
    assert (first["estimate"], first["status"]) == (20.0, "ok")
    assert (both["estimate"], both["status"], both["reason"]) == (
        None,
        "not_estimable",
        "nobody in the group",
    )


def test_support_is_that_of_the_values_it_rests_on():
    estimates = grouped([10.0, 20.0], MATRIX)
    assert estimates.apply(lambda t: np.array([t[0], t[0] + t[1]])).supports[0].n == 100
    assert estimates.apply(lambda t: np.array([t[0], t[0] + t[1]])).supports[1].n == 200
