"""The intake audit on the page: what was missing, what could identify people, what each column measures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.pack.words import heading

if TYPE_CHECKING:
    from dueregard.people import IntakeAudit

__all__ = ["AuditGroup", "audit_groups"]

TITLES = {
    "identifier": "Columns that could identify people",
    "coverage": "What is missing",
    "meaning": "What each column measures",
    "intersection": "How small intersections get",
    "weights": "Weights",
    "design": "Design of the sample",
    "duplicates": "Repeated rows",
    "dates": "Dates",
    "reading": "Decided while reading",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditGroup:
    """Findings of one kind.

    Parameters
    ----------
    title : str
        What they are about.
    findings : tuple of (bool, str)
        Whether something should be done about it, and the sentence.
    """

    title: str
    findings: tuple[tuple[bool, str], ...]


def audit_groups(audit: IntakeAudit | None) -> tuple[AuditGroup, ...]:
    """Group the audit's sentences by kind. Its exact counts stay with the holder of the data.

    Parameters
    ----------
    audit : IntakeAudit or None
        None when no table of people was read.

    Returns
    -------
    tuple of AuditGroup
        What to act on comes first in each.
    """
    found: dict[str, list[tuple[bool, str]]] = {}
    for finding in audit.findings if audit else ():
        sentence = re.sub(r"([?!.])\.$", r"\1", finding.sentence)
        found.setdefault(finding.kind, []).append((finding.level == "warning", sentence))
    kinds = [*(kind for kind in TITLES if kind in found), *(kind for kind in found if kind not in TITLES)]
    return tuple(
        AuditGroup(
            title=TITLES.get(kind, heading(kind)),
            findings=tuple(sorted(found[kind], key=lambda finding: not finding[0])),
        )
        for kind in kinds
    )
