"""Limits of regions hold for every rule, and the sharing within them stays the best there is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.errors import DueRegardError
from dueregard.options.allocation import Pace, Places, Regions, allocate, places_of
from dueregard.options.allocation.curves import curves_of
from dueregard.options.allocation.limits import Limit
from tests.options.allocation.making import declared, ratio, some_places


@given(places=some_places(), more=st.floats(0.97, 1.08), odd=st.booleans())
def test_regions_keep_to_their_limits_and_prices_say_why(places: Places, more: float, odd: bool) -> None:
    assert places.current is not None
    labels = [("odd" if number % 2 else "even") if odd else str(number // 2) for number in range(len(places))]
    regions = Regions.of(labels, floor=ratio("floor", 0.95), cap=ratio("cap", 1.1))
    budget = more * float(places.current.sum())
    response = declared()
    found = allocate(
        places,
        budget=budget,
        floor=ratio("floor", 0.5),
        regions=regions,
        response=response,
        pace=Pace(yearly=0.3),
        aversion=1.0,
    )
    now = regions.totals(places.current)
    curves = curves_of(response, places=places, better="higher", flat=places.population)
    for name, shared in found.rules.items():
        totals = regions.totals(shared.amounts)
        assert shared.amounts.sum() == pytest.approx(budget, rel=1e-9), name
        assert (totals >= 0.95 * now * (1 - 1e-9)).all()
        assert (totals <= 1.1 * now * (1 + 1e-9)).all()
    amounts = found.rules["atkinson"].amounts
    worth = places.population / amounts / curves.outcome(amounts)
    free = amounts > 0.5 * places.current * (1 + 1e-9)
    prices, totals = [], regions.totals(amounts)
    for region in range(len(now)):
        own = free & (regions.member == region)
        if own.any():
            assert worth[own].max() == pytest.approx(worth[own].min(), rel=1e-6)
            prices.append((float(worth[own].mean()), totals[region] / now[region]))
    # One price for regions between their limits; higher at caps, lower at floors.
    inner = [price for price, share in prices if 0.95 + 1e-7 < share < 1.1 - 1e-7]
    at_cap = [price for price, share in prices if share >= 1.1 - 1e-7]
    at_floor = [price for price, share in prices if share <= 0.95 + 1e-7]
    slack = 1 + 1e-6
    assert max(inner, default=0.0) <= min(inner, default=np.inf) * slack
    assert max(inner + at_floor, default=0.0) <= min(inner + at_cap, default=np.inf) * slack


def test_limits_of_regions_and_places_that_clash_are_named() -> None:
    places = places_of(["A", "B", "C"], population=[1, 1, 1], current=[100, 100, 100])
    caps = Limit(side="cap", basis="amount", values=np.array([50.0, 50.0, np.nan]))
    low = Regions.of(["N", "N", "S"], floor=ratio("floor", 1.05))
    with pytest.raises(DueRegardError, match=r"floor is above what the caps of its places.*so in N\."):
        allocate(places, budget=330, cap=caps, regions=low)
    held = Regions.of(["N", "N", "S"], floor=ratio("floor", 1.2))
    with pytest.raises(DueRegardError, match="floors of N and S add up to 360, above the budget of 300"):
        allocate(places, budget=300, regions=held)
    capped = Regions.of(["N", "N", "S"], cap=ratio("cap", 1.2))
    floors = Limit(side="floor", basis="amount", values=np.array([150.0, 120.0, np.nan]))
    with pytest.raises(DueRegardError, match="cap is below the floors of its places"):
        allocate(places, budget=300, floor=floors, regions=capped)


def test_what_a_capped_region_gives_up_goes_to_the_others() -> None:
    places = places_of(["A", "B", "C"], population=[1, 1, 1], need=[4, 2, 2], current=[100, 100, 100])
    regions = Regions.of(["N", "N", "S"], cap=ratio("cap", 1.05))
    found = allocate(places, budget=315, rules=["need"], regions=regions)
    assert found.rules["need"].amounts == pytest.approx([140, 70, 105])
    assert found.rules["need"].reasons.decided_by == ("region cap",) * 3
