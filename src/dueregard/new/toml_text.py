"""Writing a draft as a commented casebook.toml."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from datetime import date
from typing import Any

from dueregard.casebook.positions import KeyPath
from dueregard.new.draft import Draft

__all__ = ["as_toml", "key_text", "value_text"]

_WIDTH = 108


def as_toml(draft: Draft) -> str:
    """Write a draft as TOML with its reasons as comments.

    Parameters
    ----------
    draft : Draft
        The draft.

    Returns
    -------
    str
        The text of a casebook.toml.
    """
    lines = [*_comments(draft, ()), *_table(draft, (), draft.content)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def key_text(key: str) -> str:
    """Write a key, between quotation marks when it needs them.

    Parameters
    ----------
    key : str
        The key.

    Returns
    -------
    str
        TOML.

    Examples
    --------
    >>> key_text("sex"), key_text("Ethnic Group")
    ('sex', '"Ethnic Group"')
    """
    return key if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", key) else value_text(key)


def value_text(value: Any) -> str:
    """Write a value.

    Parameters
    ----------
    value : object
        Text, number, truth, date or a list of them.

    Returns
    -------
    str
        TOML.

    Examples
    --------
    >>> value_text(["a", 1, True])
    '["a", 1, true]'
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        # JSON's escapes are TOML's; only the delete character is allowed in the one and not in the other.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(value_text, value))}]"
    return value.isoformat() if isinstance(value, date) else str(value)


def _table(draft: Draft, path: KeyPath, content: dict[str, Any]) -> Iterator[str]:
    """Write plain keys first, as TOML demands, then offers, then tables and lists of tables."""
    for key, value in content.items():
        if not _nested(value):
            yield from _key(draft, (*path, key), key, value)
    yield from _offers(draft, path)
    for key, value in content.items():
        here = (*path, key)
        if isinstance(value, dict):
            yield from _subtable(draft, here, value)
        elif _nested(value):
            yield from _comments(draft, here, before="")
            for position, entry in enumerate(value):
                yield from ("", *_comments(draft, (*here, position)), f"[[{_header(here)}]]")
                yield from _table(draft, (*here, position), entry)
            yield from _offers(draft, here)


def _subtable(draft: Draft, path: KeyPath, content: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield from _comments(draft, path)
    if any(not isinstance(value, dict) for value in content.values()):
        yield f"[{_header(path)}]"
    yield from _table(draft, path, content)


def _key(draft: Draft, path: KeyPath, key: str, value: Any) -> Iterator[str]:
    text = f"{key_text(key)} = {value_text(value)}"
    sentences = draft.notes.get(path, [])
    beside = f"{text}  # {' '.join(sentences)}"
    if sentences and len(beside) <= _WIDTH:
        yield beside
    else:
        yield from _comments(draft, path)
        yield text


def _offers(draft: Draft, path: KeyPath) -> Iterator[str]:
    for line in draft.offers.get(path, []):
        yield from _wrapped(line[2:]) if line.startswith("# ") else [f"# {line}" if line else ""]


def _comments(draft: Draft, path: KeyPath, *, before: str | None = None) -> Iterator[str]:
    sentences = draft.notes.get(path, [])
    if sentences and before is not None:
        yield before
    for sentence in sentences:
        yield from _wrapped(sentence)


def _wrapped(sentence: str) -> list[str]:
    one_line = " ".join(sentence.split())
    return textwrap.wrap(
        one_line,
        width=_WIDTH,
        initial_indent="# ",
        subsequent_indent="# ",
        break_on_hyphens=False,
        break_long_words=False,
    )


def _header(path: KeyPath) -> str:
    return ".".join(key_text(step) for step in path if isinstance(step, str))


def _nested(value: Any) -> bool:
    """Tell tables and lists of tables, empty ones too, from plain values."""
    return isinstance(value, dict) or (isinstance(value, list) and all(isinstance(e, dict) for e in value))
