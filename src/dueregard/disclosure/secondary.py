"""Secondary suppression: the simplest sound guard against subtraction.

A table with one withheld level gives it away: everyone minus the other levels. So wherever cells add
up to a value that is published (or that anybody may know, such as everyone), a withheld cell must have
company. The rule here, for every such *line* of cells:

    if a cell of the line, or the total of the line, is withheld, then so are its smallest cells, at
    least two of them and as many as together reach the threshold; and so are its empty cells.

The empty ones go because "nobody" beside a withheld level narrows what the withheld level can be,
and because they have no value to lose. In a line where nothing is withheld an empty level says plainly
that nobody is in it.

The rule is monotone: more withheld cells, or a higher threshold, never lead to fewer withheld cells. So
its repetition ends in one smallest answer whatever the order, and raising the threshold never reveals
more. It is *not* yet full secondary suppression: it does not solve for what several linked tables reveal
together (nested places, cells that are bounded closely rather than recovered exactly, earlier releases),
and it does not treat people whose level is missing as a group of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from dueregard.disclosure.cells import Cell, Family

__all__ = ["with_company"]


@dataclass(frozen=True, slots=True)
class Line:
    """Cells that add up to one total.

    Parameters
    ----------
    cells : tuple of Cell
        The cells, smallest first.
    total : Cell
        What they add up to; it need not be published.
    """

    cells: tuple[Cell, ...]
    total: Cell


def with_company(withheld: Iterable[Cell], *, sizes: Mapping[Cell, int], threshold: int) -> frozenset[Cell]:
    """Add the cells that must be withheld so that the given ones cannot be found by subtraction.

    Parameters
    ----------
    withheld : iterable of Cell
        The cells that fail a rule by themselves.
    sizes : mapping of Cell to int
        The people of every cell, 0 when it is empty.
    threshold : int
        The fewest people that withheld cells of one line must have together.

    Returns
    -------
    frozenset of Cell
        The given cells and their company.

    References
    ----------
    Hundepool, A. et al. (2012), Statistical Disclosure Control, section 4.4 (secondary suppression).
    """
    lines = _lines(sizes)
    company = {line: _smallest(line, sizes=sizes, threshold=threshold) for line in lines}
    found = set(withheld)
    active = list(lines)
    while True:
        touched = [line for line in active if line.total in found or not found.isdisjoint(line.cells)]
        if not touched:
            return frozenset(found)
        for line in touched:
            found |= company[line]
        active = [line for line in active if line not in set(touched)]


def _smallest(line: Line, *, sizes: Mapping[Cell, int], threshold: int) -> set[Cell]:
    chosen: set[Cell] = set()
    people = inhabited = 0
    for cell in line.cells:
        if inhabited >= 2 and people >= threshold:
            break
        chosen.add(cell)
        people += sizes[cell]
        inhabited += sizes[cell] > 0
    return chosen


def _lines(sizes: Mapping[Cell, int]) -> list[Line]:
    families: dict[Family, list[Cell]] = defaultdict(list)
    for cell in sizes:
        families[cell.family].append(cell)
    return [
        line
        for family, cells in families.items()
        for kept in _margins(family, families)
        for line in _lines_over(cells, kept, sizes)
    ]


def _margins(family: Family, families: Mapping[Family, object]) -> list[frozenset[str]]:
    """List the sets of variables over which totals of the family are published or commonly known."""
    subsets = [
        frozenset(some)
        for count in range(len(family.variables))
        for some in combinations(sorted(family.variables), count)
    ]
    return [some for some in subsets if not some or Family(family.subject, some) in families]


def _lines_over(cells: list[Cell], kept: frozenset[str], sizes: Mapping[Cell, int]) -> list[Line]:
    grouped: dict[frozenset[tuple[str, str]], list[Cell]] = defaultdict(list)
    for cell in cells:
        grouped[cell.on(kept)].append(cell)
    subject = cells[0].family.subject
    return [
        Line(
            # The tie-break by name makes the answer independent of the order of the tables.
            cells=tuple(sorted(some, key=lambda cell: (sizes[cell], sorted(cell.levels)))),
            total=Cell(Family(subject, kept), levels),
        )
        for levels, some in grouped.items()
    ]
