"""Placebo units are the same in every group, so that groups' effects covary as they do by chance."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.consequences.evaluation.synthetic import synthetic_effects
from dueregard.errors import PeopleError
from tests.consequences.evaluation.making import Plain, panel, table


def test_effects_and_placebos_of_one_treated_unit() -> None:
    made = panel(table(treated=1))
    found = synthetic_effects(made, Plain(), "synthetic-did", by_group=True)
    assert found.placebos.shape == (11, 2)
    assert found.overall.values == pytest.approx([-3, -1], abs=0.6)
    assert found.overall.covariance == pytest.approx(np.cov(found.placebos.T, ddof=0))
    by = {(each.measure, each.by.get("sex")): each for each in found.tests}
    # No placebo of eleven is as far out as three.
    assert by["placebo_units_test", "f"].p == pytest.approx(1 / 12)
    assert by["equality_test", None].p == pytest.approx(1 / 12)


def test_several_treated_units_are_placebos_together() -> None:
    made = panel(table(treated=3))
    one = synthetic_effects(made, Plain(), "synthetic-control", by_group=True, seed=3)
    again = synthetic_effects(made, Plain(), "synthetic-control", by_group=True, seed=3)
    assert one.placebos.shape == (200, 2)
    assert (one.placebos == again.placebos).all()
    assert one.overall.reasons[0] is not None


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (table(event=1), "at least 2 periods before the event"),
        (table(units=4, treated=2), "at least 3 units that the event did not reach"),
    ],
)
def test_too_little_is_refused(columns: dict[str, list[object]], said: str) -> None:
    with pytest.raises(PeopleError, match=said):
        synthetic_effects(panel(columns), Plain(), "synthetic-did", by_group=True)


def test_units_without_every_period_are_left_out() -> None:
    made = panel()
    holed = made.only(~((made.unit == 8) & (made.time == 2)))
    assert 8 not in holed.complete().unit
    assert len(np.unique(holed.complete().unit)) == 11
