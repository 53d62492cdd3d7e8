"""Which column is what: the names that consultation software and people give to a vote's parts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from dueregard.errors import UsageError

__all__ = ["LongColumns", "WideColumns", "columns_of_votes", "found_column", "plain_name"]

PARTICIPANT = ("voter-id", "participant", "participant-id", "voter", "pid")
STATEMENT = ("comment-id", "statement", "statement-id", "tid")
VALUE = ("vote", "value")
TIME = ("timestamp", "time", "modified", "created", "datetime")
XID = ("xid",)
GROUP = ("group-id",)
TALLIES = ("n-comments", "n-votes", "n-agree", "n-disagree", "n-pass")


@dataclass(frozen=True, slots=True, kw_only=True)
class LongColumns:
    """A table with a row for each vote.

    Attributes
    ----------
    participant, statement, value : str
        Columns, as the table names them.
    time : str or None
        When it was cast.
    """

    participant: str
    statement: str
    value: str
    time: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WideColumns:
    """A table with a row for each participant and a column for each statement.

    Attributes
    ----------
    participant : str
        The column of ids.
    statements : tuple of str
        The columns of votes, named by the statements' ids.
    """

    participant: str
    statements: tuple[str, ...]


def plain_name(name: str) -> str:
    """Write a column's name as it is compared: small letters, hyphens between words.

    Parameters
    ----------
    name : str
        As the table has it.

    Returns
    -------
    str
        Comparable.

    Examples
    --------
    >>> plain_name(" Comment_ID")
    'comment-id'
    """
    return "-".join(name.strip().casefold().replace("_", " ").replace("-", " ").split())


def found_column(names: Iterable[str], wanted: Sequence[str]) -> str | None:
    """Find the column that has one of several names; the first of them that is there counts.

    Parameters
    ----------
    names : iterable of str
        The table's columns.
    wanted : sequence of str
        Names as :func:`plain_name` writes them.

    Returns
    -------
    str or None
        As the table has it.

    Examples
    --------
    >>> found_column(["Voter ID", "vote"], PARTICIPANT)
    'Voter ID'
    """
    known = {plain_name(name): name for name in names}
    return next((known[name] for name in wanted if name in known), None)


def columns_of_votes(
    names: Sequence[str], *, title: str, listed: Collection[str] = ()
) -> LongColumns | WideColumns:
    """Tell a table of votes by its columns.

    Parameters
    ----------
    names : sequence of str
        The table's columns.
    title : str
        What to call it in messages.
    listed : collection of str
        Ids of statements that are known: columns of those names hold votes.

    Returns
    -------
    LongColumns or WideColumns

    Raises
    ------
    UsageError
        When it has neither form.

    Notes
    -----
    In the wide form columns of votes are those named like a listed statement, else those named by whole
    numbers, as exports have them, else all that an export does not use for something else.

    Examples
    --------
    >>> columns_of_votes(["timestamp", "comment-id", "voter-id", "vote"], title="votes.csv").value
    'vote'
    >>> columns_of_votes(["participant", "xid", "group-id", "0", "1"], title="wide.csv").statements
    ('0', '1')
    """
    participant, statement = found_column(names, PARTICIPANT), found_column(names, STATEMENT)
    value = found_column(names, VALUE)
    if participant and statement and value:
        return LongColumns(
            participant=participant, statement=statement, value=value, time=found_column(names, TIME)
        )
    if participant and not statement and (wide := _columns_of_statements(names, participant, listed)):
        return WideColumns(participant=participant, statements=wide)
    lacking = {"participant": participant, "statement": statement, "value": value}
    raise UsageError(
        f"{title} is not a table of votes.",
        found=f"It has no column for: {', '.join(part for part, column in lacking.items() if not column)}.",
        remedy="It needs the columns participant, statement and value (or voter-id, comment-id and vote, as "
        "Polis exports have them), or participant and one column for each statement.",
    )


def _columns_of_statements(
    names: Sequence[str], participant: str, listed: Collection[str]
) -> tuple[str, ...]:
    known = {*PARTICIPANT, *XID, *GROUP, *TALLIES, *VALUE, *TIME}
    others = [name for name in names if name != participant and plain_name(name) not in known]
    in_list = tuple(name for name in others if name in listed)
    numbered = tuple(name for name in others if name.isdecimal())
    return in_list or numbered or tuple(others)
