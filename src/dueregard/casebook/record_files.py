"""What members and others leave beside a casebook: reviews, signatures, keys, objections, answers."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["BESIDE", "REVOKED", "RecordFiles", "read_record_files"]

FOLDERS = {"reviews": ".toml", "signatures": ".toml", "keys": ".pub"}
REVOKED = "keys/revoked.toml"
BESIDE = ("objections.toml", "answers.toml", "actions.toml", "screening.toml")
"""What stands beside the reviews and is signed with the pack."""

LARGEST = 2_000_000
"""Bytes of one file."""
MOST = 5_000
"""Files of one folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFiles:
    """What was found, by the path from the casebook's folder.

    Attributes
    ----------
    contents : mapping of str to bytes
        Of ordinary files.
    problems : mapping of str to str
        Why others were not read, as the end of a sentence: links, folders, what is too large.
    """

    contents: Mapping[str, bytes]
    problems: Mapping[str, str] = field(default_factory=dict)

    def under(self, folder: str) -> dict[str, bytes]:
        """Pick those of one folder.

        Parameters
        ----------
        folder : str
            Such as "reviews".

        Returns
        -------
        dict of str to bytes
            By path, in order.
        """
        return {path: content for path, content in self.contents.items() if path.startswith(f"{folder}/")}

    @property
    def printed(self) -> dict[str, bytes]:
        """Pick those that a pack prints: reviews, objections, answers, actions, screening.

        Returns
        -------
        dict of str to bytes
            By path, in order.
        """
        return {
            path: content
            for path, content in self.contents.items()
            if path in BESIDE or path.startswith("reviews/")
        }


def read_record_files(folder: Path) -> RecordFiles:
    """Read what members and others left beside a casebook. Links are never followed.

    Parameters
    ----------
    folder : Path
        The casebook's.

    Returns
    -------
    RecordFiles
        Files of other kinds in those folders are named as problems, not read.
    """
    contents: dict[str, bytes] = {}
    problems: dict[str, str] = {}
    for path in sorted(_paths(folder, problems)):
        try:
            contents[path] = _read(folder / path)
        except _NotRead as why:
            problems[path] = str(why)
        except OSError as error:
            problems[path] = f"cannot be read ({error.strerror or 'the system refuses'})"
    return RecordFiles(contents=contents, problems=problems)


class _NotRead(Exception):
    """Why a file is not read."""


def _paths(folder: Path, problems: dict[str, str]) -> Iterator[str]:
    yield from (name for name in BESIDE if os.path.lexists(folder / name))
    for name, ending in FOLDERS.items():
        inside = folder / name
        if inside.is_symlink():
            problems[name] = "is a link, and links are not followed"
        elif inside.is_dir():
            yield from _inside(inside, name, ending, problems)
        elif inside.exists():
            problems[name] = "is not a folder"


def _inside(inside: Path, name: str, ending: str, problems: dict[str, str]) -> Iterator[str]:
    names = sorted(os.listdir(inside))
    if len(names) > MOST:
        problems[name] = f"has more than {MOST:,} files"
        return
    for each in names:
        path = f"{name}/{each}"
        if each.endswith(ending) or path == REVOKED:
            yield path
        elif not each.startswith(".") and each not in ("README.md", "Thumbs.db", "desktop.ini"):
            problems[path] = f"does not belong there: the files of {name} end in {ending}"


def _read(path: Path) -> bytes:
    if path.is_symlink():
        raise _NotRead("is a link, and links are not followed")
    # Never through a link that was put there meanwhile, and never waiting for a pipe.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise _NotRead("is not a file")
        if found.st_size > LARGEST:
            raise _NotRead(f"is larger than {LARGEST // 1_000_000} MB")
        return file.read()
