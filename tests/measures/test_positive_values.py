"""Sums over people with a positive value, whatever becomes of the others."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.engine import evaluate
from dueregard.engine.protocols import one
from dueregard.errors import UsageError
from dueregard.measures.positive_values import Positive, PowerMean, read_nonpositive
from tests.measures.test_generalised_entropy import table_of_people

Y = np.array([0.5, 1.0, 4.0, 0.0, -2.0])


def log_ratio(power: float, people: Positive) -> float:
    form = PowerMean(power=power)
    measure = people.measure(
        "power",
        "y",
        moments=form.moments(people),
        function=lambda totals, _: form.log_ratio(totals),
        parameters={},
        among=None,
        name=None,
        unit=None,
    )
    return float(evaluate(table_of_people(Y), [measure]).values[0])


POWERS = (-1.0, -0.02, 0.03, 0.5, 0.96, 1.04, 2.0, 2.5)
POLICIES = {
    "drop": [0.5, 1.0, 4.0],
    "keep_zeros": [0.5, 1.0, 4.0, 0.0],
    "0.75": [0.75, 1.0, 4.0, 0.75, 0.75],
}


@pytest.mark.parametrize(
    ("policy", "power"),
    [(policy, power) for policy in POLICIES for power in POWERS if power > 0 or policy != "keep_zeros"],
)
def test_power_means_of_every_policy(policy: str, power: float) -> None:
    values = POLICIES[policy]
    known = np.array(values)
    expected = np.log(np.mean(known**power) / np.mean(known) ** power)
    assert log_ratio(power, read_nonpositive(policy, zeros=True)) == pytest.approx(expected, rel=1e-11)


def test_equal_sums_are_the_same_moment() -> None:
    assert read_nonpositive("drop").logarithm() is Positive().logarithm()
    assert read_nonpositive("drop").power(2) is Positive().power(2.0)
    assert read_nonpositive("1").number is one


def test_what_results_show() -> None:
    policies = ("drop", "refuse", "keep_zeros", 3)
    shown = [read_nonpositive(policy, zeros=True).parameters for policy in policies]
    assert shown == [
        {},
        {"nonpositive": "refuse"},
        {"nonpositive": "keep_zeros"},
        {"nonpositive": 3.0},
    ]


@pytest.mark.parametrize("given", ["ignore", 0, -1, "nan"])
def test_other_policies_are_refused(given: object) -> None:
    with pytest.raises(UsageError, match="drop, refuse, or a positive number"):
        read_nonpositive(given)
