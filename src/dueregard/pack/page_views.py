"""The released tables as the page shows them: sections, tables, panels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.pack.data_files import csv_name
from dueregard.pack.panels import Panel
from dueregard.pack.readings import SPOKEN, Directions
from dueregard.pack.sections import Part, Section, part_named
from dueregard.pack.titles import panel_title, short_title
from dueregard.pack.views import Benchmarks, PanelView, benchmarks, panel_view
from dueregard.pack.words import anchor

if TYPE_CHECKING:
    from dueregard.disclosure import Table

__all__ = ["PartView", "TableView", "part_views"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A released table as the template needs it."""

    id: str
    title: str
    short: str
    note: str
    csv: str
    whole: bool
    digest: str
    panels: tuple[PanelView, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that compare groups; its first panel's, which most of a table's panels share."""
        return self.panels[0].columns if self.panels else ()

    @property
    def compact(self) -> bool:
        """Whether every panel is a single figure, so that one table holds them all."""
        return all(len(panel.rows) == 1 and not panel.columns for panel in self.panels)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A section with its tables."""

    section: Section
    tables: tuple[TableView, ...]


def _table_view(
    table: Table,
    panels: Sequence[Panel],
    *,
    section: Section,
    directions: Directions,
    everyone: Benchmarks,
    most: int,
) -> TableView:
    """Put a table into words; every measure after an outcome's first is folded."""
    first = {panel.outcome: panel.id for panel in reversed(panels)}
    return TableView(
        id=anchor("table", table.name),
        title=short_title(table, panels) if section.listed else table.title[:1].upper() + table.title[1:],
        short=short_title(table, panels),
        note="" if table.name.startswith("target") else table.note,
        csv=csv_name(table),
        whole=section.whole,
        digest=_digest(panels),
        panels=tuple(
            panel_view(
                panel,
                directions=directions,
                benchmarks=everyone,
                folded=section.folded or (first[panel.outcome] != panel.id and not section.whole),
                most=most,
            )
            for panel in panels
        ),
    )


def _digest(panels: Sequence[Panel]) -> str:
    """Count the changes of gaps over all panels of a table."""
    lines = (line for panel in panels for line in panel.lines)
    verdicts = Counter(line.gap.verdict for line in lines if line.gap and line.gap.verdict in SPOKEN)
    told = [f"{verdicts[verdict]} {verdict}" for verdict in SPOKEN if verdicts[verdict]]
    tables = panel_title(panels[0]) if len(panels) == 1 else f"{len(panels)} tables"
    return "; ".join([tables, *told])


def _part_view(part: Part, *, directions: Directions, everyone: Benchmarks, most: int) -> PartView:
    return PartView(
        section=part.section,
        tables=tuple(
            _table_view(
                table, panels, section=part.section, directions=directions, everyone=everyone, most=most
            )
            for table, panels in part.tables
        ),
    )


def part_views(parts: Sequence[Part], *, directions: Directions, most: int) -> list[PartView]:
    """Put every section into words and marks.

    Parameters
    ----------
    parts : sequence of Part
        The released tables, by section.
    directions : mapping of str to str
        For each outcome, which value is better.
    most : int
        The most rows of a panel.

    Returns
    -------
    list of PartView
        In the order of the page.
    """
    everyone = part_named(parts, "everyone")
    marks = benchmarks(everyone.panels) if everyone else {}
    return [_part_view(part, directions=directions, everyone=marks, most=most) for part in parts]
