"""Comparisons in plain words that are true to their uncertainty."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dueregard.estimates.support import Status

if TYPE_CHECKING:
    from dueregard.estimates.record import Record

__all__ = ["sentence", "verdict"]


def verdict(
    estimate: float | None,
    low: float | None,
    high: float | None,
    *,
    contrast: str = "difference",
    status: Status = "ok",
    reason: str | None = None,
    counted: bool = False,
) -> str | None:
    """Say how a group compares with its reference.

    Parameters
    ----------
    estimate : float, optional
        The comparison.
    low, high : float, optional
        Its interval.
    contrast : str
        "difference", "ratio" or "log_ratio"; a ratio is compared with one, the others with zero.
    status : {"ok", "approximate", "withheld", "not_estimable"}
        Whether the comparison may be relied on.
    reason : str, optional
        Why it has no value.
    counted : bool
        Whether everybody was counted, so that no interval is needed.

    Returns
    -------
    str or None
        "higher than" or "lower than" when the interval lies on one side, else "too close to call". None
        when the value is withheld.

    Examples
    --------
    >>> verdict(-5.2, -7.4, -3.1)
    'lower than'
    >>> verdict(1.1, 0.9, 1.3, contrast="ratio")
    'too close to call'
    >>> verdict(None, None, None, status="not_estimable", reason="too few people")
    'not estimable: too few people'
    """
    if status == "withheld":
        return None
    if status == "not_estimable" or estimate is None:
        return f"not estimable: {reason or 'too few people'}"
    null = 1.0 if contrast.startswith("ratio") else 0.0
    if counted:
        low = high = estimate
        if estimate == null:
            return "the same as"
    if low is not None and low > null:
        return "higher than"
    if high is not None and high < null:
        return "lower than"
    return "too close to call"


def sentence(record: Record, *, noun: str = "people") -> str:
    """Say a comparison in a sentence, with its size and interval.

    Parameters
    ----------
    record : Record
        A contrast.
    noun : str
        What the members of a group are called; added to the names of levels.

    Returns
    -------
    str
        For example "Asian people: lower than White people by 5.2 percentage points (3.1 to 7.4)".
        Proportions are given in percentage points; a log-ratio is carried back to a ratio.

    Examples
    --------
    >>> from dueregard.estimates import Record
    >>> gap = Record(
    ...     measure="proportion",
    ...     by={"ethnic_group": "Asian"},
    ...     contrast="difference",
    ...     reference="White",
    ...     estimate=-0.052,
    ...     low=-0.074,
    ...     high=-0.031,
    ...     verdict="lower than",
    ... )
    >>> sentence(gap)
    'Asian people: lower than White people by 5.2 percentage points (3.1 to 7.4)'
    """
    group = _named(", ".join(record.by.values()) or "Everyone", noun if record.by else "")
    if record.status == "withheld":
        return f"{group}: withheld, so that nobody can be recognised"
    if record.estimate is None or record.verdict is None:
        return f"{group}: {record.verdict or 'not estimable'}"
    reference = _named(record.reference or "nobody", noun)
    numbers = [record.estimate, record.low, record.high]
    if (record.contrast or "").startswith("difference"):
        return f"{group}: {_by_how_much(record, reference, numbers)}"
    return f"{group}: {_how_many_times(record, reference, numbers)}"


def _by_how_much(record: Record, reference: str, numbers: list[float | None]) -> str:
    scale, unit = _shown_unit(record)
    shown = [None if number is None else number * scale for number in numbers]
    estimate, low, high = shown
    if record.verdict == "too close to call":
        return f"too close to call against {reference}, {_amount(estimate, unit)}{_range(low, high)}"
    sizes = sorted(abs(limit) for limit in (low, high) if limit is not None)
    interval = _range(*sizes) if len(sizes) == 2 else ""
    return f"{record.verdict} {reference} by {_amount(abs(estimate or 0.0), unit)}{interval}"


def _how_many_times(record: Record, reference: str, numbers: list[float | None]) -> str:
    logarithmic = (record.contrast or "").startswith("log_ratio")
    estimate, low, high = (
        math.exp(number) if logarithmic and number is not None else number for number in numbers
    )
    words = "too close to call against" if record.verdict == "too close to call" else record.verdict
    return f"{words} {reference}, {_number(estimate)} times as much{_range(low, high)}"


def _shown_unit(record: Record) -> tuple[float, str]:
    if record.unit == "%":
        return 1.0, "percentage points"
    if record.measure == "proportion" and record.unit in (None, "proportion"):
        return 100.0, "percentage points"
    return 1.0, record.unit or ""


def _named(level: str, noun: str) -> str:
    known = {"everyone else": "everyone else", "average": "the average", "best": "the best group"}
    return known.get(level, f"{level} {noun}".strip())


def _amount(number: float | None, unit: str) -> str:
    if unit.startswith("£"):
        return f"£{_number(number)}{unit[1:]}"
    return f"{_number(number)} {unit}".strip()


def _range(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f" ({_number(low)} to {_number(high)})"


def _number(number: float | None) -> str:
    """Two or three significant digits, as many as a reader can use."""
    if number is None:
        return "unknown"
    size = abs(number)
    return f"{number:,.{0 if size >= 100 else 1 if size >= 1 else 2}f}"
