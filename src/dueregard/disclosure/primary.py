"""Primary suppression: cells that would show too few people, or one person too well."""

from __future__ import annotations

from collections.abc import Iterable

from dueregard.disclosure.cells import Cell, cell_of, is_level
from dueregard.disclosure.policy import Policy
from dueregard.disclosure.slices import is_thin
from dueregard.disclosure.table import Table
from dueregard.estimates import Record

__all__ = ["contrast_is_disclosive", "disclosive", "is_disclosive", "levels", "size", "sizes"]


def levels(tables: Iterable[Table]) -> list[tuple[Table, Record]]:
    """List the records of levels (not contrasts between groups) of the tables that are not public already.

    Parameters
    ----------
    tables : iterable of Table
        All tables of the release.

    Returns
    -------
    list of (Table, Record)
        Each record with its table.
    """
    return [
        (table, record)
        for table in tables
        if not table.already_public
        for record in table.records
        if is_level(record)
    ]


def size(record: Record, *, full: bool) -> int:
    """Count the people whom a value must not single out.

    Parameters
    ----------
    record : Record
        A level.
    full : bool
        Whether the people are a full count. Then the fewer of the yeses and noes of a yes/no outcome
        count, if there are any: knowing that 3 of 500 said yes narrows the search to three people.

    Returns
    -------
    int
        0 when nobody is in the cell.
    """
    events = record.support.events
    return min(record.support.n, events) if full and events else record.support.n


def sizes(tables: Iterable[Table]) -> dict[Cell, int]:
    """Count the people of every cell, the fewest where several records are about one cell.

    Parameters
    ----------
    tables : iterable of Table
        All tables of the release.

    Returns
    -------
    dict of Cell to int
        See :func:`size`.
    """
    found: dict[Cell, int] = {}
    for table, record in levels(tables):
        cell, people = cell_of(record), size(record, full=_full(table, record))
        found[cell] = min(found.get(cell, people), people)
    return found


def is_disclosive(record: Record, *, policy: Policy, full: bool) -> bool:
    """Say whether a level fails a rule by itself.

    Parameters
    ----------
    record : Record
        A level.
    policy : Policy
        The rules.
    full : bool
        Whether the people are a full count.

    Returns
    -------
    bool
        True for too few people, too few effective people, a dominant contribution, a thin slice (see
        :func:`dueregard.disclosure.slices.thinnest`) or, in a full count, too few yeses or noes; and when
        that is so of one of the groups that the value is made of. An empty cell is not disclosive by itself.
    """
    support = record.support
    if support.n <= 0:
        return False
    dominant = support.largest_share is not None and support.largest_share > policy.largest_share
    few = size(record, full=full) < policy.threshold or support.n_effective < policy.n_effective
    return few or dominant or contrast_is_disclosive(record, policy=policy) or is_thin(record, policy=policy)


def contrast_is_disclosive(record: Record, *, policy: Policy) -> bool:
    """Say whether the weakest side of a comparison rests on too few people.

    Parameters
    ----------
    record : Record
        A contrast, or a level that is made of several groups, such as a pay gap.
    policy : Policy
        The rules.

    Returns
    -------
    bool
        True for a side with people, but too few.
    """
    support = record.support
    few = 0 < support.least_n < policy.threshold
    return few or (support.least_n > 0 and support.least_n_effective < policy.n_effective)


def disclosive(tables: Iterable[Table], *, policy: Policy) -> frozenset[Cell]:
    """Collect the cells that fail a rule by themselves.

    Parameters
    ----------
    tables : iterable of Table
        All tables of the release.
    policy : Policy
        The rules.

    Returns
    -------
    frozenset of Cell
        A cell fails when any of its records fails, so crude and standardised values share their fate.
    """
    return frozenset(
        cell_of(record)
        for table, record in levels(tables)
        if is_disclosive(record, policy=policy, full=_full(table, record))
    )


def _full(table: Table, record: Record) -> bool:
    # Without a sampling error a value can only come from a full count.
    return table.count == "full" or (record.se is None and record.estimate is not None)
