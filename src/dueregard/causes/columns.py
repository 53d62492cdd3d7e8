"""What a user's name for a column means: a number, a label, and answers that are no answer."""

from __future__ import annotations

from collections.abc import Collection

import narwhals.stable.v2 as nw

from dueregard.engine import Table
from dueregard.engine.expression import kind_of
from dueregard.errors import UsageError
from dueregard.people import People

__all__ = ["label_of", "not_applicable_codes", "number_of"]


def number_of(table: Table, text: str) -> nw.Expr:
    """Make an outcome or covariate a double, or refuse it.

    Parameters
    ----------
    table : Table
        The people.
    text : str
        A column or an expression.

    Returns
    -------
    narwhals.Expr
        A number a row.

    Raises
    ------
    UsageError
        When it holds text.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> table = read_people({"health": ["good", "bad"]}).table
    >>> _ = number_of(table, "health == 'good'")
    >>> number_of(table, "health")
    Traceback (most recent call last):
    ...
    dueregard.errors.UsageError: 'health' cannot be averaged: it holds text.
    Write which answer counts as yes, such as "health == 'yes'".
    """
    expression = table.expression(text)
    kind = kind_of(table.frame.select(_x=expression).collect_schema()["_x"])
    if kind not in {"number", "truth"}:
        raise UsageError(
            f"{text!r} cannot be averaged: it holds {'text' if kind == 'text' else 'no numbers'}.",
            remedy=f"Write which answer counts as yes, such as \"{text} == 'yes'\"."
            if kind == "text"
            else "Name a column of numbers, or write a condition.",
        )
    return expression.cast(nw.Float64)


def label_of(people: People, name: str) -> str:
    """Say what a characteristic or column is called.

    Parameters
    ----------
    people : People
        With their schema.
    name : str
        As the user wrote it.

    Returns
    -------
    str
        Its label; the name itself of whatever the schema does not know.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> label_of(read_people({"parent_work": ["a"]}), "parent_work")
    'Parent work'
    """
    known = name in people.schema.variables or name in people.schema.columns
    return people.schema.label(name) if known else name


def not_applicable_codes(people: People, name: str) -> Collection[str]:
    """Give the codes of people to whom a question does not apply.

    Parameters
    ----------
    people : People
        With their schema.
    name : str
        A characteristic or column.

    Returns
    -------
    collection of str
        None of what the schema does not know.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> not_applicable_codes(read_people({"sex": ["f", "m"]}), "sex")
    frozenset()
    """
    variable = people.schema.variables.get(name)
    if variable is not None:
        return variable.not_applicable
    book = people.schema.code_books.get(name)
    return frozenset() if book is None else book.not_applicable
