"""What goes into a version: the files that the manifest names, and the papers that stand beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dueregard.errors import DueRegardError, RegisterError

__all__ = ["collect"]

LARGEST = 500_000_000
"""Bytes of one version."""


def collect(root: Path, sources: Mapping[str, str]) -> dict[str, bytes]:
    """Read the files of a version.

    Parameters
    ----------
    root : Path
        The casebook's folder: nothing outside of it is read, nor a link followed.
    sources : mapping of str to str
        From the path in the version to the path under the casebook's folder.

    Returns
    -------
    dict of str to bytes
        Content by path in the version.

    Raises
    ------
    RegisterError
        When one is not there.
    DueRegardError
        When one is a link or lies elsewhere, or all are larger than 500 MB.
    """
    found = {path: _content(root, source) for path, source in sorted(sources.items())}
    if sum(map(len, found.values())) > LARGEST:
        raise DueRegardError("The pack is larger than 500 MB.", remedy="Leave large tables out of it.")
    return found


def _content(root: Path, source: str) -> bytes:
    file = root / source
    if any(each.is_symlink() for each in _steps(root, file)) or root.resolve() not in file.resolve().parents:
        raise DueRegardError(
            f"{source} is a link, or lies outside the casebook.", remedy="Put the file itself there."
        )
    if not file.is_file():
        raise RegisterError(f"{source} is part of the pack and is not there.", remedy="Assess again.")
    return file.read_bytes()


def _steps(root: Path, file: Path) -> Iterator[Path]:
    yield file
    for parent in file.parents:
        if parent == root:
            return
        yield parent


def papers(root: Path, folders: Iterable[str]) -> dict[str, str]:
    """List the files of folders beside the pack.

    Parameters
    ----------
    root : Path
        The casebook's folder.
    folders : iterable of str
        Their names.

    Returns
    -------
    dict of str to str
        Each path, by itself.
    """
    names = [
        each.relative_to(root).as_posix()
        for folder in folders
        if (root / folder).is_dir()
        for each in sorted((root / folder).iterdir())
        if each.is_file()
    ]
    return {name: name for name in names}
