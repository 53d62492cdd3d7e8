"""Whether a pack, its register and what members filed are what was written; what was altered, and where."""

from __future__ import annotations

from pathlib import Path

from dueregard.alliance.verifying import Verified
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
    return read_record(location, head=head).verify()
