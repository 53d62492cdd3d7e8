"""The hallway: from a casebook to its published evidence pack.

Read from top to bottom, this is the method. Nothing that was asked before may be dropped in silence; people
are read and their data audited; gaps are measured; voices are heard; options are tried on the same people;
what is asked is fixed from the first time it could be measured; nothing leaves but through the disclosure
gate; and what leaves is recorded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dueregard.appraisal import Appraisal, StewardNote, appraise, evidence_of
from dueregard.appraisal.scrutiny import hear_dialogue, scrutinise
from dueregard.casebook import Casebook, load_casebook, source_files
from dueregard.casebook.screening import read_screening
from dueregard.casebook.voices_files import voices_fingerprints
from dueregard.consequences import (
    ConsequencesFindings,
    ReleasedConsequences,
    find_consequences,
    released_consequences,
)
from dueregard.consequences.generations import OF_LATER_YEARS
from dueregard.disclosure import Policy, Release, Table, release
from dueregard.gaps import EvidenceGap, GapsFindings, find_gaps, worst_off
from dueregard.options import DeclaredOption, load_with_options
from dueregard.pack import write_pack
from dueregard.pack.data_files import fingerprint
from dueregard.pack.interrupted import put_back
from dueregard.pack.private_audit import write_private_audit
from dueregard.pack.public.reading import earlier_releases
from dueregard.pack.vanished import alerts_of
from dueregard.people import IntakeAudit, People, audit, people_from
from dueregard.record import notes_of_stewards, objections_in_reviews, read_manifest, sealing_of
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
from dueregard.voices import DisadvantagedGroup, VoicesFindings, find_voices
from dueregard.voices.testimony.recording import record_casebook

__all__ = [
    "Assessment",
    "Progress",
    "assess",
    "released_gaps",
    "released_options",
    "released_voices",
]

Progress = Callable[[str, float], None]
"""Called with what is being done and the share that is done, from 0 to 1."""


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
    tell = progress or _silent
    casebook, options = load_with_options(location)
    screening = read_screening(casebook)
    with sole_run(casebook.out):
        put_back(casebook.out)
        register = Register(casebook.out / "register.jsonl")
        refuse_unexplained_removals(register, casebook)
        people = _people(casebook, tell)
        before = register.entries()
        reviewed = objections_in_reviews(casebook, before)
        dialogue = hear_dialogue(casebook, people, options, seen=seen_before(before), also=reviewed)
        audited, findings, voices, tried, released = _measured(people, casebook, options, tell)
        # What is predicted of options, as it may be shown: the pack prints it, and a register may keep it.
        predicted = released_consequences(released, tried) if tried.any else None
        appraised = partial(
            _appraised, released, casebook, findings, voices=voices, predicted=predicted, options=options
        )
        appraisal = appraised()
        scrutiny = scrutinise(
            released,
            casebook,
            dialogue,
            on=voices.on,
            consequences=predicted,
            voices=voices,
            entries=before,
            appraisal=appraisal,
        )
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
            released,
            casebook=casebook,
            evidence_gaps=findings.evidence_gaps,
            audit=audited,
            provenance=provenance,
            folder=casebook.out,
            voices=voices,
            consequences=predicted,
            scrutiny=scrutiny,
            appraisal=scrutiny.attached_to(appraised(steward=notes_of_stewards(casebook, before))),
            sealing=sealing_of(casebook, register, findings={"principles": fingerprint(profile)}),
        )
        manifest = read_manifest(casebook)
        write_private_audit(released.audit, casebook.out, of=manifest.files["estimates.json"])
        provenance["assessed_at"] = manifest.assessed_at
        record_casebook(register, casebook, on=voices.on)
        _record_forecasts(register, casebook, released)
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
        release=released,
        evidence_gaps=findings.evidence_gaps,
        audit=audited,
        indicators=indicators,
        provenance=provenance,
        pack=pack,
        consequences=predicted,
        alerts=tuple(alerts_of(scrutiny)),
    )


def released_gaps(location: str | Path, *, progress: Progress | None = None) -> Release:
    """Measure the gaps of a casebook, through its disclosure gate, and write nothing.

    Parameters
    ----------
    location : path
        The casebook.
    progress : callable, optional
        Told what is being done and the share that is done.

    Returns
    -------
    Release
        Every table that an assessment would publish.
    """
    casebook, tell = load_casebook(location), progress or _silent
    *_, released = _measured(_people(casebook, tell), casebook, (), tell)
    return released


def released_voices(
    location: str | Path, *, progress: Progress | None = None
) -> tuple[Release, VoicesFindings]:
    """Find out who was heard, through the casebook's disclosure gate, and write nothing.

    Parameters
    ----------
    location : path
        The casebook.
    progress : callable, optional
        Told what is being done and the share that is done.

    Returns
    -------
    Release
        Every table about voices that an assessment would publish.
    VoicesFindings
        What may be said beside them.
    """
    tell = progress or _silent
    casebook, options = load_with_options(location)
    people = _people(casebook, tell)
    tell("Measuring who is left behind", 0.3)
    findings = find_gaps(people, casebook) if casebook.specification.outcomes else None
    tell("Hearing who was heard", 0.7)
    voices = _voices(people, casebook, findings, options)
    return release(voices.tables, policy=_policy(casebook)), voices


def released_options(location: str | Path, *, progress: Progress | None = None) -> ReleasedConsequences:
    """Find out what each option would do, through the casebook's disclosure gate, and write nothing.

    Parameters
    ----------
    location : path
        The casebook.
    progress : callable, optional
        Told what is being done and the share that is done.

    Returns
    -------
    ReleasedConsequences
        What an assessment would publish of options.
    """
    tell = progress or _silent
    casebook, options = load_with_options(location)
    people = _people(casebook, tell)
    tell("Measuring who is left behind", 0.2)
    findings = find_gaps(people, casebook) if options and casebook.specification.outcomes else None
    tell("Trying each option", 0.5)
    beside = findings.tables if findings else ()
    tried = find_consequences(people, casebook, options=options, beside=beside)
    return released_consequences(release((*beside, *tried.tables), policy=_policy(casebook)), tried)


def _appraised(
    released: Release,
    casebook: Casebook,
    findings: GapsFindings,
    *,
    voices: VoicesFindings,
    predicted: ReleasedConsequences | None,
    options: Sequence[DeclaredOption],
    steward: Sequence[StewardNote] = (),
) -> Appraisal:
    return appraise(
        evidence_of(
            released,
            specification=casebook.specification,
            consequences=predicted,
            voices=voices,
            gaps=findings.evidence_gaps,
            options=options,
            steward=steward,
        )
    )


def _people(casebook: Casebook, tell: Progress) -> People | None:
    tell("Reading the people", 0.1)
    # One thread adds in one order: the same people give the same figures to the last digit, so that reviews
    # and signatures of them do not lapse when a casebook is assessed again.
    return people_from(casebook, threads=1) if casebook.specification.people else None


def _measured(
    people: People | None, casebook: Casebook, options: Sequence[DeclaredOption], tell: Progress
) -> tuple[IntakeAudit | None, GapsFindings, VoicesFindings, ConsequencesFindings, Release]:
    tell("Auditing the data", 0.2)
    audited = audit(people, casebook=casebook) if people else None
    tell("Measuring who is left behind", 0.35)
    findings = find_gaps(people, casebook)
    tell("Hearing who was heard", 0.55)
    voices = _voices(people, casebook, findings, options)
    tell("Trying each option", 0.65)
    tried = find_consequences(people, casebook, options=options, beside=findings.tables)
    tell("Protecting people", 0.9)
    tables = (*findings.tables, *voices.tables, *tried.tables, *_audit_tables(audited))
    known = earlier_releases(casebook.out)
    return audited, findings, voices, tried, release(tables, policy=_policy(casebook), earlier=known)


def _voices(
    people: People | None,
    casebook: Casebook,
    findings: GapsFindings | None,
    options: Sequence[DeclaredOption],
) -> VoicesFindings:
    worst = () if findings is None else _worst_off(findings, casebook, _policy(casebook))
    authored = {each.option.name: each.option.authored_by for each in options if each.option is not None}
    return find_voices(people, casebook, on=datetime.now(UTC).date(), worst_off=worst, options=authored)


def _record_forecasts(register: Register, casebook: Casebook, released: Release) -> None:
    """Write down what is predicted of options, as far as it may be shown, before anybody can know."""
    source = casebook.specification.consequences
    # Present values over decades are no forecast that somebody could hold against what happened.
    tables = (table for table in released.tables if table.name not in OF_LATER_YEARS)
    records = (record for table in tables for record in table.records)
    record_forecasts(register, forecasts_of(records, year=source.year if source else None))


def _worst_off(findings: GapsFindings, casebook: Casebook, policy: Policy) -> tuple[DisadvantagedGroup, ...]:
    """Name those who are worst off, by nothing but what may be shown."""
    shown = release(findings.tables, policy=policy).tables
    return tuple(
        DisadvantagedGroup(by=group.by, rank=rank, outcomes=group.outcomes)
        for rank, group in enumerate(worst_off(shown, casebook.specification), start=1)
    )


def _audit_tables(audited: IntakeAudit | None) -> tuple[Table, ...]:
    found = () if audited is None else audited.tables
    return tuple(
        Table(name=each.name, title=each.title, records=each.records, note=each.note, count=each.count)
        for each in found
    )


def _policy(casebook: Casebook) -> Policy:
    return Policy(**casebook.specification.disclosure.model_dump())


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


def _silent(_doing: str, _share: float) -> None:
    return None
