"""Write a pack about the made-up town."""

from datetime import date
from pathlib import Path

from dueregard.gaps import EvidenceGap
from dueregard.pack import write_pack
from tests.pack import town

GAPS = tuple(
    EvidenceGap(
        characteristic="sexual_orientation",
        outcome=outcome,
        reason="not asked in the survey",
        owner="Head of Research",
        due=date(2027, 1, 29),
    )
    for outcome in town.OUTCOMES
)
PROVENANCE = {"version": "0.1.0", "sources": {"people.parquet": "ab" * 32}}


def write_town(folder, release=None, **casebook) -> Path:
    return write_pack(
        release or town.town(),
        casebook=town.casebook(**casebook),
        evidence_gaps=GAPS,
        audit=None,
        provenance=PROVENANCE,
        folder=folder,
    )
