"""Gaps told apart: what goes along with other differences between the groups, and what does not.

"Explained" is a word of arithmetic. A part of a gap that goes with other differences is not justified by
them: the differences may themselves be unfair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dueregard.casebook.characteristics import characteristic_label
from dueregard.listing import and_list
from dueregard.pack.chart import Axis, Mark, axis_over
from dueregard.pack.numbers import NumberFormat, number_format
from dueregard.pack.titles import lower_first
from dueregard.pack.views import GapView, Tick, ticks_of
from dueregard.pack.why_words import part_cell
from dueregard.pack.words import heading

if TYPE_CHECKING:
    from dueregard.causes.released import ReleasedDecomposition
    from dueregard.estimates import Record

__all__ = ["GapRow", "PartRow", "PartsTable", "gap_rows", "parts_table"]

NAMES = {
    "gap": "The gap",
    "explained": "Goes with other differences",
    "unexplained": "Does not go with them",
    "composition": "Goes with other differences",
    "structure": "Does not go with them",
    "endowments": "Goes with other differences",
    "coefficients": "Does not go with them",
}
FIRST = ("gap", "explained", "composition", "endowments")
SECOND = ("unexplained", "structure", "coefficients")
CONSTANT = "(constant)"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """A gap on the page of the pack."""

    title: str
    page: str
    covariates: str
    cells: tuple[GapView, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """A part of a gap."""

    name: str
    inside: bool
    cell: GapView
    drawing: Mark | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsTable:
    """A gap on the page of its outcome: its parts, and their parts by variable."""

    id: str
    title: str
    rows: tuple[PartRow, ...]
    ticks: tuple[Tick, ...]
    nought: float | None
    why: str
    method: str
    notes: tuple[str, ...]
    reason: str = ""


def _numbers(found: ReleasedDecomposition) -> NumberFormat:
    gap = found.get("gap")
    values = [record.estimate for record in found.records if record.estimate is not None]
    return number_format(gap.measure if gap else "mean", gap.unit if gap else None, values)


def _turned(found: ReleasedDecomposition) -> bool:
    gap = found.get("gap")
    return gap is not None and gap.estimate is not None and gap.estimate < 0


def _title(found: ReleasedDecomposition) -> str:
    told = found.told
    label = lower_first(characteristic_label(told.characteristic))
    return f"{heading(told.outcome)}: {told.group} compared with {told.reference} ({label})"


def _one_of(found: ReleasedDecomposition, names: Sequence[str]) -> Record | None:
    return next((record for name in names if (record := found.get(name)) is not None), None)


def gap_rows(found: Sequence[ReleasedDecomposition], pages: dict[str, str]) -> tuple[GapRow, ...]:
    """Give each gap a row: the gap, what goes with other differences, and what does not.

    Parameters
    ----------
    found : sequence of ReleasedDecomposition
        Gaps.
    pages : dict of str to str
        The page of each outcome.

    Returns
    -------
    tuple of GapRow
    """
    rows = []
    for each in found:
        numbers, turned = _numbers(each), _turned(each)
        gap = part_cell(each.get("gap"), numbers, turned=turned)
        rows.append(
            GapRow(
                title=_title(each),
                page=pages.get(each.told.outcome, ""),
                covariates=and_list([lower_first(name) for name in each.told.covariates]),
                cells=(
                    replace(
                        gap,
                        words=f"{gap.words} {'higher' if turned else 'lower'}" if gap.interval else gap.words,
                    ),
                    part_cell(_one_of(each, FIRST[1:]), numbers, turned=turned),
                    part_cell(_one_of(each, SECOND), numbers, turned=turned),
                ),
                reason=each.told.reason,
            )
        )
    return tuple(rows)


def parts_table(found: ReleasedDecomposition, number: int) -> PartsTable:
    """Give the parts of a gap, each with its parts by variable below it.

    Parameters
    ----------
    found : ReleasedDecomposition
        The gap.
    number : int
        Which of its page's.

    Returns
    -------
    PartsTable
    """
    numbers, turned = _numbers(found), _turned(found)
    kept = [
        each for each in found.records if each.parameters.get("variable") != CONSTANT or not _nought(each)
    ]
    sign = -1.0 if turned else 1.0
    ends = [
        sign * end
        for each in kept
        for end in (each.estimate, each.low, each.high)
        if end is not None and each.parameters.get("component") in NAMES
    ]
    axis = axis_over([0.0, *ends]) if ends else None
    told = found.told
    return PartsTable(
        id=f"gap-{number}",
        title=_title(found),
        rows=tuple(_part(each, numbers, axis, turned) for each in kept),
        ticks=ticks_of(axis, numbers) if axis else (),
        nought=axis.place(0.0) if axis else None,
        why=told.why,
        method="; ".join(dict.fromkeys(each.method for each in kept if each.method)),
        notes=told.notes,
        reason=told.reason,
    )


def _nought(record: Record) -> bool:
    """Whether it is nothing but rounding."""
    return record.estimate is not None and abs(record.estimate) < 1e-9


def _part(record: Record, numbers: NumberFormat, axis: Axis | None, turned: bool) -> PartRow:
    component = str(record.parameters.get("component", ""))
    variable = record.parameters.get("variable")
    name = str(variable) if variable else NAMES.get(component, component.replace("_", " ").capitalize())
    drawing = None
    if axis is not None and record.estimate is not None and component in NAMES:
        ends = [end if end is None or not turned else -end for end in (record.low, record.high)]
        low, high = reversed(ends) if turned else ends
        drawing = axis.mark(-record.estimate if turned else record.estimate, low, high)
    return PartRow(
        name="What is left, the same for everybody" if name == CONSTANT else name,
        inside=bool(variable),
        cell=part_cell(record, numbers, turned=turned),
        drawing=drawing,
    )
