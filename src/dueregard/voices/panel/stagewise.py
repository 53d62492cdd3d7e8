"""Leximin stage by stage over panels themselves, where the relaxation promises more than panels can give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.certificate import Stage
from dueregard.voices.panel.exchange import Exchange
from dueregard.voices.panel.master import MasterOptimum, raise_smallest
from dueregard.voices.panel.polytope import Polytope
from dueregard.voices.panel.pool import PanelPool
from dueregard.voices.panel.pricing import climbed, tilted
from dueregard.voices.panel.watch import Watch

__all__ = ["StagewiseOptimum", "stagewise_leximin"]

Floats = NDArray[np.float64]
TOLERANCE = 1e-7
CLOSE = 5e-7
DRAWS = 48
FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StagewiseOptimum:
    """The lottery found.

    Attributes
    ----------
    shares : array, shape (N,)
        Its probabilities of the panels in the pool.
    stages : list of Stage
        The proofs.
    target : array, shape (T,)
        The probabilities fixed.
    finished : bool
        Whether every stage was proved to the tolerance.
    """

    shares: Floats
    stages: list[Stage]
    target: Floats
    finished: bool


def stagewise_leximin(
    polytope: Polytope,
    members: Floats,
    pool: PanelPool,
    *,
    generator: np.random.Generator,
    watch: Watch,
) -> StagewiseOptimum:
    """Maximise the smallest probability over lotteries, then the second smallest, by generating panels.

    Parameters
    ----------
    polytope : Polytope
        The rules.
    members : array, shape (T,)
        People of each type.
    pool : PanelPool
        Panels to start from; those found are added.
    generator : Generator
        Randomness.
    watch : Watch
        Says when searches stop. Later stages then are solved over the panels at hand, and what is proved about
        them is only the relaxation's bound.

    Returns
    -------
    StagewiseOptimum
    """
    fixed = np.full(polytope.types, np.nan)
    stages: list[Stage] = []
    search = _Search(polytope, members, pool, generator, watch)
    while np.isnan(fixed).any():
        found, chances, bound = search.stage(fixed)
        free = np.isnan(fixed)
        value = float(chances[free].min())
        spare = max(bound - float(found.weights @ np.where(free, value, fixed)), 0.0)
        clear = min(max(spare / CLOSE, 1e-6), float(found.weights[free].max()))
        hit = free & (found.weights >= clear)
        fixed[hit] = value
        stages.append(Stage(weights=found.weights, bound=bound, settled=hit))
    final = raise_smallest(pool.panels, members, fixed, vertex=True)
    return StagewiseOptimum(shares=final.shares, target=fixed, stages=stages, finished=not search.late)


class _Search:
    """Panels for the stages of one problem."""

    def __init__(
        self,
        polytope: Polytope,
        members: Floats,
        pool: PanelPool,
        generator: np.random.Generator,
        watch: Watch,
    ) -> None:
        self._polytope, self._members, self._pool = polytope, members, pool
        self._generator, self._watch = generator, watch
        self._exchange = Exchange(polytope, generator)
        self.late = False

    def stage(self, fixed: Floats) -> tuple[MasterOptimum, Floats, float]:
        """Solve one stage: its lottery, everybody's chances, and the bound on their weighted sum."""
        while True:
            found = raise_smallest(self._pool.panels, self._members, fixed)
            mean = found.shares @ self._pool.panels
            chances = mean / self._members
            bound, closed = self._improve(found, mean)
            self._watch.tell(f"stage of probability {chances[np.isnan(fixed)].min():.6f}")
            if closed:
                return found, chances, bound
            if self._watch.late:
                self.late = True
                return found, chances, bound

    def _improve(self, found: MasterOptimum, mean: Floats) -> tuple[float, bool]:
        """Add panels that improve a lottery; give a bound on every panel's value, and whether none improves it."""
        weights, floor = found.weights / self._members, found.floor + TOLERANCE / 10
        lot = tilted(self._polytope, mean, weights, number=DRAWS, generator=self._generator)
        if lot.bound <= found.floor + TOLERANCE:
            return lot.bound, True
        news = len(self._pool.add(lot.panels[lot.panels @ weights > floor]))
        near = climbed(self._exchange, self._pool.panels, weights, floor=floor, tops=8, each=6)
        news += len(self._pool.add(near))
        if news >= FEW or self._watch.late:
            return lot.bound, False
        best = self._polytope.best_panel(weights, floor=floor, seconds=self._watch.left)
        if best.panel is not None:
            news += len(self._pool.add(best.panel[None, :]))
        if best.closed and news == 0:
            return floor, True
        return min(lot.bound, best.bound), False
