"""Other protections nearby: show some withheld cells that are close together, and protect anew for less.

Large neighbourhood search (Shaw 1998): what was chosen for one primary cell after another is revised where
the choices touch. In a large part the programs are of a region only, so that a trial costs the same however
large the whole is. Work is counted in simplex steps, so that the answer is the same on every machine.
"""

from __future__ import annotations

from time import monotonic

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from dueregard.disclosure.additive.disturbance import Disturber
from dueregard.disclosure.additive.search import Search

__all__ = ["improve"]

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]
WIDEST = 8
"""The most cells that are shown together."""
LEEWAY = 1.5
"""How much dearer a new choice may be before what it does not need is taken out."""
PATIENCE = 4
"""Trials without gain, for each cell withheld for others, after which it is enough."""
REGION, VISITS = 300, 12
"""How many cells are looked at together, and how many trials are made there."""


def improve(
    search: Search, matrix: sp.csc_matrix, *, steps: int, seed: int = 0, until: float = np.inf
) -> None:
    """Try other protections, and keep those that cost less.

    Parameters
    ----------
    search : Search
        With every demand met.
    matrix : sparse matrix, shape (m, k)
        The equations: cells of one equation are near each other.
    steps : int
        How many simplex steps may be taken.
    seed : int
        What the choices are drawn from.
    until : float
        The time by the monotonic clock at which to stop.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    near = _Nearness(matrix)
    end, idle = search.steps + steps, 0
    while search.steps < end and monotonic() < until and idle <= PATIENCE * len(search.secondary()):
        cells = search.secondary()
        if not len(cells):
            return
        region, local = near.region(int(generator.choice(cells)), REGION), None
        if not region.all():
            local = search.disturber.of(search.disturber.movable & region)
        for _ in range(VISITS):
            idle = 0 if _gains(search, near, region, local, generator) else idle + 1
        if local is not None:
            search.count(local.steps)


def _gains(
    search: Search, near: _Nearness, region: Flags, local: Disturber | None, generator: np.random.Generator
) -> bool:
    """Show a few cells and protect anew; undo it where nothing is gained."""
    cells = search.secondary()
    cells = cells[region[cells]]
    if not len(cells):
        return False
    before, cost = search.withheld.copy(), search.cost
    chosen = near.some(cells, int(generator.integers(1, WIDEST + 1)), generator)
    trial = before.copy()
    trial[chosen] = False
    search.put(trial)
    noise = generator.uniform(0.6, 1.4, len(before))
    spent = float(search.disturber.costs[chosen].sum())
    better = False
    try:
        if search.build(by=local, limit=spent * LEEWAY, noise=noise):
            beside = near.reached(chosen)
            again = search.secondary()
            again = again[beside[again]]
            order = search.disturber.costs[again] * generator.uniform(0.7, 1.3, len(again))
            search.prune(again[np.argsort(-order, kind="stable")])
            better = search.settle(by=local, near=region) and search.cost < cost * (1 - 1e-9)
    finally:
        if not better:
            search.put(before)
    return better


class _Nearness:
    """Which cells share equations.

    Parameters
    ----------
    matrix : sparse matrix, shape (m, k)
        The equations.
    """

    def __init__(self, matrix: sp.csc_matrix) -> None:
        self._rows_of = matrix.tocsc()
        self._cells_of = matrix.tocsr()

    def reached(self, cells: Counts) -> Flags:
        """Say which cells share an equation with some, themselves among them."""
        found = np.zeros(self._rows_of.shape[1], dtype=bool)
        found[cells] = True
        found[self._cells_of[np.unique(self._rows_of[:, cells].indices)].indices] = True
        return found

    def region(self, cell: int, size: int) -> Flags:
        """Grow around a cell, an equation further each time, until there are as many as wanted."""
        found = self.reached(np.array([cell]))
        while found.sum() < size:
            wider = self.reached(np.flatnonzero(found))
            if wider.sum() == found.sum():
                break
            found = wider
        return found

    def some(self, cells: Counts, count: int, generator: np.random.Generator) -> Counts:
        """Choose a cell, and some of those nearest to it, counted in equations."""
        count = min(count, len(cells))
        found = np.array([generator.choice(cells)])
        seen = found
        while len(found) < count:
            reached = np.flatnonzero(self.reached(seen))
            beside = np.setdiff1d(np.intersect1d(reached, cells), found)
            wanted = min(count - len(found), len(beside))
            if wanted:
                found = np.append(found, generator.choice(beside, wanted, replace=False))
            elif len(reached) == len(seen):
                break
            seen = reached
        return found
