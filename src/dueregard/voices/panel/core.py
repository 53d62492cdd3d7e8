"""Panels next to corners of the relaxation: branch and bound over the few types that are undecided there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.polytope import Polytope
from dueregard.voices.panel.watch import Watch

__all__ = ["core_panels"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
SHAKE, OPEN, SECONDS = 0.3, 64, 0.5
WHOLE = 1e-6


def core_panels(
    polytope: Polytope,
    weights: Floats,
    *,
    floor: float,
    tries: int,
    generator: np.random.Generator,
    watch: Watch,
) -> Counts:
    """Look for panels worth more than a floor, each next to the best point of weights like those given.

    At a best point most types are whole, and their reduced costs say how sure that is. All but the least
    sure are held there, so that branch and bound takes hundredths of a second where the whole problem takes
    one: the core problem of Balas and Zemel (1980), "An algorithm for large zero-one knapsack problems",
    Operations Research 28(5).

    Parameters
    ----------
    polytope : Polytope
        The rules.
    weights : array, shape (T,)
        What one of each type is worth.
    floor : float
        The value to exceed.
    tries : int
        How many points are tried.
    generator : Generator
        Shakes the weights.
    watch : Watch
        Says when to stop.

    Returns
    -------
    array of int, shape (at most `tries`, T)
    """
    found = []
    spread = SHAKE * float(np.abs(weights).mean())
    for _ in range(tries):
        if watch.late:
            break
        noise = generator.standard_normal((2, len(weights)))
        aim = weights * (1 + SHAKE * noise[0]) + spread * noise[1]
        best = polytope.best_point(aim)
        sure = np.where(np.abs(best.point - np.rint(best.point)) > WHOLE, -1.0, np.abs(best.reduced))
        undecided = np.argsort(sure, kind="stable")[:OPEN]
        least = np.rint(best.point)
        most = least.copy()
        least[undecided], most[undecided] = polytope.least[undecided], polytope.most[undecided]
        near = polytope.best_panel(
            weights, floor=floor, aim=aim, least=least, most=most, seconds=min(SECONDS, watch.left)
        )
        if near.panel is not None:
            found.append(near.panel)
    return np.array(found, dtype=np.int64).reshape(len(found), len(weights))
