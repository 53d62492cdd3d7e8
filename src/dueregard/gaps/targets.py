"""Equality of outcome as a stated aim: gaps against the widest gap that is acceptable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dueregard.casebook import Outcome, characteristic_label
from dueregard.disclosure import Table
from dueregard.disclosure.table import name_of_table
from dueregard.estimates import Record
from dueregard.gaps.labels import EVERYONE_ELSE

__all__ = ["target_tables", "target_verdict"]

MET = "met"
NOT_MET = "not met"
CLOSE = "too close to call"


def target_verdict(record: Record, *, at_most: float) -> str | None:
    """Say whether a gap keeps within a target.

    Parameters
    ----------
    record : Record
        A gap.
    at_most : float
        The widest gap that is acceptable, in the outcome's unit.

    Returns
    -------
    str or None
        "met" when the whole interval is within the target, "not met" when all of it is outside on one
        side, else "too close to call"; None when the gap has no value.

    Examples
    --------
    >>> gap = Record(measure="mean", contrast="difference", estimate=-31.0, low=-40.0, high=-22.0)
    >>> target_verdict(gap, at_most=20), target_verdict(gap, at_most=45), target_verdict(gap, at_most=30)
    ('not met', 'met', 'too close to call')
    """
    if record.estimate is None:
        return None
    low = record.estimate if record.low is None else record.low
    high = record.estimate if record.high is None else record.high
    if -at_most <= low and high <= at_most:
        return MET
    return NOT_MET if low > at_most or high < -at_most else CLOSE


def target_tables(outcomes: Iterable[Outcome], tables: Iterable[Table]) -> tuple[Table, ...]:
    """Set the gaps of every outcome that has a target against it.

    Parameters
    ----------
    outcomes : iterable of Outcome
        The casebook's outcomes.
    tables : iterable of Table
        The grid, with gaps to the reference group.

    Returns
    -------
    tuple of Table
        A table for each target. Its records are gaps whose verdict is that of :func:`target_verdict`.
    """
    known = list(tables)
    return tuple(table for outcome in outcomes for table in _tables(outcome, known))


def _tables(outcome: Outcome, tables: list[Table]) -> Iterator[Table]:
    target = outcome.target
    if target is None:
        return
    measure = (target.measure or outcome.measures[0]).partition(",")[0].strip()
    aim = {"target": target.at_most, "by": target.by}
    for table in tables:
        gaps = [
            replace(
                record,
                parameters={**record.parameters, **aim},
                verdict=target_verdict(record, at_most=target.at_most),
                discovery=None,
            )
            for record in table.records
            if record.outcome == outcome.name
            and record.measure == measure
            and tuple(record.by) == (target.gap,)
            and record.contrast == "difference"
            and record.reference != EVERYONE_ELSE
        ]
        if gaps:
            yield Table(
                name=f"target-{target.gap}-{name_of_table(outcome.name)}",
                title=f"{outcome.name}: target for gaps by {characteristic_label(target.gap).lower()}",
                note=f"The aim: no gap wider than {target.at_most:g} by {target.by}.",
                records=tuple(gaps),
                count=table.count,
            )
