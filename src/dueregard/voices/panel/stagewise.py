"""Leximin stage by stage over panels themselves, where the relaxation promises more than panels can give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.certificate import Stage
from dueregard.voices.panel.hull import Hull
from dueregard.voices.panel.master import MasterOptimum, raise_smallest
from dueregard.voices.panel.polytope import Polytope
from dueregard.voices.panel.pool import PanelPool
from dueregard.voices.panel.search import PanelSearch
from dueregard.voices.panel.watch import Watch

__all__ = ["StagewiseOptimum", "stagewise_leximin"]

Floats = NDArray[np.float64]
TOLERANCE = 2e-8
CLOSE = 5e-7
SEEN = 1e-6
DRAWS = 48


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
        Says when searches stop. Later stages then are solved over the panels at hand, and what is proved
        about them is only the relaxation's bound.

    Returns
    -------
    StagewiseOptimum
    """
    fixed = np.full(polytope.types, np.nan)
    stages: list[Stage] = []
    search = PanelSearch(polytope, pool, generator=generator, watch=watch)
    late = False
    while np.isnan(fixed).any():
        free = np.isnan(fixed)
        found, bound, closed = _stage(polytope, search, pool, members, fixed=fixed, watch=watch)
        late |= not closed
        chances = found.shares @ pool.panels[: len(found.shares)] / members
        value = float(chances[free].min())
        spare = max(bound - float(found.weights @ np.where(free, value, fixed)), 0.0)
        clear = max(spare / CLOSE, SEEN) if closed else SEEN
        hit = free & (found.weights >= min(clear, float(found.weights[free].max())))
        fixed[hit] = value
        stages.append(Stage(weights=found.weights, bound=bound, settled=hit))
    hull = Hull(fixed)
    hull.add(pool.panels / members)
    hull.nearest()
    return StagewiseOptimum(shares=hull.shares, target=fixed, stages=stages, finished=not late)


def _stage(
    polytope: Polytope,
    search: PanelSearch,
    pool: PanelPool,
    members: Floats,
    *,
    fixed: Floats,
    watch: Watch,
) -> tuple[MasterOptimum, float, bool]:
    """Solve one stage: its lottery, a bound on all panels' weighted sums, whether it is tight."""
    while True:
        found = raise_smallest(pool.panels, members, fixed)
        mean = found.shares @ pool.panels
        watch.tell(f"stage with {np.isnan(fixed).sum()} kinds of people to place")
        floor = found.floor + TOLERANCE
        if watch.late:
            return found, polytope.best_point(found.weights / members).bound, False
        near = search.above(floor, found.weights / members, mean=mean, draws=DRAWS)
        if near.none:
            return found, near.bound, True
