"""Which columns a text of the user's speaks of."""

from __future__ import annotations

from dueregard.engine import Table, parse

__all__ = ["columns_in"]


def columns_in(text: str, table: Table) -> frozenset[str]:
    """List the columns of a name or an expression.

    Parameters
    ----------
    text : str
        A column, however it is called, or an expression.
    table : Table
        With the columns.

    Returns
    -------
    frozenset of str

    Raises
    ------
    ExpressionError
        When it is neither.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> columns_in("log.pay", read_people({"log.pay": [1.0]}).table)
    frozenset({'log.pay'})
    """
    return frozenset((text,)) if text in table.names else frozenset(parse(text).columns)
