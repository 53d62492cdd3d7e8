"""Whether a pack, its register and what members filed are what was written; what was altered, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dueregard.alliance import Alteration
from dueregard.alliance.verifying import Stale, Verified
from dueregard.appraisal.scrutiny import altered_dialogue
from dueregard.errors import CasebookError
from dueregard.options import declared_options
from dueregard.pack.public.reading import public_alterations
from dueregard.pack.public.settling import altered_pages
from dueregard.record import Record, objections_in_reviews, read_record

__all__ = ["verify_casebook"]


def verify_casebook(location: str | Path, *, head: str | None = None) -> Verified:
    """Verify a casebook's pack; nothing is written.

    Parameters
    ----------
    location : path
        The casebook: a folder, its casebook.toml, or a workbook (.xlsx).
    head : str, optional
        The hash of an entry that the register must have, as published.

    Returns
    -------
    Verified
        Its ``alterations`` name each file that was altered; its ``stale`` what has changed since the
        assessment, which is no alteration of the pack, and objections or answers that were filed and are
        no longer there as they were filed.

    Raises
    ------
    CasebookError
        When there is no casebook.
    """
    record = read_record(location, head=head)
    found = record.verify()
    return replace(
        found,
        alterations=(*found.alterations, *_published(record)),
        stale=(*found.stale, *_taken_away(record)),
    )


def _published(record: Record) -> Iterator[Alteration]:
    """Name what of the public site is not as it was published."""
    if not record.chain.intact:
        return
    entries = record.chain.entries
    found = public_alterations(record.out, entries)
    for path, sentence in found:
        yield Alteration(path=path, sentence=f"{sentence}.")
    if not found:
        publish = None if record.casebook is None else record.casebook.specification.publish
        for name in altered_pages(record.out, entries, base_url=publish.base_url if publish else None):
            yield Alteration(path=f"out/public/{name}", sentence=f"public/{name} is not what was published.")


def _taken_away(record: Record) -> Iterator[Stale]:
    """Name objections and answers that were filed and are no longer there as they were filed."""
    if record.casebook is None or not record.chain.intact:
        return
    entries = record.chain.entries
    try:
        options = declared_options(record.casebook)
        reviewed = objections_in_reviews(record.casebook, entries)
        for each in altered_dialogue(record.casebook, options, entries, also=reviewed):
            yield Stale(name=f"{each.kind} {each.id}", sentence=each.words)
    except CasebookError as error:
        yield Stale(name="casebook", sentence=str(error))
