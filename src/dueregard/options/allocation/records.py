"""Every figure of an allocation as a record of the public contract."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from dueregard.estimates import Record
from dueregard.options.allocation.allocate import Allocation
from dueregard.options.allocation.effects import Figure
from dueregard.options.allocation.filling import FloatArray
from dueregard.options.allocation.judged import Shared
from dueregard.options.allocation.rules import RULES

__all__ = ["MOST_PLACES", "records_of"]

MOST_PLACES = 2_000
"""Places beyond which only amounts have a record a place: all columns stand in the rows of the rules."""

_GETS_NOTHING = "a place that gets nothing has no outcome by a response of logarithms"
_NOT_POSITIVE = "an outcome is not above zero"


def records_of(found: Allocation, *, unit: str, source: str) -> list[dict[str, Any]]:
    """Write an allocation as records.

    Parameters
    ----------
    found : Allocation
        Of n places.
    unit : str
        Of money, such as "£".
    source : str
        The table.

    Returns
    -------
    list of dict
        For each rule, named among the parameters: by place ``allocation``, ``allocation_per_head``,
        ``share_of_budget``, ``change_from_flat``, ``change_from_current``, ``distance_from_target`` (shares
        of what is compared with) and ``outcome_after``; for all places ``share_moved_from_flat``,
        ``share_moved_from_current``, ``mean_outcome``, ``worst_outcome``, ``outcome_gap``, ``gap_closed``,
        ``equally_distributed_equivalent``, ``price_of_equity`` and
        ``share_hanging_on_effect``; of the damped rule
        ``years_until_target_amount``, and ``years_to_target`` of outcomes. What rests on the declared
        response is ``approximate``, its reason says so and its interval is the response's. Of more than
        :data:`MOST_PLACES` places only amounts are records.
    """
    return [
        record
        for shared in found.rules.values()
        for record in (
            *_places(shared, found, unit, source),
            *_whole(shared, found, source),
            *_outcomes(shared, found, unit, source),
            *_years(shared, found, unit, source),
        )
    ]


def _places(shared: Shared, found: Allocation, unit: str, source: str) -> Iterator[dict[str, Any]]:
    places, amounts = found.places, shared.amounts
    columns: dict[str, tuple[FloatArray, str]] = {
        "allocation": (amounts, unit),
        "allocation_per_head": (amounts / places.population, f"{unit} a head"),
        "share_of_budget": (amounts / found.budget, "proportion"),
        "change_from_flat": (_change(amounts, found.flat), "proportion"),
    }
    if places.current is not None:
        columns["change_from_current"] = (_change(amounts, places.current), "proportion")
    columns["distance_from_target"] = (_change(amounts, found.target), "proportion")
    if len(places) > MOST_PLACES:
        columns = {"allocation": columns["allocation"]}
    for measure, (values, measured_in) in columns.items():
        blank = Record(
            measure=measure,
            parameters={"rule": shared.rule},
            unit=measured_in,
            method=RULES[shared.rule].title,
            source=source,
        ).to_dict()
        nothing = {"status": "not_estimable", "reason": "what it is compared with is nothing"}
        for place, value in zip(places.names, values.tolist(), strict=True):
            state = {"estimate": value} if math.isfinite(value) else nothing
            yield {**blank, "by": {"place": place}, **state}


def _whole(shared: Shared, found: Allocation, source: str) -> Iterator[dict[str, Any]]:
    compared = {"flat": found.flat}
    if found.places.current is not None and found.places.current.any():
        compared["current"] = found.places.current
    for what, against in compared.items():
        yield Record(
            measure=f"share_moved_from_{what}",
            parameters={"rule": shared.rule},
            estimate=found.moved(shared.rule, against),
            unit="proportion",
            method="half the sum of absolute differences of shares",
            source=source,
        ).to_dict()


def _outcomes(shared: Shared, found: Allocation, unit: str, source: str) -> Iterator[dict[str, Any]]:
    effects, response = shared.effects, found.response
    if effects is None or response is None:
        return
    common = _assumed(found, unit, source)
    blank = Record(measure="outcome_after", parameters={"rule": shared.rule}, **common).to_dict()
    rows = (effects.outcomes, effects.se, effects.low, effects.high)
    names = found.places.names if len(found.places) <= MOST_PLACES else ()
    for place, after, se, low, high in zip(names, *(each.tolist() for each in rows), strict=bool(names)):
        yield {**blank, "by": {"place": place}, **_values(after, se, low, high, found.level)}
    named: Mapping[str, Figure] = {
        "mean_outcome": effects.mean,
        "worst_outcome": effects.worst,
        "outcome_gap": effects.gap,
        "gap_closed": effects.gap_closed,
    }
    for measure, figure in named.items():
        more = {"place": effects.worst_place} if measure == "worst_outcome" else {}
        written = Record(measure=measure, parameters={"rule": shared.rule, **more}, **common).to_dict()
        yield {**written, **_values(figure.value, figure.se, figure.low, figure.high, found.level)}
    for measure, value, parameters in (
        ("equally_distributed_equivalent", effects.equivalent, {"aversion": found.aversion}),
        ("price_of_equity", shared.price, {"against": "utilitarian"}),
        ("share_hanging_on_effect", shared.hangs, {}),
    ):
        written = Record(measure=measure, parameters={"rule": shared.rule, **parameters}, **common).to_dict()
        if measure == "share_hanging_on_effect" and value is None:
            continue
        known = value is not None and math.isfinite(value)
        reason = _NOT_POSITIVE if math.isfinite(effects.mean.value) else _GETS_NOTHING
        none = {"status": "not_estimable", "reason": reason}
        yield {**written, **({"estimate": value} if known else none)}


def _years(shared: Shared, found: Allocation, unit: str, source: str) -> Iterator[dict[str, Any]]:
    if shared.rule != "damped" or found.path is None:
        return
    path = found.path
    if len(found.places) > MOST_PLACES:
        return
    blank = Record(
        measure="years_until_target_amount",
        parameters={"rule": "damped", "pace": None if found.pace is None else found.pace.yearly},
        unit="years",
        method="the damped rule year by year; people and need as they are now",
        source=source,
    ).to_dict()
    never = {"status": "not_estimable", "reason": path.stopped}
    for place, year in zip(found.places.names, path.years.tolist(), strict=True):
        yield {**blank, "by": {"place": place}, **({"estimate": float(year)} if year > 0 else never)}
    if found.goals is None:
        return
    goals = found.goals
    common = {**_assumed(found, unit, source), "unit": "years"}
    blank = Record(
        measure="years_to_target", parameters={"rule": "damped", "target": goals.goal}, **common
    ).to_dict()
    for place, year, soonest, latest in zip(
        found.places.names,
        *(np.where(each < 0, np.nan, each).tolist() for each in (goals.years, goals.soonest, goals.latest)),
        strict=True,
    ):
        limits = {"low": _finite(soonest), "high": _finite(latest), "level": found.level}
        reached = {"estimate": year, **limits}
        none = {
            "status": "not_estimable",
            "reason": f"not reached in the {goals.horizon} years until amounts are at their targets",
            **limits,
        }
        yield {**blank, "by": {"place": place}, **(reached if math.isfinite(year) else none)}


def _assumed(found: Allocation, unit: str, source: str) -> dict[str, Any]:
    assert found.response is not None
    assumed = f"{found.response.described(unit=unit)} (source: {found.response.source})"
    return {
        "status": "approximate",
        "reason": f"rests on an assumption: {assumed}",
        "method": f"declared {found.response.form} response; interval from the uncertainty of k alone",
        "source": source,
    }


def _values(value: float, se: float, low: float, high: float, level: float) -> dict[str, Any]:
    if not math.isfinite(value):
        return {"status": "not_estimable", "reason": _GETS_NOTHING}
    return {"estimate": value, "se": se, "low": low, "high": high, "level": level}


def _change(amounts: FloatArray, against: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(amounts / against - 1, float)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
