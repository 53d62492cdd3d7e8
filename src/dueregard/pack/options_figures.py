"""Figures of options in cells: a verdict true to its interval, the size, the interval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from dueregard.pack.numbers import MINUS, NumberFormat, count, number_format
from dueregard.pack.readings import symbol
from dueregard.pack.views import GapView
from dueregard.pack.words import anchor

if TYPE_CHECKING:
    from dueregard.consequences import ReleasedConsequences
    from dueregard.estimates import Record

__all__ = [
    "OFF",
    "RATE",
    "UNEQUAL",
    "change_cell",
    "format_of",
    "level_cell",
    "page_names",
    "people_cell",
    "plain_cell",
    "signed",
]

Names = Mapping[str, str]
OFF: Names = {"higher": "Better off", "lower": "Worse off"}
"""What a change of money is called; turned where less of an outcome is better."""
RATE: Names = {"higher": "Higher", "lower": "Lower"}
UNEQUAL: Names = {"higher": "More unequal", "lower": "More equal"}
POINTS = " points"


def page_names(found: ReleasedConsequences) -> dict[str, str]:
    """Name the file of each option's page.

    Parameters
    ----------
    found : ReleasedConsequences
        The options.

    Returns
    -------
    dict of str to str
        By option; no two alike.
    """
    names: dict[str, str] = {}
    for number, option in enumerate(found.findings.options, start=1):
        name = anchor(option.name) or f"option-{number}"
        names[option.name] = f"{name}-{number}" if name in names.values() else name
    return {option: f"{name}.html" for option, name in names.items()}


def format_of(records: Iterable[Record | None], *, measure: str = "mean") -> NumberFormat:
    """Choose one way of writing some figures.

    Parameters
    ----------
    records : iterable of Record or None
        Figures of one unit.
    measure : str
        ``proportion`` for shares.

    Returns
    -------
    NumberFormat
        With as many decimals as the smallest sizable figure needs.
    """
    known = [record for record in records if record is not None]
    values = [record.estimate for record in known if record.estimate is not None]
    unit = next((record.unit for record in known if record.unit), None)
    numbers = number_format(measure, unit, values)
    if numbers.kind == "share" and values:
        return replace(numbers, decimals=_decimals(max(map(abs, values)) * numbers.factor))
    return numbers


def _decimals(largest: float) -> int:
    return next((decimals for decimals, floor in enumerate((10.0, 1.0, 0.1)) if largest >= floor), 3)


def signed(value: float, numbers: NumberFormat) -> str:
    """Write a change with its sign.

    Examples
    --------
    >>> signed(0.264, number_format("mean", "£ a week", [0.264]))
    '+£0.26'
    """
    size = numbers.size(value)
    nought = not any(digit in "123456789" for digit in size)
    return size if nought else f"{MINUS if value < 0 else '+'}{size}"


def plain_cell(words: str, *, verdict: str = "", sense: str = "none", interval: str = "") -> GapView:
    """Make a cell of words.

    Parameters
    ----------
    words, verdict, sense, interval : str
        As shown.

    Returns
    -------
    GapView
        The cell.
    """
    return GapView(sense=sense, verdict=verdict, words=words, interval=interval)


def unknown(record: Record | None) -> GapView | None:
    """Give the cell of a figure that has no value; None where it has one."""
    if record is None:
        return plain_cell("")
    if record.estimate is None:
        return GapView(sense="unknown", verdict="", words=symbol(record) or "[x]")
    return None


def level_cell(record: Record | None, numbers: NumberFormat) -> GapView:
    """Show a figure that is no change.

    Parameters
    ----------
    record : Record or None
        The figure.
    numbers : NumberFormat
        How it is written.

    Returns
    -------
    GapView
        The value with its unit, and its interval.
    """
    if (blank := unknown(record)) is not None or record is None or record.estimate is None:
        return blank or plain_cell("")
    interval = ""
    if record.low is not None and record.high is not None and record.se:
        interval = numbers.interval(record.low, record.high)
    return GapView(
        sense="none", verdict="", words=numbers.full(record.estimate), interval=interval, mark=symbol(record)
    )


def change_cell(
    record: Record | None, numbers: NumberFormat, *, names: Names, better: str = "higher"
) -> GapView:
    """Show a change: whether it is better or worse is said only where its interval is on one side.

    Parameters
    ----------
    record : Record or None
        A change.
    numbers : NumberFormat
        How it is written.
    names : mapping
        What ``higher`` and ``lower`` are called.
    better : {"higher", "lower"}
        Which is better.

    Returns
    -------
    GapView
        Verdict, size and interval.
    """
    if (blank := unknown(record)) is not None or record is None or record.estimate is None:
        return blank or plain_cell("")
    verdict = (record.verdict or "").removesuffix(" than")
    if verdict == "the same as":
        return plain_cell("", verdict="No change", sense="close")
    points = POINTS if numbers.kind == "share" else ""
    words = f"{signed(record.estimate, replace(numbers, suffix=''))}{points}"
    interval = ""
    if record.low is not None and record.high is not None:
        plain = replace(numbers, suffix="")
        interval = f"{signed(record.low, plain)} to {signed(record.high, plain)}"
    if verdict not in names:
        return GapView(
            sense="close",
            verdict="Too close to call" if verdict else "",
            words=words,
            interval=interval,
            mark=symbol(record),
        )
    turned = (
        {"higher": "lower", "lower": "higher"}[verdict] if names is OFF and better == "lower" else verdict
    )
    return GapView(
        sense="better" if verdict == better else "worse",
        verdict=names[turned],
        words=words,
        interval=interval,
        mark=symbol(record),
    )


def people_cell(number: Record | None, share: Record | None, size: Record | None, *, nobody: str) -> GapView:
    """Show how many gain or lose, which share of all, and by how much each.

    Parameters
    ----------
    number, share, size : Record or None
        People, their share, and the mean change of each of them.
    nobody : str
        What is said where there is none.

    Returns
    -------
    GapView
        Number and size beside each other.
    """
    if (blank := unknown(number)) is not None or number is None or number.estimate is None:
        return blank or plain_cell("")
    if not number.estimate:
        return plain_cell(nobody)
    words = f"{count(number.estimate)} people"
    if share is not None and share.estimate is not None:
        words += f" ({share.estimate:.1%})"
    if size is not None and size.estimate is not None:
        words += f", by {format_of([size]).full(abs(size.estimate))} each"
    interval = ""
    if number.low is not None and number.high is not None and number.se:
        interval = f"{count(max(number.low, 0.0))} to {count(number.high)} people"
    return GapView(sense="none", verdict="", words=words, interval=interval, mark=symbol(number))
