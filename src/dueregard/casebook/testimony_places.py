"""Where testimony lies in a casebook, and which files of the folder are what."""

from __future__ import annotations

import os
from pathlib import Path

from dueregard.casebook.boundaries import inside
from dueregard.casebook.load import find_casebook
from dueregard.casebook.sizes import refuse_huge_text
from dueregard.errors import CasebookError

__all__ = ["CODEFRAME", "CODING", "REVIEWS", "is_testimony", "read_words_of", "testimony_folder"]

CODEFRAME = "codeframe.toml"
CODING = "coding.csv"
REVIEWS = "redactions.toml"


def testimony_folder(location: str | os.PathLike[str]) -> Path:
    """Find the folder of testimony of a casebook.

    Parameters
    ----------
    location : path
        A casebook, or the folder itself.

    Returns
    -------
    Path
        ``voices/testimony`` beside the casebook's file, or the folder that was given.

    Raises
    ------
    CasebookError
        When there is neither.
    """
    given = Path(location).expanduser()
    if given.is_dir() and not any((given / name).is_file() for name in ("casebook.toml", "casebook.xlsx")):
        files = [each for each in given.iterdir() if is_testimony(each)]
        if files or (given / CODEFRAME).is_file():
            return given
    folder = find_casebook(given).parent / "voices" / "testimony"
    if not folder.is_dir():
        raise CasebookError(
            "The casebook has no testimony.",
            found=f"There is no folder {folder}.",
            remedy="Make it, with one file for each testimony: docs/testimony.md says how.",
        )
    return folder


def is_testimony(file: Path) -> bool:
    """Say whether a file of the folder is a testimony.

    Parameters
    ----------
    file : Path
        The file.

    Returns
    -------
    bool
        True for ``*.md``, but for README.md and names that begin with a dot or an underscore.
    """
    hidden = file.name.startswith((".", "_")) or file.stem.casefold() == "readme"
    return file.suffix.casefold() == ".md" and not hidden and file.is_file()


def read_words_of(file: Path) -> str:
    """Read a file as text, in UTF-8 or as Windows writes it.

    Parameters
    ----------
    file : Path
        The file.

    Returns
    -------
    str
        Its text.

    Raises
    ------
    CasebookError
        When it is no text.
    """
    refuse_huge_text(inside(file.parent, file), CasebookError)
    content = file.read_bytes()
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CasebookError(f"{file.name} cannot be read as text.", remedy="Save it as UTF-8 in your editor.")
