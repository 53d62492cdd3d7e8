"""Answers that are known without a computer, and those of the reference file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dueregard.errors import DueRegardError
from dueregard.options.allocation import Response, allocate, places_of
from dueregard.options.allocation.limits import Limit
from dueregard.options.allocation.welfare import equivalent
from tests.options.allocation.making import ratio

LINE = Response(form="linear", k=1.0, se=0.0, source="assumed")


def _amounts(rule: str, *, budget: float, cap: Any = None, **columns: Any) -> list[float]:
    names = [str(number) for number in range(len(columns["population"]))]
    limit = None if cap is None else Limit(side="cap", basis="amount", values=np.array(cap, float))
    form = columns.pop("response", None)
    aversion = columns.pop("aversion", 1.0)
    places = places_of(names, **columns)
    found = allocate(places, budget=budget, rules=[rule], cap=limit, response=form, aversion=aversion)
    return [round(each, 9) for each in found.rules[rule].amounts.tolist()]


def _equal_per_head(given: dict[str, Any]) -> list[float]:
    return _amounts("equal", budget=given["B"], population=given["pop"])


def _utilitarian_log(given: dict[str, Any]) -> list[float]:
    people = given["pop"]
    response = Response(form="log", k=1.0, se=0.0, source="assumed")
    now = {"current": people, "outcome": [0.0] * len(people)}
    return _amounts("utilitarian", budget=given["B"], population=people, response=response, **now)


def _leximin_with_a_cap(given: dict[str, Any]) -> list[float]:
    ones = [1.0] * len(given["a"])
    cap = [np.nan if each is None else each for each in given["cap"]]
    return _amounts("leximin", budget=given["B"], population=ones, outcome=given["a"], response=LINE, cap=cap)


def _atkinson(given: dict[str, Any]) -> list[float]:
    ones = [1.0] * given["n"]
    zeros = [0.0] * given["n"]
    return _amounts(
        "atkinson", budget=given["B"], population=ones, outcome=zeros, response=LINE, aversion=given["eps"]
    )


CASES: dict[str, Any] = {
    "equal_per_head": (_equal_per_head, {"pop": [100, 300], "B": 400}, [100, 300]),
    "util_log_pop": (_utilitarian_log, {"pop": [100, 300], "B": 800}, [200, 600]),
    "leximin_cap": (
        _leximin_with_a_cap,
        {"a": [0, 10, 20], "cap": [5, None, None], "B": 15},
        [5, 10, 0],
    ),
    "atkinson_log_eps1": (_atkinson, {"eps": 1, "n": 4, "B": 100}, [25, 25, 25, 25]),
}


@pytest.mark.parametrize("name", CASES)
def test_a_small_budget_is_shared_as_by_hand(name: str) -> None:
    solve, given, expected = CASES[name]
    assert solve(given) == expected


@pytest.mark.shared
def test_the_reference_file_is_reproduced(shared: Path) -> None:
    cases = json.loads((shared / "golden" / "policy" / "golden.json").read_text(encoding="utf-8"))
    found = {case["id"]: case for case in cases if case["area"] == "allocation"}
    for name, (solve, _, _) in CASES.items():
        case = found.pop(name)
        assert solve(case["given"]) == pytest.approx(case["expect"]["x"], abs=case["tol"])
    assert list(found) == ["infeasible_floor"]
    for case in cases:
        if case["id"].startswith("ede_atkinson"):
            given = case["given"]
            value = equivalent(
                np.array(given["health"], float),
                weights=np.array(given["w"], float),
                aversion=given["eps"],
                better="higher",
            )
            assert value == pytest.approx(case["expect"]["ede"], abs=case["tol"])


def test_floors_above_the_budget_name_whose_they_are() -> None:
    two = places_of(["North", "South"], population=[1, 1], current=[100, 100])
    with pytest.raises(DueRegardError, match=r"infeasible.*floors of North and South add up to 200.*190"):
        allocate(two, budget=190, floor=ratio("floor", 1.0))


def test_caps_below_the_budget_name_whose_they_are() -> None:
    two = places_of(["North", "South"], population=[1, 1], current=[100, 300])
    with pytest.raises(DueRegardError, match=r"infeasible.*caps of South and North add up to 440.*450"):
        allocate(two, budget=450, cap=ratio("cap", 1.1))


def test_need_twice_as_high_is_twice_the_money_a_head() -> None:
    people, need = [100.0, 300.0], [4.0, 2.0]
    assert _amounts("need", budget=1000, population=people, need=need) == [400.0, 600.0]


def test_the_linear_utilitarian_fills_places_in_the_order_of_what_a_pound_does() -> None:
    per_need = Response(form="linear", k=1.0, se=0.0, source="assumed", per="need")
    columns = {"population": [1, 1, 1], "need": [2, 1, 4], "outcome": [0, 0, 0], "response": per_need}
    assert _amounts("utilitarian", budget=10, cap=[8, 7, 9], **columns) == [3.0, 7.0, 0.0]


def test_where_a_pound_does_the_same_good_everywhere_people_share_it_alike() -> None:
    columns = {"population": [1, 3], "outcome": [60, 90], "response": LINE}
    assert _amounts("utilitarian", budget=40, **columns) == [10.0, 30.0]


@pytest.mark.parametrize(
    ("cap", "expected"), [(None, [0.0, 0.0, 150.0]), ([np.nan, np.nan, 90], [20.0, 40.0, 90.0])]
)
def test_places_without_need_share_by_people_what_caps_leave(cap: Any, expected: list[float]) -> None:
    columns = {"population": [10, 20, 30], "need": [0, 0, 1]}
    assert _amounts("need", budget=150, cap=cap, **columns) == expected
