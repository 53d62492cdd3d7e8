"""``dueregard new``: a first casebook, guessed from a table."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from dueregard.casebook import write_workbook
from dueregard.casebook.boundaries import remember_consent
from dueregard.errors import UsageError
from dueregard.new.characteristics import guess_characteristics, guess_gaps, guess_intersections
from dueregard.new.circumstances import guess_circumstances, guess_generations, guess_places
from dueregard.new.design import guess_design, warn_of_identifiers
from dueregard.new.draft import Draft
from dueregard.new.outcomes import guess_outcomes
from dueregard.new.profile import profile
from dueregard.new.roles import sort_columns
from dueregard.new.toml_text import as_toml

__all__ = ["draft_casebook", "write_new"]

OPTIONS = """
# What could be done: a file for each option in the folder options/, such as options/grant.toml with
#   name = "Grant"
#   kind = "cash"
#   eligible = "age >= 65"
#   amount = 10                    # in the unit of the outcome
# This section says what options are held against; every line has a default.
# [consequences]
# outcome = ""                     # the outcome that they change, by its name
# id = ""                          # the column of people's ids, for draws of take-up
# household = ""                   # the column of households
"""


def draft_casebook(people: str | os.PathLike[str], *, directory: str | os.PathLike[str] = ".") -> Draft:
    """Look at a table of people and guess a casebook for its owner to confirm.

    Only names of columns, kinds of values, and codes that ten people or more share are looked at and written
    down; counts are rounded to ten. What a column of sex or gender measures is asked, never guessed.

    Parameters
    ----------
    people : path
        The table.
    directory : path
        The folder of the casebook: the table is named relative to it, and stays where it is.

    Returns
    -------
    Draft
        Guesses with their reasons; a valid casebook as it stands.

    Raises
    ------
    PeopleError
        When the table cannot be read.
    """
    file = Path(people).expanduser()
    seen = profile(file)
    roles = sort_columns(seen)
    draft = Draft()
    _open(draft, seen.title)
    why = "The table stays where it is: no copy of people's data is made. Move both, or mend this path."
    draft.put("people", "source", value=_relative(file, Path(directory)), why=why)
    guess_design(draft, roles)
    warn_of_identifiers(draft, roles)
    draft.offer(
        "people", line='population = ""  # who the people are, such as "people aged 16 and over in Leeds"'
    )
    draft.offer("people", line='collected = ""  # when, such as "2026-05"')
    guess_characteristics(draft, roles)
    guess_places(draft, roles)
    guess_generations(draft, roles)
    guess_circumstances(draft, roles)
    guess_intersections(draft, roles)
    guess_outcomes(draft, roles)
    guess_gaps(draft, roles, title=seen.title)
    return draft


def _open(draft: Draft, title: str) -> None:
    draft.note(sentence=f"A first casebook, guessed from {title} by `dueregard new`.")
    draft.note(
        sentence="Every guess says why. Read it from top to bottom, confirm or mend, then: dueregard check."
    )
    draft.put("question", "title", value="Fill in: what is to be decided?")
    draft.put("question", "owner", value="", why="Fill in: who decides.")
    draft.put("question", "duties", value=["psed", "socio-economic"], why="Confirm which duties apply.")
    draft.offer(
        "question", line='territory = "England"  # or Scotland, Wales, Northern Ireland: duties differ'
    )
    draft.offer("question", line="decision_on = 2027-03-31  # the date of the decision")
    draft.offer("question", line='summary = ""  # what is proposed, in a few sentences')


def _relative(file: Path, directory: Path) -> str:
    try:
        return Path(os.path.relpath(file.resolve(), directory.resolve())).as_posix()
    except ValueError:
        # Another drive, where no relative path leads.
        return file.resolve().as_posix()


def write_new(
    directory: str | os.PathLike[str],
    *,
    people: str | os.PathLike[str],
    workbook: bool = False,
    force: bool = False,
) -> Path:
    """Write a first casebook, guessed from a table.

    Parameters
    ----------
    directory : path
        The folder to write to; it is made if need be.
    people : path
        The table.
    workbook : bool
        Write casebook.xlsx instead of casebook.toml.
    force : bool
        Replace the casebook that is there, if it is of the same kind.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    UsageError
        When the folder has a casebook already.
    PeopleError
        When the table cannot be read.
    """
    folder = Path(directory).expanduser()
    target = folder / ("casebook.xlsx" if workbook else "casebook.toml")
    _refuse_overwriting(target, force=force)
    draft = draft_casebook(people, directory=folder)
    specification = draft.specification()
    folder.mkdir(parents=True, exist_ok=True)
    remember_consent(folder, Path(people).expanduser())
    if workbook:
        return write_workbook(specification, target, notes=_remarks(draft))
    with tempfile.TemporaryDirectory(dir=folder, prefix=".casebook-") as temporary:
        written = Path(temporary) / target.name
        written.write_text(as_toml(draft) + OPTIONS, encoding="utf-8", newline="\n")
        written.replace(target)
    return target


def _refuse_overwriting(target: Path, *, force: bool) -> None:
    folder = target.parent
    if folder.is_file():
        raise UsageError(f"{folder} is a file.", remedy="Name a folder for the casebook.")
    for present in ("casebook.toml", "casebook.xlsx"):
        if (folder / present).exists() and not (force and present == target.name):
            same = present == target.name
            raise UsageError(
                f"{folder} has a casebook already: {present}.",
                remedy="Choose another folder" + (", or allow it to be replaced (force)." if same else "."),
            )


def _remarks(draft: Draft) -> dict[tuple[str | int, ...], str]:
    remarks: dict[tuple[str | int, ...], str] = {}
    for path, sentences in [*draft.notes.items(), *draft.offers.items()]:
        text = "\n".join(sentence.removeprefix("# ") for sentence in sentences if sentence)
        remarks[path] = f"{remarks[path]}\n{text}" if path in remarks else text
    return remarks
