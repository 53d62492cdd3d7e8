"""Who can be on any panel at all: types that the quotas exclude have no chance in any lottery."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.polytope import Polytope
from dueregard.voices.panel.pool import PanelPool
from dueregard.voices.panel.watch import Watch

__all__ = ["unreachable"]


def unreachable(polytope: Polytope, pool: PanelPool, *, watch: Watch) -> NDArray[np.bool_]:
    """Find the types that no panel contains, and panels for all others.

    Branch and bound maximises how many are drawn from the types in none of the panels at hand: it finds a
    panel with some of them, or proves that there is none for any.

    Parameters
    ----------
    polytope : Polytope
        The rules.
    pool : PanelPool
        Panels at hand; those found are added.
    watch : Watch
        Says when to give up; types left then count as reachable.

    Returns
    -------
    array of bool, shape (T,)
    """
    possible = polytope.most > 0
    while True:
        lacking = possible & ~pool.reached
        if not lacking.any() or watch.late:
            return ~possible
        weights = lacking.astype(float)
        watch.tell(f"a panel for each of {lacking.sum()} kinds of people")
        if polytope.best_point(weights).bound < 1 - 1e-6:
            return ~possible | lacking
        found = polytope.best_panel(weights, floor=0.5, seconds=watch.left)
        if found.panel is not None:
            pool.add(found.panel[None, :])
        elif found.closed:
            return ~possible | lacking
        else:
            return ~possible
