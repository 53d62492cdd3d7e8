"""Whether a pack, its register and what members filed are what was written; what was altered, and where."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dueregard.alliance import Alteration
from dueregard.alliance.verifying import Verified
from dueregard.pack.public.reading import public_alterations
from dueregard.record import read_record

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
        assessment, which is no alteration of the pack.

    Raises
    ------
    CasebookError
        When there is no casebook.
    """
    record = read_record(location, head=head)
    found = record.verify()
    public = [
        Alteration(path=path, sentence=f"{sentence}.")
        for path, sentence in public_alterations(record.out, record.chain.entries)
    ]
    return replace(found, alterations=(*found.alterations, *public))
