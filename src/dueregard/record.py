"""What a casebook's pack, register and members' files say, read together; and what a pack is sealed with."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dueregard.alliance.judging import judged_reviews, texts_of
from dueregard.alliance.ledger import ledger_of
from dueregard.alliance.manifest import MANIFEST, Manifest
from dueregard.alliance.members import Terms
from dueregard.alliance.merkle import sha256, usable_path
from dueregard.alliance.objecting import objections_of
from dueregard.alliance.state import State, state_of
from dueregard.alliance.stewardship import steward_notes
from dueregard.alliance.verifying import Evidence, Verified, verified
from dueregard.appraisal import StewardNote
from dueregard.casebook import Casebook, canonical_json, find_casebook, source_files
from dueregard.casebook.load import read_casebook
from dueregard.casebook.objections import Objection
from dueregard.casebook.record_files import RecordFiles, read_record_files
from dueregard.casebook.record_writer import write_over
from dueregard.errors import CasebookError, DueRegardError, RegisterError
from dueregard.pack.record import record_html, region_of, with_region
from dueregard.pack.sealing import PAGE, Sealing, page_hash
from dueregard.register import Entry, Register, Verification

__all__ = [
    "Inputs",
    "Record",
    "inputs_of",
    "notes_of_stewards",
    "objections_in_reviews",
    "read_record",
    "refresh_page",
    "sealing_of",
]

REGISTER = "register.jsonl"
OF_FIGURES = (
    *("question", "people", "intersections", "outcomes", "published", "disclosure"),
    *("evidence_gaps", "amendments", "voices", "consequences", "authors"),
)
"""The parts of a casebook that figures rest on: not who reviews, what was decided and when to look back."""

NOT_OF_THE_PACK = ("public", "private")
"""Folders under ``out`` that are no part of the pack; what was published has a record of its own."""
LEFT_BY_THE_SYSTEM = (".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The fingerprints of what an assessment is made from, by name.

    Parameters
    ----------
    every : mapping of str to str
        Of each file.
    figures : mapping of str to str
        Of what the figures rest on.
    """

    every: Mapping[str, str]
    figures: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What there is of a casebook's pack.

    Parameters
    ----------
    file : Path
        The casebook's file.
    casebook : Casebook or None
        The casebook; None where it is not valid any more.
    chain : Verification
        Its register, read.
    manifest : Manifest or None
        Of its pack; None where there is none, or it was altered.
    manifest_problem : str
        What is wrong with it, if something is.
    files : RecordFiles
        What members and others have left beside it.
    """

    file: Path
    casebook: Casebook | None
    chain: Verification
    manifest: Manifest | None
    manifest_problem: str
    files: RecordFiles

    @property
    def folder(self) -> Path:
        """The casebook's folder."""
        return self.file.parent

    @property
    def out(self) -> Path:
        """The pack's folder."""
        return self.file.parent / "out"

    @property
    def register(self) -> Register:
        """The register itself."""
        return Register(self.out / REGISTER)

    def state(self) -> State | None:
        """Work out what members have done.

        Returns
        -------
        State or None
            None without a manifest.
        """
        if self.manifest is None:
            return None
        return state_of(self.manifest, entries=self.chain.entries, files=self.files)

    def verify(self) -> Verified:
        """See whether all is as it was written.

        Returns
        -------
        Verified
        """
        out = self.out
        hashes, odd = _files_of(out)
        state = self.state()
        page = out / PAGE
        region = region_of(page.read_bytes()) if PAGE in hashes else None
        return verified(
            Evidence(
                register=self.chain,
                manifest=self.manifest,
                manifest_problem=self.manifest_problem,
                files=hashes,
                odd_files=odd,
                record=self.files,
                inputs=self._inputs(),
                state=state,
                region=None if region is None else region.decode(errors="replace"),
                region_due=None if state is None else record_html(state).decode(),
            )
        )

    def _inputs(self) -> dict[str, str | None]:
        """Fingerprint what there is of the inputs; of a casebook that is not valid, its file alone."""
        known: dict[str, str | None] = {} if self.manifest is None else dict(self.manifest.inputs)
        try:
            if self.casebook is not None:
                return {**dict.fromkeys(known), **inputs_of(self.casebook).every}
        except CasebookError:
            pass
        return {**known, _plain(self.file.name): _sha256(self.file)}


def read_record(location: str | Path, *, head: str | None = None) -> Record:
    """Read what there is of a casebook's pack; nothing is judged yet.

    Parameters
    ----------
    location : path
        The casebook.
    head : str, optional
        The hash of an entry that the register must have, as published.

    Returns
    -------
    Record

    Raises
    ------
    CasebookError
        When there is no casebook.
    """
    file = find_casebook(location)
    casebook, _ = _read_casebook(file)
    manifest, problem = _manifest(file.parent / "out" / MANIFEST)
    return Record(
        file=file,
        casebook=casebook,
        chain=Register(file.parent / "out" / REGISTER).verify(head=head),
        manifest=manifest,
        manifest_problem=problem,
        files=read_record_files(file.parent),
    )


def _read_casebook(file: Path) -> tuple[Casebook | None, list[str]]:
    try:
        return read_casebook(file)
    except CasebookError as error:
        return None, [str(error)]


def sealing_of(
    casebook: Casebook, register: Register, *, findings: Mapping[str, str] | None = None
) -> Sealing:
    """Gather what a pack is sealed with.

    Parameters
    ----------
    casebook : Casebook
        The casebook.
    register : Register
        Its register.
    findings : mapping of str to str, optional
        The fingerprints of findings in words, by name: reviews are of them too.

    Returns
    -------
    Sealing

    Raises
    ------
    CasebookError
        When reviews or keys are not files of the casebook's own.
    """
    spec = casebook.specification
    files = read_record_files(casebook.folder)
    if files.problems:
        told = [f"{path} {why}" for path, why in files.problems.items()]
        raise CasebookError(
            f"{'; '.join(told)}.", remedy="Put files of the casebook's own there, and nothing else."
        )
    inputs = inputs_of(casebook)
    decided = spec.question.decision_on
    return Sealing(
        terms=Terms.of(spec.alliance, decision_on=None if decided is None else decided.isoformat()),
        inputs=inputs.every,
        figures_from=inputs.figures,
        entries=register.entries(),
        files=files,
        previous=_manifest(casebook.out / MANIFEST)[0],
        findings=findings or {},
    )


def objections_in_reviews(casebook: Casebook, entries: Sequence[Entry]) -> tuple[Objection, ...]:
    """Read the objections that members make in their reviews.

    Parameters
    ----------
    casebook : Casebook
        The casebook.
    entries : sequence of Entry
        Of its register, in order.

    Returns
    -------
    tuple of Objection
        Of reviews that are as they were filed.
    """
    texts, _ = texts_of(read_record_files(casebook.folder).under("reviews").items())
    judged, _ = judged_reviews(texts, ledger_of(entries))
    return objections_of(judged, Terms.of(casebook.specification.alliance, decision_on=None))


def notes_of_stewards(casebook: Casebook, entries: Sequence[Entry]) -> tuple[StewardNote, ...]:
    """Read what stewards for future generations say in their reviews.

    Parameters
    ----------
    casebook : Casebook
        The casebook.
    entries : sequence of Entry
        Of its register, in order.

    Returns
    -------
    tuple of StewardNote
        The last of each steward, of reviews that are as they were filed.
    """
    texts, _ = texts_of(read_record_files(casebook.folder).under("reviews").items())
    judged, _ = judged_reviews(texts, ledger_of(entries))
    return steward_notes(judged, Terms.of(casebook.specification.alliance, decision_on=None))


def inputs_of(casebook: Casebook) -> Inputs:
    """Fingerprint what an assessment is made from.

    Parameters
    ----------
    casebook : Casebook
        The casebook.

    Returns
    -------
    Inputs
        Files only: a database is not read. Of files outside the casebook only the name is told.
    """
    found = {_plain(each.name): each.sha256 for each in source_files(casebook)}
    spec = casebook.specification.model_dump(mode="json", include=set(OF_FIGURES), exclude_defaults=True)
    own = _plain(casebook.file.name)
    figures = {name: digest for name, digest in found.items() if name != own}
    return Inputs(every=found, figures={**figures, "casebook/specification": sha256(canonical_json(spec))})


def _plain(name: str) -> str:
    """Name a file so that it can stand in a leaf of a tree."""
    return name if usable_path(name) else re.sub(r"[^\w/-]", "-", name).strip("/")


def _manifest(file: Path) -> tuple[Manifest | None, str]:
    if file.is_symlink():
        return None, f"out/{MANIFEST} is a link."
    if not file.is_file():
        return None, ""
    try:
        return Manifest.read(file.read_text(encoding="utf-8")), ""
    except (RegisterError, UnicodeDecodeError):
        return None, f"out/{MANIFEST} was altered: it is not as it was written."


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files_of(out: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Fingerprint what lies under ``out`` as part of the pack; links are named and never followed."""
    hashes: dict[str, str] = {}
    odd: dict[str, str] = {}
    for folder, folders, names in os.walk(out):
        here = Path(folder)
        top = here == out
        folders[:] = sorted(each for each in folders if not (top and _passed_over(each)))
        for each in [*folders]:
            if (here / each).is_symlink():
                folders.remove(each)
                odd[(here / each).relative_to(out).as_posix()] = "is a link, and links are not followed"
        for each in sorted(names):
            path = here / each
            name = path.relative_to(out).as_posix()
            if each in LEFT_BY_THE_SYSTEM or (top and _beside_the_pack(each)):
                continue
            if path.is_symlink():
                odd[name] = "is a link, and links are not followed"
            elif not path.is_file():
                odd[name] = "is not a file"
            else:
                hashes[name] = page_hash(path.read_bytes()) if name == PAGE else _sha256(path)
    return hashes, odd


def _passed_over(folder: str) -> bool:
    return folder in NOT_OF_THE_PACK or folder.startswith((".pack-", ".public-"))


def _beside_the_pack(name: str) -> bool:
    return name in (MANIFEST, ".run") or name.startswith(REGISTER)


def refresh_page(record: Record) -> None:
    """Write the record at the top of the page anew, from what lies there now; the rest of the page stays.

    Parameters
    ----------
    record : Record
        As it is now.

    Raises
    ------
    DueRegardError
        When the page has no place for it.
    """
    state = record.state()
    page = record.out / PAGE
    if state is None or not page.is_file():
        return
    try:
        written = with_region(page.read_bytes(), record_html(state))
    except ValueError:
        raise DueRegardError(
            f"out/{PAGE} has no place for signatures: it was altered, or an older version made it.",
            remedy="Run dueregard assess again.",
        ) from None
    write_over(record.out, PAGE, written)
