"""An outsider who solves: how far each deviation can go, with every solution found used for all cells.

Each solution of a linear program is a possible truth, so it widens what is known to be possible of *all*
cells. A cell whose known range already meets its own limits, or those that single equations set it, needs no
program. Neither does one that follows from the equations alone, whatever the limits: its unit vector is in
the row space, so that the projection onto the row space leaves it as it is (leverage 1).
"""

from __future__ import annotations

import numpy as np
import scipy.linalg
import scipy.sparse as sp
from numpy.typing import NDArray

from dueregard.disclosure.additive.parts import Part
from dueregard.disclosure.additive.program import INFINITY, PRIMAL, LinearProgram, Unbounded

__all__ = ["Outsider", "follows", "propagated"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]
DENSE = 1_500
"""The most cells for which the row space is computed."""
ROUNDS = 20
ENDS = (-np.inf, np.inf)
SLACK = 1e-7
"""How far a point may be outside, in the unit in which programs are solved."""


class Outsider:
    """What is possible in a part, given what is withheld.

    Parameters
    ----------
    part : Part
        Linked cells.
    withheld : array of bool, shape (k,)
        Those withheld.

    Attributes
    ----------
    low, high : array, shape (k,)
        How far each deviation is known to go: every value between them is possible.
    scale : float
        The unit in which programs are solved.
    """

    def __init__(self, part: Part, withheld: Flags) -> None:
        self.part = part
        least, most = part.limits(withheld)
        self.scale = _unit(least, most)
        self.least, self.most = least / self.scale, most / self.scale
        self._low, self._high = np.zeros(part.size), np.zeros(part.size)
        self._program: LinearProgram | None = None
        self._held = np.zeros(0, dtype=np.int64)

    @property
    def low(self) -> Floats:
        """How far down each deviation is known to go."""
        return self._low * self.scale

    @property
    def high(self) -> Floats:
        """How far up each deviation is known to go."""
        return self._high * self.scale

    def hold(self, cells: Counts) -> None:
        """Let the outsider know some cells exactly, and forget what was possible without that knowledge."""
        changed = np.union1d(self._held, cells)
        self._low[:], self._high[:] = 0.0, 0.0
        self._held = cells
        if self._program is not None and len(changed):
            known = np.isin(changed, cells)
            self._program.limit(
                changed,
                np.where(known, 0.0, self.least[changed]),
                np.where(known, 0.0, self.most[changed]),
            )

    def admit(self, points: Floats) -> Floats:
        """Note possible points that somebody else found, once they are checked.

        Parameters
        ----------
        points : array, shape (p, k)
            In the unit of the cells.

        Returns
        -------
        array, shape (q, k)
            Those that keep to the equations, to all limits, and to what the outsider knows exactly.
        """
        found = points / self.scale
        least, most = self.least.copy(), self.most.copy()
        least[self._held] = most[self._held] = 0.0
        inside = ((found >= least - SLACK) & (found <= most + SLACK)).all(axis=1)
        inside &= (found[:, self._held] == 0).all(axis=1)
        inside &= (np.abs(found @ self.part.matrix.T) <= SLACK).all(axis=1)
        if inside.any():
            self.learn(found[inside].min(axis=0))
            self.learn(found[inside].max(axis=0))
        return np.asarray(points[inside], dtype=np.float64)

    def learn(self, point: Floats) -> None:
        """Note a possible point, in the programs' unit."""
        np.minimum(self._low, point, out=self._low)
        np.maximum(self._high, point, out=self._high)

    def reach(self, cell: int, sign: int, *, enough: float = np.inf) -> Floats | None:
        """Move one cell as far as it goes.

        Parameters
        ----------
        cell : int
            The cell.
        sign : int
            1 for up, -1 for down.
        enough : float
            How far is far enough, in the unit of the cells.

        Returns
        -------
        array, shape (k,), or None
            The point, in the unit of the cells; None when there is no end.
        """
        program = self._made()
        one = np.array([cell])
        capped = np.isfinite(enough)
        if capped:
            limit = max(enough / self.scale, 0.0)
            low = self.least[one] if sign > 0 else np.maximum(self.least[one], -limit)
            high = np.minimum(self.most[one], limit) if sign > 0 else self.most[one]
            program.limit(one, low, high)
        program.cost(one, np.array([-float(sign)]))
        try:
            point = program.solve()
        except Unbounded:
            point = None
            (self._high if sign > 0 else self._low)[cell] = sign * np.inf
        program.cost(one, np.zeros(1))
        if capped:
            program.limit(one, self.least[one], self.most[one])
        if point is None:
            return None
        self.learn(point)
        return point * self.scale

    def _made(self) -> LinearProgram:
        if self._program is None:
            least, most = self.least.copy(), self.most.copy()
            least[self._held] = most[self._held] = 0.0
            self._program = LinearProgram(
                self.part.matrix,
                least=np.where(np.isinf(least), -INFINITY, least),
                most=np.where(np.isinf(most), INFINITY, most),
                method=PRIMAL,
            )
        return self._program


def follows(matrix: sp.csc_matrix) -> Flags:
    """Say which unknowns the equations determine by themselves, whatever the limits.

    Parameters
    ----------
    matrix : sparse matrix, shape (m, k)
        Equations ``matrix @ d = 0``.

    Returns
    -------
    array of bool, shape (k,)

    Examples
    --------
    >>> follows(sp.csc_matrix([[1, 1, 0], [0, 1, 0]])).tolist()
    [True, True, False]
    """
    cells = int(matrix.shape[1])
    if not matrix.shape[0] or not cells:
        return np.zeros(cells, dtype=bool)
    if cells > DENSE:
        return np.zeros(cells, dtype=bool)
    basis, triangle, _ = scipy.linalg.qr(
        matrix.toarray().T, mode="economic", pivoting=True, overwrite_a=True, check_finite=False
    )
    pivots = np.abs(np.diag(triangle))
    rank = int((pivots > 1e-9 * max(float(pivots[0]), 1e-300)).sum())
    return np.asarray((basis[:, :rank] ** 2).sum(axis=1) > 1 - 1e-9, dtype=np.bool_)


def propagated(matrix: sp.csc_matrix, least: Floats, most: Floats) -> tuple[Floats, Floats]:
    """Tighten limits by one equation at a time, again and again: nothing possible is lost.

    Parameters
    ----------
    matrix : sparse matrix, shape (m, k)
        Equations ``matrix @ d = 0``.
    least, most : array, shape (k,)
        Limits of d.

    Returns
    -------
    tuple of array, shape (k,)
        Limits within the given ones that hold for every solution.

    Examples
    --------
    >>> low, high = propagated(sp.csc_matrix([[1.0, 1.0]]), np.array([-3.0, -9.0]), np.array([9.0, 2.0]))
    >>> low.tolist(), high.tolist()
    ([-2.0, -9.0], [9.0, 2.0])
    """
    rows = matrix.tocoo()
    row, column, weight = rows.row, rows.col, rows.data
    low, high = least.copy(), most.copy()
    for _ in range(ROUNDS):
        terms = np.sort(np.stack([weight * low[column], weight * high[column]]), axis=0)
        others = [
            _others(each, row, int(matrix.shape[0]), end) for each, end in zip(terms, ENDS, strict=True)
        ]
        ends = np.sort(np.stack([-others[1] / weight, -others[0] / weight]), axis=0)
        lower, upper = low.copy(), high.copy()
        np.maximum.at(lower, column, ends[0])
        np.minimum.at(upper, column, ends[1])
        lower, upper = np.minimum(lower, 0.0), np.maximum(upper, 0.0)
        if np.array_equal(lower, low) and np.array_equal(upper, high):
            break
        low, high = lower, upper
    return low, high


def _others(terms: Floats, row: Counts, rows: int, end: float) -> Floats:
    """Add up each row's terms without the own one; endless ones are counted, as inf − inf is none."""
    endless = np.isinf(terms)
    finite = np.where(endless, 0.0, terms)
    sums = np.bincount(row, finite, minlength=rows)[row] - finite
    more = np.bincount(row, endless, minlength=rows)[row] - endless
    return np.where(more > 0, end, sums)


def _unit(least: Floats, most: Floats) -> float:
    """Take a small size among the limits, so that tolerances mean the same for counts and for millions."""
    ends = np.concatenate([-least, most])
    ends = ends[(ends > 0) & np.isfinite(ends)]
    return float(np.quantile(ends, 0.1)) if len(ends) else 1.0
