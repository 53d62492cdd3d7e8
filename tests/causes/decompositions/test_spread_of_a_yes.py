"""Standard errors of a yes/no outcome: its spread goes with its mean, so that the textbook's do not hold."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.causes.decompositions import decompose
from dueregard.people import read_people

SIZE = 600
RANDOM = np.random.default_rng(3)
X = RANDOM.integers(0, 2, SIZE)
GROUP = RANDOM.integers(0, 2, SIZE)
TABLE = {
    "ill": np.where(RANDOM.random(SIZE) < 0.05 + 0.5 * X * GROUP, "yes", "no"),
    "pay": RANDOM.normal(size=SIZE) + X,
    "x": X,
    "group": np.array(["a", "b"])[GROUP],
}


def method(outcome: str) -> tuple[str, float]:
    found = decompose(
        read_people(TABLE),
        outcome=outcome,
        group="group",
        reference="a",
        covariates=("x",),
        method="threefold",
    )
    return str(found.records()[-1].method), found.se("coefficients", variable="x")


def test_a_yes_has_errors_that_need_no_equal_spread() -> None:
    told, se = method("ill == 'yes'")
    assert "linearised" in told
    ill = TABLE["ill"] == "yes"
    slopes, variances = [], []
    for at in (0, 1):
        shares = [ill[(at == GROUP) & (x == X)].mean() for x in (0, 1)]
        sizes = [((at == GROUP) & (x == X)).sum() for x in (0, 1)]
        slopes.append(shares[1] - shares[0])
        variances.append(sum(p * (1 - p) / n for p, n in zip(shares, sizes, strict=True)))
    other = X[GROUP == 1]
    of_mean, of_slope = other.var() / len(other), sum(variances)
    by_hand = other.mean() ** 2 * of_slope + (slopes[0] - slopes[1]) ** 2 * of_mean + of_mean * of_slope
    assert se == pytest.approx(np.sqrt(by_hand), rel=0.01)


def test_pay_has_the_textbooks() -> None:
    assert "textbook" in method("pay")[0]
