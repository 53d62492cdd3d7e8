"""corrections.toml: what was wrong in a published pack, and why it was changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from dueregard.casebook.fields import Day, Part, Text
from dueregard.casebook.problems import validate_part
from dueregard.casebook.toml_file import read_toml
from dueregard.casebook.whole_file import write_whole
from dueregard.errors import CasebookError

__all__ = ["CORRECTIONS", "Correction", "CorrectionsPart", "add_correction", "read_corrections"]

CORRECTIONS = "corrections.toml"
LARGEST = 1_000_000
"""Bytes: nobody writes more by hand."""

Said = Annotated[Text, StringConstraints(max_length=4000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction.

    Parameters
    ----------
    on : datetime.date
        When it was decided.
    by : str
        Who decided it.
    what : str
        What is corrected; may be empty, as the log lists every number.
    why : str
        Why.
    """

    on: date
    by: str
    what: str
    why: str

    def to_dict(self) -> dict[str, Any]:
        """Give it as JSON holds it.

        Returns
        -------
        dict
            ``on`` as ISO 8601, ``by``, ``what`` and ``why``.
        """
        return {"on": self.on.isoformat(), "by": self.by, "what": self.what, "why": self.why}


class CorrectionPart(Part):
    """One correction as it is written."""

    on: Day
    """When it was decided."""
    by: Said
    """Who decided it."""
    what: str = ""
    """What is corrected."""
    why: Said
    """Why."""


class CorrectionsPart(Part):
    """The whole file."""

    corrections: Annotated[tuple[CorrectionPart, ...], Field(max_length=10_000)] = ()
    """The oldest first."""


def read_corrections(folder: Path) -> tuple[Correction, ...]:
    """Read a casebook's corrections.

    Parameters
    ----------
    folder : Path
        The casebook's folder.

    Returns
    -------
    tuple of Correction
        As they stand in corrections.toml; empty when there is none.

    Raises
    ------
    CasebookError
        When the file is not valid; all problems are listed at once.
    """
    file = folder / CORRECTIONS
    if not file.is_file():
        return ()
    if file.stat().st_size > LARGEST:
        raise CasebookError(f"{CORRECTIONS} is larger than 1 MB.", remedy="Keep a few sentences for each.")
    content, _ = read_toml(file)
    part, problems = validate_part(CorrectionsPart, content, repeat=True)
    if part is None or problems:
        told = "\n".join(f"  {each.sentence}" for each in problems)
        raise CasebookError(f"{CORRECTIONS} is not valid:\n{told}")
    return tuple(
        Correction(on=each.on, by=each.by, what=each.what.strip(), why=each.why) for each in part.corrections
    )


def add_correction(folder: Path, correction: Correction) -> None:
    """Add a correction to corrections.toml; what stands there stays as it is.

    Parameters
    ----------
    folder : Path
        The casebook's folder.
    correction : Correction
        The correction.
    """
    file = folder / CORRECTIONS
    before = file.read_text(encoding="utf-8-sig") if file.is_file() else ""
    kept = f"{before.rstrip()}\n\n" if before.strip() else ""
    write_whole(file, kept + _written(correction))


def _written(correction: Correction) -> str:
    # A JSON string is a TOML string, as long as DEL is escaped too.
    said = {name: _string(getattr(correction, name)) for name in ("by", "what", "why")}
    lines = [f"{name} = {text}" for name, text in said.items()]
    return "\n".join(["[[corrections]]", f"on = {correction.on.isoformat()}", *lines]) + "\n"


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
