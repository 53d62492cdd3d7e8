"""Damping: shares move no faster than the pace, and arrive."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.errors import DueRegardError, UsageError
from dueregard.options.allocation import Pace, Places, allocate, places_of
from dueregard.options.allocation.limits import Limit
from tests.options.allocation.making import declared, ratio, some_places

PACE = Pace(yearly=0.1)


def _two(**more: list[float]) -> Places:
    return places_of(["A", "B"], population=[1, 1], need=[3, 2], current=[100, 100], **more)


@given(places=some_places(), yearly=st.floats(0.05, 0.5), growth=st.floats(-0.05, 0.1))
def test_no_share_moves_faster_than_the_pace_and_all_arrive(
    places: Places, yearly: float, growth: float
) -> None:
    assert places.current is not None
    found = allocate(places, budget=1000.0, rules=["damped"], pace=Pace(yearly=yearly, growth=growth))
    path = found.path
    assert path is not None
    assert path.amounts[0] == pytest.approx(found.rules["damped"].amounts)
    before = places.current / places.current.sum()
    for year, amounts in enumerate(path.amounts):
        assert amounts.sum() == pytest.approx(1000.0 * (1 + growth) ** year, rel=1e-9)
        share = amounts / amounts.sum()
        assert (share <= before * (1 + yearly) * (1 + 1e-9)).all()
        assert (share >= before * (1 - yearly) * (1 - 1e-9)).all()
        before = share
    if path.all_there is not None:
        assert path.amounts[-1] / path.amounts[-1].sum() == pytest.approx(found.target / 1000.0, rel=2e-3)
        assert path.all_there == len(path.amounts)
    else:
        assert path.stopped == "it would take more than 100 years"


def test_the_years_are_counted_by_hand() -> None:
    # 120 to 80: 110 after one year, then 120 needs 9.1% more, within the pace.
    found = allocate(_two(), budget=200.0, pace=PACE)
    assert found.path is not None
    assert found.path.amounts.round(9).tolist() == [[110.0, 90.0], [119.0, 81.0], [120.0, 80.0]]
    assert found.path.years.tolist() == [3, 3]


def test_floors_that_freeze_shares_are_said_to() -> None:
    found = allocate(_two(), budget=200.0, floor=ratio("floor", 1.0), pace=PACE)
    assert found.rules["damped"].amounts == pytest.approx([100, 100])
    assert found.path is not None
    assert found.path.all_there is None
    assert found.path.stopped == "floors or caps keep shares where they are"


def test_a_growing_budget_frees_what_floors_hold() -> None:
    pace = Pace(yearly=0.1, growth=0.02)
    found = allocate(_two(), budget=204.0, floor=ratio("floor", 1.0), pace=pace)
    assert found.path is not None
    assert found.path.all_there is not None


def test_floors_that_ask_for_faster_change_name_the_pace_that_works() -> None:
    floor = Limit(side="floor", basis="amount", values=np.array([150.0, np.nan]))
    cap = Limit(side="cap", basis="amount", values=np.array([np.nan, 60.0]))
    with pytest.raises(DueRegardError, match=r"infeasible at a pace of 0.1.*least pace.* 0.5"):
        allocate(_two(), budget=200.0, rules=["damped"], floor=floor, cap=cap, pace=PACE)
    found = allocate(_two(), budget=200.0, floor=floor, pace=Pace(yearly=0.5))
    assert found.rules["damped"].amounts == pytest.approx([150, 50])


@pytest.mark.parametrize("numbers", [{"yearly": 0.0}, {"yearly": 2.0}, {"yearly": 0.1, "growth": 3.0}])
def test_a_pace_that_is_none_is_refused(numbers: dict[str, float]) -> None:
    with pytest.raises(UsageError, match=r"pace|growth"):
        Pace(**numbers)


def test_years_to_an_outcome_come_from_the_declared_effect() -> None:
    places = _two(outcome=[70, 80])
    found = allocate(places, budget=200.0, pace=PACE, response=declared(k=10.0, se=2.0), goal=71.5)
    assert found.goals is not None
    # 70 + 10 ln 1.1 = 70.95, then 71.74; at k = 13.92 also only then, at 6.08 never.
    assert found.goals.years.tolist() == [2, 0]
    assert found.goals.soonest.tolist() == [2, 0]
    assert found.goals.latest.tolist() == [-1, 0]


def test_where_lower_is_better_a_stronger_effect_still_comes_sooner() -> None:
    places = _two(outcome=[30, 20])
    response = declared(k=-10.0, se=2.0)
    found = allocate(places, budget=200.0, pace=PACE, response=response, better="lower", goal=28.5)
    assert found.goals is not None
    assert found.goals.years.tolist() == [2, 0]
    assert found.goals.soonest.tolist() == [2, 0]
    assert found.goals.latest.tolist() == [-1, 0]
