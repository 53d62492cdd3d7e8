"""From a table of votes to arrays: one vote for each participant and statement, the latest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import PeopleError
from dueregard.people.database import text
from dueregard.people.source import ROW, Source
from dueregard.voices.opinions.vote_columns import LongColumns, WideColumns

__all__ = ["VoteRows", "latest_votes", "read_vote_rows"]

_SHOWN = 5
_FIRST_ROW = 2  # as spreadsheets count: the header is row 1
_WORDS = {"agree": 1, "pass": 0, "disagree": -1}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VoteRows:
    """Votes as they stand in a table, in its order.

    Attributes
    ----------
    participants, statements : tuple of str
        Ids, numbers first and in their order; statements that nobody voted on too, in the wide form.
    participant, statement : array of int32, shape (rows,)
        Places in the two.
    value : array of int8, shape (rows,)
        1, 0 or -1.
    time : array of float, shape (rows,)
        When; -inf where it is not known.
    notes : tuple of str
        What was decided while reading.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    participant: NDArray[np.int32]
    statement: NDArray[np.int32]
    value: NDArray[np.int8]
    time: NDArray[np.float64]
    notes: tuple[str, ...]


def read_vote_rows(source: Source, columns: LongColumns | WideColumns, *, agree: int = 1) -> VoteRows:
    """Take votes out of a table of texts.

    Parameters
    ----------
    source : Source
        All columns text, as :func:`dueregard.people.written_columns.read_written_columns` gives them.
    columns : LongColumns or WideColumns
        Which is what.
    agree : {1, -1}
        The number that stands for agreement.

    Returns
    -------
    VoteRows

    Raises
    ------
    PeopleError
        When a vote is none, an id is lacking, or there are no votes.
    """
    source.frame.create_view("written_votes", replace=True)
    connection = source.connection
    connection.execute(f"create or replace temp table cast_votes as {_selection(source, columns, agree)}")
    if isinstance(columns, LongColumns):
        _refuse_lacking_ids(connection, source.title, columns)
    _refuse_other_values(connection, source.title)
    blank = connection.execute("select count(*) filter (v is null) from cast_votes").fetchall()[0][0]
    notes = list(source.notes)
    if blank and isinstance(columns, LongColumns):
        notes.append(f"{blank:,} rows of {source.title} have no vote in them and were left out.")
    connection.execute("delete from cast_votes where v is null")
    participants = _coded(connection, "p")
    more = columns.statements if isinstance(columns, WideColumns) else ()
    statements = _coded(connection, "s", more)
    found = connection.execute(
        "select p_codes.code as p, s_codes.code as s, v, coalesce(t, '-infinity'::double) as t "
        "from cast_votes join p_codes on p = p_codes.id join s_codes on s = s_codes.id order by r"
    ).fetchnumpy()
    if not len(found["v"]):
        raise PeopleError(f"{source.title} holds no votes.")
    if isinstance(columns, LongColumns) and columns.time and np.isneginf(found["t"]).all():
        notes.append(
            f"The times in {columns.time!r} could not be read: of two votes by one person on one statement "
            "the lower row counts."
        )
    return VoteRows(
        participants=participants,
        statements=statements,
        participant=np.asarray(found["p"], np.int32),
        statement=np.asarray(found["s"], np.int32),
        value=np.asarray(found["v"], np.int8),
        time=np.asarray(found["t"], np.float64),
        notes=tuple(notes),
    )


def latest_votes(
    person: NDArray[np.int32], statement: NDArray[np.int32], *, time: NDArray[np.float64], statements: int
) -> NDArray[np.int64]:
    """Choose the latest vote of each participant on each statement; of simultaneous ones the lower row.

    Parameters
    ----------
    person, statement : array of int32, shape (rows,)
        Whose vote, and on what.
    time : array of float, shape (rows,)
        When.
    statements : int
        How many statements there are.

    Returns
    -------
    array of int, shape (votes,)
        Rows, ordered by participant and then by statement.

    Examples
    --------
    >>> import numpy as np
    >>> person, statement = np.array([1, 0, 1], np.int32), np.array([0, 0, 0], np.int32)
    >>> latest_votes(person, statement, time=np.array([9.0, 1.0, 5.0]), statements=1)
    array([1, 0])
    """
    key = person.astype(np.int64) * statements + statement
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    last = np.append(ordered[1:] != ordered[:-1], True)
    if not last.all():
        order = np.lexsort((time, key))
    return np.asarray(order[last], np.int64)


def _selection(source: Source, columns: LongColumns | WideColumns, agree: int) -> str:
    inside = source.names
    if isinstance(columns, LongColumns):
        moment = _moment(inside[columns.time]) if columns.time else "null::double"
        value = inside[columns.value]
        return (
            f"select {inside[columns.participant]} as p, {inside[columns.statement]} as s, {value} as raw, "
            f"{_vote(value, agree)} as v, {moment} as t, {ROW} as r from written_votes"
        )
    pairs = ", ".join(f"({text(inside[name])}, {text(name)})" for name in columns.statements)
    wide = ", ".join(inside[name] for name in columns.statements)
    return (
        f"select p, id as s, raw, {_vote('raw', agree)} as v, null::double as t, r from "
        f"(select {inside[columns.participant]} as p, {ROW} as r, {wide} from written_votes) "
        f"unpivot (raw for place in ({wide})) "
        f"join (values {pairs}) as names(place, id) using (place) where p is not null"
    )


def _vote(column: str, agree: int) -> str:
    """Words mean what they say; numbers mean what `agree` says."""
    words = " ".join(f"when lower({column}) = {text(word)} then {value}" for word, value in _WORDS.items())
    number = f"try_cast(replace({column}, '\u2212', '-') as double)"
    return f"(case {words} when {number} in (-1, 0, 1) then {number}::integer * {agree} end)::tinyint"


def _moment(column: str) -> str:
    return (
        f"coalesce(try_cast({column} as double), epoch(try_cast({column} as timestamptz)), "
        f"epoch(try_cast({column} as timestamp)))"
    )


def _refuse_lacking_ids(connection: Any, title: str, columns: LongColumns) -> None:
    for inside, name in (("p", columns.participant), ("s", columns.statement)):
        rows = connection.execute(
            f"select r from cast_votes where {inside} is null and v is not null order by r limit {_SHOWN}"
        ).fetchall()
        if rows:
            raise PeopleError(
                f"A vote in {title} has no {name!r}.",
                found=f"The first are in the rows {', '.join(str(row + _FIRST_ROW) for (row,) in rows)}.",
                remedy="Every vote needs the id of who cast it and of what it is about.",
            )


def _refuse_other_values(connection: Any, title: str) -> None:
    wrong = "raw is not null and v is null"
    rows = connection.execute(
        f"select r, raw, count(*) over () from cast_votes where {wrong} order by r limit {_SHOWN}"
    ).fetchall()
    if not rows:
        return
    shown = ", ".join(f"row {row + _FIRST_ROW} has {_shown(raw)}" for row, raw, _ in rows)
    number = rows[0][2]
    more = f", and {number - len(rows):,} more" if number > len(rows) else ""
    wrongly = "1 value that is not a vote" if number == 1 else f"{number:,} values that are not votes"
    raise PeopleError(
        f"{title} has {wrongly}.",
        found=f"{shown[0].upper()}{shown[1:]}{more}.",
        remedy="Write 1 or agree, -1 or disagree, 0 or pass; leave the cell empty where nobody voted.",
    )


def _shown(value: str) -> str:
    return repr(value) if len(value) <= 12 else f"a text of {len(value)} characters"


def _coded(connection: Any, column: str, more: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Number the ids in an order that does not depend on that of the rows."""
    listed = f" union select unnest([{', '.join(map(text, more))}])" if more else ""
    connection.execute(
        f"create or replace temp table {column}_codes as select id, "
        "row_number() over (order by try_cast(id as bigint) nulls last, id) - 1 as code "
        f"from (select distinct {column} as id from cast_votes{listed})"
    )
    rows = connection.execute(f"select id from {column}_codes order by code").fetchall()
    return tuple(row[0] for row in rows)
