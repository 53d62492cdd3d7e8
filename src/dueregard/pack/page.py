"""The page: one self-contained HTML file, composed from views by the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from jinja2 import Environment
from markupsafe import Markup

from dueregard.pack.about import about
from dueregard.pack.audit import audit_groups
from dueregard.pack.data_files import csv_name
from dueregard.pack.data_protection import data_protection_view
from dueregard.pack.documents import planned_documents
from dueregard.pack.duties import duties_view, duty_titles, worse_off
from dueregard.pack.environment import environment as new_environment
from dueregard.pack.environment import tidy
from dueregard.pack.grid import evidence_grid
from dueregard.pack.options_closing import closing
from dueregard.pack.options_compare import compared
from dueregard.pack.options_figures import page_names
from dueregard.pack.options_pages import option_pages
from dueregard.pack.page_views import PartView, part_views
from dueregard.pack.principles import profile_view
from dueregard.pack.readings import Directions
from dueregard.pack.scrutiny import objected_cells, objections_to, scrutiny_view
from dueregard.pack.sections import AUDIT, VOICES, Part, parts_of
from dueregard.pack.summary import headlines, interval_words, summary
from dueregard.pack.voices import voices_view
from dueregard.pack.why import why_pages, why_view

if TYPE_CHECKING:
    from dueregard.appraisal import Appraisal
    from dueregard.appraisal.scrutiny import Scrutiny
    from dueregard.casebook import Casebook, Specification
    from dueregard.causes import ReleasedCauses
    from dueregard.consequences import ReleasedConsequences
    from dueregard.disclosure import Release
    from dueregard.gaps import EvidenceGap
    from dueregard.pack.reviews import ReviewsView
    from dueregard.people import IntakeAudit
    from dueregard.voices import VoicesFindings

__all__ = ["option_files", "page", "why_files"]


LARGEST = 950_000
"""Bytes: packs are mailed and opened on phones."""
MOST_ROWS = (150, 60, 40, 28, 20, 15)
"""The most rows of a panel; fewer where the page would become too large. The files have them all."""


def _directions(specification: Specification) -> Directions:
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
    voices: VoicesFindings | None = None,
    consequences: ReleasedConsequences | None = None,
    reviews: ReviewsView | None = None,
    scrutiny: Scrutiny | None = None,
    appraisal: Appraisal | None = None,
    causes: ReleasedCauses | None = None,
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
    voices : VoicesFindings or None
        Who was heard; None where nobody looked.
    consequences : ReleasedConsequences or None
        What each option would do; None where there are none.
    reviews : ReviewsView or None
        What members of the alliance say; None where nobody said anything.
    scrutiny : Scrutiny or None
        What was objected, answered and planned, and number held against voice.
    appraisal : Appraisal or None
        The five principles.
    causes : ReleasedCauses or None
        What gaps and inequality go with; None where nobody looked.

    Returns
    -------
    str
        HTML, with a marked and empty place for the record of signatures.
    """
    specification = casebook.specification
    directions = _directions(specification)
    parts = parts_of(release, specification.outcomes)
    content = {
        **_masthead(casebook),
        "headlines": headlines(parts),
        "intervals": interval_words(release),
        "blocks": summary(
            release,
            parts,
            specification=specification,
            evidence_gaps=evidence_gaps,
            directions=directions,
            voices=voices,
            consequences=consequences,
        ),
        "grid": evidence_grid(
            parts,
            outcomes=_outcomes(specification, parts),
            evidence_gaps=evidence_gaps,
            directions=directions,
            objected=objected_cells(scrutiny),
        ),
        "audit": audit_groups(audit),
        "audited": audit is not None,
        "about": about(
            release,
            specification=specification,
            provenance=provenance,
            indicators_hash=casebook.indicators_hash(),
        ),
        "tables": release.tables,
        "voices": voices_view(release, voices),
        "options": _options(consequences),
        "why": why_view(causes),
        "reviews": reviews,
        "duties": duties_view(casebook, worse=worse_off(scrutiny)),
        "documents": planned_documents(casebook),
        "data_protection": data_protection_view(specification),
        "scrutiny": scrutiny_view(scrutiny),
        "profile": profile_view(appraisal, scrutiny),
    }
    html = ""
    for most in MOST_ROWS:
        views = part_views(parts, directions=directions, most=most)
        html = _render(content, views)
        if len(html.encode()) < LARGEST:
            break
    return html


def _options(found: ReleasedConsequences | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "compared": compared(found),
        "closing": closing(found),
        "failures": found.findings.failures,
        "notes": found.findings.notes,
    }


def option_files(
    consequences: ReleasedConsequences | None, *, casebook: Casebook, scrutiny: Scrutiny | None = None
) -> dict[str, str]:
    """Render the page of each option.

    Parameters
    ----------
    consequences : ReleasedConsequences or None
        What each option would do.
    casebook : Casebook
        The question.
    scrutiny : Scrutiny or None
        Whose objections to an option are printed on its page.

    Returns
    -------
    dict of str to str
        HTML by the name of the file; each stands alone but for its links.
    """
    if consequences is None:
        return {}
    names = page_names(consequences)
    environment = new_environment()
    template = environment.get_template("option_page.html")
    content = {**_masthead(casebook), "style": _style(environment)}
    return {
        names[page.option.name]: tidy(
            template.render(**content, page=page, objections=objections_to(scrutiny, page.option.name))
        )
        for page in option_pages(consequences)
    }


def why_files(causes: ReleasedCauses | None, *, casebook: Casebook) -> dict[str, str]:
    """Render the page of each outcome: what its inequality and its gaps go with.

    Parameters
    ----------
    causes : ReleasedCauses or None
        As it may be shown.
    casebook : Casebook
        The question.

    Returns
    -------
    dict of str to str
        HTML by the name of the file; each stands alone but for its links.
    """
    environment = new_environment()
    template = environment.get_template("why_page.html")
    content = {**_masthead(casebook), "style": _style(environment)}
    return {page.file: tidy(template.render(**content, page=page)) for page in why_pages(causes)}


def _style(environment: Environment) -> Markup:
    return Markup(environment.loader.get_source(environment, "pack.css")[0])  # type: ignore[union-attr]


def _masthead(casebook: Casebook) -> dict[str, Any]:
    specification = casebook.specification
    people = specification.people
    return {
        "question": specification.question,
        "duty_titles": duty_titles(casebook),
        "population": people.population if people else None,
        "synthetic": bool(people and people.synthetic),
    }


def _render(content: Mapping[str, Any], views: Sequence[PartView]) -> str:
    environment = new_environment()
    html = environment.get_template("pack.html").render(
        **content,
        style=_style(environment),
        csv_name=csv_name,
        parts=[view for view in views if view.section not in (AUDIT, VOICES)],
        audit_tables=[table for view in views if view.section is AUDIT for table in view.tables],
    )
    return tidy(html)
