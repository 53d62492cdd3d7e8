"""A group that lies in one sampling unit has no standard error, and is not compared as if it had."""

from __future__ import annotations

import numpy as np

from dueregard.estimates import Estimates, Label, SamplePlan, Scores, Support, records


def _estimates(*, units: int = 1, n: int = 20) -> Estimates:
    # Residuals of the first group add up to zero in the only unit that holds it.
    scores = np.array([[0.0, -0.5], [0.0, 0.3], [0.0, 0.2]])
    return Estimates(
        [0.35, 0.49],
        sources=(Scores(identity="survey", units=scores, plan=SamplePlan.simple(3)),),
        labels=tuple(Label(measure="mean", by={"ward": ward}) for ward in ("Harbour", "Hill")),
        supports=(Support(n=n, n_effective=n, units=units), Support(n=60, n_effective=60, units=2)),
    )


def test_its_record_has_a_value_without_an_interval() -> None:
    harbour, _ = records(_estimates())
    assert (harbour.estimate, harbour.se, harbour.low, harbour.status) == (0.35, None, None, "approximate")
    assert harbour.reason == "no standard error: everybody in one group comes from one sampling unit"


def test_it_is_not_compared() -> None:
    [gap] = records(_estimates().difference("ward", reference="Hill"))
    assert gap.verdict == "not estimable: everybody in one group comes from one sampling unit"
    assert gap.estimate is None


def test_one_person_is_too_few() -> None:
    [gap] = records(_estimates(n=1).difference("ward", reference="Hill"))
    assert gap.verdict == "not estimable: too few people"


def test_no_variation_between_two_units_is_a_finding() -> None:
    harbour, _ = records(_estimates(units=2))
    assert (harbour.se, harbour.low, harbour.high) == (0.0, 0.35, 0.35)
