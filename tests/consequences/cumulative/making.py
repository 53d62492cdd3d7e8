"""Small bundles for the tests of this room."""

from __future__ import annotations

from typing import Any

from dueregard.consequences.cumulative import Asked, Bundle, Cumulative, cumulate
from dueregard.estimates import Record
from dueregard.options import Option, option_from
from tests.options.making import some_people


def measure(name: str, **keys: Any) -> Option:
    return option_from({"name": name, "kind": "cash", "amounts_below_zero": "allow", **keys})


def added_up(*measures: Option, people: Any = None, **how: Any) -> Cumulative:
    ids = {key: how.pop(key) for key in ("id", "family", "place") if key in how}
    return cumulate(
        people or some_people(),
        Bundle(measures=measures),
        Asked(**{"outcome": "income", "depth": 1, **how}),
        **ids,
    )


def one(found: Cumulative, figure: str, **by: str) -> Record:
    if not {"option", "bundle"} & by.keys():
        by = {"bundle": "All measures", **by}
    [record] = [each for each in found.records if each.measure == figure and dict(each.by) == by]
    return record


def value(found: Cumulative, figure: str, **by: str) -> float:
    estimate = one(found, figure, **by).estimate
    assert estimate is not None
    return estimate
