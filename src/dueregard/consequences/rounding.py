"""Changes that are none but for rounding, and costs that are the cap's: said exactly."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from dueregard.estimates import Record

__all__ = ["without_rounding"]

ROUNDING = 1e-12
"""Shares that differ by less do so because sums were made in another order."""
RELATIVE = 1e-8
"""No survey is as sure as this: an error that is a smaller part of its figure is one of arithmetic."""


def without_rounding(records: Sequence[Record], capped: Collection[str]) -> list[Record]:
    """Say of changes that are nought, but for rounding, that they are none; and of a cap that it is spent.

    Parameters
    ----------
    records : sequence of Record
        All figures of all options.
    capped : collection of str
        Options whose cap is reached.

    Returns
    -------
    list of Record
        In the same order.
    """
    touched = {
        record.by["option"]
        for record in records
        if record.measure in ("winners", "losers") and len(record.by) == 1 and record.estimate
    }
    largest: dict[str, float] = {}
    for record in records:
        if record.measure == "mean_change" and record.estimate is not None:
            option = record.by["option"]
            largest[option] = max(largest.get(option, 0.0), abs(record.estimate))
    return [
        _sure(
            _none(record, unchanged=record.by.get("option") not in touched)
            if record.contrast
            else _spent(record, capped),
            largest.get(record.by.get("option", ""), 0.0),
        )
        for record in records
    ]


def _sure(record: Record, largest: float) -> Record:
    """Take an error that is but rounding for none: that of a sum in which everybody has the same."""
    if record.estimate is None or not record.se or record.status not in ("ok", "approximate"):
        return record
    gap = record.measure == "gap_change"
    if gap and max(abs(record.estimate), record.se) <= RELATIVE * largest:
        return replace(record, estimate=0.0, se=0.0, low=0.0, high=0.0, verdict="the same as")
    if record.se <= RELATIVE * abs(record.estimate):
        return replace(record, se=0.0, low=record.estimate, high=record.estimate)
    return record


def _spent(record: Record, capped: Collection[str]) -> Record:
    whole = record.measure == "total_cost" and len(record.by) == 1
    if not whole or record.by["option"] not in capped or record.se is None:
        return record
    cap = record.estimate
    return replace(record, se=0.0, low=cap, high=cap, method="spent up to the cap, whoever is sampled")


def _none(record: Record, *, unchanged: bool) -> Record:
    if (
        record.estimate is None
        or record.status not in ("ok", "approximate")
        or record.measure in ("gap_before", "gap_after")
    ):
        return record
    if unchanged and abs(record.estimate) <= ROUNDING:
        # Nobody is touched: what is left of the paired error is rounding.
        return replace(
            record,
            estimate=0.0,
            se=_nought(record.se),
            low=_nought(record.low),
            high=_nought(record.high),
            verdict="the same as",
        )
    share = record.unit == "proportion" or record.measure in ("gini_change", "quintile_share_ratio_change")
    small, spread = (ROUNDING, ROUNDING**0.5) if share else (0.0, 0.0)
    none = abs(record.estimate) <= small and (record.se or 0.0) <= spread
    return replace(record, verdict="the same as") if none else record


def _nought(value: float | None) -> float | None:
    return None if value is None else 0.0
