"""The options of a casebook, read together with it: all that is wrong is said at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.casebook import Casebook, Specification, option_files
from dueregard.casebook.consequences_crossreferences import unknown_outcome
from dueregard.casebook.load import find_casebook, listed, read_casebook
from dueregard.casebook.option_files import OptionFile, option_files_in
from dueregard.errors import CasebookError, DueRegardError, MissingExtra
from dueregard.options.formulas import formulas_of
from dueregard.options.reading import option_from
from dueregard.options.specification import Option

if TYPE_CHECKING:
    import os

__all__ = ["DO_NOTHING", "DeclaredOption", "declared_options", "load_with_options"]

DO_NOTHING = "as now"
"""What doing nothing is called among the options; it is always compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredOption:
    """An option of a casebook.

    Attributes
    ----------
    file : str
        The name of its file.
    option : Option or None
        None where an extra that it needs is not installed.
    lacking : str
        What is not installed, and how to have it; empty where nothing lacks.
    """

    file: str
    option: Option | None
    lacking: str = ""


def load_with_options(path: str | os.PathLike[str]) -> tuple[Casebook, tuple[DeclaredOption, ...]]:
    """Read a casebook and its options, and check both.

    Parameters
    ----------
    path : path
        The casebook's folder, its casebook.toml or a workbook. Options of a workbook lie in the folder
        options/ beside it.

    Returns
    -------
    casebook : Casebook
        The casebook.
    options : tuple of DeclaredOption
        In the order of their files' names.

    Raises
    ------
    CasebookError
        When either is not valid; the problems of all files are listed at once.
    """
    file = find_casebook(path)
    casebook, told = read_casebook(file)
    if casebook is not None:
        return casebook, declared_options(casebook)
    also = _read_all(option_files_in(file.parent), specification=None)[1]
    raise CasebookError("\n".join([listed(file.name, told), *also]))


def declared_options(casebook: Casebook) -> tuple[DeclaredOption, ...]:
    """Read the options of a casebook.

    Parameters
    ----------
    casebook : Casebook
        Which has been read.

    Returns
    -------
    tuple of DeclaredOption
        In the order of their files' names.

    Raises
    ------
    CasebookError
        When a file is not a valid option, names an outcome that the casebook does not have, or has the name
        of another; the problems of all files are listed at once.
    """
    found, told = _read_all(option_files(casebook), specification=casebook.specification)
    if told:
        raise CasebookError("\n".join(told))
    return tuple(found)


def _read_all(
    files: Sequence[OptionFile], *, specification: Specification | None
) -> tuple[list[DeclaredOption], list[str]]:
    """Read options, and list what is wrong with each file."""
    found: list[DeclaredOption] = []
    told: list[str] = []
    names = {DO_NOTHING: "doing nothing"}
    for file in files:
        try:
            declared = _read(file)
            if declared.option is not None:
                _refuse_unfit(declared.option, file, names, specification)
                names[declared.option.name.casefold()] = file.name
            found.append(declared)
        except DueRegardError as error:
            text = str(error)
            told.append(text if file.name in text.partition("\n")[0] else f"{file.name}: {text}")
    return found, told


def _read(file: OptionFile) -> DeclaredOption:
    if file.problem:
        raise CasebookError(file.problem)
    try:
        option = option_from(file.content, title=file.name, text=file.text)
    except MissingExtra as error:
        return DeclaredOption(file=file.name, option=None, lacking=str(error))
    for key, formula in formulas_of(option).items():
        try:
            formula.parsed()
        except DueRegardError as error:
            raise CasebookError(f"{_place(file, key.partition(' ')[0])}: {error}") from None
    return DeclaredOption(file=file.name, option=option)


def _refuse_unfit(
    option: Option, file: OptionFile, names: dict[str, str], specification: Specification | None
) -> None:
    if taken := names.get(option.name.casefold()):
        raise CasebookError(
            f"{_place(file, 'name')}: The name {option.name!r} is taken by {taken}.",
            remedy="Give each option a name of its own.",
        )
    if option.outcome and specification is not None:
        problem = unknown_outcome(option.outcome, specification)
        if problem:
            raise CasebookError(f"{_place(file, 'outcome')}: Outcome {problem}")


def _place(file: OptionFile, key: str) -> str:
    line = file.lines.get((key,))
    return f"{file.name}, line {line}" if line else file.name
