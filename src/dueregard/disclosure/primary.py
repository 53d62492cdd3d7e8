"""Primary suppression: cells that would show too few people, or one person too well."""

from __future__ import annotations

from collections.abc import Iterable

from dueregard.disclosure.cells import Cell, cell_of, is_level
from dueregard.disclosure.policy import Policy
from dueregard.disclosure.slices import is_thin
from dueregard.disclosure.table import Table
from dueregard.estimates import Record, Support

__all__ = [
    "contrast_is_disclosive",
    "disclosive",
    "is_disclosive",
    "is_dominated",
    "is_full",
    "levels",
    "size",
    "sizes",
]


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
        cell, people = cell_of(record), size(record, full=is_full(table, record))
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
    dominant = is_dominated(support, policy=policy)
    few = size(record, full=full) < policy.threshold or support.n_effective < policy.n_effective
    return few or dominant or contrast_is_disclosive(record, policy=policy) or is_thin(record, policy=policy)


def is_dominated(support: Support, *, policy: Policy) -> bool:
    """Say whether one person, or two, have most of a sum of amounts.

    Parameters
    ----------
    support : Support
        Who a value rests on.
    policy : Policy
        The rules.

    Returns
    -------
    bool
        True when one has more than the largest share, two have more than theirs, or all others have too
        little to hide the largest from the second (p% rule). False for values that are no sums of amounts.

    References
    ----------
    Hundepool, A. et al. (2012), Statistical Disclosure Control, section 4.2: the (n,k) and the p% rule.

    Examples
    --------
    >>> is_dominated(Support(n=40, largest_share=0.48, two_largest=0.93), policy=Policy())
    True
    """
    one, two = support.largest_share, support.two_largest
    if one is None:
        return False
    if one > policy.largest_share:
        return True
    return two is not None and (two > policy.two_largest or 1 - two < policy.p_ratio * one)


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
        if is_disclosive(record, policy=policy, full=is_full(table, record))
    )


def is_full(table: Table, record: Record) -> bool:
    """Say whether a record is of a full count.

    Parameters
    ----------
    table : Table
        Its table.
    record : Record
        The record.

    Returns
    -------
    bool
        True also where a value has no error.
    """
    # Without a sampling error a value can only come from a full count.
    return table.count == "full" or (record.se is None and record.estimate is not None)
