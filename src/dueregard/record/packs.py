"""What a pack is sealed with, and what of it goes into the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dueregard.alliance.judging import Judged, judged_reviews, texts_of
from dueregard.alliance.ledger import ledger_of
from dueregard.alliance.manifest import MANIFEST, Manifest
from dueregard.alliance.members import Terms
from dueregard.alliance.objecting import objections_of
from dueregard.alliance.reviews import Review
from dueregard.alliance.stewardship import steward_notes
from dueregard.appraisal import StewardNote
from dueregard.casebook import Casebook
from dueregard.casebook.objections import Objection
from dueregard.casebook.record_files import read_record_files
from dueregard.errors import CasebookError
from dueregard.pack.sealing import Sealing
from dueregard.record.files import manifest_in
from dueregard.record.inputs import inputs_of
from dueregard.register import Entry, Register

__all__ = ["notes_of_stewards", "objections_in_reviews", "read_manifest", "sealing_of"]


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
        previous=manifest_in(casebook.out)[0],
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
    judged, terms = _reviews(casebook, entries)
    return objections_of(judged, terms)


def read_manifest(casebook: Casebook) -> Manifest:
    """Read the manifest of the pack that was just written.

    Parameters
    ----------
    casebook : Casebook
        The casebook.

    Returns
    -------
    Manifest

    Raises
    ------
    RegisterError
        When it is not as it was written.
    """
    return Manifest.read((casebook.out / MANIFEST).read_text(encoding="utf-8"))


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
    judged, terms = _reviews(casebook, entries)
    return steward_notes(judged, terms)


def _reviews(casebook: Casebook, entries: Sequence[Entry]) -> tuple[tuple[Judged[Review], ...], Terms]:
    texts, _ = texts_of(read_record_files(casebook.folder).under("reviews").items())
    judged, _ = judged_reviews(texts, ledger_of(entries))
    return judged, Terms.of(casebook.specification.alliance, decision_on=None)
