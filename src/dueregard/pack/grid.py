"""The evidence grid: characteristics by outcomes, each cell a short finding or a gap somebody owns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dueregard.casebook.characteristics import PROTECTED, canonical_name, characteristic_label
from dueregard.pack.panels import Panel
from dueregard.pack.readings import Directions, sides, turns
from dueregard.pack.sections import Part
from dueregard.pack.sentences import evidence_gap_words, verdict_words
from dueregard.pack.tally import ORDER, by_sense
from dueregard.pack.titles import measure_words
from dueregard.pack.words import heading, some_of

if TYPE_CHECKING:
    from dueregard.gaps import EvidenceGap

__all__ = ["Grid", "GridCell", "GridRow", "evidence_grid"]

PARTS = ("characteristics", "generations", "places", "published")
MOST_NAMED = 3
"""The most groups that a cell names; its table has them all."""
NAMED = frozenset({"worse", "better", "lower", "higher", "unconfirmed"})
"""Readings whose groups a cell names."""
OTHERWISE = {"close": "Too close to call", "same": "The same"}
NOBODY = "No evidence. Nobody is named to fill this gap."


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A cell: a finding that links to its table, or a gap."""

    text: str
    sense: str
    rest: tuple[str, ...] = ()
    href: str | None = None
    span: int = 1
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A characteristic with a cell for each outcome, or one cell across all of them."""

    label: str
    note: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The whole grid."""

    outcomes: tuple[tuple[str, str], ...]
    rows: tuple[GridRow, ...]


Found = dict[tuple[str, str], Panel]


def _found(parts: Sequence[Part]) -> Found:
    found: Found = {}
    for name in PARTS:
        for part in parts:
            if part.section.id == name:
                for (_, outcome), panel in part.headlines().items():
                    key = _about(panel)
                    if key:
                        found.setdefault((key, outcome), panel)
    return found


def _about(panel: Panel) -> str | None:
    names = {name for line in panel.lines for name, _ in line.group}
    return canonical_name(names.pop()) if len(names) == 1 else None


def _names(found: Found, gaps: Sequence[EvidenceGap]) -> list[str]:
    others = [name for name, _ in found] + [canonical_name(gap.characteristic) for gap in gaps]
    return list(dict.fromkeys([*PROTECTED, *others]))


def _gap_for(name: str, outcome: str | None, gaps: Sequence[EvidenceGap]) -> EvidenceGap | None:
    fitting = [
        gap
        for gap in gaps
        if canonical_name(gap.characteristic) == name and gap.outcome in (outcome, None) and not gap.level
    ]
    return next(iter(sorted(fitting, key=lambda gap: gap.outcome is None)), None)


def _finding(panel: Panel, directions: Directions, gap: EvidenceGap | None) -> GridCell:
    groups = by_sense(panel, directions)
    sense, named = next(iter(groups.items()), ("unknown", []))
    total = sum(len(labels) for labels in groups.values())
    rest = [] if _mirrored(groups) else _counted(groups, sides(panel.measure), but=sense)
    if sense in NAMED:
        text = f"{verdict_words(sense, panel.measure)}: {some_of(named, limit=MOST_NAMED)}"
    else:
        text = OTHERWISE.get(sense, "Not shown")
        rest = [_of_all(len(named), total), *rest]
    turned = [turn.crude.label for turn in turns(panel, directions) if turn.kind == "reverses"]
    if turned:
        rest.append(f"changes sides at the same ages: {some_of(turned, limit=MOST_NAMED)}")
    if gap is not None and sense == "unknown":
        rest.append(evidence_gap_words(gap))
    return GridCell(text=text, rest=tuple(rest), sense=sense, href=panel.id, outcome=heading(panel.outcome))


def _of_all(number: int, total: int) -> str:
    if number == total:
        return "both groups" if total == 2 else f"all {total} groups"
    return f"{number} of {total} groups"


def _mirrored(groups: Mapping[str, Sequence[str]]) -> bool:
    """Whether there are two groups, so that what is said of one says the other."""
    return [len(labels) for labels in groups.values()] == [1, 1] and "unknown" not in groups


def _counted(groups: Mapping[str, Sequence[str]], own: Mapping[str, str], *, but: str) -> list[str]:
    return [
        f"{len(groups[sense])} {own.get(sense, words)}"
        for sense, words in ORDER
        if sense in groups and sense != but
    ]


def _cells(
    name: str,
    outcomes: Sequence[str],
    found: Found,
    gaps: Sequence[EvidenceGap],
    directions: Directions,
) -> Iterator[GridCell]:
    if not any((name, outcome) in found for outcome in outcomes):
        whole = {_gap_text(_gap_for(name, outcome, gaps)) for outcome in outcomes}
        if len(whole) == 1:
            yield GridCell(text=whole.pop(), sense="gap", span=len(outcomes))
            return
    for outcome in outcomes:
        panel = found.get((name, outcome))
        if panel is not None:
            yield _finding(panel, directions, _gap_for(name, outcome, gaps))
        else:
            text = _gap_text(_gap_for(name, outcome, gaps))
            yield GridCell(text=text, sense="gap", outcome=heading(outcome))


def _objected(cell: GridCell, objected: Mapping[tuple[str, str], tuple[str, ...]], name: str) -> GridCell:
    told = [
        words
        for (characteristic, outcome), some in objected.items()
        if characteristic == name and (cell.span > 1 or cell.outcome == heading(outcome))
        for words in some
    ]
    return replace(cell, rest=(*cell.rest, *told)) if told else cell


def _note(name: str, found: Found, outcomes: Sequence[str], gaps: Sequence[EvidenceGap]) -> str:
    """Name the statute, and say so where evidence that is there is known to be poor."""
    known = any((name, outcome) in found for outcome in outcomes)
    poor = known and any(_gap_for(name, outcome, gaps) for outcome in outcomes)
    statute = PROTECTED[name].statute if name in PROTECTED else ""
    return ". ".join(part for part in (statute, "Incomplete: see what is not known" if poor else "") if part)


def _gap_text(gap: EvidenceGap | None) -> str:
    return evidence_gap_words(gap) if gap else NOBODY


def evidence_grid(
    parts: Sequence[Part],
    *,
    outcomes: Sequence[str],
    evidence_gaps: Sequence[EvidenceGap],
    directions: Directions,
    objected: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
) -> Grid:
    """Lay out what is known for each characteristic and outcome.

    The nine protected characteristics and socio-economic position always have a row; then come the
    casebook's own, generations and places.

    Parameters
    ----------
    parts : sequence of Part
        The released tables, by section.
    outcomes : sequence of str
        The outcomes, in the casebook's order.
    evidence_gaps : sequence of EvidenceGap
        What is not known, why, and who will see to it.
    directions : mapping of str to str
        For each outcome, which value is better.
    objected : mapping of (str, str) to tuple of str, optional
        Objections, in words, by characteristic and outcome.

    Returns
    -------
    Grid
    """
    found = _found(parts)
    measured = {outcome: measure_words(panel) for (_, outcome), panel in reversed(found.items())}
    rows = [
        GridRow(
            label=characteristic_label(name),
            note=_note(name, found, outcomes, evidence_gaps),
            cells=tuple(
                _objected(cell, objected or {}, name)
                for cell in _cells(name, outcomes, found, evidence_gaps, directions)
            ),
        )
        for name in _names(found, evidence_gaps)
    ]
    heads = tuple((heading(outcome), measured.get(outcome, "")) for outcome in outcomes)
    return Grid(outcomes=heads, rows=tuple(rows))
