"""The hallway: from a casebook to its published evidence pack.

Read from top to bottom, this is the method. Nothing that was asked before may be dropped in silence; people
are read and their data audited; gaps are measured; what they go with is looked for; voices are heard; options
are tried on the same people; what is asked is fixed from the first time it could be measured; nothing leaves
but through the disclosure gate; and what leaves is recorded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dueregard.appraisal.scrutiny import hear_dialogue
from dueregard.casebook import Casebook, source_files
from dueregard.casebook.screening import read_screening
from dueregard.casebook.voices_files import voices_fingerprints
from dueregard.consequences import ReleasedConsequences
from dueregard.consequences.generations import OF_LATER_YEARS
from dueregard.disclosure import Release
from dueregard.gaps import EvidenceGap
from dueregard.measured import Progress, measure, read_the_people, silent
from dueregard.options import load_with_options
from dueregard.pack import write_pack
from dueregard.pack.data_files import fingerprint
from dueregard.pack.interrupted import put_back
from dueregard.pack.private_audit import write_private_audit
from dueregard.pack.vanished import alerts_of
from dueregard.people import IntakeAudit, People
from dueregard.record import (
    REGISTER,
    notes_of_stewards,
    objections_in_reviews,
    read_manifest,
    sealing_of,
)
from dueregard.register import (
    IndicatorRecord,
    Register,
    fix_indicators,
    forecasts_of,
    record_forecasts,
    record_sources,
    refuse_unexplained_removals,
    sole_run,
)
from dueregard.register.dialogue import record_dialogue
from dueregard.register.screenings import record_screenings
from dueregard.register.seen import record_assessment, seen_before
from dueregard.voices.testimony.recording import record_casebook

__all__ = ["Assessment", "assess"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What an assessment came to.

    Parameters
    ----------
    casebook : Casebook
        What was asked.
    release : Release
        Every figure that passed the disclosure gate.
    evidence_gaps : tuple of EvidenceGap
        What is not known.
    audit : IntakeAudit or None
        What was found when the people were read; None for a casebook of published tables only.
    indicators : IndicatorRecord
        When the indicators were fixed, and what was changed since.
    provenance : mapping
        Versions, hashes and times.
    pack : Path
        The page.
    consequences : ReleasedConsequences or None
        What each option would do; None where there are no options.
    alerts : tuple of str
        What was removed or changed since it was filed or assessed; the pack prints it at the top.
    """

    casebook: Casebook
    release: Release
    evidence_gaps: tuple[EvidenceGap, ...]
    audit: IntakeAudit | None
    indicators: IndicatorRecord
    provenance: Mapping[str, Any]
    pack: Path
    consequences: ReleasedConsequences | None = None
    alerts: tuple[str, ...] = ()


def assess(location: str | Path, *, progress: Progress | None = None) -> Assessment:
    """Assess a casebook and write its evidence pack.

    Parameters
    ----------
    location : path
        The casebook: a folder, its casebook.toml, or a workbook (.xlsx).
    progress : callable, optional
        Told what is being done and the share that is done.

    Returns
    -------
    Assessment
        What it came to; the pack lies in the casebook's ``out`` folder.

    Raises
    ------
    CasebookError
        When the casebook is not valid.
    PeopleError
        When the people cannot be read as declared.
    DueRegardError
        When another run is writing to the same folder, or an indicator was removed without a reason.
    """
    tell = progress or silent
    casebook, options = load_with_options(location)
    screening = read_screening(casebook)
    with sole_run(casebook.out):
        put_back(casebook.out)
        register = Register(casebook.out / REGISTER)
        refuse_unexplained_removals(register, casebook)
        people = read_the_people(casebook, tell)
        before = register.entries()
        reviewed = objections_in_reviews(casebook, before)
        dialogue = hear_dialogue(casebook, people, options, seen=seen_before(before), also=reviewed)
        found = measure(people, casebook, options, tell)
        appraisal = found.appraise()
        scrutiny = found.scrutinise(dialogue, entries=before, appraisal=appraisal)
        # Fixed once they could all be measured: mending a misspelt column is no change of what is asked.
        indicators = fix_indicators(register, casebook)
        record_sources(register, source_files(casebook))
        provenance = _provenance(casebook, people, indicators)
        record_screenings(register, screening)
        # What is printed is on record first: a run that is stopped in between cannot make it vanish.
        record_dialogue(register, dialogue)
        # Reviews are of what was found by each principle, whatever is noted, objected or answered later.
        profile = [cell.to_dict(objections=False) for cell in appraisal.cells]
        tell("Writing the pack", 0.95)
        pack = write_pack(
            found.release,
            casebook=casebook,
            evidence_gaps=found.gaps.evidence_gaps,
            audit=found.audit,
            provenance=provenance,
            folder=casebook.out,
            voices=found.voices,
            consequences=found.consequences,
            causes=found.causes,
            scrutiny=scrutiny,
            appraisal=scrutiny.attached_to(found.appraise(notes_of_stewards(casebook, before))),
            sealing=sealing_of(casebook, register, findings={"principles": fingerprint(profile)}),
        )
        manifest = read_manifest(casebook)
        write_private_audit(found.release.audit, casebook.out, of=manifest.files["estimates.json"])
        provenance["assessed_at"] = manifest.assessed_at
        record_casebook(register, casebook, on=found.voices.on)
        _record_forecasts(register, casebook, found.release)
        record_assessment(
            register,
            root=manifest.root,
            figures=manifest.figures,
            files=manifest.files,
            provenance=provenance,
            seen=scrutiny.seen(),
            terms=manifest.terms,
        )
    return Assessment(
        casebook=casebook,
        release=found.release,
        evidence_gaps=found.gaps.evidence_gaps,
        audit=found.audit,
        indicators=indicators,
        provenance=provenance,
        pack=pack,
        consequences=found.consequences,
        alerts=tuple(alerts_of(scrutiny)),
    )


def _record_forecasts(register: Register, casebook: Casebook, released: Release) -> None:
    """Write down what is predicted of options, as far as it may be shown, before anybody can know."""
    source = casebook.specification.consequences
    # Present values over decades are no forecast that somebody could hold against what happened.
    tables = (table for table in released.tables if table.name not in OF_LATER_YEARS)
    records = (record for table in tables for record in table.records)
    record_forecasts(register, forecasts_of(records, year=source.year if source else None))


def _provenance(casebook: Casebook, people: People | None, indicators: IndicatorRecord) -> dict[str, Any]:
    return {
        "made_with": f"dueregard {version('dueregard')}",
        "versions": {name: version(name) for name in ("duckdb", "narwhals", "numpy", "scipy")},
        "assessed_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "casebook_sha256": hashlib.sha256(casebook.file.read_bytes()).hexdigest(),
        "people": None if people is None else people.table.identity,
        "voices": voices_fingerprints(casebook),
        "indicators": {"sha256": indicators.hash, "fixed_at": indicators.fixed_at},
    }
