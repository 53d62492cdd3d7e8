"""Writing one file of the record: whole or not at all, and never over something else by accident."""

from __future__ import annotations

import os
from pathlib import Path

from dueregard.casebook.whole_file import write_whole
from dueregard.errors import DueRegardError

__all__ = ["write_new", "write_over"]


def write_new(folder: Path, path: str, content: str | bytes) -> None:
    """Write a file that is not there yet.

    Parameters
    ----------
    folder : Path
        The casebook's.
    path : str
        The file's, from there: a folder and a name.
    content : str or bytes
        What it holds; text is written as UTF-8.

    Raises
    ------
    DueRegardError
        When it is there, or its folder is a link.
    """
    target = _target(folder, path)
    if os.path.lexists(target):
        raise DueRegardError(f"{path} is there already.", remedy="Nothing of the record is written over.")
    write_whole(target, content, mode=0o644)


def write_over(folder: Path, path: str, content: str | bytes) -> None:
    """Write a file, in place of the one that is there.

    Parameters
    ----------
    folder : Path
        The casebook's.
    path : str
        The file's, from there: a folder and a name.
    content : str or bytes
        What it holds; text is written as UTF-8.

    Raises
    ------
    DueRegardError
        When it or its folder is a link.
    """
    target = _target(folder, path)
    if target.is_symlink():
        raise DueRegardError(f"{path} is a link.", remedy="Remove it: the record is kept in files.")
    write_whole(target, content, mode=0o644)


def _target(folder: Path, path: str) -> Path:
    target = folder / path
    if target.parent != folder and target.parent.is_symlink():
        raise DueRegardError(
            f"The folder {target.parent.name} of the casebook is a link.",
            remedy="Put a folder in its place: the record is kept beside the casebook.",
        )
    target.parent.mkdir(exist_ok=True)
    return target
