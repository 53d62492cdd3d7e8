"""A lottery over panels with given probabilities, or a proof that there is none."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.cube import cube_panels
from dueregard.voices.panel.hull import Hull
from dueregard.voices.panel.polytope import Polytope
from dueregard.voices.panel.pricing import rounded_best, tilted

__all__ = ["Decomposition", "decompose"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
CLOSE = 2e-8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decomposition:
    """How near a lottery comes to the probabilities wanted.

    Attributes
    ----------
    panels : array of int, shape (N, T)
        All panels found.
    shares : array, shape (N,)
        The nearest lottery over them; 0 for most.
    error : float
        The largest difference from a probability wanted.
    refuted : bool
        Whether it is proved that no lottery has the probabilities.
    """

    panels: Counts
    shares: Floats
    error: float
    refuted: bool


def decompose(
    polytope: Polytope,
    target: Floats,
    members: Floats,
    *,
    generator: np.random.Generator,
    deadline: float = np.inf,
) -> Decomposition:
    """Find a lottery over panels with given probabilities, by the nearest point of a growing hull.

    Panels drawn by the cube method about the target come first. While the hull of all panels leaves the target
    out, panels are looked for along the residual, cheaply first, and at last by branch and bound, which either
    finds one or proves that the target is outside.

    Parameters
    ----------
    polytope : Polytope
        The rules.
    target : array, shape (T,)
        Probabilities of one member of each type.
    members : array, shape (T,)
        People of each type.
    generator : Generator
        Randomness.
    deadline : float
        When to stop, on the monotonic clock.

    Returns
    -------
    Decomposition
    """
    mean = target * members
    face = polytope.face(mean)
    pool = _Pool(members, target)
    pool.add(cube_panels(face, mean, number=int(1.5 * len(target)) + 50, generator=generator))
    refuted = False
    best_panel_seconds = 0.0
    while not refuted and monotonic() < deadline:
        if len(pool.panels) == 0:
            found = face.best_panel(generator.random(len(target)), seconds=deadline - monotonic())
            if found.panel is None:
                refuted = found.closed
                break
            pool.add(found.panel[None, :])
            continue
        residual = pool.hull.nearest()
        if np.abs(residual).max() <= CLOSE:
            break
        weights, floor = residual / members, float(residual @ target)
        lot = tilted(face, mean, residual * members, number=len(target) // 3 + 10, generator=generator)
        news = pool.add(lot[lot @ weights > floor])
        if news < 8:
            priced = rounded_best(face, weights, number=12, generator=generator)
            if priced.bound <= floor:
                refuted = True
            news += pool.add(priced.panels[priced.panels @ weights > floor])
        if news < 2 and not refuted:
            best = face.best_panel(weights, floor=floor, seconds=deadline - monotonic())
            if best.panel is not None:
                pool.add(best.panel[None, :])
            elif best.closed:
                refuted = True
    shares = pool.hull.shares if len(pool.panels) else np.zeros(0)
    error = float(np.abs(pool.hull.residual).max()) if len(pool.panels) else np.inf
    return Decomposition(panels=np.array(pool.panels), shares=shares, error=error, refuted=refuted)


class _Pool:
    """Panels, each once, and the hull of their probabilities."""

    def __init__(self, members: Floats, target: Floats) -> None:
        self.panels: list[Counts] = []
        self.hull = Hull(target)
        self._members = members
        self._known: set[bytes] = set()

    def add(self, panels: Counts) -> int:
        """Add those that are new; say how many."""
        fresh = []
        for panel in panels:
            key = panel.tobytes()
            if key not in self._known:
                self._known.add(key)
                fresh.append(panel)
        if fresh:
            self.panels += fresh
            self.hull.add(np.array(fresh) / self._members)
        return len(fresh)
