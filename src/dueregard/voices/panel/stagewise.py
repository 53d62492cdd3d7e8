"""Leximin stage by stage over panels themselves, where the relaxation promises more than panels can give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.certificate import Stage, open_weights
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
GRACE = 5.0


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
        The probabilities fixed; out of time, those of the lottery where nothing is fixed.
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
        Says when to stop. What is proved about the types not settled then is only the relaxation's bound.

    Returns
    -------
    StagewiseOptimum
    """
    fixed = np.full(polytope.types, np.nan)
    stages: list[Stage] = []
    search = PanelSearch(polytope, pool, generator=generator, watch=watch)
    shares = np.full(len(pool), 1.0 / len(pool))
    while np.isnan(fixed).any():
        free = np.isnan(fixed)
        found, bound = _stage(search, pool, members, fixed=fixed, watch=watch)
        shares = shares if found is None else found.shares
        chances = shares @ pool.panels[: len(shares)] / members
        if found is None or bound is None:
            weights = open_weights(free, None if found is None else found.weights)
            stages.append(
                Stage(weights=weights, bound=polytope.best_point(weights / members).bound, settled=free)
            )
            padded = np.append(shares, np.zeros(len(pool) - len(shares)))
            target = np.where(free, chances, fixed)
            return StagewiseOptimum(shares=padded, target=target, stages=stages, finished=False)
        value = float(chances[free].min())
        spare = max(bound - float(found.weights @ np.where(free, value, fixed)), 0.0)
        clear = max(spare / CLOSE, SEEN)
        hit = free & (found.weights >= min(clear, float(found.weights[free].max())))
        fixed[hit] = value
        stages.append(Stage(weights=found.weights, bound=bound, settled=hit))
    hull = Hull(fixed)
    hull.add(pool.panels / members)
    hull.nearest(watch=watch.after(GRACE))
    return StagewiseOptimum(shares=hull.shares, target=fixed, stages=stages, finished=True)


def _stage(
    search: PanelSearch,
    pool: PanelPool,
    members: Floats,
    *,
    fixed: Floats,
    watch: Watch,
) -> tuple[MasterOptimum | None, float | None]:
    """Solve one stage: its lottery, and a tight bound on all panels' weighted sums, unless time runs out."""
    last = None
    while True:
        found = raise_smallest(pool.panels, members, fixed, watch=watch)
        if found is None:
            return last, None
        last = found
        mean = found.shares @ pool.panels
        watch.tell(f"stage with {np.isnan(fixed).sum()} kinds of people to place")
        floor = found.floor + TOLERANCE
        if watch.late:
            return found, None
        near = search.above(floor, found.weights / members, mean=mean, draws=DRAWS)
        if near.none:
            return found, near.bound
