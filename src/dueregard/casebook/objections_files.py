"""Reading objections.toml, answers.toml and actions.toml: all that is wrong with them, at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dueregard.casebook.load import listed
from dueregard.casebook.objections import Action, Answer, Cell, Dialogue, Objection
from dueregard.casebook.objections_fields import (
    ActionPart,
    ActionsFile,
    AnswersFile,
    ObjectionPart,
    ObjectionsFile,
)
from dueregard.casebook.objections_places import KnownCells, is_finding
from dueregard.casebook.positions import KeyPath, lines_of_keys, place_of
from dueregard.casebook.problems import Problem, validate_part
from dueregard.casebook.toml_file import read_toml
from dueregard.errors import CasebookError, did_you_mean

if TYPE_CHECKING:
    from pydantic import BaseModel

    from dueregard.casebook.load import Casebook

    Model = TypeVar("Model", bound=BaseModel)

__all__ = [
    "ACTIONS",
    "ANSWERS",
    "OBJECTIONS",
    "has_dialogue",
    "objection_from",
    "read_actions",
    "read_dialogue",
]

OBJECTIONS, ANSWERS, ACTIONS = "objections.toml", "answers.toml", "actions.toml"
LARGEST = 2_000_000
"""Bytes of one file."""
MOST_TOLD = 50
"""Problems of one file that are listed."""


def has_dialogue(casebook: Casebook) -> bool:
    """Say whether a casebook has any of the files.

    Parameters
    ----------
    casebook : Casebook
        The casebook.

    Returns
    -------
    bool
        Also where one is there and cannot be read.
    """
    files = (casebook.folder / name for name in (OBJECTIONS, ANSWERS, ACTIONS))
    return any(file.exists() or file.is_symlink() for file in files)


def read_dialogue(casebook: Casebook, *, known: KnownCells, also: Sequence[Objection] = ()) -> Dialogue:
    """Read what was objected, answered and planned.

    Parameters
    ----------
    casebook : Casebook
        In whose folder the files lie; each may be absent.
    known : KnownCells
        What may be objected to; see :func:`known_cells`.
    also : sequence of Objection
        Objections from elsewhere, such as reviews: they can be answered too.

    Returns
    -------
    Dialogue
        Objections, those from elsewhere last; answers; actions.

    Raises
    ------
    CasebookError
        When a file is not valid, an objection names no cell that there is, or an answer nothing that was
        objected or found; the problems of all files are listed at once, each with its line.
    """
    objected = _File(casebook.folder / OBJECTIONS)
    answered = _File(casebook.folder / ANSWERS)
    planned = _File(casebook.folder / ACTIONS)
    objections = (*_objections(objected, known), *also)
    _refuse_same_ids(objected, objections)
    ids = [each.id for each in objections]
    answers = tuple(_answers(answered, known, ids))
    actions = tuple(_actions(planned, known, ids))
    told = [told for file in (objected, answered, planned) if (told := file.told())]
    if told:
        raise CasebookError("\n".join(told))
    return Dialogue(objections=objections, answers=answers, actions=actions)


def read_actions(casebook: Casebook) -> tuple[ActionPart, ...]:
    """Read what will be done, without holding it against what was found: enough for a calendar.

    Parameters
    ----------
    casebook : Casebook
        In whose folder the file lies; it may be absent.

    Returns
    -------
    tuple of ActionPart
        In the order of the file.

    Raises
    ------
    CasebookError
        When the file is not valid.
    """
    file = _File(casebook.folder / ACTIONS)
    found = file.read(ActionsFile)
    told = file.told()
    if told:
        raise CasebookError(told)
    return () if found is None else found.actions


def objection_from(
    part: ObjectionPart, *, known: KnownCells, id: str, raised_by: str, on: date | None, source: str
) -> tuple[Objection, tuple[tuple[str, str], ...]]:
    """Turn an objection as it was written into one that is tied to its cell.

    Parameters
    ----------
    part : ObjectionPart
        As it was written, perhaps in a review.
    known : KnownCells
        What may be objected to.
    id : str
        Its id, where it gives none itself.
    raised_by : str
        Who objects.
    on : datetime.date or None
        When.
    source : str
        The file.

    Returns
    -------
    objection : Objection
        The objection.
    problems : tuple of (str, str)
        The key and the end of a sentence about it, for each name that is not there.
    """
    cell, problems = known.place(part)
    found = Objection(id=part.id or id, text=part.text, raised_by=raised_by, on=on, cell=cell, source=source)
    return found, problems


class _File:
    """A file that is being read, and what is wrong with it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._lines: dict[KeyPath, int] = {}
        self._whole = ""

    def read(self, model: type[Model]) -> Model | None:
        """Read it; None where it is absent or not valid."""
        if not self.path.exists() and not self.path.is_symlink():
            return None
        try:
            content, text = read_toml(self._own())
        except CasebookError as error:
            self._whole = str(error)
            return None
        found, problems = validate_part(model, content)
        self.problems += problems
        self._lines = lines_of_keys(text)
        return found

    def _own(self) -> Path:
        """Refuse what is no file of the casebook's own, or too large to have been written by hand."""
        name, home = self.path.name, self.path.parent.resolve()
        if not self.path.is_file():
            raise CasebookError(f"{name} is not a file.", remedy="Make it a text file, or remove it.")
        if not self.path.resolve().is_relative_to(home):
            raise CasebookError(
                f"{name} is a link to a file outside the casebook.", remedy="Put a copy of it in its place."
            )
        if self.path.stat().st_size > LARGEST:
            raise CasebookError(
                f"{name} is larger than {LARGEST // 1_000_000} MB.",
                remedy="Keep the text of each entry short, and name longer documents in it.",
            )
        return self.path

    def wrong(self, path: KeyPath, sentence: str) -> None:
        """Note a problem with a key."""
        self.problems.append(Problem(path, sentence))

    def told(self) -> str:
        """Say what is wrong with it; the empty string where nothing is."""
        if self._whole:
            return self._whole
        placed = sorted(
            ((place_of(each.path, self._lines) or 0, each.sentence) for each in self.problems),
            key=lambda found: found[0],
        )
        told = [f"line {line}: {sentence}" if line else sentence for line, sentence in placed[:MOST_TOLD]]
        if len(placed) > MOST_TOLD:
            told.append(f"and {len(placed) - MOST_TOLD} more.")
        return listed(self.path.name, told) if told else ""


def _objections(file: _File, known: KnownCells) -> tuple[Objection, ...]:
    found = file.read(ObjectionsFile)
    objections = []
    for position, part in enumerate(found.objections if found else ()):
        objection, problems = objection_from(
            part, known=known, id=part.id, raised_by=part.raised_by, on=part.on, source=file.path.name
        )
        for key, sentence in problems:
            file.wrong(("objections", position, key), f"The objection {part.id!r} {sentence}")
        objections.append(objection)
    return tuple(objections)


def _refuse_same_ids(file: _File, objections: Iterable[Objection]) -> None:
    seen: dict[str, int] = {}
    for position, each in enumerate(objections):
        if each.id in seen:
            file.wrong(
                ("objections", seen[each.id], "id"),
                f"The id {each.id!r} is used twice: give each objection its own, also those in reviews.",
            )
        seen.setdefault(each.id, position)


def _answers(file: _File, known: KnownCells, ids: Sequence[str]) -> Iterator[Answer]:
    found = file.read(AnswersFile)
    for position, part in enumerate(found.answers if found else ()):
        problem = _target_problem(part.to, known, ids)
        if problem:
            file.wrong(("answers", position, "to"), f"The answer {problem}")
        yield Answer(
            to=part.to, did=part.did, text=part.text, because=part.because or "", by=part.by, on=part.on
        )


def _target_problem(to: str, known: KnownCells, ids: Sequence[str]) -> str | None:
    if is_finding(to):
        return known.finding_problem(to)
    if to in ids:
        return None
    hint = did_you_mean(to, ids) or (f"There are: {', '.join(ids[:12])}." if ids else "There are none.")
    return f"is to no objection that was filed. {hint}"


def _actions(file: _File, known: KnownCells, ids: Sequence[str]) -> Iterator[Action]:
    found = file.read(ActionsFile)
    for position, part in enumerate(found.actions if found else ()):
        for number, reason in enumerate(part.because):
            if problem := _reason_problem(reason, known, ids):
                file.wrong(("actions", position, "because", number), f"The action {problem}")
        who = Cell()
        if part.group is not None:
            who, problems = known.place(part.group)
            for key, sentence in problems:
                file.wrong(("actions", position, "for", key), f"The action {sentence}")
        yield _action(part, who)


def _reason_problem(reason: str, known: KnownCells, ids: Sequence[str]) -> str | None:
    """A reason may be words; only what looks like an id must be one."""
    if is_finding(reason):
        return known.finding_problem(reason)
    if reason in ids or " " in reason:
        return None
    hint = did_you_mean(reason, ids)
    return f"is because of an objection that was not filed. {hint}" if hint else None


def _action(part: ActionPart, who: Cell) -> Action:
    return Action(
        what=part.what,
        owner=part.owner,
        due=part.due,
        measure=part.measure,
        reach=part.level,
        because=part.because,
        route=part.route,
        status=part.status,
        who=who,
    )
