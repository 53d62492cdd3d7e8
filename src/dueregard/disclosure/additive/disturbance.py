"""The cheapest way to make a deviation possible: which further cells would have to move, and be withheld.

To protect cell p by an amount, some possible table must differ by it in p; the cells that move in it must be
withheld. Moving a withheld cell is free, moving another costs its weight for each unit (Kelly, Golden and
Assad 1992; Castro 2012, section 4). What is wanted is not the cheapest movement but the cheapest set of
cells, a fixed charge for each; so the program is solved again with the charge divided by the movement found,
which makes the charge of the same cells exact (slope scaling, Kim and Pardalos 1999).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from dueregard.disclosure.additive.parts import Part
from dueregard.disclosure.additive.program import DUAL, LinearProgram

__all__ = ["Disturbance", "Disturber"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]
STILL = 1e-7
"""Less than this share of the amount is no movement."""
SLOPES = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Disturbance:
    """A possible table.

    Attributes
    ----------
    point : array, shape (k,)
        Its deviations.
    moved : array of bool, shape (k,)
        The cells that move by more than what is shown of them would allow.
    """

    point: Floats
    moved: Flags


class Disturber:
    """Finds cheap disturbances in a part.

    Parameters
    ----------
    part : Part
        Linked cells.
    movable : array of bool, shape (k,)
        The cells that are or may be withheld; others move no more than what is shown of them allows.
    costs : array, shape (k,)
        What withholding each costs.
    unit : float
        The unit in which programs are solved.
    """

    def __init__(self, part: Part, movable: Flags, costs: Floats, *, unit: float) -> None:
        self.part, self.costs, self.unit, self.movable = part, costs, unit, movable
        self._cells = np.flatnonzero(movable)
        self._loose = np.flatnonzero(part.shown_most > part.shown_least)
        moving, sliding = part.matrix[:, self._cells], part.matrix[:, self._loose]
        matrix = sp.hstack([moving, -moving, sliding]).tocsr()
        beyond = np.concatenate([part.most - part.shown_most, part.shown_least - part.least])
        self._caps = beyond.reshape(2, -1)[:, self._cells].ravel() / unit
        self._program = LinearProgram(
            matrix[np.flatnonzero(np.diff(matrix.indptr))].tocsc(),
            least=np.concatenate([np.zeros(len(self._caps)), part.shown_least[self._loose] / unit]),
            most=np.concatenate([self._caps, part.shown_most[self._loose] / unit]),
            method=DUAL,
        )
        self._place = np.full(part.size, -1, dtype=np.int64)
        self._place[self._cells] = np.arange(len(self._cells))
        self._every = np.arange(len(self._caps))

    @property
    def steps(self) -> int:
        """How many simplex steps were taken: work counted, which is the same on every machine."""
        return self._program.steps

    def of(self, movable: Flags) -> Disturber:
        """Make one that moves only some of the cells."""
        return Disturber(self.part, movable, self.costs, unit=self.unit)

    def moves(self, cell: int) -> bool:
        """Say whether a cell may move."""
        return bool(self._place[cell] >= 0)

    def cheapest(
        self,
        cell: int,
        sign: int,
        amount: float,
        *,
        free: Flags,
        held: Counts,
        noise: Floats | None = None,
        slopes: int = SLOPES,
    ) -> Disturbance | None:
        """Move one cell by an amount at the least cost of further cells.

        Parameters
        ----------
        cell : int
            The cell.
        sign : int
            1 for up, -1 for down.
        amount : float
            How far, in the unit of the cells.
        free : array of bool, shape (k,)
            The cells that are withheld already.
        held : array of int
            Cells that must not move.
        noise : array, shape (k,), optional
            Factors of the costs, to find another way.
        slopes : int
            How often charges are divided anew.

        Returns
        -------
        Disturbance or None
            None when the cell cannot move so far, whatever is withheld.
        """
        if not self.moves(cell):
            return None
        far = amount / self.unit
        cells = self._cells
        costs = (self.costs if noise is None else self.costs * noise)[cells]
        both, closed = np.concatenate([costs, costs]), np.concatenate([~free[cells], ~free[cells]])
        caps = np.clip(self._caps, 1e-9, far)
        slope = np.where(closed, both / caps, 1e-4 * float(self.costs.mean()) / far)
        self._pin(cell, sign, far, held)
        self._program.restart()
        best, least, before = None, np.inf, None
        for _ in range(slopes):
            self._program.cost(self._every, slope)
            found = self._program.solve()
            if found is None:
                break
            moves = found[self._every]
            used = (moves > STILL * far) & closed
            charge = float(both[used].sum())
            if charge < least:
                best, least = found, charge
            if charge == 0 or (before is not None and np.array_equal(before, used)):
                break
            before = used
            slope[used] = both[used] / np.minimum(moves[used], caps[used])
        self._unpin(cell, held)
        return None if best is None else self._disturbance(best, far)

    def close(self, cells: Counts) -> None:
        """Let cells move no longer, except as far as is shown of them."""
        columns = self._columns(cells)
        self._program.limit(columns, np.zeros(len(columns)), np.zeros(len(columns)))

    def _disturbance(self, found: Floats, far: float) -> Disturbance:
        count = len(self._cells)
        net = np.zeros(self.part.size)
        net[self._cells] = found[:count] - found[count : 2 * count]
        moved = np.abs(net) > STILL * far
        point = np.where(moved, net, 0.0)
        point[self._loose] += found[2 * count :]
        return Disturbance(point=point * self.unit, moved=moved)

    def _pin(self, cell: int, sign: int, far: float, held: Counts) -> None:
        still = np.concatenate([self._columns(held), self._slack_of(np.append(held, cell))])
        if len(still):
            self._program.limit(still, np.zeros(len(still)), np.zeros(len(still)))
        ends = np.array([far, 0.0] if sign > 0 else [0.0, far])
        self._program.limit(self._columns(np.array([cell])), ends, ends)

    def _unpin(self, cell: int, held: Counts) -> None:
        changed = self._columns(np.append(held, cell))
        self._program.limit(changed, np.zeros(len(changed)), self._caps[changed])
        slack = self._slack_of(np.append(held, cell))
        if len(slack):
            loose = self._loose[slack - 2 * len(self._cells)]
            low, high = self.part.shown_least[loose], self.part.shown_most[loose]
            self._program.limit(slack, low / self.unit, high / self.unit)

    def _columns(self, cells: Counts) -> Counts:
        """Find both columns of cells, up first."""
        place = self._place[cells]
        place = place[place >= 0]
        return np.concatenate([place, place + len(self._cells)])

    def _slack_of(self, cells: Counts) -> Counts:
        return 2 * len(self._cells) + np.flatnonzero(np.isin(self._loose, cells))
