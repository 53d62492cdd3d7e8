"""Indicators are fixed when a casebook is first assessed; later changes are recorded, removals explained."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dueregard.casebook import Amendment, Casebook, indicator
from dueregard.errors import RegisterError
from dueregard.register.entry import Entry
from dueregard.register.register import Proposal, Register

__all__ = [
    "AMENDED",
    "FIXED",
    "IndicatorChange",
    "IndicatorRecord",
    "fix_indicators",
    "refuse_unexplained_removals",
]

FIXED = "indicators fixed"
AMENDED = "indicators amended"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorChange:
    """A change to the indicators since they were fixed.

    Parameters
    ----------
    change : str
        "added", "changed" or "removed".
    indicator : str
        The outcome's name.
    fields : tuple of str
        What about it changed, such as ("measures", "target"); empty for others.
    amendment : mapping or None
        The date, author, what and why that the casebook gives for it.
    """

    change: str
    indicator: str
    fields: tuple[str, ...] = ()
    amendment: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRecord:
    """What the register knows about the indicators of a casebook.

    Parameters
    ----------
    hash : str
        The fingerprint of the indicators now.
    fixed_at : str
        When they were first fixed, as ISO 8601 in UTC.
    changes : tuple of IndicatorChange
        Every change since then, in order.
    """

    hash: str
    fixed_at: str
    changes: tuple[IndicatorChange, ...]


def refuse_unexplained_removals(register: Register, casebook: Casebook) -> None:
    """Refuse a casebook from which an indicator was removed without a reason, and write nothing.

    Parameters
    ----------
    register : Register
        The casebook's register.
    casebook : Casebook
        The casebook.

    Raises
    ------
    RegisterError
        As :func:`fix_indicators` would.
    """
    _proposal(register.entries(), casebook)


def fix_indicators(register: Register, casebook: Casebook, *, at: datetime | None = None) -> IndicatorRecord:
    """Fix the indicators at the first assessment, and record what changed at later ones.

    Parameters
    ----------
    register : Register
        The casebook's register.
    casebook : Casebook
        The casebook.
    at : datetime, optional
        When; now, if not given.

    Returns
    -------
    IndicatorRecord
        What the register holds afterwards.

    Raises
    ------
    RegisterError
        When an outcome was removed and no new ``[[amendments]]`` entry explains it: findings can be answered,
        never deleted. Also when the register was altered.
    """
    register.decide(lambda entries: _proposal(entries, casebook), at=at)
    return _record(register.entries())


def _proposal(entries: Sequence[Entry], casebook: Casebook) -> Proposal | None:
    now = {outcome.name: indicator(outcome) for outcome in casebook.specification.outcomes}
    amendments = [entry.model_dump(mode="json") for entry in casebook.specification.amendments]
    state = {
        "hash": casebook.indicators_hash(),
        "hashes": casebook.indicator_hashes(),
        "indicators": list(now.values()),
        "amendments": amendments,
    }
    past = [entry for entry in entries if entry.kind in (FIXED, AMENDED)]
    if not past:
        return FIXED, state
    if past[-1].payload["hash"] == state["hash"]:
        return None
    before = {each["name"]: each for each in past[-1].payload["indicators"]}
    # An explanation counts once: those the register has seen were about earlier changes.
    seen = [amendment for entry in past for amendment in entry.payload["amendments"]]
    fresh = [each for each in casebook.specification.amendments if each.model_dump(mode="json") not in seen]
    changes = _changes(before, now, fresh)
    _refuse_unexplained(changes, past[0].at)
    return AMENDED, {**state, "changes": changes}


def _changes(
    before: Mapping[str, Any], now: Mapping[str, Any], amendments: Sequence[Amendment]
) -> list[dict[str, Any]]:
    changes = [_change("removed", name, amendments) for name in before if name not in now]
    changes += [_change("added", name, amendments) for name in now if name not in before]
    for name in now:
        fields = [key for key in now[name] if name in before and now[name][key] != before[name].get(key)]
        if fields:
            changes.append({**_change("changed", name, amendments), "fields": fields})
    return changes


def _change(change: str, name: str, amendments: Sequence[Amendment]) -> dict[str, Any]:
    explaining = [each for each in amendments if _mentions(each.what, name)]
    amendment = explaining[-1].model_dump(mode="json") if explaining else None
    return {"change": change, "indicator": name, "fields": [], "amendment": amendment}


def _mentions(what: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", what, re.IGNORECASE) is not None


def _refuse_unexplained(changes: Sequence[Mapping[str, Any]], fixed_at: str) -> None:
    silent = [each["indicator"] for each in changes if each["change"] == "removed" and not each["amendment"]]
    if silent:
        names = " and ".join(map(repr, silent))
        raise RegisterError(
            f"The casebook no longer has the outcome {names}, and no new amendment says why.",
            found=f"The indicators were fixed on {fixed_at[:10]}, before the findings were known.",
            remedy="Put it back, or add [[amendments]] with date, author, what (naming the outcome) and why.",
        )


def _record(entries: Sequence[Entry]) -> IndicatorRecord:
    past = [entry for entry in entries if entry.kind in (FIXED, AMENDED)]
    changes = [
        IndicatorChange(
            change=each["change"],
            indicator=each["indicator"],
            fields=tuple(each["fields"]),
            amendment=each["amendment"],
        )
        for entry in past
        for each in entry.payload.get("changes", ())
    ]
    return IndicatorRecord(hash=past[-1].payload["hash"], fixed_at=past[0].at, changes=tuple(changes))
