"""Results of one group that can be subtracted: those of nearly the same people.

The number of everybody in an area beside that of its women gives away its two men, and then their mean.
So where records are of the same people, the results of one group are lines of one table; in a pack so are
those of one quantity: an outcome, or several outcomes of one quantity among different people. The rule:

    where two results of one group rest on numbers of people that differ, but by fewer than the threshold,
    the one with fewer people is withheld;
    where anything is withheld of a group, so is the reason why another measure of it cannot be estimated.

The second is there because "nobody has a value" beside a withheld count says whose count it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from dueregard.disclosure.cells import Cell, cell_of
from dueregard.disclosure.primary import levels
from dueregard.disclosure.table import Table
from dueregard.estimates import Record

__all__ = ["Results", "subtractable"]

Alike = tuple[frozenset[tuple[str, str]], str]
OF = "of "

COMPONENT = "component"
"""The variable that tells apart results of a decomposition, which are of the same group."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Results:
    """The results of every group that can be taken from one another.

    Parameters
    ----------
    people : mapping to set of (Cell, int)
        Of each group and quantity the results, with the people that they rest on.
    unknown : mapping to set of Cell
        Those that could not be estimated.
    """

    people: Mapping[Alike, Collection[tuple[Cell, int]]]
    unknown: Mapping[Alike, Collection[Cell]]

    @classmethod
    def of(cls, tables: Iterable[Table]) -> Results:
        """Put the results of a release together.

        Parameters
        ----------
        tables : iterable of Table
            All of them.

        Returns
        -------
        Results
            By group and quantity.
        """
        people: dict[Alike, set[tuple[Cell, int]]] = defaultdict(set)
        unknown: dict[Alike, set[Cell]] = defaultdict(set)
        for table, record in levels(tables):
            if not table.same_people and not _is_plain(record):
                continue
            cell = cell_of(record)
            alike = _alike(table, record, cell)
            people[alike].add((cell, record.support.n))
            if record.status == "not_estimable":
                unknown[alike].add(cell)
        several = {alike: found for alike, found in people.items() if len(found) > 1 or alike in unknown}
        return cls(people=several, unknown=unknown)


def subtractable(results: Results, *, withheld: Collection[Cell], threshold: int) -> frozenset[Cell]:
    """Find the cells that other cells of the same group give something away of.

    Parameters
    ----------
    results : Results
        All of a release.
    withheld : collection of Cell
        What is withheld already.
    threshold : int
        The fewest people that two results may differ by.

    Returns
    -------
    frozenset of Cell
        Cells to be withheld beside the given ones.
    """
    found: set[Cell] = set()
    for alike, sizes in results.people.items():
        found.update(_close([each for each in sizes if each[0] not in withheld], threshold))
        if any(cell in withheld or cell in found for cell, _ in sizes):
            found.update(results.unknown.get(alike, ()))
    return frozenset(found.difference(withheld))


def _alike(table: Table, record: Record, cell: Cell) -> Alike:
    """Say which results a record can be taken from."""
    group = frozenset(item for item in cell.levels if item[0] != COMPONENT)
    if table.same_people:
        return group, ""
    outcome = record.outcome or ""
    return group, f"{OF}{table.quantities.get(outcome, outcome)}"


def _is_plain(record: Record) -> bool:
    """Say whether a record of a pack is of people as they are: no adjusted value, effect or missing value."""
    return (
        record.contrast is None
        and record.status != "not_estimable"
        and record.parameters.get("basis", "crude") == "crude"
        and "option" not in record.by
        and record.estimate is not None
    )


def _close(sizes: Iterable[tuple[Cell, int]], threshold: int) -> Iterator[Cell]:
    """Yield the cells whose people are nearly those of a larger cell that stays.

    Two results of one name are one cell, which falls when they are close: nothing tells them apart.
    """
    least_kept: int | None = None
    for cell, people in sorted(sizes, key=lambda each: -each[1]):
        if least_kept is not None and 0 < least_kept - people < threshold and people > 0:
            yield cell
        else:
            least_kept = people
