"""The files of a casebook's options, in ``options/`` or where it says, as they were read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dueregard.casebook.boundaries import inside
from dueregard.casebook.consequences_specification import ConsequencesSource
from dueregard.casebook.positions import KeyPath, lines_of_keys
from dueregard.casebook.toml_file import read_toml
from dueregard.errors import CasebookError, did_you_mean

if TYPE_CHECKING:
    from dueregard.casebook.load import Casebook

__all__ = ["OptionFile", "option_files", "option_files_in"]

FOLDER = "options"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionFile:
    """A file of an option.

    Attributes
    ----------
    name : str
        Of the file.
    content : dict
        Its keys; empty where it is not TOML.
    text : str
        Its text, to find lines in.
    problem : str
        Why it could not be read; empty where it could.
    """

    name: str
    content: dict[str, Any] = field(default_factory=dict)
    text: str = field(default="", repr=False)
    problem: str = ""

    @property
    def lines(self) -> dict[KeyPath, int]:
        """The line of each of its keys."""
        return lines_of_keys(self.text) if self.text else {}


def option_files(casebook: Casebook) -> tuple[OptionFile, ...]:
    """Read the files of a casebook's options.

    Parameters
    ----------
    casebook : Casebook
        Which may name their folder.

    Returns
    -------
    tuple of OptionFile
        In the order of their names; none where there is no folder.

    Raises
    ------
    CasebookError
        When the folder that it names is absent.
    """
    named = (casebook.specification.consequences or ConsequencesSource()).folder
    folder = casebook.path_of(named or FOLDER)
    if named and not folder.is_dir():
        beside = [each.name for each in folder.parent.iterdir()] if folder.parent.is_dir() else []
        raise CasebookError(
            f"[consequences] names the folder {named}, which is not there.",
            remedy=did_you_mean(folder.name, beside) or None,
        )
    return _read_all(folder, casebook.folder)


def option_files_in(casebook_folder: Path) -> tuple[OptionFile, ...]:
    """Read the files of options that lie in the usual place.

    Parameters
    ----------
    casebook_folder : Path
        The folder of the casebook.

    Returns
    -------
    tuple of OptionFile
        In the order of their names.
    """
    return _read_all(casebook_folder / FOLDER, casebook_folder)


def _read_all(folder: Path, home: Path) -> tuple[OptionFile, ...]:
    if not folder.is_dir():
        return ()
    files = (each for each in folder.glob("*.toml") if each.is_file() and not each.name.startswith("."))
    return tuple(_read(inside(home, file)) for file in sorted(files))


def _read(file: Path) -> OptionFile:
    try:
        content, text = read_toml(file)
    except CasebookError as error:
        return OptionFile(name=file.name, problem=str(error))
    return OptionFile(name=file.name, content=content, text=text)
