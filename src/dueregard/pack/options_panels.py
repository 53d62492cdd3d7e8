"""Groups' changes on one axis, with nought marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dueregard.listing import and_list
from dueregard.pack.chart import Axis, axis_over
from dueregard.pack.numbers import NumberFormat, count
from dueregard.pack.options_figures import format_of, signed
from dueregard.pack.readings import symbol
from dueregard.pack.views import FigureView, GapView, PanelView, RowView, Tick

if TYPE_CHECKING:
    from dueregard.estimates import Record

__all__ = ["changes_panel"]

ROOM = 32.0
"""Per cent of a chart that a label needs beside that of an end."""


def changes_panel(
    changes: Sequence[Record],
    cells: Callable[[Record], tuple[GapView, ...]],
    *,
    id: str,
    title: str,
    names: Sequence[str],
    columns: tuple[str, ...],
    line_words: str,
    foot: str,
) -> PanelView:
    """Set changes of groups on one axis.

    Parameters
    ----------
    changes : sequence of Record
        One a row, of one unit.
    cells : callable
        What stands beside each.
    id, title : str
        Of the table.
    names : sequence of str
        Of the rows.
    columns : tuple of str
        Headings of `cells`.
    line_words : str
        What nought means.
    foot : str
        What is said of intervals; the method follows.

    Returns
    -------
    PanelView
        The table.
    """
    numbers = format_of(changes)
    ends = [0.0]
    for record in changes:
        ends += [end for end in (record.estimate, record.low, record.high) if end is not None]
    axis = axis_over(ends)
    rows = tuple(
        RowView(
            name=name,
            same_ages=False,
            figure=_figure(record, numbers),
            drawing=None
            if axis is None or record.estimate is None
            else axis.mark(record.estimate, record.low, record.high),
            gaps=cells(record),
            bare="" if record.estimate is not None else f"{symbol(record)} {_why(record)}".strip(),
        )
        for record, name in zip(changes, names, strict=True)
    )
    methods = list(dict.fromkeys(record.method for record in changes if record.method))
    return PanelView(
        id=id,
        title=title,
        by="",
        digest="",
        columns=columns,
        has_figures=True,
        rows=rows,
        left_out=0,
        ticks=() if axis is None else _ticks(axis, numbers),
        line=None if axis is None else axis.place(0.0),
        line_words=line_words,
        foot=f"{foot} Method: {and_list(methods)}." if methods else "",
        folded=False,
    )


def _why(record: Record) -> str:
    return (record.reason or "") if record.status == "not_estimable" else "kept back"


def _figure(record: Record, numbers: NumberFormat) -> FigureView:
    if record.estimate is None:
        return FigureView(mark=symbol(record))
    interval = ""
    if record.low is not None and record.high is not None:
        interval = f"{signed(record.low, numbers)} to {signed(record.high, numbers)}"
    return FigureView(
        n=count(record.n) if record.n is not None else "",
        value=signed(record.estimate, numbers),
        mark=symbol(record),
        interval=interval,
    )


def _ticks(axis: Axis, numbers: NumberFormat) -> tuple[Tick, ...]:
    """Label the ends, and nought where there is room between them: these charts are narrow."""
    step = (axis.ticks[1] - axis.ticks[0]) * numbers.factor
    decimals = next((d for d in range(5) if abs(step * 10**d - round(step * 10**d)) < 1e-6), 5)
    # Pence come in twos.
    decimals = 2 if numbers.kind == "money" and decimals else decimals
    labels = replace(numbers, decimals=decimals)

    def label(value: float) -> str:
        told = value in (axis.start, axis.end) or (value == 0 and ROOM < axis.place(value) < 100 - ROOM)
        return labels.value(value) if told else ""

    return tuple(Tick(x=axis.place(value), label=label(value)) for value in axis.ticks)
