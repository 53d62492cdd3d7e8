"""The private file of the disclosure audit: beside the pack, never in it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from dueregard.disclosure import DisclosureAudit
from dueregard.errors import DueRegardError

__all__ = ["PRIVATE", "PRIVATE_AUDIT", "read_private_audit", "write_private_audit"]

PRIVATE = "private"
"""The folder beside the pack that is never signed, shared or published."""
PRIVATE_AUDIT = "disclosure-audit.json"
LARGEST = 64 * 2**20


def write_private_audit(audit: DisclosureAudit, folder: Path, *, of: str) -> Path:
    """Write what the audit found where only the user can read it.

    Parameters
    ----------
    audit : DisclosureAudit
        What was found.
    folder : Path
        The folder of the pack; the file goes into its folder ``private``.
    of : str
        The SHA-256 of the ``estimates.json`` that was audited.

    Returns
    -------
    Path
        The file, readable by its owner alone.
    """
    private = folder / PRIVATE
    private.mkdir(mode=0o700, parents=True, exist_ok=True)
    file, made = private / PRIVATE_AUDIT, private / f"{PRIVATE_AUDIT}.new"
    made.unlink(missing_ok=True)
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as written:
        json.dump({**audit.to_dict(), "estimates_sha256": of}, written, ensure_ascii=False, indent=1)
        written.write("\n")
    made.replace(file)
    return file


def read_private_audit(folder: Path, *, of: str) -> DisclosureAudit:
    """Read what the audit found of the figures of a pack.

    Parameters
    ----------
    folder : Path
        The folder of the pack.
    of : str
        The SHA-256 of its ``estimates.json``.

    Returns
    -------
    DisclosureAudit
        What was found.

    Raises
    ------
    DueRegardError
        When there is no audit, it cannot be read, or it is of other figures.
    """
    file = folder / PRIVATE / PRIVATE_AUDIT
    remedy = "Run dueregard assess again: it audits all that it writes."
    try:
        if file.stat().st_size > LARGEST:
            raise ValueError
        written: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        found, audited = DisclosureAudit.from_dict(written), written["estimates_sha256"]
    except FileNotFoundError:
        raise DueRegardError("The pack has no disclosure audit.", remedy=remedy) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DueRegardError("The disclosure audit of the pack cannot be read.", remedy=remedy) from None
    if audited != of:
        raise DueRegardError("The disclosure audit is of other figures than the pack's.", remedy=remedy)
    return found
