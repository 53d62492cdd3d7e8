"""Two releases of one assessment side by side: which numbers changed, went, came, or are now kept back."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["NUMBERS", "Change", "Changes", "Key", "compare_releases", "key_of"]

Key = tuple[str, str, str | None, str, str | None, str | None]
"""What a figure is of: measure, parameters, outcome, groups, contrast and reference; mappings as JSON."""

What = Literal["changed", "removed", "added", "withheld"]

NUMBERS = ("estimate", "se", "low", "high", "n")
"""What the log of corrections repeats of a figure."""

_COMPARED = (*NUMBERS, "level", "df", "n_eff", "rank", "status", "unit", "verdict")
"""What makes a figure another one. How it was computed, and from which source, may be told better later."""

_SAME = 1e-9
"""Relative: sums in another order differ in the last digits, and no reader can see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One figure that is not as it was last published.

    Parameters
    ----------
    what : {"changed", "removed", "added", "withheld"}
        What happened; ``"withheld"`` where it was shown and is now kept back.
    measure : str
        The measure.
    parameters : mapping
        Its options.
    outcome : str or None
        The outcome.
    by : mapping
        Whose figure it is.
    contrast, reference : str or None
        For a gap, which, and against whom.
    was, now : mapping or None
        The numbers before and after. What is kept back is never repeated.
    """

    what: What
    measure: str
    parameters: Mapping[str, Any]
    outcome: str | None
    by: Mapping[str, Any]
    contrast: str | None
    reference: str | None
    was: Mapping[str, Any] | None = None
    now: Mapping[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give it as JSON holds it.

        Returns
        -------
        dict
            Its fields by name.
        """
        names = ("what", "measure", "parameters", "outcome", "by", "contrast", "reference", "was", "now")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everything that differs between two releases.

    Parameters
    ----------
    changed, removed, added, withheld : tuple of Change
        By what happened, in the order of the later release (of the earlier one for what was removed).
    """

    changed: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    added: tuple[Change, ...] = ()
    withheld: tuple[Change, ...] = ()

    @property
    def all(self) -> tuple[Change, ...]:
        """Every one; those that need an explanation first."""
        return (*self.changed, *self.removed, *self.withheld, *self.added)

    @property
    def unexplained(self) -> tuple[Change, ...]:
        """Those that nobody may publish without saying why: a number changed, went, or is kept back."""
        return (*self.changed, *self.removed, *self.withheld)

    def counts(self) -> dict[str, int]:
        """Count them.

        Returns
        -------
        dict of str to int
            By what happened.
        """
        return {
            "changed": len(self.changed),
            "removed": len(self.removed),
            "withheld": len(self.withheld),
            "added": len(self.added),
        }


def key_of(record: Mapping[str, Any]) -> Key:
    """Say what a figure is of.

    Parameters
    ----------
    record : mapping
        A record of estimates.json.

    Returns
    -------
    tuple
        Equal for two records of the same thing, whatever their numbers.

    Examples
    --------
    >>> key_of({"measure": "mean", "outcome": "income", "by": {"sex": "f"}})
    ('mean', '{}', 'income', '{"sex": "f"}', None, None)
    """
    return (
        str(record.get("measure")),
        _canonical(record.get("parameters")),
        record.get("outcome"),
        _canonical(record.get("by")),
        record.get("contrast"),
        record.get("reference"),
    )


def _canonical(value: Any) -> str:
    return json.dumps(value or {}, sort_keys=True, ensure_ascii=False)


@dataclass(slots=True)
class _Sorted:
    """What was found so far."""

    found: dict[What, list[Change]] = field(
        default_factory=lambda: {"changed": [], "removed": [], "added": [], "withheld": []}
    )

    def add(self, what: What, record: Mapping[str, Any], was: Any, now: Any) -> None:
        self.found[what].append(
            Change(
                what=what,
                measure=str(record.get("measure")),
                parameters=record.get("parameters") or {},
                outcome=record.get("outcome"),
                by=record.get("by") or {},
                contrast=record.get("contrast"),
                reference=record.get("reference"),
                was=was,
                now=now,
            )
        )


def compare_releases(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Changes:
    """Compare two releases figure by figure.

    Parameters
    ----------
    before, after : sequence of mapping
        The records of both, as estimates.json has them.

    Returns
    -------
    Changes
        Numbers are the same where they agree to nine figures. Where several records are of the same thing
        (two published tables, say), those that agree are put together first.

    Examples
    --------
    >>> was = {"measure": "mean", "outcome": "income", "by": {}, "estimate": 500.0, "status": "ok"}
    >>> found = compare_releases([was], [{**was, "estimate": 510.0}])
    >>> found.counts(), found.changed[0].was["estimate"], found.changed[0].now["estimate"]
    ({'changed': 1, 'removed': 0, 'withheld': 0, 'added': 0}, 500.0, 510.0)
    """
    old, sorting = _by_key(before), _Sorted()
    for key, records in _by_key(after).items():
        _compare_one(old.pop(key, []), records, sorting)
    for records in old.values():
        _compare_one(records, [], sorting)
    return Changes(**{what: tuple(found) for what, found in sorting.found.items()})


def _by_key(records: Iterable[Mapping[str, Any]]) -> dict[Key, list[Mapping[str, Any]]]:
    found: dict[Key, list[Mapping[str, Any]]] = {}
    for record in records:
        found.setdefault(key_of(record), []).append(record)
    return found


def _compare_one(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], sorting: _Sorted
) -> None:
    earlier = list(before)
    fresh = []
    for record in after:
        alike = next((place for place, each in enumerate(earlier) if _same(each, record)), None)
        if alike is None:
            fresh.append(record)
        else:
            del earlier[alike]
    for place, record in enumerate(fresh):
        _sort(earlier[place] if place < len(earlier) else None, record, sorting)
    for record in earlier[len(fresh) :]:
        if not _kept_back(record):
            sorting.add("removed", record, _numbers(record), None)


def _sort(was: Mapping[str, Any] | None, now: Mapping[str, Any], sorting: _Sorted) -> None:
    """Tell what happened to a figure; one that was kept back before was not there for readers."""
    if _kept_back(now):
        if was is not None and not _kept_back(was):
            sorting.add("withheld", now, None, None)
    elif was is None or _kept_back(was):
        sorting.add("added", now, None, _numbers(now))
    else:
        sorting.add("changed", now, _numbers(was), _numbers(now))


def _kept_back(record: Mapping[str, Any]) -> bool:
    return record.get("status") == "withheld"


def _numbers(record: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: record.get(name) for name in NUMBERS if record.get(name) is not None}
    status = record.get("status")
    return told if status in (None, "ok") else {**told, "status": status}


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(_alike(one.get(name), other.get(name)) for name in _COMPARED)


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        try:
            return math.isclose(one, other, rel_tol=_SAME, abs_tol=1e-12)
        except TypeError:
            return False
    return bool(one == other)
