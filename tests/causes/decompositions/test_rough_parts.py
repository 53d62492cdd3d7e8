"""Parts whose intervals are rough are said to be: ratios of what may be nought, errors of second order."""

from __future__ import annotations

from typing import Any

import numpy as np

from dueregard.causes.decompositions import decompose
from dueregard.estimates import Record
from dueregard.people import read_people

SIZE = 600
RANDOM = np.random.default_rng(4)
GROUP = RANDOM.integers(0, 2, SIZE)


def records(apart: float, outcome: str, **options: Any) -> dict[tuple[str, str | None], Record]:
    """Groups differ in x by so much."""
    random = np.random.default_rng(6)
    x, z = random.normal(size=SIZE) + apart * GROUP, random.normal(size=SIZE)
    ill = random.random(SIZE) < 1 / (1 + np.exp(-x - 0.1 * z))
    groups, answers = np.array(["a", "b"])[GROUP], np.where(ill, "yes", "no")
    people = read_people({"x": x, "z": z, "ill": answers, "pay": np.exp(x), "g": groups})
    found = decompose(people, outcome=outcome, group="g", reference="a", covariates=("x", "z"), **options)
    return {(str(each.by.get("component")), each.by.get("variable")): each for each in found.records()}


def test_yuns_shares_of_a_sum_that_may_be_nought_are_approximate() -> None:
    close, far = (records(apart, "ill == 'yes'", method="logit") for apart in (0.0, 1.0))
    assert close["explained", "x"].status == "approximate"
    assert "divide by a sum of terms" in str(close["explained", "x"].reason)
    assert close["explained", None].status == "ok"
    assert far["explained", "x"].status == "ok"


def test_what_recentred_influence_misses_has_no_interval() -> None:
    found = records(0.5, "pay", method="rif", quantile=0.5)
    missed = found["approximation_error", None]
    assert missed.estimate is not None
    assert (missed.se, missed.low, missed.high, missed.status) == (None, None, None, "approximate")
    assert found["rif_gap", None].low is not None
