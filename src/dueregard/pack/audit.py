"""The intake audit as rows: what was missing, what could identify people, what each column measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dueregard.people import IntakeAudit

__all__ = ["audit_entries"]


def audit_entries(audit: IntakeAudit | None) -> tuple[object, ...]:
    """Return the findings of the audit."""
    return tuple(audit.findings) if audit else ()
