"""A comparison said in one sentence, with its size and interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dueregard.estimates.record import Record

__all__ = ["sentence"]

_NAMED = {"everyone else": "everyone else", "average": "the average", "best": "the best group"}


def sentence(record: Record, *, noun: str = "people") -> str:
    """Say a comparison in a sentence.

    Parameters
    ----------
    record : Record
        A contrast.
    noun : str
        What the members of a group are called; added to the names of levels.

    Returns
    -------
    str
        Who, the verdict, against whom, by how much. Proportions are given in percentage points; a
        log-ratio is carried back to a ratio.

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
    group = _named(", ".join(record.by.values()), noun) if record.by else "Everyone"
    if record.status == "withheld":
        return f"{group}: withheld, so that nobody can be recognised"
    if record.estimate is None or record.verdict is None:
        return f"{group}: {record.verdict or 'not estimable'}"
    reference = _named(record.reference or "", noun)
    interval = [] if record.low is None or record.high is None else [record.low, record.high]
    comparison = record.contrast or ""
    if comparison.startswith("difference"):
        return f"{group}: {_by_how_much(record, reference, [record.estimate, *interval])}"
    numbers = [record.estimate, *interval]
    times = [math.exp(number) for number in numbers] if comparison.startswith("log_ratio") else numbers
    estimate, *limits = _rounded(times, decimals=2)
    return f"{group}: {_against(record)} {reference}, {estimate} times as much{_range(limits)}"


def _by_how_much(record: Record, reference: str, numbers: Sequence[float]) -> str:
    scale, unit = _shown_unit(record)
    open_question = record.verdict == "too close to call"
    shown = [number * scale if open_question else abs(number) * scale for number in numbers]
    estimate, *limits = _rounded([shown[0], *sorted(shown[1:])], decimals=_decimals(shown))
    amount = f"£{estimate}{unit[1:]}" if unit.startswith("£") else f"{estimate} {unit}".strip()
    joined = "," if open_question else " by"
    return f"{_against(record)} {reference}{joined} {amount}{_range(limits)}"


def _against(record: Record) -> str:
    return "too close to call against" if record.verdict == "too close to call" else str(record.verdict)


def _shown_unit(record: Record) -> tuple[float, str]:
    """Factor and unit in which a difference is shown."""
    if record.measure == "proportion" and record.unit in (None, "proportion"):
        return 100.0, "percentage points"
    return 1.0, "percentage points" if record.unit == "%" else record.unit or ""


def _named(level: str, noun: str) -> str:
    return _NAMED.get(level, f"{level} {noun}".strip())


def _range(limits: Sequence[str]) -> str:
    return f" ({limits[0]} to {limits[1]})" if limits else ""


def _decimals(numbers: Sequence[float]) -> int:
    """As many decimals as a reader can use, by the size of the largest number."""
    largest = max(abs(number) for number in numbers)
    return 0 if largest >= 100 else 1 if largest >= 1 else 2


def _rounded(numbers: Sequence[float], *, decimals: int) -> list[str]:
    return [f"{number:,.{decimals}f}" for number in numbers]
