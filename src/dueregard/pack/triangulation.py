"""Number and voice as tables: a row for each characteristic, a cell for each outcome or option."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.casebook.characteristics import characteristic_label
from dueregard.pack.words import heading, some_of

if TYPE_CHECKING:
    from dueregard.appraisal.triangulation import TriangulationCell

__all__ = ["TriangulationRow", "TriangulationView", "VoiceCell", "triangulation_views"]

MOST_NAMED = 4
NOTHING = "Neither a figure nor a voice."


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceCell:
    """A cell: which groups' figures and voices agree, conflict, or lack the other."""

    lines: tuple[tuple[str, str, str], ...]
    sense: str
    title: str
    span: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TriangulationRow:
    """A characteristic."""

    label: str
    cells: tuple[VoiceCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriangulationView:
    """A table: outcomes as they are now, or options."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[TriangulationRow, ...]


def triangulation_views(grid: Sequence[TriangulationCell]) -> tuple[TriangulationView, ...]:
    """Lay number and voice out: outcomes in one table, options in another.

    Parameters
    ----------
    grid : sequence of TriangulationCell
        Every group with every outcome and option.

    Returns
    -------
    tuple of TriangulationView
        None of them leaves a characteristic out.
    """
    outcomes = tuple(dict.fromkeys(each.outcome for each in grid if each.outcome))
    options = tuple(dict.fromkeys(each.option for each in grid if each.option))
    found = []
    if outcomes:
        found.append(_view(grid, outcomes, title="Who is behind now", of="outcome"))
    if options:
        found.append(_view(grid, options, title="Who loses by an option", of="option"))
    return tuple(found)


def _view(
    grid: Sequence[TriangulationCell], subjects: Sequence[str], *, title: str, of: str
) -> TriangulationView:
    by: dict[tuple[str, str], list[TriangulationCell]] = {}
    for each in grid:
        subject = getattr(each, of)
        if subject:
            by.setdefault((each.characteristic, subject), []).append(each)
    names = dict.fromkeys(name for name, _ in by)
    heads = tuple(heading(each) if of == "outcome" else each for each in subjects)
    return TriangulationView(
        title=title,
        columns=heads,
        rows=tuple(
            TriangulationRow(
                label=characteristic_label(name),
                cells=tuple(_cells([by[name, subject] for subject in subjects], heads)),
            )
            for name in names
        ),
    )


def _cells(cells: Sequence[Sequence[TriangulationCell]], heads: Sequence[str]) -> Iterator[VoiceCell]:
    if all(each.silent == "both" for cell in cells for each in cell):
        yield VoiceCell(lines=(("", "", NOTHING),), sense="gap", title="", span=len(cells))
        return
    for cell, head in zip(cells, heads, strict=True):
        lines = tuple(_lines(cell))
        conflict = any(each.agreement == "conflict" for each in cell)
        yield VoiceCell(lines=lines, sense="conflict" if conflict else "", title=head)


def _lines(cell: Sequence[TriangulationCell]) -> Iterator[tuple[str, str, str]]:
    """Tell what matters most first: conflicts, then agreement, then who lacks a figure or a voice."""
    conflict = [_told(each) for each in cell if each.agreement == "conflict"]
    agree = [_told(each) for each in cell if each.agreement == "agree"]
    no_number = [_told(each) for each in cell if each.silent == "number"]
    behind = [_kept(each) for each in cell if each.silent == "voice" and each.number == "worse"]
    others = sum(each.silent == "voice" and each.number != "worse" for each in cell)
    both = sum(each.silent == "both" for each in cell)
    if conflict:
        yield "≠", "Conflict", some_of(conflict, limit=MOST_NAMED)
    if agree:
        yield "=", "Agree", some_of(agree, limit=MOST_NAMED)
    if no_number:
        yield "?", "No clear figure", some_of(no_number, limit=MOST_NAMED)
    if behind:
        yield (
            "?",
            "Behind, no clear voice" if cell[0].outcome else "Loses, no clear voice",
            some_of(behind, limit=MOST_NAMED),
        )
    if others:
        yield "", "", f"Not worse: {others}"
    if both:
        yield "", "", f"Neither: {both}"


def _told(each: TriangulationCell) -> str:
    words = {"raises": "raises it", "denies": "denies it", "divided": "divided"}
    return f"{_named(each)} ({words.get(each.voice, each.voice)})"


def _kept(each: TriangulationCell) -> str:
    """Mark where something was said and may not be shown."""
    if each.voice == "divided":
        return _told(each)
    return f"{_named(each)} [c]" if each.voice == "not shown" else _named(each)


def _named(each: TriangulationCell) -> str:
    return f"{each.level}{' †' if each.sharp_end else ''}"
