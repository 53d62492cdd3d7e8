"""Which part of the page each released table belongs to, told by its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dueregard.pack.panels import Panel, panels_of

if TYPE_CHECKING:
    from dueregard.casebook import Outcome
    from dueregard.disclosure import Release, Table
    from dueregard.estimates import Record

__all__ = ["AUDIT", "CAUSES", "OPTIONS", "SECTIONS", "VOICES", "Part", "Section", "parts_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page.

    Parameters
    ----------
    id : str
        Its address on the page.
    title : str
        Its heading.
    prefix : str
        How the names of its tables begin.
    lead : str
        One sentence on what it shows.
    folded : bool
        Whether each panel is long and waits behind a summary line.
    whole : bool
        Whether all panels of a table wait behind one summary line, on paper too.
    listed : bool
        Whether the contents name its tables.
    """

    id: str
    title: str
    prefix: str
    lead: str
    folded: bool = False
    whole: bool = False
    listed: bool = False


SECTIONS = (
    Section(
        id="everyone",
        title="Everyone together",
        prefix="everyone",
        lead="The whole population of the question, before it is divided into groups.",
    ),
    Section(
        id="characteristics",
        title="Gaps by characteristic",
        prefix="characteristic",
        lead="Each row is a group: its own figure, then its gap to the reference group and to everyone else.",
        listed=True,
    ),
    Section(
        id="intersections",
        title="Where characteristics meet",
        prefix="intersection",
        lead="Groups made by crossing characteristics, because people are more than one thing at a time.",
        folded=True,
        listed=True,
    ),
    Section(
        id="places",
        title="Places",
        prefix="place",
        lead="The same outcomes by where people live.",
        listed=True,
    ),
    Section(
        id="generations",
        title="Generations",
        prefix="generation",
        lead="The same outcomes by life stage and year of birth.",
        listed=True,
    ),
    Section(
        id="aims",
        title="Stated aims",
        prefix="target",
        lead="The widest gap that the casebook says is acceptable, set against each group’s gap.",
    ),
    Section(
        id="published",
        title="Published comparators",
        prefix="published",
        lead="Figures that others have published, set beside these.",
    ),
    Section(
        id="changes",
        title="Changes over time",
        prefix="change",
        lead="Whether gaps opened or closed between periods, and how wide they were in each.",
        whole=True,
    ),
)
AUDIT = Section(id="audit-tables", title="Data audit", prefix="audit", lead="", whole=True)
VOICES = Section(id="voices", title="Who was heard", prefix="voices", lead="")
"""Has a layout of its own."""
OPTIONS = Section(id="options", title="What each option would do", prefix="consequences", lead="")
"""Has a layout of its own, and a page for each option."""
CAUSES = Section(id="why", title="Why", prefix="causes", lead="")
"""Has a layout of its own, and pages of its own."""
OTHER = Section(id="further", title="Further tables", prefix="", lead="")
APART = (AUDIT, VOICES, OPTIONS, CAUSES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section with its tables, each with its panels.

    Parameters
    ----------
    section : Section
        Which part of the page.
    tables : tuple of (Table, tuple of Panel)
        In the order of the release.
    """

    section: Section
    tables: tuple[tuple[Table, tuple[Panel, ...]], ...]

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All panels of the section."""
        return tuple(panel for _, panels in self.tables for panel in panels)

    def headlines(self) -> dict[tuple[str, str], Panel]:
        """Return the first panel of each outcome in each table: the measure that speaks for it."""
        found: dict[tuple[str, str], Panel] = {}
        for panel in self.panels:
            found.setdefault((panel.table, panel.outcome), panel)
        return found


def _section(table: Table) -> Section:
    return next(
        (section for section in (*SECTIONS, *APART) if table.name.startswith(section.prefix)),
        OTHER,
    )


def _shown(section: Section, panels: tuple[Panel, ...]) -> tuple[Panel, ...]:
    """Of changes over time keep the changes, with the gaps they lie between; the rest is in the file."""
    if section.id != "changes":
        return panels
    changes = tuple(panel for panel in panels if "from" in dict(panel.parameters))
    return tuple(_with_both_ends(change, panels) for change in changes) or panels


def _with_both_ends(change: Panel, panels: tuple[Panel, ...]) -> Panel:
    """Set beside each change the gaps of the two periods it lies between, each under its period's name."""
    options = dict(change.parameters)
    ends = (options.pop("from"), options.pop("to", ""))
    found: dict[tuple[object, ...], dict[str, Record]] = {}
    for panel in panels:
        if (panel.outcome, panel.measure, dict(panel.parameters)) == (
            change.outcome,
            change.measure,
            options,
        ):
            for line in panel.lines:
                for place, (_, period) in enumerate(line.group):
                    group = (*line.group[:place], *line.group[place + 1 :])
                    if period in ends and line.gap is not None:
                        found.setdefault((group, line.basis), {})[period] = line.gap
    lines = []
    for line in change.lines:
        gaps = found.get((line.group, line.basis), {})
        lines.append(replace(line, gaps={**line.gaps, **{end: gaps[end] for end in ends if end in gaps}}))
    return replace(change, lines=tuple(lines))


def _panels(table: Table, whom: Mapping[str, str]) -> tuple[Panel, ...]:
    return tuple(replace(panel, whom=whom.get(panel.outcome, "")) for panel in panels_of(table))


def parts_of(release: Release, outcomes: Sequence[Outcome] = ()) -> tuple[Part, ...]:
    """Sort the tables of a release into the sections of the page, leaving out empty sections.

    Parameters
    ----------
    release : Release
        Everything that may be shown.
    outcomes : sequence of Outcome
        The casebook's outcomes. The unit of a yes/no outcome says whom its shares are shares of.

    Returns
    -------
    tuple of Part
        In the order of the page.
    """
    whom = {outcome.name: outcome.unit for outcome in outcomes if outcome.yes and outcome.unit}
    tables: dict[str, list[tuple[Table, tuple[Panel, ...]]]] = {}
    for table in release.tables:
        section = _section(table)
        if table.records and section not in (OPTIONS, CAUSES):
            tables.setdefault(section.id, []).append((table, _shown(section, _panels(table, whom))))
    return tuple(
        Part(section=section, tables=tuple(tables[section.id]))
        for section in (*SECTIONS, OTHER, VOICES, AUDIT)
        if section.id in tables
    )


def part_named(parts: Sequence[Part], name: str) -> Part | None:
    """Return the part with this id, or None."""
    return next((part for part in parts if part.section.id == name), None)
