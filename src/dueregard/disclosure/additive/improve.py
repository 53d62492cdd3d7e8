"""Other protections nearby: show some withheld cells that are close together, and protect anew for less.

Large neighbourhood search (Shaw 1998): what was chosen for one primary cell after another is revised where
the choices touch. The work is counted in simplex steps, so that the answer is the same on every machine.
"""

from __future__ import annotations

from time import monotonic

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from dueregard.disclosure.additive.search import Search

__all__ = ["improve"]

Counts = NDArray[np.int64]
WIDEST = 8
"""The most cells that are shown together."""
LEEWAY = 1.5
"""How much dearer a new choice may be before what it does not need is taken out."""
PATIENCE = 4
"""Trials without gain, for each cell withheld for others, after which it is enough."""


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
    incidence = (matrix != 0).astype(np.int64).tocsc()
    by_row = incidence.tocsr()
    end, idle = search.steps + steps, 0
    while search.steps < end and monotonic() < until:
        cells = search.secondary()
        if not len(cells) or idle > PATIENCE * len(cells):
            return
        before, cost = search.withheld.copy(), search.cost
        chosen = _near(cells, incidence, by_row, generator)
        trial = before.copy()
        trial[chosen] = False
        search.put(trial)
        noise = generator.uniform(0.6, 1.4, len(before))
        gain = float(search.disturber.costs[chosen].sum())
        better = False
        try:
            if search.build(limit=gain * LEEWAY, noise=noise):
                search.prune(_touched(search, incidence, chosen, generator))
                search.settle()
                better = search.cost < cost * (1 - 1e-9)
        finally:
            if not better:
                search.put(before)
        idle = 0 if better else idle + 1


def _near(
    cells: Counts, incidence: sp.csc_matrix, by_row: sp.csr_matrix, generator: np.random.Generator
) -> Counts:
    """Choose a withheld cell, and some of those nearest to it, counted in equations."""
    count = int(generator.integers(1, min(WIDEST, len(cells)) + 1))
    found = seen = np.array([generator.choice(cells)])
    while len(found) < count:
        reached = np.unique(by_row[np.unique(incidence[:, seen].indices)].indices)
        beside = np.setdiff1d(np.intersect1d(reached, cells), found)
        wanted = min(count - len(found), len(beside))
        if wanted:
            found = np.append(found, generator.choice(beside, wanted, replace=False))
        elif len(reached) == len(seen):
            break
        seen = reached
    return found


def _touched(
    search: Search, incidence: sp.csc_matrix, chosen: Counts, generator: np.random.Generator
) -> Counts:
    """List withheld cells of the equations that were looked at, the dearest first on the whole."""
    rows = np.unique(incidence[:, chosen].indices)
    cells = search.secondary()
    close = np.asarray((incidence[rows][:, cells] > 0).sum(axis=0)).ravel() > 0
    order = search.disturber.costs[cells] * generator.uniform(0.7, 1.3, len(cells))
    kept = cells[close]
    return kept[np.argsort(-order[close], kind="stable")]
