"""The table of statements: their words, and what moderation said of them."""

from __future__ import annotations

import os
from dataclasses import dataclass

from dueregard.errors import PeopleError, UsageError
from dueregard.people.written_rows import WrittenRows, read_written_rows
from dueregard.voices.opinions.vote_columns import STATEMENT, found_column
from dueregard.voices.opinions.votes import Statement

__all__ = ["StatementsTable", "read_statements"]

_ID = (*STATEMENT, "id")
_TEXT = ("comment-body", "text", "comment", "body", "txt", "statement-text")
_MODERATED = ("moderated", "moderation", "mod")
_META = ("is-meta", "meta")
_AUTHOR = ("author-id", "author")
_MODERATION = {
    "-1": -1,
    "0": 0,
    "1": 1,
    "": 0,
    "rejected": -1,
    "unmoderated": 0,
    "approved": 1,
    "accepted": 1,
}
_TRUTHS = {
    "true": True,
    "t": True,
    "1": True,
    "yes": True,
    "false": False,
    "f": False,
    "0": False,
    "no": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsTable:
    """Statements and how often each was agreed and disagreed with by the export's own count.

    Attributes
    ----------
    title : str
        What to call the table in messages.
    statements : dict of str to Statement
        By id, in the table's order.
    agrees, disagrees : dict of str to int
        By id; empty when the table does not count.
    notes : tuple of str
        What was decided while reading.
    """

    title: str
    statements: dict[str, Statement]
    agrees: dict[str, int]
    disagrees: dict[str, int]
    notes: tuple[str, ...] = ()


def read_statements(source: str | os.PathLike[str]) -> StatementsTable:
    """Read a table of statements.

    Parameters
    ----------
    source : path
        With the columns ``comment-id`` (or statement) and, where known, ``comment-body`` (or text),
        ``moderated``, ``is-meta``, ``author-id``, ``agrees`` and ``disagrees``.

    Returns
    -------
    StatementsTable

    Raises
    ------
    UsageError
        When it has no column of ids.
    PeopleError
        When an id is lacking or stands twice, or moderation or meta hold something else.
    """
    table = read_written_rows(source)
    id_column = found_column(table.columns, _ID)
    if id_column is None:
        raise UsageError(
            f"{table.title} has no column of statements' ids.",
            found=f"Its columns are: {', '.join(table.columns[:12])}.",
            remedy="Call it comment-id, as Polis exports do, or statement.",
        )
    ids = table.column(id_column)
    _refuse_unusable_ids(table, ids)
    texts, authors = _cells(table, _TEXT, but=id_column), _cells(table, _AUTHOR)
    moderated = _coded(table, _MODERATED, _MODERATION, "-1 (rejected), 0 (not moderated) or 1 (approved)")
    meta = _coded(table, _META, {**_TRUTHS, "": False}, "true or false")
    rows = zip(ids, texts, moderated, meta, authors, strict=True)
    return StatementsTable(
        title=table.title,
        statements={
            each: Statement(id=each, text=text, moderated=int(mod), is_meta=bool(about), author=author)
            for each, text, mod, about, author in rows
        },
        agrees=_numbers(table, ids, "agrees"),
        disagrees=_numbers(table, ids, "disagrees"),
        notes=table.notes,
    )


def _cells(table: WrittenRows, wanted: tuple[str, ...], *, but: str | None = None) -> tuple[str, ...]:
    column = found_column([name for name in table.columns if name != but], wanted)
    return ("",) * len(table) if column is None else table.column(column)


def _coded(
    table: WrittenRows, wanted: tuple[str, ...], codes: dict[str, int] | dict[str, bool], meaning: str
) -> list[int]:
    written = [cell.casefold().removesuffix(".0") for cell in _cells(table, wanted)]
    column = found_column(table.columns, wanted)
    for cell, line in zip(written, table.lines, strict=True):
        if cell not in codes:
            raise PeopleError(
                f"Row {line} of {table.title} has an unknown value in {column!r}.",
                remedy=f"Write {meaning}.",
            )
    return [codes[cell] for cell in written]


def _numbers(table: WrittenRows, ids: tuple[str, ...], name: str) -> dict[str, int]:
    if not table.has(name):
        return {}
    cells = zip(ids, table.column(name), strict=True)
    return {each: int(cell) for each, cell in cells if cell.isdecimal()}


def _refuse_unusable_ids(table: WrittenRows, ids: tuple[str, ...]) -> None:
    first: dict[str, int] = {}
    for each, line in zip(ids, table.lines, strict=True):
        if not each:
            raise PeopleError(f"Row {line} of {table.title} has no id.")
        if each in first:
            raise PeopleError(
                f"{table.title} has the statement {each!r} twice.",
                found=f"It is in the rows {first[each]} and {line}.",
                remedy="Give each statement one row.",
            )
        first[each] = line
