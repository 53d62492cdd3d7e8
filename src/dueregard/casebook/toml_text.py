"""Writing small TOML files in one way only, so that a file can be compared with what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

__all__ = ["toml_text"]

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\b": "\\b", "\f": "\\f", "\r": "\\r"}


def toml_text(content: Mapping[str, Any]) -> str:
    r"""Write keys, then tables, then lists of tables.

    Parameters
    ----------
    content : mapping
        Texts, dates, truths and whole numbers; mappings of those; and lists of mappings of those. What is
        None is left out.

    Returns
    -------
    str
        TOML; the same content is always the same text.

    Examples
    --------
    >>> print(toml_text({"note": "Two\nlines", "signature": {"key": "k"}}), end="")
    note = '''
    Two
    lines'''
    <BLANKLINE>
    [signature]
    key = "k"
    """
    lines = list(_keys(content))
    for name, value in content.items():
        if isinstance(value, Mapping):
            lines += ["", f"[{name}]", *_keys(value)]
        elif isinstance(value, Sequence) and not isinstance(value, str):
            for entry in value:
                lines += ["", f"[[{name}]]", *_keys(entry)]
    return "\n".join(lines).lstrip("\n") + "\n"


def _keys(content: Mapping[str, Any]) -> Iterator[str]:
    for name, value in content.items():
        if isinstance(value, bool):
            yield f"{name} = {str(value).lower()}"
        elif isinstance(value, int | date):
            yield f"{name} = {value}"
        elif isinstance(value, str):
            yield f"{name} = {_quoted(value)}"


def _quoted(text: str) -> str:
    r"""Write a text so that a person can read it: over several lines where it has several."""
    if "\n" in text:
        # Between three apostrophes nothing is escaped, so what is read is what is meant.
        if "'''" not in text and not text.endswith("'") and _plain(text):
            return f"'''\n{text}'''"
        return '"""\n' + "\n".join(_escaped(line) for line in text.split("\n")) + '"""'
    return f'"{_escaped(text)}"'


def _plain(text: str) -> bool:
    return all(letter.isprintable() or letter in "\n\t" for letter in text)


def _escaped(text: str) -> str:
    return "".join(_letter(letter) for letter in text)


def _letter(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"
