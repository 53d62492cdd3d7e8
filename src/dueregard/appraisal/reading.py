"""From a figure and its interval to a signal: the same few rules for every outcome, place and generation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dueregard.appraisal.finding import Signal, Size
from dueregard.appraisal.signals import FALSE_SHARE, LEAST, MEANINGFUL
from dueregard.estimates import Record, benjamini_hochberg
from dueregard.estimates.intervals import t_tail

__all__ = ["GapChange", "Standing", "closing", "is_known", "read_gap", "read_group", "size_of", "stand_out"]

Standing = Literal["worse off", "better off", "not told apart"]
"""How a group stands now against everyone else, in the outcome that an option changes."""


def is_known(record: Record | None) -> bool:
    """Say whether a record has a value that may be shown."""
    return record is not None and record.estimate is not None and record.status in ("ok", "approximate")


def size_of(record: Record) -> Size:
    """Turn a released record with a value into a size; the option is left out of `by`."""
    by = {name: level for name, level in record.by.items() if name != "option"}
    assert record.estimate is not None
    return Size(
        measure=record.measure,
        outcome=record.outcome,
        by=by,
        estimate=record.estimate,
        low=record.low,
        high=record.high,
        unit=record.unit,
    )


def stand_out(records: Sequence[Record]) -> tuple[bool, ...]:
    """Say which changes are clear even among all that are looked at together.

    Parameters
    ----------
    records : sequence of Record
        Changes; those without a value are not tested, and do not count among the many.

    Returns
    -------
    tuple of bool
        The rule of Benjamini and Hochberg on two-sided p-values.

    Examples
    --------
    >>> stand_out([Record(measure="m", estimate=3.0, se=1.0), Record(measure="m", estimate=0.1, se=1.0)])
    (True, False)
    """
    found = benjamini_hochberg([_p(record) for record in records], level=FALSE_SHARE)
    return tuple(bool(each) for each in found)


def read_group(change: Record, *, better: str, standing: Standing, stands_out: bool) -> Signal:
    """Read what an option does to a group.

    Parameters
    ----------
    change : Record
        The group's average change.
    better : {"higher", "lower"}
        Which value is better for people.
    standing : str
        How the group stands now.
    stands_out : bool
        Whether the change is clear among all groups.

    Returns
    -------
    Signal
        A loss, however small, of anybody who is not clearly better off; gains of groups are only said to be
        small here, since whether a gap closes is read from the gap.

    Examples
    --------
    >>> hurt = Record(measure="mean_change", estimate=-1.0, low=-1.5, high=-0.5)
    >>> read_group(hurt, better="higher", standing="not told apart", stands_out=True)
    'loss'
    >>> read_group(hurt, better="higher", standing="better off", stands_out=True)
    'loss of the better-off'
    >>> read_group(hurt, better="lower", standing="worse off", stands_out=True)
    'small gain'
    """
    if not is_known(change):
        return "unknown"
    sign = 1.0 if better == "higher" else -1.0
    side = sign * _clear(change)
    if side < 0:
        if standing == "better off":
            return "loss of the better-off"
        return "loss" if stands_out else "possible loss"
    return "small gain" if side > 0 and stands_out else "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapChange:
    """By how much a gap closes: above nought where it does.

    Attributes
    ----------
    estimate, low, high : float
        With its interval.
    """

    estimate: float
    low: float
    high: float


def closing(before: Record, change: Record) -> GapChange | None:
    """Turn the change of a signed gap into how far the gap closes.

    Parameters
    ----------
    before, change : Record
        The gap now, and its change.

    Returns
    -------
    GapChange or None
        None where either has no value. A gap that turns round has closed by what it was, less what it is now.

    Examples
    --------
    >>> now = Record(measure="gap_before", estimate=-60.0)
    >>> closing(now, Record(measure="gap_change", estimate=9.0, low=8.0, high=10.0))
    GapChange(estimate=9.0, low=8.0, high=10.0)
    """
    if not (is_known(before) and is_known(change)):
        return None
    assert before.estimate is not None
    assert change.estimate is not None
    sign = 1.0 if before.estimate > 0 else -1.0
    low = change.estimate if change.low is None else change.low
    high = change.estimate if change.high is None else change.high
    ends = sorted((-sign * low, -sign * high))
    size = abs(before.estimate)
    value = -sign * change.estimate
    over = 2 * max(0.0, value - size)
    return GapChange(estimate=value - over, low=ends[0] - over, high=ends[1] - over)


def read_gap(
    before: Record,
    change: Record,
    *,
    aim: float | None,
    stands_out: bool,
    worse_side_gains: bool,
    average: float = 0.0,
) -> Signal:
    """Read what an option does to a gap.

    Parameters
    ----------
    before, change : Record
        The gap now, and its change.
    aim : float, optional
        The widest gap that is acceptable, where that is stated.
    stands_out : bool
        Whether the change is clear among all gaps.
    worse_side_gains : bool
        Whether the side that is worse off clearly gains.
    average : float
        Everybody's average now; 0 where it is not known.

    Returns
    -------
    Signal
        See :data:`dueregard.appraisal.signals.SIGNALS`.

    Examples
    --------
    >>> now = Record(measure="gap_before", estimate=-60.0, low=-70.0, high=-50.0)
    >>> change = Record(measure="gap_change", estimate=9.0, low=8.0, high=10.0)
    >>> read_gap(now, change, aim=50.0, stands_out=True, worse_side_gains=True)
    'gain'
    >>> read_gap(now, change, aim=50.0, stands_out=True, worse_side_gains=False)
    'small gain'
    """
    moved = closing(before, change)
    if moved is None:
        return "unknown"
    least = meaningful(before, aim=aim, average=average)
    if moved.high < 0:
        if aim is not None:
            return "loss"
        if not stands_out:
            return "possible loss" if -moved.estimate >= least else "close"
        return "loss" if -moved.estimate >= least else "close"
    if moved.low > 0 and stands_out:
        enough = moved.estimate >= least and _clear(before) != 0
        return "gain" if enough and worse_side_gains else "small gain"
    return "too wide" if moved.low < -least and moved.high > least else "close"


def meaningful(before: Record, *, aim: float | None, average: float = 0.0) -> float:
    """Say how far a gap must move for that to mean something.

    Parameters
    ----------
    before : Record
        The gap now.
    aim : float, optional
        The widest gap that is acceptable.
    average : float
        Everybody's average now; 0 where it is not known.

    Returns
    -------
    float
        A tenth of what is left to the aim, or of the gap; of one that is not clear, of the widest it may be;
        without an aim at least a hundredth of the average, so that no trifle counts in a full count.

    Examples
    --------
    >>> meaningful(Record(measure="gap_before", estimate=-60.0, low=-70.0, high=-50.0), aim=50.0)
    1.0
    """
    size = abs(before.estimate or 0.0)
    if aim is not None and size > aim:
        return MEANINGFUL * (size - aim)
    if _clear(before) == 0:
        size = max(size, abs(before.low or 0.0), abs(before.high or 0.0))
    return max(MEANINGFUL * size, 0.0 if aim is not None else LEAST * abs(average))


def _clear(record: Record) -> float:
    """1 or -1 where the interval lies on one side of nought, else 0."""
    low = record.estimate if record.low is None else record.low
    high = record.estimate if record.high is None else record.high
    if low is None or high is None:
        return 0.0
    return 1.0 if low > 0 else -1.0 if high < 0 else 0.0


def _p(record: Record) -> float:
    """Two-sided p-value against nought; where nothing is uncertain, 0 or 1; NaN where there is no value."""
    if not is_known(record):
        return float("nan")
    value = record.estimate or 0.0
    if not record.se:
        return 0.0 if value and _clear(record) else 1.0
    df = record.df if record.df else np.inf
    return float(2 * t_tail(np.array(-abs(value) / record.se), np.array(df)))
