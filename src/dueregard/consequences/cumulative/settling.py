"""What is nought but for rounding is said to be none; groups that stand out are marked, year by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dueregard.consequences.cumulative.worst import with_discoveries
from dueregard.estimates import Record

__all__ = ["settled_records"]

ROUNDING = 1e-12
"""Shares that differ by less do so because sums were made in another order."""


def settled_records(records: Sequence[Record]) -> list[Record]:
    """Settle records.

    Parameters
    ----------
    records : sequence of Record
        Of a bundle.

    Returns
    -------
    list of Record
        In the same order, year by year.
    """
    years = dict.fromkeys(record.by.get("year") for record in records)
    of_year: dict[str | None, list[Record]] = {year: [] for year in years}
    for record in records:
        of_year[record.by.get("year")].append(_settled(record))
    return [record for each in of_year.values() for record in with_discoveries(each)]


def _settled(record: Record) -> Record:
    if record.contrast is None or record.estimate is None or record.status not in ("ok", "approximate"):
        return record
    share = record.unit == "proportion" or record.measure.endswith("gini_change")
    if not record.estimate or (share and abs(record.estimate) <= ROUNDING):
        none = not record.se or record.se <= ROUNDING**0.5
        if none:
            return replace(
                record,
                estimate=0.0,
                se=None if record.se is None else 0.0,
                low=None if record.low is None else 0.0,
                high=None if record.high is None else 0.0,
                verdict="the same as",
            )
    return record
