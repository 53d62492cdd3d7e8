"""Where the voices of a casebook lie: in the usual places, or where it says."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dueregard.casebook.voices_specification import Voices
from dueregard.errors import CasebookError, did_you_mean

if TYPE_CHECKING:
    from dueregard.casebook.load import Casebook

__all__ = ["VoicesFiles", "voices_files", "voices_fingerprints"]

_TABLES = (".csv", ".xlsx", ".ods")


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicesFiles:
    """The files that hold voices; None where there is none.

    Attributes
    ----------
    votes, statements, participants : Path or None
        The consultation.
    respondents, targets : Path or None
        The panel.
    testimony : Path or None
        The folder of texts.
    bodies : tuple of Path
        The members of each body, in the casebook's order.
    """

    votes: Path | None = None
    statements: Path | None = None
    participants: Path | None = None
    respondents: Path | None = None
    targets: Path | None = None
    testimony: Path | None = None
    bodies: tuple[Path, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.votes or self.participants or self.respondents or self.testimony or self.bodies)


def voices_files(casebook: Casebook) -> VoicesFiles:
    """Find the files that hold voices.

    Parameters
    ----------
    casebook : Casebook
        Which may name them.

    Returns
    -------
    VoicesFiles
        Those it names, and those that lie in the usual places.

    Raises
    ------
    CasebookError
        When a file that it names is absent, or a file of a pair is there without the other; all at once.
    """
    voices = casebook.specification.voices or Voices()
    asked, panel, told = voices.consultation, voices.panel, voices.testimony
    finder = _Finder(casebook)
    folder = casebook.path_of(told.folder or "voices/testimony")
    found = VoicesFiles(
        votes=finder.table(asked.votes, "voices/votes"),
        statements=finder.table(asked.statements, "voices/statements"),
        participants=finder.table(asked.participants, "voices/participants"),
        respondents=finder.table(panel.respondents, "voices/panel/respondents"),
        targets=finder.table(panel.targets, "voices/panel/targets"),
        testimony=folder if folder.is_dir() else None,
        bodies=tuple(path for body in voices.bodies if (path := finder.file(body.source, ()))),
    )
    if told.folder and not folder.is_dir():
        finder.problems.append(f"[voices.testimony] names the folder {told.folder}, which is not there.")
    finder.problems += _unpaired(found)
    if finder.problems:
        raise CasebookError("\n- ".join(["The files about voices have problems.", *finder.problems]))
    return found


def voices_fingerprints(casebook: Casebook) -> dict[str, str]:
    """Fingerprint what was voted on and by lot; testimony has keys of its own in the register.

    Parameters
    ----------
    casebook : Casebook
        Which may name them.

    Returns
    -------
    dict of str to str
        SHA-256 in hexadecimal, by what the file holds.
    """
    files = voices_files(casebook)
    tables = ("votes", "statements", "participants", "respondents", "targets")
    found = {name: path for name in tables if (path := getattr(files, name)) is not None}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found.items()}


class _Finder:
    """Finds files and collects what is amiss."""

    def __init__(self, casebook: Casebook) -> None:
        self.casebook = casebook
        self.problems: list[str] = []

    def table(self, named: str | None, usual: str) -> Path | None:
        """Find a table: as named, or under the usual name with one of the usual endings."""
        return self.file(named, tuple(f"{usual}{ending}" for ending in _TABLES))

    def file(self, named: str | None, usual: tuple[str, ...]) -> Path | None:
        """Find a file: as named, or in the first usual place that has one."""
        if named is None:
            return next((path for each in usual if (path := self.casebook.path_of(each)).is_file()), None)
        path = self.casebook.path_of(named)
        sheet, mark, _ = named.rpartition("#")
        if path.is_file() or (mark and self.casebook.path_of(sheet).is_file()):
            return path
        beside = [each.name for each in path.parent.iterdir()] if path.parent.is_dir() else []
        hint = did_you_mean(path.name, beside)
        self.problems.append(f"The casebook names {named}, which is not there. {hint}".strip())
        return None


def _unpaired(found: VoicesFiles) -> list[str]:
    told = []
    if found.votes is None and found.statements is not None:
        told.append(f"{found.statements.name} is there, and no table of votes beside it.")
    if (found.respondents is None) != (found.targets is None):
        there, lacking = (
            ("targets", "respondents") if found.respondents is None else ("respondents", "targets")
        )
        told.append(f"The panel has {there} and no {lacking}: it needs both.")
    return told
