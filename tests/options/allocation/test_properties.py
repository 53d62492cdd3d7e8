"""What must not change who gets what: order, copies, units of money; and what every rule keeps to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.options.allocation import RULES, Allocation, Pace, Places, allocate, places_of
from tests.options.allocation.making import declared, ratio, shuffled, some_places, twice

RULE_NAMES = tuple(RULES)


def _all_rules(places: Places, *, more: float = 1.1) -> Allocation:
    """Every rule, between 80% and 140% of what places have now."""
    assert places.current is not None
    return allocate(
        places,
        budget=more * float(places.current.sum()),
        floor=ratio("floor", 0.8),
        cap=ratio("cap", 1.4),
        pace=Pace(yearly=0.05),
        response=declared(),
        aversion=2.0,
    )


@given(places=some_places(), more=st.floats(0.9, 1.3))
def test_the_budget_is_spent_and_limits_hold(places: Places, more: float) -> None:
    assert places.current is not None
    found = _all_rules(places, more=more)
    assert tuple(found.rules) == RULE_NAMES
    for shared in found.rules.values():
        assert shared.amounts.sum() == pytest.approx(found.budget, rel=1e-12)
        assert (shared.amounts >= 0.8 * places.current * (1 - 1e-12)).all()
        assert (shared.amounts <= 1.4 * places.current * (1 + 1e-12)).all()


@given(places=some_places(), seed=st.integers(0, 99))
def test_the_order_of_places_makes_no_difference(places: Places, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(places))
    found, other = _all_rules(places), _all_rules(shuffled(places, order))
    for name in RULE_NAMES:
        assert other.rules[name].amounts == pytest.approx(found.rules[name].amounts[order], rel=1e-9)


@given(places=some_places())
def test_copies_of_all_places_with_twice_the_money_get_the_same(places: Places) -> None:
    found, other = _all_rules(places), _all_rules(twice(places))
    for name in RULE_NAMES:
        once = found.rules[name].amounts
        assert other.rules[name].amounts == pytest.approx(np.concatenate([once, once]), rel=1e-9)


@given(places=some_places())
def test_pence_and_pounds_give_the_same_shares(places: Places) -> None:
    assert places.current is not None
    in_pence = places_of(
        places.names,
        population=places.population,
        need=places.need,
        current=100 * places.current,
        outcome=places.outcome,
    )
    found, other = _all_rules(places), _all_rules(in_pence)
    for name in RULE_NAMES:
        assert other.rules[name].amounts == pytest.approx(100 * found.rules[name].amounts, rel=1e-9)


@given(places=some_places())
def test_the_scale_of_need_makes_no_difference(places: Places) -> None:
    assert places.need is not None
    other = places_of(places.names, population=places.population, need=7 * places.need)
    found = [allocate(each, budget=1000.0).rules["need"].amounts for each in (places, other)]
    assert found[0] == pytest.approx(found[1], rel=1e-12)
