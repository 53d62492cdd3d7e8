"""What cannot be shared is refused, saying which place or which word is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from dueregard.errors import DueRegardError, PeopleError, UsageError
from dueregard.options.allocation import Pace, Response, allocate, limit_from, places_of, response_from
from dueregard.options.allocation.limits import Limit
from dueregard.options.allocation.reading import read_places
from dueregard.people import read_people
from tests.options.allocation.making import declared, ratio

TWO: dict[str, Any] = {"population": [10, 30], "need": [2, 1], "current": [100, 300], "outcome": [70, 80]}


def _two(**changed: Any) -> Any:
    return places_of(["North", "South"], **{**TWO, **changed})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"population": [10, 0]}, "population of a place must be above zero. Wrong: South"),
        ({"population": [-10, 3]}, "population of a place must be above zero. Wrong: North"),
        ({"population": [np.nan, 3]}, "population of a place is missing. Wrong: North"),
        ({"need": [np.nan, 1]}, "need of a place is missing. Wrong: North"),
        ({"need": [1, -1]}, "need of a place cannot be negative. Wrong: South"),
        ({"need": [0, 0]}, "No place has any need"),
        ({"current": [100, -1]}, "current amount of a place cannot be negative. Wrong: South"),
        ({"outcome": [np.inf, 1]}, "outcome of a place is missing. Wrong: North"),
    ],
)
def test_numbers_that_cannot_be_name_their_place(changed: Mapping[str, Any], said: str) -> None:
    with pytest.raises(PeopleError, match=said):
        _two(**changed)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["A", "A"], "more than one row. Wrong: A"),
        (["A", None], "does not name its place.*numbers.*: 2"),
        (["A", " "], "does not name its place"),
        ([], "no places"),
    ],
)
def test_places_need_a_name_each(names: list[Any], said: str) -> None:
    with pytest.raises(PeopleError, match=said):
        places_of(names, population=[1.0] * len(names))


def test_columns_are_as_long_as_there_are_places() -> None:
    with pytest.raises(UsageError, match="2 places and 3 values of need"):
        _two(need=[1, 2, 3])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"budget": 0}, "budget must be a number above zero"),
        ({"budget": float("nan")}, "budget must be a number above zero"),
        ({"budget": 1e300}, "below 1e18"),
        ({"goal": float("nan")}, "outcome to be reached must be a number"),
        ({"aversion": -1}, "aversion"),
        ({"level": 95}, "confidence level"),
        ({"rules": ["neeed"]}, "Did you mean 'need'"),
        ({"rules": ["leximin"]}, "leximin needs --response"),
        ({"rules": ["damped"]}, "damped needs --pace"),
        ({"rules": ["need"], "pace": Pace(yearly=0.1)}, "pace is for the rule damped"),
        ({"goal": 75}, "only known with --response and --pace"),
        ({"response": declared(k=-3.0)}, "more money makes the outcome worse"),
    ],
)
def test_what_is_asked_wrongly_is_refused(asked: Mapping[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        allocate(_two(), **{"budget": 500.0, **asked})


@pytest.mark.parametrize(
    ("columns", "asked", "said"),
    [
        ({"need": None}, {"rules": ["need"]}, "need needs --need"),
        ({"current": None}, {"floor": ratio("floor", 0.9)}, "needs --current"),
        ({"current": None}, {"pace": Pace(yearly=0.1)}, "needs what places have now"),
        ({"current": [0, 400]}, {"pace": Pace(yearly=0.1)}, "above zero. Wrong: North"),
        ({"current": [0, 400]}, {"response": declared()}, "no percentage of nothing.*Wrong: North"),
        ({"outcome": None}, {"response": declared()}, "Give --outcome"),
    ],
)
def test_what_is_lacking_is_named(columns: Any, asked: Mapping[str, Any], said: str) -> None:
    with pytest.raises(DueRegardError, match=said):
        allocate(_two(**columns), budget=500.0, **asked)


def test_a_floor_above_its_cap_names_the_place() -> None:
    cap = Limit(side="cap", basis="amount", values=np.array([np.nan, 200.0]))
    with pytest.raises(PeopleError, match=r"floor of a place is above its cap. Wrong: South"):
        allocate(_two(), budget=500.0, floor=ratio("floor", 0.9), cap=cap)


@pytest.mark.parametrize(("side", "asked"), [("cap", "0"), ("cap", "0/head"), ("floor", "-0.5")])
def test_a_cap_of_zero_and_a_negative_floor_are_refused(side: Any, asked: str) -> None:
    with pytest.raises(UsageError, match=r"cap of zero|cannot be negative"):
        limit_from(side, asked)


@pytest.mark.parametrize(
    ("asked", "basis", "value"),
    [
        ("0.98", "current", 0.98),
        ("98%", "current", 0.98),
        ("+8%", "current", 1.08),
        ("-2%", "current", 0.98),
        ("20/head", "head", 20.0),
        ("12.5 per head", "head", 12.5),
    ],
)
def test_limits_are_written_in_several_ways(asked: str, basis: str, value: float) -> None:
    limit = limit_from("floor", asked)
    assert isinstance(limit, Limit)
    assert (limit.basis, limit.values) == (basis, pytest.approx(value))
    assert limit_from("floor", "least") == "least"


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("log", "does not say its k and se and source"),
        ("log,k=2", "declared with its uncertainty and its source"),
        ("log,k=2,se=1,source=", "needs a source"),
        ("log,k=2,se=-1,source=a", "standard error of a response must be zero or more"),
        ("log,k=two,se=1,source=a", "k of the response is not a number. It was 'two'"),
        ("log,k=0,se=1,source=a", "number other than zero"),
        ("lag,k=2,se=1,source=a", "no response of form 'lag'.*Did you mean 'log'"),
        ("log,kk=2,se=1,source=a", "no 'kk'"),
        ("log,2,se=1,source=a", "'2' is not understood"),
        ("log,k=2,se=1,per=need,source=a", "proportional changes"),
        ("linear,k=2,se=1,per=mile,source=a", "not per 'mile'"),
    ],
)
def test_a_response_without_source_or_sense_is_refused(spec: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        response_from(spec)


def test_a_source_may_hold_commas_and_equals_signs() -> None:
    found = response_from({"form": "linear", "k": 0.02, "se": 0.01, "source": "a, k=2"})
    assert found == response_from("linear, k=0.02, se=0.01, source=a, k=2")
    assert found == Response(form="linear", k=0.02, se=0.01, source="a, k=2")


def test_columns_that_are_absent_or_text_are_refused() -> None:
    table = read_people({"area": ["A", "B"], "people": [1, 2], "score": ["1.5", "n/a"]})
    with pytest.raises(UsageError, match="Did you mean 'people'"):
        read_places(table, place="area", population="peeple")
    with pytest.raises(UsageError, match="Did you mean 'area'"):
        read_places(table, place="aera", population="people")
    with pytest.raises(PeopleError, match=r"'score' holds text in 1 of 2 rows.*n/a"):
        read_places(table, place="area", population="people", need="score")
    with pytest.raises(UsageError, match="belong together"):
        read_places(table, place="area", population="people", region="area")
    with pytest.raises(UsageError, match="is not understood"):
        read_places(table, place="area", population="people", region="area", region_cap="most")
