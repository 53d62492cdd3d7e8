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
its repetition ends in one smallest answer whatever the order. It is the first guard and looks at one line
at a time; what several linked lines reveal together is left to :mod:`dueregard.disclosure.linked`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from dueregard.disclosure.cells import Cell, Family
from dueregard.disclosure.sums import apart_among

__all__ = ["with_company"]


@dataclass(frozen=True, slots=True)
class Line:
    """Cells that add up to one total.

    Parameters
    ----------
    cells : frozenset of int
        The positions of the cells.
    company : frozenset of int
        Those that are withheld as soon as one of them is, or the total.
    total : int or None
        The position of the total; None when it is not published.
    """

    cells: frozenset[int]
    company: frozenset[int]
    total: int | None


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
    cells = list(sizes)
    position = {cell: i for i, cell in enumerate(cells)}
    given = frozenset(withheld)
    found = {position[cell] for cell in given if cell in position}
    active = list(_lines(cells, sizes=sizes, position=position, threshold=threshold))
    while True:
        touched = [line for line in active if line.total in found or not found.isdisjoint(line.cells)]
        if not touched:
            return given | {cells[i] for i in found}
        active = [line for line in active if not (line.total in found or not found.isdisjoint(line.cells))]
        for line in touched:
            found |= line.company


def _smallest(rising: Sequence[int], people: Sequence[int], *, threshold: int) -> frozenset[int]:
    """Take the smallest cells, at least two with people, until they reach the threshold together."""
    total = inhabited = taken = 0
    for size in people:
        if inhabited >= 2 and total >= threshold:
            break
        total += size
        inhabited += size > 0
        taken += 1
    return frozenset(rising[:taken])


def _lines(
    cells: Sequence[Cell], *, sizes: Mapping[Cell, int], position: Mapping[Cell, int], threshold: int
) -> Iterator[Line]:
    families: dict[Family, list[Cell]] = defaultdict(list)
    # Ties are broken by name, so that the answer does not depend on the order of the tables.
    for cell in sorted(cells, key=lambda cell: (sizes[cell], sorted(cell.levels))):
        families[cell.family].append(cell)
    for family, members in families.items():
        for kept in _margins(family, families):
            grouped: dict[frozenset[tuple[str, str]], list[Cell]] = defaultdict(list)
            for cell in members:
                grouped[cell.on(kept)].append(cell)
            for levels, some in grouped.items():
                rising = [position[cell] for cell in some]
                yield Line(
                    cells=frozenset(rising),
                    company=_smallest(rising, [sizes[cell] for cell in some], threshold=threshold),
                    total=position.get(Cell(Family(family.subject, kept), levels)),
                )


def _margins(family: Family, families: Mapping[Family, object]) -> list[frozenset[str]]:
    """List the sets of variables over which totals of the family are published or commonly known."""
    apart = apart_among(family.variables)
    adding = sorted(family.variables - apart)
    subsets = [
        apart | frozenset(some) for count in range(len(adding)) for some in combinations(adding, count)
    ]
    return [some for some in subsets if some == apart or Family(family.subject, some) in families]
