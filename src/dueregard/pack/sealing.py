"""Sealing a pack: its manifest with both roots, and the record at the top of its page.

A pack that would come out as it is keeps the time of its assessment, so that it is the same to the last byte:
signatures do not lapse for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dueregard.alliance.judging import judged_reviews, texts_of
from dueregard.alliance.ledger import Recorded, ledger_of
from dueregard.alliance.manifest import MANIFEST, Manifest
from dueregard.alliance.members import Terms
from dueregard.alliance.merkle import merkle_root, sha256
from dueregard.alliance.state import state_of
from dueregard.casebook.record_files import RecordFiles
from dueregard.pack.data_files import to_nine_figures
from dueregard.pack.record import emptied, record_html, with_region
from dueregard.pack.reviews import ReviewsView, reviews_view

__all__ = ["PAGE", "Sealing", "page_hash", "sealed"]

PAGE = "pack.html"

Texts = Mapping[str, str | bytes]
Compose = Callable[[Mapping[str, Any]], Texts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """What a pack is sealed with.

    Parameters
    ----------
    terms : Terms
        What the casebook demands.
    inputs : mapping of str to str
        The fingerprint of each file that the assessment was made from, by name.
    figures_from : mapping of str to str
        The fingerprints of what the figures rest on: some inputs, and what the casebook says of figures.
    entries : sequence of Entry
        Of the register, in order.
    files : RecordFiles
        What members and others have left beside the casebook.
    previous : Manifest or None
        Of the pack that is there; None where there is none, or it was altered.
    findings : mapping of str to str
        The fingerprints of findings in words, which reviews are of like the figures.
    """

    terms: Terms
    inputs: Mapping[str, str]
    figures_from: Mapping[str, str]
    entries: Sequence[Recorded]
    files: RecordFiles
    previous: Manifest | None = None
    findings: Mapping[str, str] = field(default_factory=dict)

    def figures_rest_on(self, tables: Mapping[str, str]) -> dict[str, str]:
        """List the leaves of the figures root.

        Parameters
        ----------
        tables : mapping of str to str
            The text of each table, by its path under ``out``.

        Returns
        -------
        dict of str to str
            Their fingerprints, by name; of tables with numbers to nine figures, because the last digits of a
            figure may differ between two runs.
        """
        return {
            **{path: sha256(to_nine_figures(text)) for path, text in tables.items()},
            **{f"findings/{name}": digest for name, digest in self.findings.items()},
            **{f"inputs/{name}": digest for name, digest in self.figures_from.items()},
        }

    def reviews(self, tables: Mapping[str, str]) -> ReviewsView | None:
        """Lay out the reviews that the page prints.

        Parameters
        ----------
        tables : mapping of str to str
            The text of each table, by its path under ``out``.

        Returns
        -------
        ReviewsView or None
            None where there is none.
        """
        texts, _ = texts_of(self.files.under("reviews").items())
        judged, _ = judged_reviews(texts, ledger_of(self.entries))
        return reviews_view(judged, terms=self.terms, figures=merkle_root(self.figures_rest_on(tables)))


def page_hash(page: bytes) -> str:
    """Fingerprint a page without its record.

    Parameters
    ----------
    page : bytes
        The page.

    Returns
    -------
    str
        SHA-256 in hexadecimal.
    """
    return sha256(emptied(page))


def sealed(compose: Compose, *, provenance: Mapping[str, Any], sealing: Sealing) -> dict[str, bytes]:
    """Compose a pack and seal it.

    Parameters
    ----------
    compose : callable
        Takes the provenance and gives the files of the pack, by path under ``out``.
    provenance : mapping
        With ``made_with`` and ``assessed_at``.
    sealing : Sealing
        What it is sealed with.

    Returns
    -------
    dict of str to bytes
        All files of the pack, the manifest last but one and the page last.
    """
    before = sealing.previous
    if before is not None and before.made_with == provenance["made_with"] and before.inputs == sealing.inputs:
        files = _encoded(compose({**provenance, "assessed_at": before.assessed_at}))
        manifest = _manifest(files, provenance, sealing, at=before.assessed_at)
        if manifest == before:
            return _finished(files, manifest, sealing)
    files = _encoded(compose(provenance))
    return _finished(files, _manifest(files, provenance, sealing, at=provenance["assessed_at"]), sealing)


def _encoded(files: Texts) -> dict[str, bytes]:
    return {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}


def _manifest(
    files: Mapping[str, bytes], provenance: Mapping[str, Any], sealing: Sealing, *, at: str
) -> Manifest:
    tables = {path: content.decode() for path, content in files.items() if path.startswith("tables/")}
    return Manifest(
        made_with=provenance["made_with"],
        assessed_at=at,
        figures_rest_on=sealing.figures_rest_on(tables),
        files={
            path: page_hash(content) if path == PAGE else sha256(content) for path, content in files.items()
        },
        record={path: sha256(content) for path, content in sealing.files.printed.items()},
        inputs=sealing.inputs,
        terms=sealing.terms.to_dict(),
    )


def _finished(files: dict[str, bytes], manifest: Manifest, sealing: Sealing) -> dict[str, bytes]:
    state = state_of(manifest, entries=sealing.entries, files=sealing.files)
    page = with_region(files[PAGE], record_html(state))
    rest = {path: content for path, content in files.items() if path != PAGE}
    return {**rest, MANIFEST: manifest.text().encode(), PAGE: page}
