"""Where people come from: any supported table, brought to one form that the engine can compute over.

Everything but Parquet and Spark is copied once into the private database on disk, so that a table larger
than the memory streams through; Parquet is read lazily by path; a Spark frame stays where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from dueregard.engine.table import refuse_collisions
from dueregard.errors import PeopleError
from dueregard.people.database import identifier

__all__ = ["ROW", "Source", "copied", "named_columns", "plain_columns"]

ROW = "_row"
"""The internal column that numbers the rows from 0."""

_AS_TEXT = ("enum", "uuid", "time")
_AS_DOUBLE = ("decimal", "hugeint", "uhugeint", "float")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A table that has been found and can be computed over.

    Attributes
    ----------
    frame : DuckDB relation or Spark frame
        Columns ``c0``, ``c1``, ... and the row number.
    names : mapping of str to str
        The user's column names to the frame's, in the table's order.
    content : str
        A fingerprint of what the table holds: see :mod:`dueregard.people.identity`.
    title : str
        What to call it in messages.
    connection : duckdb.DuckDBPyConnection
        The private database.
    labels : mapping of str to mapping
        Labels of codes that the file itself brings, by column.
    column_labels : mapping of str to str
        Labels of columns that the file itself brings.
    notes : tuple of str
        What was decided while reading, for the audit.
    """

    frame: Any
    names: Mapping[str, str]
    content: str
    title: str
    connection: duckdb.DuckDBPyConnection
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    column_labels: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def named_columns(names: list[str], title: str) -> dict[str, str]:
    """Give each column an internal name, having checked the user's.

    Parameters
    ----------
    names : list of str
        The user's names, in order.
    title : str
        What to call the table in messages.

    Returns
    -------
    dict of str to str
        The user's names to ``c0``, ``c1``, ...

    Raises
    ------
    PeopleError
        When two names are the same, or differ only by case, or there are none.

    Examples
    --------
    >>> named_columns(["age", "Hours worked"], "people.csv")
    {'age': 'c0', 'Hours worked': 'c1'}
    """
    if not names:
        raise PeopleError(f"{title} has no columns.")
    if len(set(names)) < len(names):
        twin = next(name for name in names if names.count(name) > 1)
        raise PeopleError(
            f"Two columns of {title} have the same name.",
            found=f"They are both called {twin!r}.",
            remedy="Rename one of them.",
        )
    refuse_collisions(names)
    return {name: f"c{index}" for index, name in enumerate(names)}


def plain_columns(relation: duckdb.DuckDBPyRelation, internal: list[str]) -> str:
    """Write the projection that renames columns and brings their values to few plain types.

    Blank text and NaN are missing; decimals and large whole numbers become doubles; database enumerations
    become text.

    Parameters
    ----------
    relation : duckdb.DuckDBPyRelation
        Any table.
    internal : list of str
        New names, one a column.

    Returns
    -------
    str
        The list of a SQL ``select``.
    """
    columns = zip(relation.columns, relation.types, internal, strict=True)
    return ", ".join(f"{_plain(identifier(name), str(kind).lower())} as {new}" for name, kind, new in columns)


def _plain(column: str, kind: str) -> str:
    if kind.endswith("]"):
        return column
    if kind == "varchar":
        return f"case when trim({column}) <> '' then {column} end"
    if kind in ("double", "float"):
        return f"case when not isnan({column}) then {column}::double end"
    if kind.startswith(_AS_TEXT) and not kind.startswith("timestamp"):
        return f"{column}::varchar"
    return f"{column}::double" if kind.startswith(_AS_DOUBLE) else column


def copied(
    connection: duckdb.DuckDBPyConnection, relation: duckdb.DuckDBPyRelation, *, table: str = "people"
) -> tuple[duckdb.DuckDBPyRelation, list[str]]:
    """Copy a table into the private database, where each row has a number.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        The private database.
    relation : duckdb.DuckDBPyRelation
        A table that the connection can read.
    table : str
        The copy's name.

    Returns
    -------
    tuple of relation and list of str
        The copy with its row number, and its internal column names.
    """
    internal = [f"c{index}" for index in range(len(relation.columns))]
    relation.project(plain_columns(relation, internal)).create(table)
    return numbered(connection, table), internal


def numbered(connection: duckdb.DuckDBPyConnection, table: str) -> duckdb.DuckDBPyRelation:
    """Read a copied table together with its row number.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        The private database.
    table : str
        The copy's name.

    Returns
    -------
    duckdb.DuckDBPyRelation
        Lazy.
    """
    return connection.sql(f"select *, rowid as {ROW} from {identifier(table)}")
