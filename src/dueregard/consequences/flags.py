"""Patterns that averages hide, raised only where chance is no likely reason.

A pattern is several statements that must all hold: a gap narrows, *and* its better-off side loses. Each has a
p-value of its paired change, the pattern has the largest of them (an intersection-union test: Berger 1982,
Technometrics 24, 295-300), which must be 0.025 at most. Patterns of one kind and option are then looked at
together by Holm's rule (1979, Scandinavian Journal of Statistics 6, 65-70): those that do not stand out among
so many groups are called not certain. Groups of fewer than ten people raise no flag.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dueregard.consequences.findings import Flag
from dueregard.estimates import Record, holm
from dueregard.estimates.intervals import t_tail

__all__ = ["FIFTH", "PART", "flags_of"]

PART = "part"
"""What tells the poorest fifth of a place apart from the place, in `by`."""

FIFTH = "its poorest fifth"

LEAST = 10
"""People that a group needs to raise a flag."""

CHANCE = 0.025

NOT_CERTAIN = " Not certain: among so many groups, chance could show this."
EVERYONE_ELSE = "everyone else"

_Group = tuple[tuple[str, str], ...]
_Values = Mapping[tuple[str, Any], Record]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A flag that is raised if chance is no likely reason for it."""

    flag: Flag
    p: float


def flags_of(records: Sequence[Record], *, places: Collection[str] = ()) -> tuple[Flag, ...]:
    """Find the patterns.

    Parameters
    ----------
    records : sequence of Record
        All figures of all options.
    places : collection of str
        Which of the variables are places.

    Returns
    -------
    tuple of Flag
        ``levelling_down`` where a gap between means narrows, the better-off side loses on average, and by
        more than the other side gains; ``average_up_most_lose`` where the mean of a group rises although
        more of its people lose than win; ``place_up_people_down`` where the mean of a place rises while that
        of its poorest fifth or of a group of its people falls.
    """
    values = {(record.measure, tuple(record.by.items())): record for record in records}
    found = [
        *_levelling_down(values),
        *_average_up(values),
        *_place_up(values, places),
    ]
    families: dict[tuple[str, str], list[_Pattern]] = defaultdict(list)
    for pattern in found:
        families[pattern.flag.kind, pattern.flag.option].append(pattern)
    return tuple(
        pattern.flag
        if p <= 2 * CHANCE
        else replace(pattern.flag, certain=False, text=pattern.flag.text + NOT_CERTAIN)
        for family in families.values()
        for pattern, p in zip(family, holm([each.p for each in family]), strict=True)
        if pattern.p <= CHANCE
    )


def _levelling_down(values: _Values) -> Iterator[_Pattern]:
    levels: dict[tuple[str, ...], set[_Group]] = defaultdict(set)
    for measure, group in values:
        if measure == "gap_change":
            levels[_variables(group)].add(group)
    told: set[tuple[str, ...]] = set()
    for (measure, group), change in values.items():
        if measure != "gap_change" or not _enough(change):
            continue
        # Of two groups, each is everyone else to the other: that is one gap.
        mirrored = change.parameters.get("gap_to") == EVERYONE_ELSE and len(levels[_variables(group)]) == 2
        pattern = _levelled(change, values, group)
        if pattern is None or (mirrored and _variables(group) in told):
            continue
        told.add(_variables(group))
        yield pattern


def _levelled(change: Record, values: _Values, group: _Group) -> _Pattern | None:
    before, own = (values.get((name, group)) for name in ("gap_before", "mean_change"))
    if (
        before is None
        or own is None
        or not before.estimate
        or own.estimate is None
        or change.estimate is None
    ):
        return None
    sign = 1.0 if before.estimate > 0 else -1.0
    # A gap that turns round does not narrow by levelling down.
    narrows = sign * change.estimate < 0 and abs(change.estimate) < 2 * abs(before.estimate)
    other, spread = own.estimate - change.estimate, (own.se or 0.0) + (change.se or 0.0)
    better, its_se = (own.estimate, own.se or 0.0) if sign > 0 else (other, spread)
    if not narrows or better >= 0 or own.estimate + other >= 0:
        return None
    # How the two sides covary is not in the records: the sum of both errors is the most it can be.
    both = (own.se or 0.0) + spread
    df = change.df
    p = max(
        _p(sign * change.estimate, change.se, df),
        _p(better, its_se, df),
        _p(own.estimate + other, both, df),
    )
    text = (
        f"{_named(change)}: the gap to {change.parameters.get('gap_to')} narrows because the better-off lose "
        "more than the others gain."
    )
    return _pattern("levelling_down", change, text, p)


def _average_up(values: _Values) -> Iterator[_Pattern]:
    for (measure, group), mean in values.items():
        less = values.get(("winners_less_losers", group))
        if measure != "mean_change" or less is None or not (_enough(mean) and _enough(less)):
            continue
        p = max(_p(-_value(mean), mean.se, mean.df), _p(_value(less), less.se, less.df))
        text = f"{_named(mean)}: the average rises, and more people lose than win."
        yield _pattern("average_up_most_lose", mean, text, p)


def _place_up(values: _Values, places: Collection[str]) -> Iterator[_Pattern]:
    for (measure, group), part in values.items():
        variables = [name for name, _ in group if name in places]
        if measure != "mean_change" or len(group) != 3 or len(variables) != 1:
            continue
        [place] = variables
        whole = values.get((measure, tuple(item for item in group if item[0] in ("option", place))))
        if whole is None or not (_enough(part) and _enough(whole)):
            continue
        p = max(_p(-_value(whole), whole.se, whole.df), _p(_value(part), part.se, part.df))
        text = f"{part.by[place]} ({place}) rises on average, while {_part(part, place)} loses on average."
        yield _pattern("place_up_people_down", part, text, p)


def _part(record: Record, place: str) -> str:
    [(name, level)] = [item for item in record.by.items() if item[0] not in ("option", place)]
    return level if name == PART else f"{level} ({name}) there"


def _pattern(kind: Any, record: Record, text: str, p: float) -> _Pattern:
    return _Pattern(Flag(kind=kind, option=record.by["option"], by=record.by, text=text), p)


def _p(value: float, se: float | None, df: float | None) -> float:
    """One-sided p-value of a value that is claimed to be below nought; certain where nothing is uncertain."""
    if not value < 0:
        return 1.0
    if not se:
        return 0.0
    return float(t_tail(np.array(value / se), np.array(df if df else np.inf)))


def _enough(record: Record) -> bool:
    known = record.estimate is not None and record.status in ("ok", "approximate")
    return known and (record.n is None or record.n >= LEAST)


def _value(record: Record) -> float:
    return 0.0 if record.estimate is None else record.estimate


def _variables(group: _Group) -> tuple[str, ...]:
    """What the group is one of: its option and the names of its variables."""
    return tuple(level if name == "option" else name for name, level in group)


def _named(record: Record) -> str:
    levels = [f"{level} ({name})" for name, level in record.by.items() if name != "option"]
    return ", ".join(levels) or "Everybody"
