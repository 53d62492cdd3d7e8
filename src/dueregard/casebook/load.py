"""From a folder, a casebook.toml or a workbook to a casebook that has been checked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from dueregard.casebook.boundaries import inside, refuse_links_out
from dueregard.casebook.indicators import indicator_hashes, indicators_hash
from dueregard.casebook.positions import lines_of_keys, place_of
from dueregard.casebook.problems import validate
from dueregard.casebook.specification import Specification
from dueregard.casebook.toml_file import read_toml
from dueregard.casebook.workbook_reader import read_workbook
from dueregard.errors import CasebookError, did_you_mean

__all__ = ["Casebook", "find_casebook", "listed", "load_casebook", "read_casebook"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Casebook:
    """A casebook that has been read and checked.

    Parameters
    ----------
    file : Path
        The casebook.toml or the workbook.
    specification : Specification
        What it says.
    """

    file: Path
    specification: Specification

    @property
    def folder(self) -> Path:
        """The folder that the casebook's sources are relative to.

        Returns
        -------
        Path
            The folder of its file.
        """
        return self.file.parent

    @property
    def out(self) -> Path:
        """The folder that assessments write to.

        Returns
        -------
        Path
            ``out`` beside the casebook's file; it may not exist yet.
        """
        return self.folder / "out"

    def path_of(self, source: str) -> Path:
        """Find a file that the casebook names.

        Parameters
        ----------
        source : str
            As written in the casebook.

        Returns
        -------
        Path
            Relative sources are taken from the casebook's folder.

        Raises
        ------
        CasebookError
            When it lies outside that folder, and the user did not allow that.
        """
        try:
            named = Path(source).expanduser()
        except RuntimeError:
            named = Path(source)  # of a user that there is not
        return inside(self.folder, self.folder / named, named=source)

    def indicators_hash(self) -> str:
        """Fingerprint the list of outcomes, so that nobody can pick favourable ones later.

        Returns
        -------
        str
            SHA-256 in hexadecimal, see :func:`dueregard.casebook.indicators_hash`.
        """
        return indicators_hash(self.specification.outcomes)

    def indicator_hashes(self) -> dict[str, str]:
        """Fingerprint each outcome.

        Returns
        -------
        dict
            From each outcome's name to its SHA-256 in hexadecimal.
        """
        return indicator_hashes(self.specification.outcomes)


def load_casebook(path: str | os.PathLike[str]) -> Casebook:
    """Read a casebook and check it.

    Parameters
    ----------
    path : path
        The casebook's folder, its casebook.toml or a workbook (.xlsx).

    Returns
    -------
    Casebook
        The casebook.

    Raises
    ------
    CasebookError
        When it is not there or not valid; all problems are listed at once.
    """
    file = find_casebook(path)
    casebook, told = read_casebook(file)
    if casebook is None:
        raise CasebookError(listed(file.name, told))
    return casebook


def read_casebook(file: Path) -> tuple[Casebook | None, list[str]]:
    """Read the file of a casebook, or say everything that is wrong with it.

    Parameters
    ----------
    file : Path
        As :func:`find_casebook` finds it.

    Returns
    -------
    casebook : Casebook or None
        None when there are problems.
    told : list of str
        Problems, each with its line or its sheet and row.
    """
    refuse_links_out(file.parent)
    specification, told = _from_workbook(file) if file.suffix.casefold() == ".xlsx" else _from_toml(file)
    if specification is None or told:
        return None, told
    return Casebook(file=file, specification=specification), []


def _from_toml(file: Path) -> tuple[Specification | None, list[str]]:
    content, text = read_toml(file)
    specification, problems = validate(content)
    lines = lines_of_keys(text) if problems else {}
    placed = sorted(
        ((place_of(problem.path, lines) or 0, problem.sentence) for problem in problems),
        key=lambda found: found[0],
    )
    return specification, [f"line {line}: {told}" if line else told for line, told in placed]


def _from_workbook(file: Path) -> tuple[Specification | None, list[str]]:
    found = read_workbook(file)
    specification, problems = validate(found.content)
    told = [sentence for _, sentence in found.problems]
    for problem in problems:
        place = place_of(problem.path, found.places)
        told.append(f"{place}: {problem.sentence}" if place else problem.sentence)
    return specification, told


def find_casebook(path: str | os.PathLike[str]) -> Path:
    """Find the file of a casebook.

    Parameters
    ----------
    path : path
        A folder or a file.

    Returns
    -------
    Path
        The casebook.toml or the workbook.

    Raises
    ------
    CasebookError
        When there is none.
    """
    given = Path(path).expanduser()
    if given.is_file():
        if given.suffix.casefold() not in {".toml", ".xlsx"}:
            raise CasebookError(
                f"A casebook is a folder, a .toml file or an .xlsx workbook; {given.name} is none of them.",
                remedy=f"To start one from a table, run: dueregard new FOLDER --people {given.name}",
            )
        return given
    if not given.is_dir():
        raise CasebookError(
            f"There is no casebook at {given}.",
            remedy=did_you_mean(given.name, _neighbours(given)) or None,
        )
    for candidate in (given / "casebook.toml", given / "casebook.xlsx"):
        if candidate.is_file():
            return candidate
    raise CasebookError(
        f"The folder {given} has neither casebook.toml nor casebook.xlsx.",
        remedy="To start a casebook from a table, run: dueregard new FOLDER --people FILE",
    )


def _neighbours(path: Path) -> list[str]:
    folder = path.parent
    return [entry.name for entry in folder.iterdir()] if folder.is_dir() else []


def listed(name: str, told: list[str]) -> str:
    """List problems under the name of their file.

    Parameters
    ----------
    name : str
        Of the file.
    told : list of str
        At least one problem.

    Returns
    -------
    str
        One sentence, or a line for each.
    """
    if len(told) == 1:
        placed = told[0].startswith(("line ", "sheet "))
        return f"{name}{',' if placed else ':'} {told[0]}"
    return "\n".join([f"{name} has {len(told)} problems.", *(f"- {sentence}" for sentence in told)])
