"""What the stage finds: tables for the disclosure gate, and the evidence that is missing."""

from __future__ import annotations

from dataclasses import dataclass

from dueregard.disclosure import Table
from dueregard.gaps.evidence import EvidenceGap

__all__ = ["GapsFindings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsFindings:
    """Who is left behind, before the disclosure gate.

    Parameters
    ----------
    tables : tuple of Table
        Everyone; then one table for each characteristic, place, generation and intersection; then
        changes over periods, targets and published tables, where the casebook has them.
    evidence_gaps : tuple of EvidenceGap
        Cells of the grid that have no value, with reason, owner and date.
    """

    tables: tuple[Table, ...]
    evidence_gaps: tuple[EvidenceGap, ...]
