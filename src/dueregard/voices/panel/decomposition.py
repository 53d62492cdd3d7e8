"""A lottery over panels with given probabilities, or a proof that there is none."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.cube import cube_panels
from dueregard.voices.panel.exchange import Exchange
from dueregard.voices.panel.hull import Hull
from dueregard.voices.panel.polytope import Polytope
from dueregard.voices.panel.pool import PanelPool
from dueregard.voices.panel.pricing import climbed, tilted
from dueregard.voices.panel.reach import unreachable
from dueregard.voices.panel.watch import Watch

__all__ = ["Decomposition", "decompose"]

Floats = NDArray[np.float64]
CLOSE = 2e-8
NEAR = 5e-7
FEW = 3


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
        The largest difference from a probability wanted.
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
    pool.add(cube_panels(face, np.tile(mean, (draws, 1)), generator=generator))
    near = PanelPool(len(target))
    near.add(pool.panels[face.allows(pool.panels)])
    refuted = bool(unreachable(face, near, watch=watch)[face.most > 0].any())
    hull = Hull(target)
    hull.add(near.panels / members)
    search = _Search(face, mean, members, near, generator, watch)
    error = last = np.inf
    while len(near) and not refuted:
        residual = hull.nearest()
        error = float(np.abs(residual).max())
        watch.tell(f"a lottery within {error:.1e} of the fairest probabilities")
        slow = NEAR if error <= NEAR and error > 0.9 * last else CLOSE
        last = error
        if error <= slow or watch.late:
            break
        new, refuted = search.along(residual / members, floor=float(residual @ target))
        hull.add(new / members)
    pool.add(near.panels)
    shares = hull.shares if len(near) else np.zeros(0)
    held = shares > 0
    return Decomposition(panels=near.panels[held], shares=shares[held], error=error, refuted=refuted)


class _Search:
    """Panels of a face that are worth more than a floor."""

    def __init__(
        self,
        face: Polytope,
        mean: Floats,
        members: Floats,
        near: PanelPool,
        generator: np.random.Generator,
        watch: Watch,
    ) -> None:
        self._face, self._mean, self._members, self._near = face, mean, members, near
        self._generator, self._watch = generator, watch
        self._exchange = Exchange(face, generator)

    def along(self, weights: Floats, *, floor: float) -> tuple[NDArray[np.int64], bool]:
        """Give new panels above the floor, or say that it is proved that there are none."""
        near = self._near
        number = len(weights) // 3 + 10
        lot = tilted(self._face, self._mean, weights, number=number, generator=self._generator)
        if lot.bound <= floor:
            return near.panels[:0], True
        new = near.add(lot.panels[lot.panels @ weights > floor])
        more = near.add(climbed(self._exchange, near.panels, weights, floor=floor))
        new = np.concatenate([new, more])
        if len(new) >= FEW:
            return new, False
        best = self._face.best_panel(weights, floor=floor, seconds=self._watch.left)
        if best.panel is not None:
            return np.concatenate([new, near.add(best.panel[None, :])]), False
        return new, best.closed and len(new) == 0
