"""What everybody gets alike has no error, however sums were made."""

from __future__ import annotations

from dueregard.consequences.rounding import without_rounding
from dueregard.estimates import Record


def test_an_error_of_arithmetic_is_none_and_a_true_one_stays() -> None:
    by = {"option": "Option"}
    every = [
        Record(measure="mean_change", by=by, estimate=-3.0, se=0.0),
        Record(measure="total_cost", by=by, estimate=-180.0, se=3.4e-7, low=-180.0000007, high=-179.9999993),
        Record(measure="recipients", by=by, estimate=60.0, se=2.5, low=55.0, high=65.0),
        Record(
            measure="gap_change",
            by={**by, "sex": "f"},
            estimate=1e-16,
            se=3.5e-15,
            low=-7e-15,
            high=7e-15,
            contrast="difference",
            verdict="too close to call",
        ),
    ]
    _, cost, recipients, gap = without_rounding(every, ())
    assert (cost.se, cost.low, cost.high) == (0.0, -180.0, -180.0)
    assert recipients == every[2]
    assert (gap.estimate, gap.se, gap.verdict) == (0.0, 0.0, "the same as")
