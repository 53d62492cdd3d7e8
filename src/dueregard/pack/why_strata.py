"""Crossings of characteristics as strata: who fares worst, which stand out, who of them was heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.casebook.characteristics import characteristic_label
from dueregard.listing import and_list
from dueregard.pack.chart import Axis, Mark, axis_over
from dueregard.pack.numbers import NumberFormat
from dueregard.pack.titles import lower_first
from dueregard.pack.views import GapView, Tick, ticks_of
from dueregard.pack.why_words import SHARE, figure_cell, numbers_for
from dueregard.pack.words import heading, some_of

if TYPE_CHECKING:
    from dueregard.causes.released import ReleasedStrata, ReleasedStratum
    from dueregard.causes.sharp import SharpStratum

__all__ = ["SharpRow", "StrataRow", "StrataTable", "StratumRow", "sharp_rows", "strata_rows", "strata_table"]

MOST = 60
"""Rows of a table of strata; the file has them all."""
STANDS_OUT = "Stands out"
HEARD = {
    "heard": ("Heard", "better"),
    "nobody or too few to show": ("Nobody, or too few to show", "worse"),
    "not asked": ("Not asked", "worse"),
    "": ("Nobody looked", "close"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StrataRow:
    """One outcome by one crossing, on the page of the pack."""

    title: str
    page: str
    differ: GapView
    by_parts: GapView
    out: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharpRow:
    """One of those who fare worst."""

    who: str
    outcome: str
    figure: GapView
    heard: str
    sense: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumRow:
    """A stratum in the order of the table."""

    who: str
    n: str
    figure: GapView
    drawing: Mark | None
    beyond: GapView


@dataclass(frozen=True, slots=True, kw_only=True)
class StrataTable:
    """The strata of one outcome on its own page."""

    id: str
    title: str
    rows: tuple[StratumRow, ...]
    left_out: int
    ticks: tuple[Tick, ...]
    figures: tuple[tuple[str, GapView], ...]
    method: str
    notes: tuple[str, ...]
    reason: str = ""


def _crossed(of: Sequence[str]) -> str:
    return and_list([lower_first(characteristic_label(name)) for name in of])


def _stands_out(stratum: ReleasedStratum) -> bool:
    beyond = stratum.interaction
    if beyond is None or beyond.estimate is None or beyond.low is None or beyond.high is None:
        return False
    return beyond.low > 0 or beyond.high < 0


def _who(stratum: ReleasedStratum | SharpStratum) -> str:
    return ", ".join(stratum.by.values())


def _share(found: ReleasedStrata, name: str) -> GapView:
    return figure_cell(found.figures.get(name), SHARE)


def strata_rows(found: Sequence[ReleasedStrata], pages: dict[str, str]) -> tuple[StrataRow, ...]:
    """Say of each outcome and crossing how far its strata differ, and whether crossing adds anything.

    Parameters
    ----------
    found : sequence of ReleasedStrata
        Crossings.
    pages : dict of str to str
        The page of each outcome.

    Returns
    -------
    tuple of StrataRow
    """
    rows = []
    for each in found:
        out = [_who(one) for one in each.strata if _stands_out(one)]
        rows.append(
            StrataRow(
                title=f"{heading(each.told.outcome)}, by {_crossed(each.told.of)} together",
                page=pages.get(each.told.outcome, ""),
                differ=_share(each, "vpc"),
                by_parts=_share(each, "pcv"),
                out=some_of(out, limit=4) if out else "",
                reason=each.told.reason,
            )
        )
    return tuple(rows)


def sharp_rows(found: Sequence[SharpStratum], strata: Sequence[ReleasedStrata]) -> tuple[SharpRow, ...]:
    """List those who fare worst, and whether anybody of them was heard.

    Parameters
    ----------
    found : sequence of SharpStratum
        The strata at the sharp end.
    strata : sequence of ReleasedStrata
        For the way their figures are written.

    Returns
    -------
    tuple of SharpRow
    """
    rows = []
    for each in found:
        numbers = numbers_for(
            [each.figure], unit=each.figure.unit or "", yes_no=_yes_no(each.outcome, strata)
        )
        heard, sense = HEARD.get(each.heard, (each.heard, "close"))
        rows.append(
            SharpRow(
                who=_who(each),
                outcome=heading(each.outcome),
                figure=figure_cell(each.figure, numbers),
                heard=heard,
                sense=sense,
                words=_to_do(each),
            )
        )
    return tuple(rows)


def _to_do(each: SharpStratum) -> str:
    """Say what to do, without naming again whom the row is about."""
    if each.heard == "heard":
        return ""
    told, _, _ = each.action.partition(": ")
    return f"{told.rstrip('.')}." if told else each.words


def _yes_no(outcome: str, strata: Sequence[ReleasedStrata]) -> bool:
    return any(each.told.family == "binomial" for each in strata if each.told.outcome == outcome)


def strata_table(found: ReleasedStrata, number: int) -> StrataTable:
    """Give the strata of one outcome, those who fare worst first.

    Parameters
    ----------
    found : ReleasedStrata
        The crossing.
    number : int
        Which of its page's.

    Returns
    -------
    StrataTable
    """
    told = found.told
    values = [each.shrunken for each in found.strata]
    unit = next((each.unit for each in values if each.unit), "") or ""
    numbers = numbers_for(values, unit=unit, yes_no=told.family == "binomial")
    shown = found.strata[:MOST]
    ends = [
        end
        for each in shown
        if each.shrunken.estimate is not None
        for end in (each.shrunken.estimate, each.shrunken.low, each.shrunken.high)
        if end is not None
    ]
    axis = axis_over(ends)
    return StrataTable(
        id=f"strata-{number}",
        title=f"{heading(told.outcome)}, by {_crossed(told.of)} together",
        rows=tuple(_stratum(each, numbers, axis) for each in shown),
        left_out=max(len(found.strata) - MOST, 0),
        ticks=ticks_of(axis, numbers) if axis else (),
        figures=tuple(
            (words, _share(found, name)) for name, words in FIGURES.items() if name in found.figures
        ),
        method=told.method,
        notes=told.notes,
        reason=told.reason,
    )


FIGURES = {
    "vpc": "How far the strata differ: their part of all variation (VPC)",
    "pcv": "What the characteristics account for one by one (PCV)",
}


def _stratum(each: ReleasedStratum, numbers: NumberFormat, axis: Axis | None) -> StratumRow:
    own = each.shrunken
    drawn = axis is not None and own.estimate is not None
    return StratumRow(
        who=_who(each),
        n="" if own.n is None else f"{own.n:,}",
        figure=figure_cell(own, numbers),
        drawing=axis.mark(own.estimate, own.low, own.high) if drawn else None,  # type: ignore[union-attr, arg-type]
        beyond=_beyond(each, numbers),
    )


def _beyond(each: ReleasedStratum, numbers: NumberFormat) -> GapView:
    record = each.interaction
    if record is None:
        return GapView(sense="none", verdict="", words="")
    if record.estimate is None or record.low is None or record.high is None:
        return figure_cell(record, numbers)
    return GapView(
        sense="unconfirmed" if _stands_out(each) else "close",
        verdict=STANDS_OUT if _stands_out(each) else "",
        words=numbers.gap(record.estimate, brief=True) + (" lower" if record.estimate < 0 else " higher")
        if _stands_out(each)
        else "No sign of it",
        interval=numbers.interval(record.low, record.high) if _stands_out(each) else "",
    )
