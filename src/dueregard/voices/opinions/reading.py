"""Reading a consultation's votes, statements and participants into one object."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import UsageError, did_you_mean
from dueregard.people.written_columns import read_written_columns
from dueregard.voices.opinions.participants_table import declared_by
from dueregard.voices.opinions.reading_notes import notes_on_votes
from dueregard.voices.opinions.statements_table import StatementsTable, read_statements
from dueregard.voices.opinions.vote_columns import WideColumns, columns_of_votes
from dueregard.voices.opinions.vote_rows import latest_votes, read_vote_rows
from dueregard.voices.opinions.votes import Statement, Votes

__all__ = ["read_votes"]


def read_votes(
    votes: Any,
    *,
    statements: str | os.PathLike[str] | None = None,
    participants: Any = None,
    strict: bool = False,
    keep: Sequence[str] = (),
    agree: int = 1,
) -> Votes:
    """Read the votes of a consultation, with its statements and what participants declared.

    Of several votes by one participant on one statement the latest counts; of simultaneous ones the lower
    row. Words (agree, disagree, pass) are taken as well as 1, -1 and 0.

    Parameters
    ----------
    votes : path or table
        A row for each vote, as Polis exports them (``timestamp``, ``comment-id``, ``voter-id``, ``vote``) or
        with the columns participant, statement, value and, if known, time; or a row for each participant and
        a column for each statement, as in ``participants-votes.csv``.
    statements : path, optional
        Their words and moderation, as in ``comments.csv``.
    participants : path, table or list of them, optional
        What participants declared of themselves, joined by participant or ``xid``; groups of an export.
    strict : bool
        Leave out statements that moderation did not approve, and not only those it rejected.
    keep : sequence of str
        Participants who are put into groups however few their votes.
    agree : {1, -1}
        The number that stands for agreement: 1 in exports, -1 in some raw dumps.

    Returns
    -------
    Votes
        With notes of what was decided.

    Raises
    ------
    PeopleError
        When a file cannot be read, a vote is none, an id is lacking or stands twice.
    UsageError
        When columns are lacking, or `keep` or `agree` are not usable.

    Examples
    --------
    >>> votes = read_votes({"participant": ["a", "b", "a"], "statement": [1, 1, 1], "value": [1, 0, -1]})
    >>> votes.participants, votes.value, votes.replaced
    (('a', 'b'), array([-1,  0], dtype=int8), 1)
    """
    if agree not in (1, -1):
        raise UsageError(f"Agreement is coded 1 or -1, not {agree!r}.")
    listed = read_statements(statements) if statements is not None else None
    source = read_written_columns(votes)
    columns = columns_of_votes(
        list(source.names), title=source.title, listed=listed.statements if listed else ()
    )
    rows = read_vote_rows(source, columns, agree=agree)
    whole, place = _statements(rows.statements, listed)
    statement = place[rows.statement]
    chosen = latest_votes(rows.participant, statement, time=rows.time, statements=len(whole))
    wide = source if isinstance(columns, WideColumns) else None
    declared = declared_by(
        rows.participants, _tables(participants), statements={each.id for each in whole}, wide=wide
    )
    result = Votes(
        participants=rows.participants,
        statements=whole,
        participant=rows.participant[chosen],
        statement=statement[chosen],
        value=rows.value[chosen],
        kept=np.array([each.moderated >= (1 if strict else 0) for each in whole], dtype=bool),
        characteristics=declared.characteristics,
        export_groups=declared.export_groups,
        placed=_known(keep, rows.participants),
        silent=len(declared.silent),
        replaced=len(rows.value) - len(chosen),
    )
    notes = (*rows.notes, *(listed.notes if listed else ()), *declared.notes)
    return replace(result, notes=(*notes, *notes_on_votes(result, voted=rows.statements, listed=listed)))


def _tables(participants: Any) -> list[Any]:
    if participants is None:
        return []
    return list(participants) if isinstance(participants, list | tuple) else [participants]


def _known(keep: Sequence[str], participants: tuple[str, ...]) -> tuple[str, ...]:
    known = set(participants)
    for each in keep:
        if each not in known:
            raise UsageError(
                f"Participant {each!r} is to be kept but never voted.",
                remedy=did_you_mean(each, participants) or None,
            )
    return tuple(keep)


def _statements(
    voted: tuple[str, ...], listed: StatementsTable | None
) -> tuple[tuple[Statement, ...], NDArray[np.int32]]:
    """Give all statements, numbers first and in their order, and where those voted on stand among them."""
    known = listed.statements if listed else {}
    ids = sorted({*voted, *known}, key=_order)
    place = {each: index for index, each in enumerate(ids)}
    whole = tuple(known.get(each, Statement(id=each)) for each in ids)
    return whole, np.array([place[each] for each in voted], dtype=np.int32)


def _order(written: str) -> tuple[int, int, str]:
    return (0, int(written), written) if written.isdecimal() else (1, 0, written)
