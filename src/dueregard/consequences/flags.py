"""Patterns that averages hide: gaps that close by levelling down, and means that rise while most lose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dueregard.consequences.findings import Flag
from dueregard.estimates import Record

__all__ = ["flags_of"]

_Values = Mapping[tuple[str, Any], Record]


def flags_of(records: Sequence[Record]) -> Iterator[Flag]:
    """Find the patterns.

    Parameters
    ----------
    records : sequence of Record
        All figures of all options.

    Yields
    ------
    Flag
        ``levelling_down`` where a gap between means narrows, the better-off side loses on average, and by
        more than the other side gains; ``average_up_most_lose`` where the mean of a group rises although
        more of its people lose than win.
    """
    values = {(record.measure, tuple(record.by.items())): record for record in records}
    for record in records:
        if record.measure == "gap_after":
            yield from _levelling_down(record, values)
        elif record.measure == "mean_change":
            yield from _average_up(record, values)


def _levelling_down(after: Record, values: _Values) -> Iterator[Flag]:
    group = tuple(after.by.items())
    before, own = (values[name, group].estimate for name in ("gap_before", "mean_change"))
    if after.estimate is None or before is None or own is None or abs(after.estimate) >= abs(before):
        return
    other = own - (after.estimate - before)
    better, worse = (own, other) if before > 0 else (other, own)
    if better < 0 and -better > max(worse, 0.0):
        yield Flag(
            kind="levelling_down",
            option=after.by["option"],
            by=after.by,
            text=f"{_named(after)}: the gap to {after.reference} narrows because the better-off lose more "
            "than the others gain.",
        )


def _average_up(mean: Record, values: _Values) -> Iterator[Flag]:
    group = tuple(mean.by.items())
    winners, losers = (values[name, group].estimate for name in ("winners", "losers"))
    if winners is None or losers is None or mean.estimate is None:
        return
    if mean.estimate > 0 and losers > winners:
        yield Flag(
            kind="average_up_most_lose",
            option=mean.by["option"],
            by=mean.by,
            text=f"{_named(mean)}: the average rises, and more people lose than win.",
        )


def _named(record: Record) -> str:
    levels = [f"{level} ({name})" for name, level in record.by.items() if name != "option"]
    return ", ".join(levels) or "Everybody"
