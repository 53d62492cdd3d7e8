"""Small bundles for the tests of this room."""

from __future__ import annotations

from typing import Any

from dueregard.consequences.cumulative import Asked, Bundle, Cumulative, cumulate
from dueregard.consequences.cumulative.attribution import effects_of_bundle, pairwise_effects
from dueregard.consequences.cumulative.columns import combined, quantity_values
from dueregard.consequences.cumulative.setting import setting_of
from dueregard.consequences.cumulative.subsets import apply_subsets
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


def in_all(*measures: Option, people: Any = None, **how: Any) -> dict[str, dict[str, float]]:
    """Weighted totals of every effect, by quantity: arithmetic alone, with nothing estimated."""
    asked = Asked(**{"outcome": "income", **how})
    columns = {"person": "id", "family": None, "household": asked.household, "place": None}
    setting = setting_of(people or some_people(), Bundle(measures=measures), asked, columns)
    subsets = apply_subsets(setting, seed=asked.seed)
    effects = (*effects_of_bundle(len(measures)), *pairwise_effects(len(measures)))
    return {
        quantity: {
            effect.key: float(
                combined(quantity_values(setting, subsets, quantity), effect.weights) @ setting.rows.weight
            )
            for effect in effects
        }
        for quantity in ("change", "cost", "poor")
    }
