"""Figures that need a word: ratios over what may be nought, and a middle in which nothing changes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dueregard.consequences.findings import Summary
from dueregard.estimates import Record

__all__ = ["ratios_told"]

INFINITE = (
    "infinite: it is worth something to people and costs the public purse nothing on balance (Hendren and "
    "Sprung-Keyser 2020)"
)
NOT_PUBLIC = "what is given is not money from the public purse, so it has no marginal value of public funds"
NO_COST = "it costs nothing and gives nothing"
NO_SWITCH = "no elasticity from 0 to 5 makes it just worth its cost: the answer is the same at all of them"
ALWAYS = "it is worth more than its cost at every elasticity from 0 to 5"
NEVER = "it is worth less than its cost at every elasticity from 0 to 5"
NOBODY_OUT = "on balance nobody is brought out of poverty"
UNCLEAR_OUT = "the number brought out of poverty is not clear of nought"
UNCLEAR_COST = "its net cost is not clear of nought"
NO_BASE = "what there was before is below nought on balance, so a change is no share of it"

MIDDLE = 0.5

_Values = Mapping[tuple[str, Any], Record]


def ratios_told(records: Sequence[Record], options: Sequence[Summary]) -> list[Record]:
    """Say of ratios why they have no value or are not certain, and of the middle that nothing changes there.

    Parameters
    ----------
    records : sequence of Record
        All figures.
    options : sequence of Summary
        Each option as applied.

    Returns
    -------
    list of Record
        In the same order. The marginal value of public funds is infinite by the convention of Hendren and
        Sprung-Keyser (2020, Quarterly Journal of Economics 135, 1209-1318) where something of worth has a
        net cost of nought or less; JSON has no such number, so it has no estimate, and the reason says so.
    """
    values = {(record.measure, tuple(record.by.items())): record for record in records}
    summaries = {summary.name: summary for summary in options}
    return [_told(record, values, summaries) for record in records]


def _told(record: Record, values: _Values, summaries: Mapping[str, Summary]) -> Record:
    option = record.by.get("option", "")
    if option not in summaries:
        return record
    if record.measure in ("median_of_changes", "median_of_relative_changes"):
        return _middle(record, values)
    if record.measure == "relative_change":
        return _share_of_what_was(record, values)
    if record.measure == "marginal_value_of_public_funds":
        return _public(record, summaries[option], values)
    if record.measure == "switching_elasticity" and summaries[option].switching_elasticity is None:
        return _without(record, _at_all(option, summaries[option], values))
    if record.measure == "cost_per_person_out_of_poverty":
        return _per_person(record, values)
    return record


def _middle(record: Record, values: _Values) -> Record:
    """Say that nothing changes in the middle, where clearly less than half win and less than half lose.

    Woodruff's interval of a median that many share reaches for the next value, however many they are.
    """
    group = tuple(record.by.items())
    sides = [values.get((share, group)) for share in ("winners_share", "losers_share")]
    clear = all(side is not None and side.high is not None and side.high < MIDDLE for side in sides)
    if record.estimate != 0 or not clear or record.low is None:
        return record
    return replace(record, se=0.0, low=0.0, high=0.0, verdict="the same as")


def _share_of_what_was(record: Record, values: _Values) -> Record:
    """Refuse shares of a debt, whose sign says the opposite of what happened."""
    mean = values.get(("mean_change", tuple(record.by.items())))
    if mean is None or mean.estimate is None or record.estimate is None:
        return record
    turned = math.copysign(1.0, record.estimate) != math.copysign(1.0, mean.estimate)
    return _without(record, NO_BASE) if turned else record


def _at_all(option: str, summary: Summary, values: _Values) -> str:
    """Say to which side an answer falls that no elasticity turns, by the weighted change at one of them."""
    group = (("option", option),)
    weighted = values.get(("weighted_total_change", group))
    cost, paid = summary.total_cost, summary.paid_by_these_people
    if ("cost_for_these_people", group) in values or weighted is None or weighted.estimate is None:
        return NO_SWITCH
    net = weighted.estimate - ((cost or 0.0) - (paid or 0.0))
    return ALWAYS if net > 0 else NEVER if net < 0 else NO_SWITCH


def _public(record: Record, summary: Summary, values: _Values) -> Record:
    value = summary.marginal_value_of_public_funds
    if value is None or math.isnan(value):
        return _without(record, NOT_PUBLIC if summary.total_cost else NO_COST)
    if math.isinf(value):
        return _without(record, INFINITE if value > 0 else "minus infinite: it takes and brings in nothing")
    return _unclear(record, UNCLEAR_COST, clear=_clear(values["total_cost", tuple(record.by.items())]))


def _per_person(record: Record, values: _Values) -> Record:
    rate = values["anchored_poverty_rate_change", tuple(record.by.items())]
    if rate.estimate is None or rate.estimate >= 0:
        return _without(record, NOBODY_OUT)
    return _unclear(record, UNCLEAR_OUT, clear=_clear(rate))


def _clear(record: Record) -> bool:
    """Whether an interval lies on one side of nought; without one, as of a full count, it does."""
    if record.low is None or record.high is None:
        return True
    return record.low > 0 or record.high < 0


def _unclear(record: Record, why: str, *, clear: bool) -> Record:
    return record if clear or record.status != "ok" else replace(record, status="approximate", reason=why)


def _without(record: Record, why: str) -> Record:
    return replace(
        record,
        estimate=None,
        se=None,
        low=None,
        high=None,
        df=None,
        verdict=None,
        status="not_estimable",
        reason=why,
    )
