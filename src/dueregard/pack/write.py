"""Write the pack to a folder, so that an interrupted run leaves the previous pack whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dueregard.disclosure import Release
from dueregard.errors import DisclosureRefused
from dueregard.pack.data_files import csv_name, estimates_json, table_csv
from dueregard.pack.documents import pack_documents
from dueregard.pack.page import option_files, page, why_files
from dueregard.pack.sealing import Sealing, sealed
from dueregard.pack.voices_plain import voices_json

if TYPE_CHECKING:
    from dueregard.appraisal import Appraisal
    from dueregard.appraisal.scrutiny import Scrutiny
    from dueregard.casebook import Casebook
    from dueregard.causes import ReleasedCauses
    from dueregard.consequences import ReleasedConsequences
    from dueregard.gaps import EvidenceGap
    from dueregard.people import IntakeAudit
    from dueregard.voices import VoicesFindings

__all__ = ["write_pack"]

ENTRIES = ("tables", "options", "why", "documents", "estimates.json", "manifest.json", "pack.html")
"""What a pack consists of. The page comes last: what it links to is there when it appears."""


def write_pack(
    release: Release,
    *,
    casebook: Casebook,
    evidence_gaps: Sequence[EvidenceGap],
    audit: IntakeAudit | None,
    provenance: Mapping[str, Any],
    folder: str | os.PathLike[str],
    voices: VoicesFindings | None = None,
    consequences: ReleasedConsequences | None = None,
    sealing: Sealing | None = None,
    scrutiny: Scrutiny | None = None,
    appraisal: Appraisal | None = None,
    causes: ReleasedCauses | None = None,
) -> Path:
    """Write the page, estimates.json, tables, pages of options and of why, documents and the manifest.

    Everything is written to a temporary folder first and moved into place when it is complete. When that
    fails midway, the previous pack is put back. Other files of the folder, such as the register, stay.

    Parameters
    ----------
    release : Release
        Tables that have passed the disclosure gate.
    casebook : Casebook
        The question, the outcomes and the people.
    evidence_gaps : sequence of EvidenceGap
        What is not known.
    audit : IntakeAudit or None
        What was found when the table was read.
    provenance : mapping
        Versions, hashes and times; printed in the page and in estimates.json.
    folder : path
        Where to write; made when it is absent.
    voices : VoicesFindings or None
        Who was heard; None where nobody looked.
    consequences : ReleasedConsequences or None
        What each option would do; None where there are none.
    sealing : Sealing or None
        What the pack is sealed with; without it, it has no manifest and cannot be signed.
    scrutiny : Scrutiny or None
        What was objected, answered and planned, and number held against voice.
    appraisal : Appraisal or None
        The five principles.
    causes : ReleasedCauses or None
        What gaps and inequality go with; None where nobody looked.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    DisclosureRefused
        When it is given anything but a release.
    """
    if not isinstance(release, Release):
        raise DisclosureRefused(
            "A pack can only be written from a release.",
            found=f"It was given a {type(release).__name__}.",
            remedy="Pass the tables through dueregard.disclosure.release() first.",
        )
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    people = casebook.specification.people
    synthetic = bool(people and people.synthetic)

    def compose(provenance: Mapping[str, Any]) -> dict[str, str | bytes]:
        tables = {
            f"tables/{csv_name(table)}": table_csv(table, synthetic=synthetic) for table in release.tables
        }
        numbers = estimates_json(
            release,
            evidence_gaps=evidence_gaps,
            provenance=provenance,
            synthetic=synthetic,
            voices=None if voices is None else voices_json(release, voices),
            consequences=None if consequences is None else consequences.beside(),
            beside=(
                {} if appraisal is None else appraisal.beside(),
                {} if scrutiny is None else scrutiny.beside(),
                {} if causes is None or not causes.any else {"causes": causes.beside()},
            ),
        )
        options = {
            f"options/{name}": text
            for name, text in option_files(consequences, casebook=casebook, scrutiny=scrutiny).items()
        }
        why = {f"why/{name}": text for name, text in why_files(causes, casebook=casebook).items()}
        html = page(
            release,
            casebook=casebook,
            evidence_gaps=evidence_gaps,
            audit=audit,
            provenance=provenance,
            voices=voices,
            consequences=consequences,
            reviews=None if sealing is None else sealing.reviews(tables),
            scrutiny=scrutiny,
            appraisal=appraisal,
            causes=causes,
        )
        documents = pack_documents(casebook, numbers)
        words = {f"documents/{name}": content for name, content in documents.items()}
        return {**tables, "estimates.json": numbers, **options, **why, **words, "pack.html": html}

    files: Mapping[str, str | bytes] = (
        compose(provenance) if sealing is None else sealed(compose, provenance=provenance, sealing=sealing)
    )
    with tempfile.TemporaryDirectory(prefix=".pack-", dir=target) as temporary:
        fresh = Path(temporary) / "fresh"
        (fresh / "tables").mkdir(parents=True)
        for path, content in files.items():
            (fresh / path).parent.mkdir(exist_ok=True)
            _write(fresh / path, content)
        _swap(fresh, target, aside=Path(temporary) / "previous")
    return target / "pack.html"


def _write(path: Path, content: str | bytes) -> None:
    with path.open("wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())


def _swap(fresh: Path, target: Path, *, aside: Path) -> None:
    """Move the new entries into place; on failure put the previous ones back."""
    aside.mkdir()
    made = tuple(name for name in ENTRIES if (fresh / name).exists())
    try:
        for name in ENTRIES:
            if (target / name).exists():
                os.replace(target / name, aside / name)
            if name in made:
                os.replace(fresh / name, target / name)
    except BaseException:
        _restore(fresh, target, aside, made)
        raise


def _restore(fresh: Path, target: Path, aside: Path, made: Sequence[str]) -> None:
    for name in ENTRIES:
        moved = name in made and not (fresh / name).exists()
        if moved and (target / name).exists():
            os.replace(target / name, fresh / name)
        if (aside / name).exists():
            os.replace(aside / name, target / name)
