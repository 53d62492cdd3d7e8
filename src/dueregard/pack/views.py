"""What the table templates print: every cell already in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dueregard.listing import and_list
from dueregard.pack.chart import Axis, Mark, axis_over
from dueregard.pack.numbers import NumberFormat, count
from dueregard.pack.panels import CRUDE, EVERYONE_ELSE, STANDARDISED, Line, Panel
from dueregard.pack.readings import CHANGE_OF_SIZE, SPOKEN, Directions, gap_words, read, symbol
from dueregard.pack.sentences import verdict_words
from dueregard.pack.tally import tally
from dueregard.pack.titles import by_words, group_name, numbers_of, panel_title
from dueregard.pack.words import pieces

if TYPE_CHECKING:
    from dueregard.estimates import Record

__all__ = [
    "Benchmarks",
    "FigureView",
    "GapView",
    "PanelView",
    "RowView",
    "Tick",
    "benchmarks",
    "panel_view",
    "ticks_of",
]

RANKED = "place"
"""Which tables show ranks: places. A league table of groups of people would serve nobody."""

Benchmarks = Mapping[tuple[str, str, object], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark of the axis: its place in per cent and its label, if it has one."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapView:
    """One gap in words: a verdict and its numbers."""

    sense: str
    verdict: str
    words: str
    interval: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A group's own figure: how many people, the value, its shorthand and its interval."""

    n: str = ""
    value: str = ""
    mark: str = ""
    interval: str = ""
    reason: str = ""
    rank: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One line of a panel."""

    name: str
    same_ages: bool
    figure: FigureView
    drawing: Mark | None
    gaps: tuple[GapView, ...]
    bare: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelView:
    """A panel as the template needs it."""

    id: str
    title: str
    by: str
    digest: str
    columns: tuple[str, ...]
    has_figures: bool
    rows: tuple[RowView, ...]
    left_out: int
    ticks: tuple[Tick, ...]
    line: float | None
    line_words: str
    foot: str
    folded: bool


def benchmarks(panels: Sequence[Panel]) -> Benchmarks:
    """Return everyone's value of each measure, for the upright line of other panels."""
    return {
        (panel.outcome, panel.measure, panel.parameters): value.estimate
        for panel in panels
        if (value := panel.lines[0].value) is not None and value.estimate is not None
    }


def panel_view(
    panel: Panel, *, directions: Directions, benchmarks: Benchmarks, folded: bool = False, most: int = 150
) -> PanelView:
    """Put a panel into words and marks.

    Parameters
    ----------
    panel : Panel
        The panel.
    directions : mapping of str to str
        For each outcome, which value is better.
    benchmarks : mapping
        Everyone's value of each measure.
    folded : bool
        Whether it waits behind a summary line.
    most : int
        The most rows; the others are in the CSV file.

    Returns
    -------
    PanelView
    """
    numbers, references, lines = numbers_of(panel), panel.references, _told(panel)
    line, line_words = _reference_line(panel, benchmarks, numbers)
    axis = _axis(lines[:most], line)
    alike = len({tuple(name for name, _ in one.group) for one in lines}) == 1
    rows = [
        _row(
            one,
            references,
            alike=alike,
            ranked=panel.table.startswith(RANKED),
            axis=axis,
            numbers=numbers,
            directions=directions,
        )
        for one in lines[:most]
    ]
    return PanelView(
        id=panel.id,
        title=panel_title(panel),
        by=by_words(panel),
        digest=_digest(panel, directions),
        columns=tuple(_column(panel, reference) for reference in references),
        has_figures=any(line.value is not None for line in panel.lines),
        rows=tuple(rows),
        left_out=max(len(lines) - most, 0),
        ticks=ticks_of(axis, numbers) if axis else (),
        line=axis.place(line) if axis and line is not None else None,
        line_words=line_words,
        foot=_foot(panel),
        folded=folded,
    )


def _digest(panel: Panel, directions: Directions) -> str:
    """Count what is said of the groups; of aims and changes, in their own words and for crude figures."""
    verdicts = [
        "not shown" if line.gap.status in ("withheld", "not_estimable") else line.gap.verdict
        for line in panel.on(CRUDE).values()
        if line.gap
    ]
    if not SPOKEN.keys().isdisjoint(verdicts):
        return "; ".join(f"{number} {verdict}" for verdict, number in Counter(verdicts).items())
    return tally(panel, directions).phrase if panel.references else ""


def _told(panel: Panel) -> list[Line]:
    """Leave out the standardised line of a group of which not even the crude figure is shown."""
    crude = panel.on(CRUDE)
    return [
        line
        for line in panel.lines
        if line.basis == CRUDE or not (_bare(line) and _bare(crude.get(line.group)))
    ]


def _bare(line: Line | None) -> bool:
    return line is not None and line.value is not None and line.value.estimate is None


def _column(panel: Panel, reference: str) -> str:
    record = next(line.gaps[reference] for line in panel.lines if reference in line.gaps)
    if record.contrast == "difference of differences":
        return f"Change of the gap to {reference}"
    if record.reference not in (None, reference):
        return f"Gap to {record.reference} in {reference}"
    return "Compared with everyone else" if reference == EVERYONE_ELSE else f"Compared with {reference}"


def _reference_line(panel: Panel, benchmarks: Benchmarks, numbers: NumberFormat) -> tuple[float | None, str]:
    for reference in panel.references:
        for line in panel.lines:
            if line.label == reference and line.value is not None and line.value.estimate is not None:
                return line.value.estimate, f"{reference}, {numbers.value(line.value.estimate)}"
    everyone = benchmarks.get((panel.outcome, panel.measure, panel.parameters))
    if everyone is None or len(panel.lines) < 2:
        return None, ""
    return everyone, f"everyone together, {numbers.value(everyone)}"


def _axis(lines: Sequence[Line], line: float | None) -> Axis | None:
    values = [line] if line is not None else []
    for one in lines:
        if one.value is not None and one.value.estimate is not None:
            ends = (one.value.estimate, one.value.low, one.value.high)
            values += [end for end in ends if end is not None]
    return axis_over(values)


def ticks_of(axis: Axis, numbers: NumberFormat) -> tuple[Tick, ...]:
    """Label the ends of an axis and, where there is room, what lies between.

    Parameters
    ----------
    axis : Axis
        Its ticks.
    numbers : NumberFormat
        How values are written; the labels have as many decimals as their steps need.

    Returns
    -------
    tuple of Tick
    """
    step = (axis.ticks[1] - axis.ticks[0]) * numbers.factor
    decimals = next((d for d in range(5) if abs(step * 10**d - round(step * 10**d)) < 1e-6), 5)
    labels = replace(numbers, decimals=decimals)
    every = 1 if len(axis.ticks) <= 4 else 2
    return tuple(
        Tick(x=axis.place(value), label="" if index % every else labels.value(value))
        for index, value in enumerate(axis.ticks)
    )


def _row(
    line: Line,
    references: Sequence[str],
    *,
    alike: bool,
    ranked: bool,
    axis: Axis | None,
    numbers: NumberFormat,
    directions: Directions,
) -> RowView:
    return RowView(
        name=line.label if alike else group_name(line.group),
        same_ages=line.basis == STANDARDISED,
        figure=_figure(line.value, numbers, ranked=ranked),
        drawing=_drawing(line.value, axis),
        gaps=tuple(_gap(line, reference, numbers, directions) for reference in references),
        bare=_bare_words(line),
    )


def _bare_words(line: Line) -> str:
    """Say once why a row holds no figure at all."""
    if line.value is None or line.value.estimate is not None:
        return ""
    if any(gap.estimate is not None for gap in line.gaps.values()):
        return ""
    reason = line.value.reason if line.value.status == "not_estimable" else "kept back"
    return f"{symbol(line.value)} {reason or ''}".strip()


def _figure(value: Record | None, numbers: NumberFormat, *, ranked: bool) -> FigureView:
    if value is None:
        return FigureView()
    mark = symbol(value)
    n = count(value.n) if value.n is not None else mark
    if value.estimate is None:
        reason = value.reason or "" if value.status == "not_estimable" else ""
        return FigureView(n=n, mark=mark, reason=reason)
    interval = ""
    if value.low is not None and value.high is not None:
        interval = numbers.interval(value.low, value.high)
    rank = f"rank {_span(value.rank)}" if ranked and value.rank else ""
    return FigureView(n=n, value=numbers.value(value.estimate), mark=mark, interval=interval, rank=rank)


def _span(rank: tuple[int, int]) -> str:
    return str(rank[0]) if rank[0] == rank[1] else f"{rank[0]} to {rank[1]}"


def _drawing(value: Record | None, axis: Axis | None) -> Mark | None:
    if axis is None or value is None or value.estimate is None:
        return None
    return axis.mark(value.estimate, value.low, value.high)


def _gap(line: Line, reference: str, numbers: NumberFormat, directions: Directions) -> GapView:
    record = line.gaps.get(reference)
    if record is None:
        words = "Reference group" if line.label == reference else ""
        return GapView(sense="none", verdict="", words=words)
    if record.status in ("withheld", "not_estimable") or record.estimate is None:
        return GapView(sense="unknown", verdict="", words=symbol(record) or "[x]")
    if record.verdict in SPOKEN:
        return _spoken(_as_size(record, line), numbers)
    reading = read(record, directions)
    words, _, interval = gap_words(record, numbers, brief=True).partition(" (")
    verdict = "" if reading.sense == "unknown" else verdict_words(reading.sense, record.measure)
    unconfirmed = reading.higher is not None and not reading.confirmed
    return GapView(
        sense="unconfirmed" if unconfirmed else reading.sense,
        verdict=f"{verdict}, unconfirmed" if unconfirmed else verdict,
        words=words,
        interval=interval.removesuffix(")"),
        mark=symbol(record),
    )


def _as_size(change: Record, line: Line) -> Record:
    """Tell a change of a gap as narrower or wider, where the gap was on the same side in both periods."""
    ends = [gap.estimate for gap in line.gaps.values() if gap.contrast == "difference"]
    signs = {end > 0 for end in ends if end is not None}
    if change.contrast != "difference of differences" or len(ends) < 2 or len(signs) != 1:
        return change
    if signs == {True}:
        return replace(change, contrast=CHANGE_OF_SIZE)
    estimate, high, low = (
        None if end is None else -end for end in (change.estimate, change.low, change.high)
    )
    return replace(change, contrast=CHANGE_OF_SIZE, estimate=estimate, low=low, high=high)


def _spoken(record: Record, numbers: NumberFormat) -> GapView:
    """Show a verdict about an aim or a change in its own words."""
    words, _, interval = gap_words(record, numbers, brief=True).partition(" (")
    verdict = record.verdict or ""
    return GapView(
        sense=SPOKEN[verdict],
        verdict=verdict.capitalize(),
        words=words,
        interval=interval.removesuffix(")"),
        mark=symbol(record),
    )


def _foot(panel: Panel) -> str:
    methods = pieces(record.method for record in panel.records)
    sources = dict.fromkeys(record.source for record in panel.records if record.source)
    levels = dict.fromkeys(
        record.level for record in panel.records if record.level and record.low is not None
    )
    said = [f"{and_list([f'{level:.0%}' for level in levels])} intervals" if levels else ""]
    said += [f"method: {'; '.join(methods)}" if methods else ""]
    said += [f"source: {'; '.join(sources)}" if sources else ""]
    text = ". ".join(f"{part[:1].upper()}{part[1:]}" for part in said if part)
    return f"{text}." if text else ""
