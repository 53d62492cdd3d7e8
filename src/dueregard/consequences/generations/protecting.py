"""What the disclosure gate is told of accounts: which figures would give another away.

A figure fails by itself where few people are in a generation, have something in one of its streams of money,
or tell two options apart (:mod:`.estimating`). Then:

    of a generation under an option everything is withheld as soon as anything is: a net effect is what is
    got less what is paid, and a share is a part of a total that is shown;
    what is left for those not yet born falls with the accounts of those not yet born;
    of the years everything falls together, as of the whole: present values are sums over the years, under
    several schedules.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from dueregard.consequences.generations.flags import UNBORN
from dueregard.disclosure import Policy, Table, cell_of, withheld_cells
from dueregard.estimates import Record

__all__ = ["WHOLE", "Key", "protected_years"]

WHOLE = ""
"""In place of a generation: the whole, and the years."""
Key = tuple[str, str]
"""The option and the generation."""


def protected_years(
    tables: Sequence[Table], *, policy: Policy, withheld: Collection[Key] = ()
) -> tuple[Table, ...]:
    """Mark what may not be shown beside what fails by itself.

    Parameters
    ----------
    tables : sequence of Table
        As :func:`~dueregard.consequences.generations.tables_of_later_years` makes them.
    policy : Policy
        The rules.
    withheld : collection of (str, str)
        Options and generations of which nothing may be shown, because their effects in one year may not; all
        of an option where the generation is empty.

    Returns
    -------
    tuple of Table
        The same figures; those that may not be shown have a support that fails the gate.
    """
    unsafe: set[Key] = set(withheld)
    while True:
        marked = tuple(
            replace(table, records=tuple(_mark(record, unsafe) for record in table.records))
            for table in tables
        )
        fallen = withheld_cells(marked, policy=policy)
        more = {
            _keys(record)[0] for table in marked for record in table.records if cell_of(record) in fallen
        } - unsafe
        if not more:
            return marked
        unsafe |= more


def _keys(record: Record) -> list[Key]:
    """Give what a figure is of, and what it falls with."""
    option = record.by["option"]
    own = (option, record.by.get("generation", WHOLE))
    keys = [own, (option, WHOLE)]
    if record.measure == "residual_for_the_unborn":
        keys.append((option, UNBORN))
    return keys


def _mark(record: Record, unsafe: set[Key]) -> Record:
    if unsafe.isdisjoint(_keys(record)):
        return record
    people = max(record.support.n, 1)
    return replace(
        record,
        support=replace(record.support, n=people, n_effective=0.0, least_n=people, least_n_effective=0.0),
    )
