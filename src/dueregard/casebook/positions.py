"""On which line of a TOML file each key stands: the standard library's reader does not say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

__all__ = ["KeyPath", "lines_of_keys", "place_of"]

KeyPath = tuple[str | int, ...]
"""The path of a key: names of tables and keys, and positions in lists counted from 0."""

Place = TypeVar("Place")

_NAME = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_KEY = re.compile(rf"\s*({_NAME}(?:\s*\.\s*{_NAME})*)\s*=")
_HEADER = re.compile(r"\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(#.*)?$")


def lines_of_keys(text: str) -> dict[KeyPath, int]:
    r"""Find the line of every table and key of a valid TOML document.

    Parameters
    ----------
    text : str
        The document.

    Returns
    -------
    dict
        From each path to its line, counted from 1. Keys of inline tables share their table's line.

    Examples
    --------
    >>> lines_of_keys('[people]\nsource = "a"\n[[outcomes]]\nname = "b"')
    {('people',): 1, ('people', 'source'): 2, ('outcomes', 0): 3, ('outcomes', 0, 'name'): 4}
    """
    found: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, statement in _statements(text.splitlines()):
        header = _HEADER.match(statement)
        if header:
            table = _table_path(header[2], found, repeats=header[1] == "[[")
            found.setdefault(table, number)
        elif key := _KEY.match(statement):
            path = table + _names(key[1])
            found.setdefault(path, number)
    return found


def place_of(path: KeyPath, lines: Mapping[KeyPath, Place]) -> Place | None:
    """Find the line or other place of a key, or of the nearest table or key that holds it.

    Parameters
    ----------
    path : tuple
        The path of the key.
    lines : mapping
        From paths to places, such as :func:`lines_of_keys` finds.

    Returns
    -------
    object or None
        What `lines` says of it.

    Examples
    --------
    >>> place_of(("people", "fpc", 0), {("people",): 1, ("people", "fpc"): 4})
    4
    """
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def _statements(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Give each header and each key with its whole value, which may take several lines."""
    position = 0
    while position < len(lines):
        start = position
        position += 1
        if _KEY.match(lines[start]) and not _HEADER.match(lines[start]):
            while position < len(lines) and _parse("\n".join(lines[start:position])) is None:
                position += 1
        yield start + 1, lines[start]


def _table_path(header: str, found: Mapping[KeyPath, int], *, repeats: bool) -> KeyPath:
    path: KeyPath = ()
    names = _names(header)
    for index, name in enumerate(names):
        path = (*path, name)
        entries = sum(1 for known in found if known[:-1] == path and isinstance(known[-1], int))
        if repeats and index == len(names) - 1:
            path = (*path, entries)
        elif entries:
            path = (*path, entries - 1)
    return path


def _names(key: str) -> KeyPath:
    """Split a dotted key; TOML's own reader deals with the quotation marks."""
    parsed: Any = _parse(f"{key} = 0")
    names: list[str] = []
    while isinstance(parsed, dict):
        name, parsed = next(iter(parsed.items()))
        names.append(name)
    return tuple(names)


def _parse(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
