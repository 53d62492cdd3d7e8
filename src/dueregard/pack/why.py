"""Why: what inequality and gaps go with, on the page of the pack and on a page an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.pack.data_files import csv_name
from dueregard.pack.why_birthright import (
    ByEstimator,
    TripletTable,
    by_estimator,
    headline_words,
    triplet,
)
from dueregard.pack.why_decompositions import GapRow, PartsTable, gap_rows, parts_table
from dueregard.pack.why_map import KINDS, Link, chains
from dueregard.pack.why_strata import (
    SharpRow,
    StrataRow,
    StrataTable,
    sharp_rows,
    strata_rows,
    strata_table,
)
from dueregard.pack.why_tree import TreeView, tree_view
from dueregard.pack.why_words import component_words
from dueregard.pack.words import anchor, heading

if TYPE_CHECKING:
    from dueregard.causes import ReleasedCauses
    from dueregard.causes.released import ReleasedBirthright
    from dueregard.causes.sharp import SharpStratum

__all__ = ["WhyPage", "WhyView", "why_pages", "why_view"]

MOST_SHARP = 10
"""Rows of the table of those who fare worst."""
NOT_CAUSES = (
    "Nothing here says that one thing causes another, that anybody is to blame, or that a gap is fair. It "
    "says what goes along with what."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLine:
    """A line of the cause map in words."""

    before: str
    after: str
    kind: str
    words: str
    assumption: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyView:
    """The section on the page of the pack."""

    line: str
    notes: tuple[str, ...]
    reason: str
    triplet: TripletTable | None
    tree: TreeView | None
    tree_page: str
    gaps: tuple[GapRow, ...]
    strata: tuple[StrataRow, ...]
    sharp: tuple[SharpRow, ...]
    lines: tuple[MapLine, ...]
    chains: tuple[tuple[str, tuple[Link, ...]], ...]
    pages: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyPage:
    """The page of one outcome."""

    outcome: str
    file: str
    columns: tuple[str, ...]
    measure: str
    estimators: tuple[ByEstimator, ...]
    circumstances: tuple[tuple[str, str], ...]
    reason: str
    tree: TreeView | None
    told: tuple[str, ...]
    warnings: tuple[str, ...]
    gaps: tuple[PartsTable, ...]
    strata: tuple[StrataTable, ...]
    sharp: tuple[SharpRow, ...]
    lines: tuple[MapLine, ...]
    method: tuple[str, ...]
    files: tuple[str, ...]
    notes: tuple[str, ...]


def _pages(found: ReleasedCauses) -> dict[str, str]:
    """Name the file of each outcome's page."""
    told = [each.told.outcome for each in found.birthrights]
    told += [each.told.outcome for each in found.decompositions]
    told += [each.told.outcome for each in found.strata]
    outcomes = dict.fromkeys(told)
    names: dict[str, str] = {}
    for number, outcome in enumerate(outcomes, start=1):
        name = anchor(outcome) or f"outcome-{number}"
        names[outcome] = f"{name}-{number}.html" if f"{name}.html" in names.values() else f"{name}.html"
    return names


def _lines(found: ReleasedCauses, outcome: str | None = None) -> tuple[MapLine, ...]:
    return tuple(
        MapLine(
            before=edge.before,
            after=edge.after,
            kind=edge.kind,
            words=KINDS.get(edge.kind, edge.kind),
            assumption=edge.assumption,
            source=edge.source,
        )
        for edge in found.edges
        if outcome is None or outcome in edge.outcomes
    )


def why_view(found: ReleasedCauses | None) -> WhyView | None:
    """Put what was found of causes into words and marks, for the page of the pack.

    Parameters
    ----------
    found : ReleasedCauses or None
        As it may be shown; None where nobody looked.

    Returns
    -------
    WhyView or None
        None where there is nothing to tell.
    """
    if found is None or not found.any:
        return None
    pages = _pages(found)
    trees = [(each, tree) for each in found.birthrights if (tree := tree_view(each)) is not None]
    first = trees[0] if trees else None
    return WhyView(
        line=headline_words(found.birthrights),
        notes=found.findings.notes or (NOT_CAUSES,),
        reason=found.findings.reason,
        triplet=triplet(found.birthrights, pages),
        tree=first[1] if first else None,
        tree_page=pages[first[0].told.outcome] if first else "",
        gaps=gap_rows(found.decompositions, pages),
        strata=strata_rows(found.strata, pages),
        sharp=sharp_rows(_worst(found.sharp), found.strata),
        lines=_lines(found),
        chains=chains(found.edges),
        pages=tuple((heading(outcome), file) for outcome, file in pages.items()),
        files=tuple(csv_name(table) for table in found.tables),
    )


def why_pages(found: ReleasedCauses | None) -> tuple[WhyPage, ...]:
    """Put everything that was found of each outcome into words and marks.

    Parameters
    ----------
    found : ReleasedCauses or None
        As it may be shown.

    Returns
    -------
    tuple of WhyPage
        One an outcome.
    """
    if found is None:
        return ()
    return tuple(_page(found, outcome, file) for outcome, file in _pages(found).items())


def _page(found: ReleasedCauses, outcome: str, file: str) -> WhyPage:
    births = [each for each in found.birthrights if each.told.outcome == outcome]
    birth = births[0] if births else None
    gaps = [each for each in found.decompositions if each.told.outcome == outcome]
    strata = [each for each in found.strata if each.told.outcome == outcome]
    told = birth.told if birth else None
    tables = {each.told.table for each in gaps} | {each.told.table for each in strata}
    tables |= {told.table, told.types_table} if told else set()
    row = triplet(births, {})
    return WhyPage(
        outcome=heading(outcome),
        file=file,
        columns=row.columns if row else (),
        measure=row.rows[0].measure if row else "",
        estimators=by_estimator(birth) if birth else (),
        circumstances=tuple(
            (component_words(name), "; ".join(labels)) for name, labels in told.circumstances.items()
        )
        if told
        else (),
        reason=told.reason if told else "",
        tree=tree_view(birth) if birth else None,
        told=told.null_tests if told else (),
        warnings=(*told.warnings, *told.notes) if told else (),
        gaps=tuple(parts_table(each, number) for number, each in enumerate(gaps, start=1)),
        strata=tuple(strata_table(each, number) for number, each in enumerate(strata, start=1)),
        sharp=sharp_rows([each for each in found.sharp if each.outcome == outcome], found.strata),
        lines=_lines(found, outcome),
        method=_methods(birth),
        files=tuple(csv_name(table) for table in found.tables if table.name in tables),
        notes=found.findings.notes or (NOT_CAUSES,),
    )


def _worst(found: Sequence[SharpStratum]) -> Sequence[SharpStratum]:
    """Of many keep the worst of each outcome and crossing; the others are on their outcome's page."""
    return found if len(found) <= MOST_SHARP else [each for each in found if each.rank == 1]


def _methods(birth: ReleasedBirthright | None) -> tuple[str, ...]:
    if birth is None:
        return ()
    methods: Sequence[str | None] = [
        record.method
        for name in birth.told.estimators
        if (record := birth.get(birth.told.share, name)) is not None
    ]
    return tuple(dict.fromkeys(each for each in (birth.told.scale, *methods) if each))
