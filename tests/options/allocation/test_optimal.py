"""Every rule meets the conditions of its optimum, and equals what a solver of linear programmes finds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from dueregard.options.allocation import Places, Response, allocate, places_of
from dueregard.options.allocation.curves import Curves, curves_of
from dueregard.options.allocation.filling import fill
from dueregard.options.allocation.limits import Limit
from tests.options.allocation.making import declared, ratio, some_places

LIMITS: dict[str, Limit] = {"floor": ratio("floor", 0.8), "cap": ratio("cap", 1.4)}
FORMS = [
    ("log", 3.0, "higher"),
    ("linear", 0.4, "higher"),
    ("log", -3.0, "lower"),
    ("linear", -0.01, "lower"),
]


def _marginal(curves: Curves, places: Places, amounts: Any, aversion: float) -> Any:
    """What a further pound adds to the sum that the rule makes largest."""
    rate = abs(curves.k) / (amounts if curves.form == "log" else curves.scale)
    sign = -aversion if curves.better == "higher" else aversion
    return places.population * curves.outcome(amounts) ** sign * rate


def _assert_kkt(marginal: Any, amounts: Any, low: Any, high: Any) -> None:
    """One price: free places are at it, those at floors below, those at caps above."""
    at_low, at_high = amounts <= low * (1 + 1e-9), amounts >= high * (1 - 1e-9)
    free = ~at_low & ~at_high
    dearest = marginal[at_low | free].max(initial=0.0)
    cheapest = marginal[at_high | free].min(initial=np.inf)
    assert dearest <= cheapest * (1 + 1e-7)
    if free.any():
        assert marginal[free].max() <= marginal[free].min() * (1 + 1e-7)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("aversion", [0.0, 0.5, 1.0, 4.0])
@given(places=some_places(), more=st.floats(0.85, 1.35))
@settings(max_examples=8)
def test_atkinson_meets_its_conditions(
    places: Places, more: float, form: tuple[str, float, Any], aversion: float
) -> None:
    assert places.current is not None
    budget = more * float(places.current.sum())
    name, k, better = form
    response = declared(name, k)
    found = allocate(
        places,
        budget=budget,
        rules=["atkinson"],
        response=response,
        better=better,
        aversion=aversion,
        **LIMITS,  # type: ignore[arg-type]
    )
    amounts = found.rules["atkinson"].amounts
    curves = curves_of(response, places=places, better=better, flat=places.population)
    if (curves.outcome(amounts) > 0).all():
        marginal = _marginal(curves, places, amounts, aversion)
        _assert_kkt(marginal, amounts, 0.8 * places.current, 1.4 * places.current)
    assert amounts.sum() == pytest.approx(budget, rel=1e-12)


@given(places=some_places(), more=st.floats(0.85, 1.35))
def test_leximin_brings_every_place_to_one_level_or_to_its_limit(places: Places, more: float) -> None:
    assert places.current is not None
    budget = more * float(places.current.sum())
    response = declared()
    found = allocate(places, budget=budget, rules=["leximin"], response=response, **LIMITS)  # type: ignore[arg-type]
    amounts = found.rules["leximin"].amounts
    outcomes = curves_of(response, places=places, better="higher", flat=places.population).outcome(amounts)
    _assert_kkt(np.exp(-outcomes), amounts, 0.8 * places.current, 1.4 * places.current)


def _leximin_by_programmes(places: Places, response: Response, budget: float, low: Any, high: Any) -> Any:
    """Raise the worst by a linear programme, fix those who cannot rise, and go on."""
    curves = curves_of(response, places=places, better="higher", flat=places.population)
    n, rise = len(places), curves.k / curves.scale
    level: dict[int, float] = {}
    while len(level) < n:
        free = [place for place in range(n) if place not in level]
        rows, sides = [], []
        for place in range(n):
            row = np.zeros(n + 1)
            row[place] = -rise[place]
            row[n] = 1.0 if place in free else 0.0
            rows.append(row)
            sides.append(curves.base[place] - level.get(place, 0.0))
        total = [*([1.0] * n), 0.0]
        bounds = [*zip(low, high, strict=True), (None, None)]

        def solve(cost: Any) -> Any:
            return linprog(cost, A_ub=rows, b_ub=sides, A_eq=[total], b_eq=[budget], bounds=bounds)  # noqa: B023

        best = solve(np.array([*([0.0] * n), -1.0])).x[n]
        stuck = []
        for place in free:
            fixed = [*bounds[:n], (best - 1e-9, best - 1e-9)]
            cost = np.zeros(n + 1)
            cost[place] = -rise[place]
            ended = linprog(cost, A_ub=rows, b_ub=sides, A_eq=[total], b_eq=[budget], bounds=fixed)
            if curves.base[place] + rise[place] * ended.x[place] <= best + 1e-6:
                stuck.append(place)
        assert stuck
        level |= dict.fromkeys(stuck, best - 1e-9)
    return np.array([level[place] for place in range(n)])


@given(places=some_places())
@settings(max_examples=6)
def test_leximin_equals_a_sequence_of_linear_programmes(places: Places) -> None:
    assert places.current is not None
    response = declared("linear", 0.4)
    budget = 1.05 * float(places.current.sum())
    low, high = 0.8 * places.current, 1.4 * places.current
    found = allocate(places, budget=budget, rules=["leximin"], response=response, **LIMITS)  # type: ignore[arg-type]
    effects = found.rules["leximin"].effects
    assert effects is not None
    expected = _leximin_by_programmes(places, response, budget, low, high)
    assert np.sort(effects.outcomes) == pytest.approx(np.sort(expected), abs=1e-4)


@given(places=some_places(), more=st.floats(0.85, 1.35))
def test_the_worst_the_mean_and_what_lies_between(places: Places, more: float) -> None:
    assert places.current is not None
    budget = more * float(places.current.sum())
    found = allocate(places, budget=budget, response=declared(), aversion=2.0, **LIMITS)  # type: ignore[arg-type]
    effects = {name: shared.effects for name, shared in found.rules.items()}
    worst = {name: each.worst.value for name, each in effects.items() if each is not None}
    mean = {name: each.mean.value for name, each in effects.items() if each is not None}
    equal = {name: each.equivalent for name, each in effects.items() if each is not None}
    assert max(worst.values()) <= worst["leximin"] + 1e-9
    assert max(mean.values()) <= mean["utilitarian"] + 1e-9
    assert max(equal.values()) <= equal["atkinson"] + 1e-9
    assert worst["utilitarian"] <= worst["atkinson"] + 1e-9 <= worst["leximin"] + 2e-9
    assert mean["leximin"] <= mean["atkinson"] + 1e-9 <= mean["utilitarian"] + 2e-9
    assert found.rules["utilitarian"].price == 0
    assert all(shared.price is not None and shared.price >= 0 for shared in found.rules.values())


def test_a_large_aversion_comes_to_leximin() -> None:
    places = places_of(["A", "B", "C"], population=[5, 1, 3], current=[50, 10, 30], outcome=[60, 70, 80])
    found = allocate(places, budget=120, response=declared("linear", 1.0), aversion=500, rules=["atkinson"])
    lexical = allocate(places, budget=120, response=declared("linear", 1.0), rules=["leximin"])
    assert found.rules["atkinson"].amounts == pytest.approx(lexical.rules["leximin"].amounts, abs=1.0)


@given(
    rows=st.lists(
        st.tuples(st.floats(0, 50), st.floats(0, 50), st.floats(0.01, 9), st.floats(-9, 9)),
        min_size=1,
        max_size=8,
    ),
    at=st.floats(0, 1),
)
def test_filling_is_one_line_clipped(rows: list[tuple[float, ...]], at: float) -> None:
    low, width, slope, start = (np.array(each) for each in zip(*rows, strict=True))
    high = low + width
    budget = float(low.sum() + at * width.sum())
    amounts = fill(budget, slope=slope, low=low, high=high, start=start) if budget > 0 else low
    assert amounts.sum() == pytest.approx(budget, rel=1e-9)
    assert (amounts >= low).all()
    assert (amounts <= high).all()
    inner = (amounts > low + 1e-9 * (1 + low)) & (amounts < high - 1e-9 * (1 + high))
    t = (amounts - start) / slope
    if inner.any():
        level = t[inner].mean()
        assert t[inner] == pytest.approx(level, rel=1e-6, abs=1e-6)
        assert amounts == pytest.approx(np.clip(start + slope * level, low, high), rel=1e-6, abs=1e-6)
