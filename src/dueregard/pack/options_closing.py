"""What would close the gap: now, under each option, and the money that would do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dueregard.casebook.characteristics import characteristic_label
from dueregard.pack.data_files import csv_name
from dueregard.pack.numbers import NumberFormat
from dueregard.pack.options_compare import DO_NOTHING
from dueregard.pack.options_figures import format_of, level_cell
from dueregard.pack.options_gaps import gap_cell, gap_now, is_behind
from dueregard.pack.titles import group_name, lower_first
from dueregard.pack.views import GapView
from dueregard.pack.words import heading

if TYPE_CHECKING:
    from dueregard.consequences import ReleasedConsequences
    from dueregard.consequences.stage import Judged
    from dueregard.estimates import Record

__all__ = ["ClosingRow", "ClosingTable", "closing"]

MOST = 8
"""Rows of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingRow:
    """A group that is behind: its gap now, the money that would close it, and each option."""

    name: str
    cells: tuple[GapView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingTable:
    """Gaps of one kind under every option."""

    title: str
    columns: tuple[str, ...]
    options: tuple[str, ...]
    rows: tuple[ClosingRow, ...]
    left_out: int = 0
    csv: str = ""
    nobody: str = ""


def closing(found: ReleasedConsequences) -> tuple[ClosingTable, ...]:
    """Say what would close the gaps.

    Parameters
    ----------
    found : ReleasedConsequences
        The options, as they may be shown.

    Returns
    -------
    tuple of ClosingTable
        For each stated aim, all groups that are behind; then, of every other characteristic, the group that
        is furthest behind.
    """
    tables = [table for judged in found.findings.outcomes for table in _of_outcome(found, judged)]
    return tuple(tables)


def _of_outcome(found: ReleasedConsequences, judged: Judged) -> Iterator[ClosingTable]:
    options = [option.name for option in found.findings.options if option.outcome == judged.name]
    before = [
        record
        for record in found.records
        if record.measure == "gap_before" and record.outcome == judged.name and len(record.by) == 2
    ]
    seen: set[tuple[str, str, object]] = set()
    once = []
    for record in before:
        key = (*_group(record), record.parameters.get("of"))
        if key not in seen:
            seen.add(key)
            once.append(record)
    aims = [record for record in once if "target" in record.parameters]
    if aims:
        yield _aim(found, judged, options, aims)
    aimed = {next(iter(_group(record)), "") for record in aims}
    others = [record for record in once if "target" not in record.parameters]
    yield from _furthest(found, judged, options, [each for each in others if _group(each)[0] not in aimed])


def _group(record: Record) -> tuple[str, str]:
    return next((name, level) for name, level in record.by.items() if name != "option")


def _aim(
    found: ReleasedConsequences, judged: Judged, options: Sequence[str], aims: Sequence[Record]
) -> ClosingTable:
    first = aims[0]
    by, at_most = _group(first)[0], float(first.parameters["target"])
    numbers = _numbers(aims)
    behind = _behind(aims, judged)
    reference = first.reference or ""
    table = next((each for each in found.tables if each.name.startswith(f"consequences-aim-{by}-")), None)
    return ClosingTable(
        title=f"{heading(judged.name)}: gaps of the {first.parameters['of']} by "
        f"{lower_first(characteristic_label(by))}, to {reference}. The aim is a gap of at most "
        f"{numbers.gap(at_most)} by {first.parameters['by']}",
        columns=("Gap now", *_money_column(judged), *options),
        options=tuple(options),
        rows=tuple(_row(found, judged, options, record, numbers) for record in behind[:MOST]),
        left_out=max(len(behind) - MOST, 0),
        csv="" if table is None else csv_name(table),
        nobody="" if behind else "No group that may be shown is clearly behind.",
    )


def _furthest(
    found: ReleasedConsequences, judged: Judged, options: Sequence[str], gaps: Sequence[Record]
) -> Iterator[ClosingTable]:
    by: dict[str, list[Record]] = {}
    for record in gaps:
        by.setdefault(_group(record)[0], []).append(record)
    furthest = [behind[0] for some in by.values() if (behind := _behind(some, judged))]
    if not furthest:
        return
    numbers = _numbers(furthest)
    yield ClosingTable(
        title=f"{heading(judged.name)}: of other characteristics and places, the group furthest behind "
        "(gap between averages)",
        columns=("Gap now", *_money_column(judged), *options),
        options=tuple(options),
        rows=tuple(_row(found, judged, options, record, numbers) for record in furthest),
    )


def _money_column(judged: Judged) -> tuple[str, ...]:
    return (f"Money that would close it, {judged.unit}",) if judged.money else ()


def _numbers(gaps: Sequence[Record]) -> NumberFormat:
    share = all((record.unit or "") in ("proportion", "share") for record in gaps)
    return format_of(gaps, measure="proportion" if share else "mean")


def _behind(gaps: Sequence[Record], judged: Judged) -> list[Record]:
    some = [record for record in gaps if record.status == "ok" and is_behind(record, better=judged.better)]
    return sorted(some, key=lambda record: -abs(record.estimate or 0.0))


def _row(
    found: ReleasedConsequences,
    judged: Judged,
    options: Sequence[str],
    gap: Record,
    numbers: NumberFormat,
) -> ClosingRow:
    name, level = _group(gap)
    of = f" of {gap.parameters['of']}" if "of" in gap.parameters else ""
    aim = gap.parameters.get("target")
    at_most = None if aim is None else float(aim)

    def get(measure: str, option: str) -> Record | None:
        return found.get(f"{measure}{of}", option, judged.name, **{name: level})

    levelled = {
        flag.option
        for flag in found.flags
        if flag.kind == "levelling_down" and flag.by.get(name) == level and len(flag.by) == 2
    }
    under = [
        gap_cell(
            get("gap_before", option),
            get("gap_after", option),
            get("gap_change", option),
            numbers,
            at_most=at_most,
            levelled=option in levelled,
        )
        for option in options
    ]
    money = [_money(get("money_to_close_gap", DO_NOTHING), get("money_to_reach_target", DO_NOTHING))]
    told = level if at_most is not None else f"{group_name(((name, level),))}, to {gap.reference}"
    cells = (gap_now(gap, numbers, at_most=at_most), *(money if judged.money else ()), *under)
    return ClosingRow(name=told, cells=cells)


def _money(whole: Record | None, aimed: Record | None) -> GapView:
    """Say what would close a gap, and what would bring it to the aim."""
    if whole is None or whole.estimate is None:
        return level_cell(whole, format_of([whole]))
    numbers = replace(format_of([whole]), unit="")
    cell = level_cell(whole, numbers)
    if aimed is None or aimed.estimate is None:
        return cell
    told = f"{cell.words} ({cell.interval})" if cell.interval else cell.words
    to_aim = f"{numbers.full(aimed.estimate)} to the aim" if aimed.estimate else "none to the aim"
    return replace(cell, words=f"{told}; {to_aim}", interval="")
