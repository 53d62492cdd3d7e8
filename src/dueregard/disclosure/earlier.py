"""Earlier releases: what was published of the same people is known, and cannot be taken back."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dueregard.disclosure.cells import cell_of
from dueregard.disclosure.sheets import Entry, Sheet
from dueregard.disclosure.sums import Group, Item, apart_among
from dueregard.disclosure.table import Table
from dueregard.estimates import Record

__all__ = ["Before", "EarlierRelease", "Subject", "before_of", "marked", "published_people"]

Subject = tuple[tuple[str, ...], frozenset[Item]]

LARGEST = 2**53
"""Whole numbers that a float holds exactly end here."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EarlierRelease:
    """Figures of the same people that were published before.

    Parameters
    ----------
    name : str
        What it is called, such as ``"v1"``.
    records : tuple of Record
        Its figures, shown and withheld.

    Examples
    --------
    >>> rows = [{"measure": "mean", "by": {"ward": "a"}, "estimate": 4.0, "n": 20, "status": "ok"}]
    >>> EarlierRelease.of("v1", rows).records[0].n
    20
    """

    name: str
    records: tuple[Record, ...] = field(repr=False)

    @classmethod
    def of(cls, name: str, rows: Iterable[object]) -> EarlierRelease:
        """Read the figures of an estimates.json that was published.

        Parameters
        ----------
        name : str
            What the release is called.
        rows : iterable of mapping
            Its ``"estimates"``. Rows that are none are passed over.

        Returns
        -------
        EarlierRelease
            With what the gate needs of them.
        """
        known = (_record(row) for row in rows if isinstance(row, Mapping))
        return cls(name=name, records=tuple(record for record in known if record is not None))


def _record(row: Mapping[Any, Any]) -> Record | None:
    if not isinstance(row.get("measure"), str):
        return None
    by, parameters = row.get("by") or {}, row.get("parameters") or {}
    if not isinstance(by, Mapping) or not isinstance(parameters, Mapping):
        return None
    return Record(
        measure=row["measure"],
        parameters={str(name): value for name, value in parameters.items()},
        outcome=_text(row.get("outcome")),
        by={str(name): str(level) for name, level in by.items()},
        contrast=_text(row.get("contrast")),
        reference=_text(row.get("reference")),
        estimate=_number(row.get("estimate")),
        se=_number(row.get("se")),
        n=_whole(row.get("n")),
        status="withheld" if row.get("status") == "withheld" else "ok",
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _whole(value: object) -> int | None:
    number = _number(value)
    return int(number) if number is not None and abs(number) <= LARGEST else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Before:
    """What an earlier release said of one measure of one outcome.

    Parameters
    ----------
    release : str
        Which release.
    shown : mapping of group to Record
        The groups whose value it showed.
    hidden : frozenset of groups
        Those whose value it withheld.
    """

    release: str
    shown: Mapping[Group, Record]
    hidden: frozenset[Group]

    def people(self) -> dict[Group, int]:
        """Give the numbers of people that it showed."""
        return {group: record.n for group, record in self.shown.items() if record.n is not None}


def before_of(earlier: Sequence[EarlierRelease]) -> dict[Subject, list[Before]]:
    """Sort what earlier releases said by what it was about.

    Parameters
    ----------
    earlier : sequence of EarlierRelease
        All of them.

    Returns
    -------
    dict
        By outcome, measure and option, in the order of the releases.
    """
    found: dict[Subject, list[Before]] = defaultdict(list)
    for release in earlier:
        shown: dict[Subject, dict[Group, Record]] = defaultdict(dict)
        hidden: dict[Subject, set[Group]] = defaultdict(set)
        for record in release.records:
            if record.contrast is not None:
                continue
            cell = cell_of(record)
            names = apart_among(record.by)
            apart = frozenset(item for item in cell.levels if item[0] in names)
            subject, group = (cell.family.subject, apart), cell.levels - apart
            if record.estimate is not None:
                shown[subject].setdefault(group, record)
            elif record.status == "withheld":
                hidden[subject].add(group)
        for subject in sorted({*shown, *hidden}, key=lambda each: (each[0], sorted(each[1]))):
            found[subject].append(
                Before(release=release.name, shown=shown[subject], hidden=frozenset(hidden[subject]))
            )
    return found


def published_people(tables: Iterable[Table]) -> list[dict[Group, int]]:
    """List the numbers of people in tables that are public already.

    Parameters
    ----------
    tables : iterable of Table
        All of a release.

    Returns
    -------
    list of dict of group to int
        One a table.
    """
    public = [table for table in tables if table.already_public]
    found = [
        {
            frozenset(record.by.items()): record.n
            for record in table.records
            if record.contrast is None and record.n is not None
        }
        for table in public
    ]
    return [people for people in found if people]


def marked(
    sheets: Sequence[Sheet], before: Mapping[Subject, Sequence[Before]], *, threshold: int
) -> tuple[Sheet, ...]:
    """Mark in each sheet what was published before, and what would show few people beside it.

    Two numbers of nearly the same people give away the few in whom they differ. So a group falls whose people
    are now a few more or fewer than an earlier release said. Where the groups of a variable were cut anew,
    those that are new fall if an earlier release withheld any of the old ones, if one of the new is withheld
    by itself, or if one is nearly as large as an old one.

    Parameters
    ----------
    sheets : sequence of Sheet
        A release.
    before : mapping
        What earlier releases said (:func:`before_of`).
    threshold : int
        The fewest people.

    Returns
    -------
    tuple of Sheet
        The same, with marks.
    """
    return tuple(
        _marked(sheet, before[sheet.subject, sheet.apart], threshold)
        if (sheet.subject, sheet.apart) in before
        else sheet
        for sheet in sheets
    )


def _marked(sheet: Sheet, before: Sequence[Before], threshold: int) -> Sheet:
    entries = dict(sheet.entries)
    for each in before:
        if _is_unchanged(sheet, each):
            # A release that is made again is the same, not another answer to the same question.
            for group in each.hidden & entries.keys():
                entries[group] = replace(entries[group], kept=True)
        recut = _recut(sheet, each, threshold)
        for group, entry in entries.items():
            record = each.shown.get(group)
            people = None if record is None else record.n
            near = people is not None and 0 < abs(people - entry.people) < threshold
            if near or group in recut:
                entries[group] = replace(entry, primary=entry.people > 0, width=float(threshold))
            elif record is not None and people == entry.people and _is_same(record, entry):
                entries[group] = replace(entry, before=True)
    return replace(sheet, entries=entries)


def _is_same(record: Record, entry: Entry) -> bool:
    """Whether a value that was published is the one that is known now."""
    if record.estimate is None or entry.estimate is None:
        return False
    return math.isclose(record.estimate, entry.estimate, rel_tol=1e-9, abs_tol=1e-12)


def _is_unchanged(sheet: Sheet, before: Before) -> bool:
    """Whether a sheet holds the groups and the values that were published."""
    known = {*before.shown, *before.hidden}
    valued = {group for group, entry in sheet.entries.items() if entry.estimate is not None}
    if not valued <= known <= sheet.entries.keys():
        return False
    shown = ((record, sheet.entries[group]) for group, record in before.shown.items())
    return all(record.n == entry.people and _is_same(record, entry) for record, entry in shown)


def _recut(sheet: Sheet, before: Before, threshold: int) -> frozenset[Group]:
    """Find the groups of variables that were cut anew, where that could show few people."""
    old, now = _families({*before.shown, *before.hidden}), _families(sheet.entries)
    found: set[Group] = set()
    for variables, groups in now.items():
        gone, new = old.get(variables, set()) - groups, groups - old.get(variables, set())
        if not gone or not new or not variables:
            continue
        sizes = [people for group, people in before.people().items() if group in gone]
        near = any(0 < abs(sheet.entries[group].people - size) < threshold for group in new for size in sizes)
        hidden = not before.hidden.isdisjoint(old[variables])
        if hidden or near or any(sheet.entries[group].primary for group in new):
            found |= new
    return frozenset(found)


def _families(groups: Iterable[Group]) -> dict[frozenset[str], set[Group]]:
    found: dict[frozenset[str], set[Group]] = defaultdict(set)
    for group in groups:
        found[frozenset(name for name, _ in group)].add(group)
    return found
