"""Names and cells that everything about causes shares, true to their intervals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dueregard.pack.numbers import NumberFormat, number_format
from dueregard.pack.readings import symbol
from dueregard.pack.views import GapView

if TYPE_CHECKING:
    from dueregard.estimates import Record

__all__ = [
    "CLOSE",
    "ESTIMATORS",
    "SHARE",
    "component_words",
    "figure_cell",
    "numbers_for",
    "part_cell",
    "values_of",
]

CLOSE = "Too close to call"
SHARE = number_format("proportion", None, [0.1])
ESTIMATORS = {
    "tree": "types of an opportunity tree",
    "forest": "a forest of such trees",
    "parametric": "a regression",
    "parametric_residual": "a regression, by what it leaves over",
    "nonparametric": "every combination of circumstances",
    "expost": "shares of the ladder within types",
}
COMPONENTS = {
    "total": "All together",
    "family": "Family",
    "ethnic_origin": "Ethnic origin",
    "place": "Place",
}


def component_words(name: str) -> str:
    """Name a group of circumstances.

    Examples
    --------
    >>> component_words("ethnic_origin"), component_words("schooling_of_parents")
    ('Ethnic origin', 'Schooling of parents')
    """
    plain = name.replace("_", " ")
    return COMPONENTS.get(name, plain[:1].upper() + plain[1:])


def values_of(records: Iterable[Record | None]) -> list[float]:
    """List the estimates that may be shown."""
    return [each.estimate for each in records if each is not None and each.estimate is not None]


def numbers_for(records: Iterable[Record | None], *, unit: str, yes_no: bool) -> NumberFormat:
    """Choose one way of writing the values of an outcome.

    Parameters
    ----------
    records : iterable of Record or None
        What will be written.
    unit : str
        The outcome's.
    yes_no : bool
        Whether values are shares of people.

    Returns
    -------
    NumberFormat
    """
    return number_format("proportion" if yes_no else "mean", unit, values_of(records))


def figure_cell(record: Record | None, numbers: NumberFormat, *, share: bool = False) -> GapView:
    """Write a figure and its interval.

    Parameters
    ----------
    record : Record or None
        As released.
    numbers : NumberFormat
        How it is written.
    share : bool
        Whether nothing at all, 0, is what would be said if circumstances did not matter. An interval that
        reaches it is too close to call.

    Returns
    -------
    GapView
    """
    if record is None:
        return GapView(sense="none", verdict="", words="")
    if record.estimate is None:
        return GapView(sense="unknown", verdict="", words=symbol(record) or "[x]")
    known = record.low is not None and record.high is not None
    close = share and record.low is not None and record.low <= 0
    return GapView(
        sense="close",
        verdict=CLOSE if close else "",
        words=numbers.value(max(record.estimate, 0.0) if share else record.estimate),
        interval=_interval(record, numbers, share=share) if known else "",
        mark=symbol(record),
    )


def _interval(record: Record, numbers: NumberFormat, *, share: bool) -> str:
    """Write an interval; a share that is told as nothing where it is below has no limits below either."""
    ends = [end for end in (record.low, record.high) if end is not None]
    low, high = (max(end, 0.0) if share else end for end in ends)
    return numbers.interval(low, high)


def part_cell(record: Record | None, numbers: NumberFormat, *, turned: bool) -> GapView:
    """Write a part of a gap, counted in the gap's own direction: below 0 it works against the gap.

    Parameters
    ----------
    record : Record or None
        As released: the reference minus the group.
    numbers : NumberFormat
        How it is written.
    turned : bool
        Whether the gap is negative as it was measured.

    Returns
    -------
    GapView
    """
    if record is None:
        return GapView(sense="none", verdict="", words="")
    if record.estimate is None:
        return GapView(sense="unknown", verdict="", words=symbol(record) or "[x]")
    sign = -1.0 if turned else 1.0
    words = (
        numbers.value(sign * record.estimate) if numbers.kind != "share" else _points(sign, record, numbers)
    )
    if record.low is None or record.high is None:
        return GapView(sense="close", verdict="", words=words, mark=symbol(record))
    low, high = sorted((sign * record.low, sign * record.high))
    return GapView(
        sense="close",
        verdict=CLOSE if low <= 0 <= high else "",
        words=words,
        interval=numbers.interval(low, high),
        mark=symbol(record),
    )


def _points(sign: float, record: Record, numbers: NumberFormat) -> str:
    return f"{numbers.interval(sign * (record.estimate or 0.0), 0.0).partition(' to ')[0]} points"
