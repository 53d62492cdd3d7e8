"""Adding a record to screening.toml: what is there stays as it is, letter by letter."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

from dueregard.casebook.screening import FILE, Regard, Screened, ScreeningFile, read_screening
from dueregard.casebook.whole_file import write_whole
from dueregard.errors import CasebookError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dueregard.casebook.load import Casebook

__all__ = ["add_record"]

_NOTICE = """\
# Whether the decision is relevant to each duty, and what those who decide say of each aim in their own words.
# Written by `dueregard screen`. A later record stands in place of an earlier one of the same duty or aim, and
# both stay. What was once recorded is in the register too: to remove or alter it here is seen and said.
"""


def add_record(casebook: Casebook, record: Screened | Regard) -> bool:
    """Add a record at the end of the file, all or nothing.

    Parameters
    ----------
    casebook : Casebook
        Whose folder holds the file; it is made with the first record.
    record : Screened or Regard
        What is to be added.

    Returns
    -------
    bool
        False where the record that stands says the same, word for word: then nothing is written.

    Raises
    ------
    CasebookError
        When the file that is there is not one of screening: it is never written over then.
    """
    known = read_screening(casebook)
    if _stands(known, record):
        return False
    file = casebook.folder / FILE
    before = file.read_text(encoding="utf-8-sig") if file.exists() else _NOTICE
    text = before + ("" if before.endswith("\n") else "\n") + "\n".join(["", *_lines(record), ""])
    _insist(text, known, record)
    write_whole(file, text)
    return True


def _stands(known: ScreeningFile, record: Screened | Regard) -> bool:
    if isinstance(record, Screened):
        return known.standing(record.duty)[-1:] == (record,)
    return known.regards(record.duty, record.aim)[-1:] == (record,)


def _lines(record: Screened | Regard) -> Iterator[str]:
    yield f"[[{'screened' if isinstance(record, Screened) else 'regard'}]]"
    for key, value in record.model_dump().items():
        if isinstance(value, bool):
            yield f"{key} = {str(value).lower()}"
        elif isinstance(value, str):
            yield f"{key} = {_text(value)}"
        else:
            yield f"{key} = {value.isoformat()}"


def _text(value: str) -> str:
    # JSON's escapes are TOML's; only the delete character is allowed in the one and not in the other.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _insist(text: str, known: ScreeningFile, record: Screened | Regard) -> None:
    """See that what is about to be written reads as what was there and the record, and nothing else."""
    wanted = {
        "screened": (*known.screened, *([record] if isinstance(record, Screened) else [])),
        "regard": (*known.regard, *([record] if isinstance(record, Regard) else [])),
    }
    try:
        found = ScreeningFile.model_validate(tomllib.loads(text))
    except ValueError:
        found = None
    if found is None or {"screened": found.screened, "regard": found.regard} != wanted:
        raise CasebookError(
            f"Nothing can be added at the end of {FILE} as it is written.",
            remedy="Give each record a table of its own: [[screened]] or [[regard]].",
        )
