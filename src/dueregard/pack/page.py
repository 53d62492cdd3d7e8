"""The page: one self-contained HTML file, composed from views by the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from dueregard.pack.about import about
from dueregard.pack.audit import audit_groups
from dueregard.pack.data_files import csv_name
from dueregard.pack.grid import evidence_grid
from dueregard.pack.numbers import count, day
from dueregard.pack.panels import Panel
from dueregard.pack.readings import Directions
from dueregard.pack.sections import AUDIT, Part, Section, part_named, parts_of
from dueregard.pack.summary import headlines, summary
from dueregard.pack.titles import short_title
from dueregard.pack.views import Benchmarks, PanelView, benchmarks, panel_view
from dueregard.pack.words import anchor

if TYPE_CHECKING:
    from dueregard.casebook import Casebook, Specification
    from dueregard.disclosure import Release, Table
    from dueregard.gaps import EvidenceGap
    from dueregard.people import IntakeAudit

__all__ = ["PartView", "TableView", "page"]


DUTIES = {
    "psed": "Public Sector Equality Duty",
    "socio-economic": "Socio-economic duty",
    "well-being": "Well-being of future generations",
    "heat": "Health equity assessment",
    "green-book": "Green Book appraisal",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A released table as the template needs it."""

    id: str
    title: str
    short: str
    note: str
    csv: str
    panels: tuple[PanelView, ...]

    @property
    def compact(self) -> bool:
        """Whether every panel is a single figure, so that one table holds them all."""
        return all(len(panel.rows) == 1 and not panel.columns for panel in self.panels)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A section with its tables."""

    section: Section
    tables: tuple[TableView, ...]


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dueregard.pack"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=day, count=count)
    return environment


def _table_view(
    table: Table, panels: Sequence[Panel], *, folded: bool, directions: Directions, everyone: Benchmarks
) -> TableView:
    """Put a table into words; every measure after an outcome's first is folded."""
    first = {panel.outcome: panel.id for panel in reversed(panels)}
    return TableView(
        id=anchor("table", table.name),
        title=table.title,
        short=short_title(table, panels),
        note=table.note,
        csv=csv_name(table),
        panels=tuple(
            panel_view(
                panel,
                directions=directions,
                benchmarks=everyone,
                folded=folded or first[panel.outcome] != panel.id,
            )
            for panel in panels
        ),
    )


def _part_view(part: Part, *, directions: Directions, everyone: Benchmarks) -> PartView:
    return PartView(
        section=part.section,
        tables=tuple(
            _table_view(table, panels, folded=part.section.folded, directions=directions, everyone=everyone)
            for table, panels in part.tables
        ),
    )


def _directions(specification: Specification) -> dict[str, str]:
    return {outcome.name: outcome.better for outcome in specification.outcomes}


def _outcomes(specification: Specification, parts: Sequence[Part]) -> list[str]:
    """Return the casebook's outcomes; where it declares none, those that were measured."""
    declared = [outcome.name for outcome in specification.outcomes]
    measured = [panel.outcome for part in parts for panel in part.panels if panel.outcome]
    return list(dict.fromkeys(declared or measured))


def page(
    release: Release,
    *,
    casebook: Casebook,
    evidence_gaps: Sequence[EvidenceGap],
    audit: IntakeAudit | None,
    provenance: Mapping[str, Any],
) -> str:
    """Render the evidence pack as one HTML page without scripts or external resources.

    Parameters
    ----------
    release : Release
        Everything that may be shown.
    casebook : Casebook
        The question, the outcomes and the people.
    evidence_gaps : sequence of EvidenceGap
        What is not known.
    audit : IntakeAudit or None
        What was found when the table was read.
    provenance : mapping
        Versions, hashes and times.

    Returns
    -------
    str
        HTML.
    """
    specification = casebook.specification
    directions = _directions(specification)
    parts = parts_of(release)
    everyone = part_named(parts, "everyone")
    marks = benchmarks(everyone.panels) if everyone else {}
    views = [_part_view(part, directions=directions, everyone=marks) for part in parts]
    environment = _environment()
    style = environment.loader.get_source(environment, "pack.css")[0]  # type: ignore[union-attr]
    html = environment.get_template("pack.html").render(
        style=Markup(style),
        question=specification.question,
        duties=[DUTIES.get(duty, duty) for duty in specification.question.duties],
        population=specification.people.population if specification.people else None,
        synthetic=bool(specification.people and specification.people.synthetic),
        headlines=headlines(parts),
        blocks=summary(
            release,
            parts,
            specification=specification,
            evidence_gaps=evidence_gaps,
            directions=directions,
        ),
        grid=evidence_grid(
            parts,
            outcomes=_outcomes(specification, parts),
            evidence_gaps=evidence_gaps,
            directions=directions,
        ),
        parts=[view for view in views if view.section is not AUDIT],
        audit_tables=[table for view in views if view.section is AUDIT for table in view.tables],
        audit=audit_groups(audit),
        audited=audit is not None,
        about=about(
            release,
            specification=specification,
            provenance=provenance,
            indicators_hash=casebook.indicators_hash(),
        ),
        tables=release.tables,
        csv_name=csv_name,
    )
    return "\n".join(line.strip() for line in html.splitlines() if line.strip()) + "\n"
