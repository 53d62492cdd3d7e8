"""Outcomes after an allocation: the gap, what is closed of it, and the interval of the declared effect."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from dueregard.options.allocation import Places, allocate, places_of
from dueregard.options.allocation.curves import curves_of
from dueregard.options.allocation.effects import fifth_contrast
from tests.options.allocation.making import declared, ratio, some_places


def _places(**changed: list[float]) -> Places:
    columns: dict[str, list[float]] = {
        "population": [20, 60, 20],
        "need": [3, 1, 1],
        "current": [200, 600, 200],
        "outcome": [70, 75, 80],
    }
    return places_of(["A", "B", "C"], **(columns | changed))  # type: ignore[arg-type]


def test_a_gap_is_closed_by_hand() -> None:
    found = allocate(_places(), budget=1400.0, rules=["need"], response=declared(k=5.0, se=1.0))
    effects = found.rules["need"].effects
    assert effects is not None
    # By need 600, 600 and 200: A has three times its money, B and C what they had.
    assert effects.outcomes == pytest.approx([70 + 5 * np.log(3), 75, 80])
    assert effects.gap.value == pytest.approx(10 - 5 * np.log(3))
    closed = effects.gap_closed
    assert closed.value == pytest.approx(0.5 * np.log(3))
    assert closed.se == pytest.approx(0.1 * np.log(3))
    assert closed.high - closed.low == pytest.approx(2 * 1.959964 * closed.se, rel=1e-6)
    assert effects.mean.value == pytest.approx(0.2 * 70 + 0.6 * 75 + 0.2 * 80 + np.log(3))
    assert effects.worst_place == "B"


@given(places=some_places())
def test_the_interval_is_that_of_draws_of_the_effect(places: Places) -> None:
    response = declared(k=3.0, se=0.5)
    found = allocate(places, budget=4000.0, rules=["need"], response=response)
    shared = found.rules["need"]
    assert shared.effects is not None
    curves = curves_of(response, places=places, better="higher", flat=places.population)
    contrast = fifth_contrast(places)
    ends = [float(contrast @ curves.outcome(shared.amounts, k=3.0 + side * 0.5)) for side in (-1, 1)]
    assert abs(ends[1] - ends[0]) == pytest.approx(2 * shared.effects.gap.se, rel=1e-6, abs=1e-9)


def test_the_fifths_share_a_place_that_lies_across_their_edge() -> None:
    contrast = fifth_contrast(_places(population=[10.0, 80.0, 10.0]))
    assert contrast == pytest.approx([-0.5, 0.0, 0.5])
    tied = fifth_contrast(_places(population=[10.0, 30.0, 60.0], outcome=[70.0, 70.0, 80.0]))
    assert tied == pytest.approx([-0.25, -0.75, 1.0])


def test_lower_is_better_closes_the_same_gap() -> None:
    up = allocate(_places(), budget=1400.0, rules=["need"], response=declared(k=5.0))
    mirrored = _places(outcome=[30.0, 25.0, 20.0])
    down = allocate(mirrored, budget=1400.0, rules=["need"], response=declared(k=-5.0), better="lower")
    one, other = up.rules["need"].effects, down.rules["need"].effects
    assert one is not None
    assert other is not None
    assert one.gap_closed.value == pytest.approx(other.gap_closed.value)
    assert one.worst.value == pytest.approx(100 - other.worst.value)


def test_without_a_response_nothing_is_said_of_outcomes() -> None:
    found = allocate(_places(), budget=1400.0)
    assert found.now is None
    assert all(shared.effects is None and shared.price is None for shared in found.rules.values())
    assert sorted(found.left_out) == ["atkinson", "damped", "leximin", "utilitarian"]


def test_without_present_amounts_outcomes_are_those_at_the_same_a_head() -> None:
    places = places_of(["A", "B"], population=[1, 3], need=[3, 1], outcome=[70, 80])
    found = allocate(places, budget=400.0, response=declared(k=5.0))
    equal, need = found.rules["equal"].effects, found.rules["need"].effects
    assert equal is not None
    assert need is not None
    assert equal.outcomes == pytest.approx([70, 80])
    assert need.outcomes == pytest.approx([70 + 5 * np.log(2), 80 + 5 * np.log(2 / 3)])


def test_how_far_a_sharing_hangs_on_the_effect_is_known() -> None:
    places = _places()
    sure = allocate(places, budget=1400.0, response=declared(k=20.0, se=0.0))
    assert sure.rules["leximin"].hangs == 0
    assert sure.rules["need"].hangs is None
    unsure = allocate(places, budget=1400.0, response=declared(k=20.0, se=5.0))
    hangs = unsure.rules["leximin"].hangs
    assert hangs is not None
    assert 0 < hangs < 1
    nothing = allocate(places, budget=1400.0, response=declared(k=20.0, se=15.0))
    assert nothing.rules["leximin"].hangs == 1


def test_atkinson_is_left_out_where_outcomes_cannot_be_above_zero() -> None:
    places = _places(outcome=[-70.0, 75.0, 80.0])
    cap = ratio("cap", 2.0)
    found = allocate(places, budget=1400.0, response=declared(k=5.0), cap=cap)
    assert "above zero" in found.left_out["atkinson"]
    assert "leximin" in found.rules
    deaths = _places(outcome=[3.0, 2.0, 1.0])
    other = allocate(deaths, budget=1400.0, response=declared(k=-20.0, se=1.0), better="lower")
    assert "would bring them below" in other.left_out["atkinson"]


def test_reasons_name_what_decided() -> None:
    found = allocate(
        _places(),
        budget=1100.0,
        cap=ratio("cap", 1.5),
        floor=ratio("floor", 0.9),
        response=declared(k=5.0),
    )
    assert found.rules["equal"].reasons.decided_by == ("population",) * 3
    assert found.rules["need"].reasons.decided_by == ("cap", "need", "need")
    assert found.rules["leximin"].reasons.decided_by == ("cap", "outcome", "floor")
    assert found.rules["need"].reasons.words[0] == "need 114% above the average, held down by its cap"
