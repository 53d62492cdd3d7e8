"""Guessing what to do with the codes of a column: labels to fill in, and codes that may be no group."""

from __future__ import annotations

import re

from dueregard.new.draft import Draft
from dueregard.new.profile import LEAST, Code, Column
from dueregard.new.toml_text import value_text
from dueregard.new.vocabulary import NOT_APPLICABLE, PUBLIC_CODES, matches

__all__ = ["describe_codes", "suspects"]


def suspects(column: Column) -> list[str]:
    """Find codes that often mean that a question does not apply or was not answered.

    Parameters
    ----------
    column : Column
        A column of codes.

    Returns
    -------
    list of str
        The codes; 97 to 99 and their like only where the other codes are far from them.
    """
    found = [code.code for code in column.codes if matches(NOT_APPLICABLE, code.code)]
    rest = [code.code for code in column.codes if code.code not in found]
    far = all(not text.isdigit() or int(text) < 90 for text in rest)
    return [code for code in found if far or not code.startswith("9")] if rest else []


def describe_codes(draft: Draft, path: tuple[str, ...], column: Column) -> None:
    """Write down a column's codes for the user to label.

    Parameters
    ----------
    draft : Draft
        The draft, which is added to.
    path : tuple of str
        Where the column's table stands.
    column : Column
        The column.
    """
    doubtful = suspects(column)
    if doubtful:
        _offer_exclusion(draft, path, doubtful)
    if _is_words(column):
        groups = ", ".join(f"{code.code} (about {code.people:,})" for code in column.codes)
        draft.offer(*path, line=f"# Its groups of {LEAST} people or more: {groups}.")
    else:
        for code in column.codes:
            _label(draft, path, column, code, doubtful)
    if column.rare:
        codes = "code" if column.rare == 1 else "codes"
        draft.offer(
            *path,
            line=f"# {column.rare} more {codes} with fewer than {LEAST} people each are left out here: "
            "add them, or join them to another group by giving both the same label.",
        )


def _label(draft: Draft, path: tuple[str, ...], column: Column, code: Code, doubtful: list[str]) -> None:
    known = column.labels.get(code.code) or PUBLIC_CODES.get(code.code)
    if column.kind == "truth":
        known = {"true": "Yes", "false": "No"}[code.code]
    people = f"about {code.people:,} people"
    doubt = "; perhaps no group: see above" if code.code in doubtful else ""
    draft.put(*path, "labels", code.code, value=known or code.code, why=people + doubt)


def _is_words(column: Column) -> bool:
    """Tell whether the values speak for themselves and have no order that would have to be declared."""
    codes = [code.code for code in column.codes]
    bands = all(re.search(r"\d", code) for code in codes)
    known = bool(column.labels) or any(code in PUBLIC_CODES for code in codes)
    return column.kind == "text" and any(len(code) > 3 for code in codes) and not bands and not known


def _offer_exclusion(draft: Draft, path: tuple[str, ...], doubtful: list[str]) -> None:
    codes = " and ".join(doubtful)
    verb = "often means" if len(doubtful) == 1 else "often mean"
    draft.offer(
        *path,
        line=f"# {codes} {verb} that the question does not apply, or that it was not answered. "
        "Take up one of these two lines if so:",
    )
    draft.offer(*path, line=f"not_applicable = {value_text(doubtful)}")
    draft.offer(*path, line=f"missing = {value_text(doubtful)}")
