"""What can be asked where not everything that was asked is possible."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dueregard.disclosure.additive.demands import Demands
from dueregard.disclosure.additive.outsider import Outsider
from dueregard.disclosure.additive.parts import Part
from dueregard.disclosure.additive.problem import AdditiveProblem

__all__ = ["possible"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
NEAR = 1e-6


def possible(
    part: Part, movable: Flags, asked: Demands, refused: Sequence[int], problem: AdditiveProblem
) -> tuple[Floats, list[int]]:
    """Lower the demands that cannot be met to what can be; what a width loses is asked of the other side.

    Parameters
    ----------
    part : Part
        Linked cells.
    movable : array of bool, shape (k,)
        Those that are or may be withheld.
    asked : Demands
        What was asked.
    refused : sequence of int
        The demands that cannot be met.
    problem : AdditiveProblem
        The whole.

    Returns
    -------
    amounts : array, shape (q,)
        What can be asked.
    lacking : list of int
        The cells, by their position in the part, that get less than was asked.
    """
    outsider = Outsider(part, movable)
    amounts = asked.amount.copy()
    lacking = set()
    reach = _Reach(outsider, asked)
    for demand in refused:
        cell, sign, insider = (int(each[demand]) for each in (asked.cell, asked.sign, asked.insider))
        mine = reach.of(cell, sign, insider, float(asked.amount[demand]))
        amounts[demand] = mine * (1 - NEAR) if mine > NEAR * asked.amount[demand] else 0.0
        place = part.cells[cell]
        sides = {1: problem.protection_upper[place], -1: problem.protection_lower[place]}
        needed = min(float(sides[sign]), float(part.most[cell] if sign > 0 else -part.least[cell]))
        width = float(problem.protection_width[place])
        opposite = np.flatnonzero((asked.cell == cell) & (asked.sign == -sign) & (asked.insider == insider))
        if mine < needed * (1 - NEAR) or not len(opposite):
            lacking.add(cell)
            continue
        wanted = max(float(amounts[opposite[0]]), width - amounts[demand])
        if reach.of(cell, -sign, insider, wanted) < wanted * (1 - NEAR):
            lacking.add(cell)
        else:
            amounts[opposite[0]] = wanted * (1 - NEAR)
    return amounts, sorted(lacking)


class _Reach:
    """How far a cell can go when everything that may be withheld is."""

    def __init__(self, outsider: Outsider, asked: Demands) -> None:
        self._outsider, self._asked, self._insider = outsider, asked, 0

    def of(self, cell: int, sign: int, insider: int, enough: float) -> float:
        if insider != self._insider:
            own = np.flatnonzero(self._asked.own == insider) if insider else np.zeros(0, dtype=np.int64)
            self._outsider.hold(own)
            self._insider = insider
        self._outsider.reach(cell, sign, enough=enough)
        found = self._outsider.high[cell] if sign > 0 else -self._outsider.low[cell]
        return min(float(found), enough)
