"""Tables with one row for many people, such as households: joined once, refused when that is not safe."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dueregard.errors import ColumnNotFound, PeopleError, UsageError
from dueregard.people.database import only_row
from dueregard.people.declared import checked_keys
from dueregard.people.source import Source, named_columns, numbered

__all__ = ["with_linked"]

_KEYS = ("source", "on", "columns")


def with_linked(people: Source, declared: Sequence[Mapping[str, Any]], read: Callable[..., Source]) -> Source:
    """Bring the columns of further tables to each person.

    Each joined table is a copy in the private database, where rows keep the people's numbers.

    Parameters
    ----------
    people : Source
        The people.
    declared : sequence of mapping
        Each has ``source`` (as for people), ``on`` (a column of both tables, or a table with ``person`` and
        ``linked``) and optionally ``columns``.
    read : callable
        Reads a source under a table name of the private database.

    Returns
    -------
    Source
        The people with more columns, and notes on people without a match.

    Raises
    ------
    ColumnNotFound
        When a column is absent.
    PeopleError
        When the linked table has a key twice, when nobody matches, or when both tables have a column.
    UsageError
        When the people are on Spark.
    """
    for index, given in enumerate(declared):
        entry = checked_keys(given, _KEYS, "A linked table")
        if not hasattr(people.frame, "project"):
            raise UsageError("Linked tables are joined in Spark before the people are read.")
        linked = read(entry["source"], table=f"linked{index}")
        people = _joined(people, linked, entry, index)
    return people


def _joined(people: Source, linked: Source, entry: Mapping[str, Any], index: int) -> Source:
    on = entry["on"]
    person, key = (on, on) if isinstance(on, str) else (on["person"], on["linked"])
    wanted = tuple(entry.get("columns") or (name for name in linked.names if name != key))
    for name, source in ((person, people), *((name, linked) for name in (key, *wanted))):
        if name not in source.names:
            raise ColumnNotFound(name, source.names, where=source.title)
    for name in wanted:
        if name in people.names:
            raise PeopleError(
                f"Both {people.title} and {linked.title} have a column {name!r}.",
                remedy="List the other columns to bring from the linked table, or rename one.",
            )
    _refuse_repeated(linked, key)
    names = named_columns([*people.names, *wanted], people.title)
    new = {name: names[name] for name in wanted}
    columns = ", ".join(f"linked.{linked.names[name]} as {internal}" for name, internal in new.items())
    left, right = f"people.{people.names[person]}", f"linked.{linked.names[key]}"
    if _is_text(people, person) != _is_text(linked, key):
        left, right = f"{left}::varchar", f"{right}::varchar"
    connection, table = people.connection, f"joined{index}"
    kept = ", ".join(f"people.{internal}" for internal in people.names.values())
    connection.register("people_now", people.frame)
    connection.register("linked_now", linked.frame)
    connection.execute(
        f"create table {table} as select {kept}, {columns} from people_now people "
        f"left join linked_now linked on {left} = {right} order by people._row"
    )
    lacking, total = _unmatched(people, linked, left, right)
    connection.unregister("people_now")
    connection.unregister("linked_now")
    if lacking == total:
        raise PeopleError(
            f"Nobody in {people.title} has a row in {linked.title}.",
            found=f"They were linked by {person!r} and {key!r}.",
            remedy="Check that both columns hold the same codes.",
        )
    note = f"{lacking:,} of {total:,} people have no row in {linked.title}: what it would bring is missing."
    return replace(
        people,
        frame=numbered(connection, table),
        names=names,
        content=people.content + linked.content,
        labels={**linked.labels, **people.labels},
        column_labels={**linked.column_labels, **people.column_labels},
        notes=(*people.notes, *linked.notes, *([note] if lacking else [])),
    )


def _is_text(source: Source, name: str) -> bool:
    types = dict(zip(source.frame.columns, source.frame.types, strict=True))
    return str(types[source.names[name]]) == "VARCHAR"


def _refuse_repeated(linked: Source, key: str) -> None:
    column = linked.names[key]
    repeated = linked.frame.aggregate(f"{column}, count(*) as n").filter(f"n > 1 and {column} is not null")
    [(keys, rows)] = repeated.aggregate("count(*), sum(n)").fetchall()
    if keys:
        raise PeopleError(
            f"{linked.title} should have one row for each {key!r}.",
            found=f"{keys:,} of them are on {rows:,} rows.",
            remedy="Keep one row for each, or link by another column.",
        )


def _unmatched(people: Source, linked: Source, left: str, right: str) -> tuple[int, int]:
    alone = f"not exists (select 1 from linked_now linked where {left} = {right})"
    total, lacking = only_row(
        people.connection, f"select count(*), count(*) filter ({alone}) from people_now people"
    )
    return lacking, total
