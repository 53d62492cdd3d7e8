"""Texts in tables that are opened in spreadsheets: a name must not become a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["no_formula", "row_without_formulas"]

_BEGINNINGS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet takes for the beginning of a formula, also in the wide letters of East Asia."""
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_SKIPPED = "\u200b\u200c\u200d\u2060\ufeff"
"""Letters without a width or a shape, which Python does not count as blanks."""


def no_formula(text: str) -> str:
    """Keep spreadsheets from reading a text as a formula, with an apostrophe before it.

    Parameters
    ----------
    text : str
        A text; one that is only a number stays as it is.

    Returns
    -------
    str
        The same where it is harmless. Blanks and control characters at its beginning are looked through:
        some programs drop them when they read a file.

    Examples
    --------
    >>> no_formula("=1+1"), no_formula(" @SUM(A1)"), no_formula("White"), no_formula("65+")
    ("'=1+1", "' @SUM(A1)", 'White', '65+')
    """
    if _NUMBER.fullmatch(text):
        return text
    for letter in text:
        if letter.isspace() or letter < " " or letter in _SKIPPED:
            continue
        return f"'{text}" if letter in _BEGINNINGS else _begun(text)
    return _begun(text)


def row_without_formulas(row: Mapping[str, Any]) -> dict[str, Any]:
    """Do so for a row of a table; numbers stay numbers.

    Parameters
    ----------
    row : mapping
        Values by column.

    Returns
    -------
    dict
        The same columns.

    Examples
    --------
    >>> row_without_formulas({"group": "-x", "estimate": -2.5})
    {'group': "'-x", 'estimate': -2.5}
    """
    return {name: no_formula(value) if isinstance(value, str) else value for name, value in row.items()}


def _begun(text: str) -> str:
    return f"'{text}" if text.startswith(("\t", "\r", "\n", "\0")) else text
