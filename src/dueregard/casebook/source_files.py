"""The files that an assessment of a casebook reads, with their fingerprints."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dueregard.casebook.boundaries import inside
from dueregard.casebook.consequences_specification import ConsequencesSource
from dueregard.casebook.load import Casebook
from dueregard.casebook.voices_files import voices_files

__all__ = ["SourceFile", "source_files"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file that an assessment reads.

    Attributes
    ----------
    name : str
        Its path from the casebook's folder, with forward slashes; for a file elsewhere, its own name only.
    sha256 : str
        The SHA-256 of its content, in hexadecimal.
    size : int
        In bytes.
    publisher, licence : str or None
        Who published it, and under which terms, where the casebook says so.
    """

    name: str
    sha256: str
    size: int
    publisher: str | None = None
    licence: str | None = None


def source_files(casebook: Casebook) -> tuple[SourceFile, ...]:
    """Fingerprint the files that an assessment reads.

    The casebook itself, the tables of people and those linked to them, published tables, options, and tables
    of votes, panels and bodies. Not testimony: whoever has a text could tell by its hash that it was told
    here, and that must end when it is withdrawn; the register has salted hashes of it instead.

    Parameters
    ----------
    casebook : Casebook
        The casebook.

    Returns
    -------
    tuple of SourceFile
        By name, each once. A source that is no file, such as a database, is left out.

    Raises
    ------
    CasebookError
        When a table about voices that it names is absent.
    """
    published = {casebook.path_of(each.source): each for each in casebook.specification.published}
    found = {}
    for path in _paths(casebook, published):
        file, declared = _file(path), published.get(path)
        if file is not None:
            name = _name(casebook, file)
            found[name] = SourceFile(
                name=name,
                sha256=_sha256(file),
                size=file.stat().st_size,
                publisher=declared.publisher if declared else None,
                licence=declared.licence if declared else None,
            )
    return tuple(found[name] for name in sorted(found))


def _paths(casebook: Casebook, published: Mapping[Path, object]) -> Iterator[Path]:
    specification = casebook.specification
    yield casebook.file
    people = specification.people
    for named in _sources(people.model_dump() if people else {}):
        yield casebook.path_of(named)
    yield from published
    folder = casebook.path_of((specification.consequences or ConsequencesSource()).folder or "options")
    yield from (inside(casebook.folder, each) for each in folder.glob("*.toml"))
    voices = voices_files(casebook)
    tables = (voices.votes, voices.statements, voices.participants, voices.respondents, voices.targets)
    yield from (path for path in (*tables, *voices.bodies) if path is not None)


def _sources(part: Any) -> Iterator[str]:
    """Find every source that a part names, however deep."""
    if isinstance(part, Mapping):
        for name, value in part.items():
            if name == "source" and isinstance(value, str):
                yield value
            else:
                yield from _sources(value)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _sources(each)


def _file(path: Path) -> Path | None:
    """The file itself, of a source that may name a sheet of it."""
    if path.is_file():
        return path
    workbook = Path(str(path).rpartition("#")[0] or ".")
    return workbook if workbook.is_file() else None


def _name(casebook: Casebook, file: Path) -> str:
    # Where on a machine a file lies is nobody's business.
    beside, place = casebook.folder.resolve(), file.resolve()
    return place.relative_to(beside).as_posix() if place.is_relative_to(beside) else file.name


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
