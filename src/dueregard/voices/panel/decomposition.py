"""A lottery over panels with given probabilities, or a proof that there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.cube import cube_panels
from dueregard.voices.panel.hull import Hull
from dueregard.voices.panel.polytope import Polytope
from dueregard.voices.panel.pool import PanelPool
from dueregard.voices.panel.reach import unreachable
from dueregard.voices.panel.search import PanelSearch
from dueregard.voices.panel.watch import Watch

__all__ = ["Decomposition", "decompose"]

Floats = NDArray[np.float64]
CLOSE = 2e-8
NEAR = 5e-7
GRACE, COVER_SHARE = 2.0, 0.4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decomposition:
    """How near a lottery comes to the probabilities wanted.

    Attributes
    ----------
    panels : array of int, shape (N, T)
        The panels of the lottery.
    shares : array, shape (N,)
        Their probabilities.
    error : float
        The largest difference from a probability wanted; infinite without any panel.
    refuted : bool
        Whether it is proved that no lottery has the probabilities.
    """

    panels: NDArray[np.int64]
    shares: Floats
    error: float
    refuted: bool


def decompose(
    polytope: Polytope,
    target: Floats,
    members: Floats,
    pool: PanelPool,
    *,
    generator: np.random.Generator,
    watch: Watch,
) -> Decomposition:
    """Find a lottery over panels with given probabilities, by the nearest point of a growing hull.

    Panels drawn by the cube method about the target come first. While the hull of all panels leaves the
    target out, panels are looked for along the residual, cheaply first, and at last by branch and bound,
    which either finds one or proves that the target is outside.

    Parameters
    ----------
    polytope : Polytope
        The rules.
    target : array, shape (T,)
        Probabilities of one member of each type.
    members : array, shape (T,)
        People of each type.
    pool : PanelPool
        Panels known; those found are added.
    generator : Generator
        Randomness.
    watch : Watch
        Says when to stop, and hears of progress.

    Returns
    -------
    Decomposition
    """
    mean = target * members
    face = polytope.face(mean)
    draws = int(1.5 * len(target)) + 50
    lot = cube_panels(face, np.tile(mean, (draws, 1)), generator=generator, watch=watch)
    pool.add(lot)
    near = PanelPool(len(target))
    near.add(pool.panels[face.allows(pool.panels)])
    refuted = bool(unreachable(face, near, watch=watch.part(COVER_SHARE))[face.most > 0].any())
    covered = bool((near.reached | (face.most == 0)).all())
    hull = Hull(target)
    hull.add(near.panels / members)
    search = PanelSearch(face, near, generator=generator, watch=watch)
    draws = len(target) // 3 + 10
    error = last = np.inf
    while len(near) and not refuted:
        residual = hull.nearest(watch=watch)
        error = float(np.abs(residual).max())
        watch.tell(f"a lottery within {error:.1e} of the fairest probabilities")
        slow = NEAR if error <= NEAR and error > 0.9 * last else CLOSE
        last = error
        if error <= slow or watch.late or not covered:
            break
        floor = float(residual @ target)
        found = search.above(floor, residual / members, mean=mean, draws=draws)
        hull.add(found.panels / members)
        refuted = found.none
    if not np.isfinite(error) and len(near):
        error = float(np.abs(hull.nearest(watch=watch.after(GRACE))).max())
    pool.add(near.panels)
    shares = hull.shares if len(near) else np.zeros(0)
    held = shares > 0
    return Decomposition(panels=near.panels[held], shares=shares[held], error=error, refuted=refuted)
