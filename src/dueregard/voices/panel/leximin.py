"""The leximin lottery: the relaxation's probabilities if a lottery attains them, else stage by stage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.certificate import Stage, shortfalls
from dueregard.voices.panel.cube import cube_panels
from dueregard.voices.panel.decomposition import Decomposition, decompose
from dueregard.voices.panel.hull import Hull
from dueregard.voices.panel.polytope import Polytope
from dueregard.voices.panel.pool import PanelPool
from dueregard.voices.panel.reach import unreachable
from dueregard.voices.panel.relaxation import RelaxedOptimum, relaxed_leximin
from dueregard.voices.panel.shortfall import least_shortfall
from dueregard.voices.panel.stagewise import StagewiseOptimum, stagewise_leximin
from dueregard.voices.panel.watch import Watch

__all__ = ["Lottery", "leximin", "reachable"]

Floats = NDArray[np.float64]
REACH_SHARE, FIRST_SHARE, LIFT_SHARE, STAGES_SHARE = 0.3, 0.6, 0.7, 0.9
FAR_GONE, GRACE = 0.85, 1.0
NEGLIGIBLE = 1e-6
MOST_COLUMNS = 5
"""Panels at hand that one programme may have, for each type: it takes time that grows with them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lottery:
    """A lottery over panels and its proof.

    Attributes
    ----------
    panels : array of int, shape (S, T)
        The panels.
    shares : array, shape (S,)
        Their probabilities.
    objective, bound : float
        What is maximised or minimised, as attained and as bounded by proof.
    proof : str
        How.
    stages : tuple of Stage
        For leximin the proof of each stage.
    """

    panels: NDArray[np.int64]
    shares: Floats
    objective: float
    bound: float
    proof: str
    stages: tuple[Stage, ...] = ()


def reachable(
    polytope: Polytope, members: Floats, pool: PanelPool, *, generator: np.random.Generator, watch: Watch
) -> tuple[Polytope, RelaxedOptimum]:
    """Leave out the types that no panel contains, and find the relaxation's optimum for the rest.

    Parameters
    ----------
    polytope : Polytope
        The rules.
    members : array, shape (T,)
        People of each type.
    pool : PanelPool
        Panels known; those found are added.
    generator : Generator
        Randomness.
    watch : Watch
        Says when to stop proving types unreachable.

    Returns
    -------
    polytope : Polytope
        The rules, with none of the unreachable types.
    relaxed : RelaxedOptimum
    """
    relaxed = relaxed_leximin(polytope, members, watch=watch)
    mean = np.clip(relaxed.probabilities * members, polytope.least, polytope.most)
    means = np.tile(mean, (len(members) // 2 + 10, 1))
    pool.add(cube_panels(polytope, means, generator=generator, watch=watch))
    barred = unreachable(polytope, pool, watch=watch)
    if not (barred & (relaxed.probabilities > 0)).any():
        return polytope.without(barred), relaxed
    narrower = polytope.without(barred)
    return narrower, relaxed_leximin(narrower, members, watch=watch)


def leximin(
    polytope: Polytope, members: Floats, pool: PanelPool, *, generator: np.random.Generator, watch: Watch
) -> Lottery:
    """Find the leximin lottery.

    Parameters
    ----------
    polytope : Polytope
        The rules.
    members : array, shape (T,)
        People of each type.
    pool : PanelPool
        Panels known, at least one.
    generator : Generator
        Randomness.
    watch : Watch
        Says when to stop.

    Returns
    -------
    Lottery
        Its objective is 0; its bound is the largest shortfall from the optimum.
    """
    watch.tell("the fairest probabilities if seats could be split")
    polytope, relaxed = reachable(polytope, members, pool, generator=generator, watch=watch.part(REACH_SHARE))
    target = relaxed.probabilities
    own = _unproved(relaxed.stages, target, polytope, members)
    first = decompose(polytope, target, members, pool, generator=generator, watch=watch.part(FIRST_SHARE))
    if first.error + own > NEGLIGIBLE and not first.refuted:
        lift = watch.part(LIFT_SHARE)
        first = _lifted(first, polytope, target, members, pool, generator=generator, watch=lift)
    if first.error + own <= NEGLIGIBLE:
        return _attained(first, relaxed, gap=first.error + own, proof="relaxation attained")
    if watch.gone > FAR_GONE:
        best = _nearest(pool, target, members, watch=watch)
        best = best if best.error < first.error else first
        return _attained(best, relaxed, gap=best.error + own, proof="time limit")
    staged = stagewise_leximin(polytope, members, pool, generator=generator, watch=watch.part(STAGES_SHARE))
    chances = staged.shares @ pool.panels / members
    gap = _unproved(staged.stages, staged.target, polytope, members)
    gap += float(np.abs(chances - staged.target).max())
    if not staged.finished:
        best = _nearest(pool, target, members, watch=watch)
        best = best if best.error < first.error else first
        gap = min(gap, float((target - chances).max()) + own)
        if best.error + own < gap:
            return _attained(best, relaxed, gap=best.error + own, proof="time limit")
    return _staged(staged, pool, gap=gap)


def _lifted(
    first: Decomposition,
    polytope: Polytope,
    target: Floats,
    members: Floats,
    pool: PanelPool,
    *,
    generator: np.random.Generator,
    watch: Watch,
) -> Decomposition:
    """Where time did not suffice, lift who falls shortest, over the lottery's panels and some drawn anew."""
    mean = target * members
    draws = np.tile(mean, (2 * len(target), 1))
    drawn = cube_panels(polytope.face(mean), draws, generator=generator, watch=watch)
    pool.add(drawn)
    few = len(pool) <= MOST_COLUMNS * len(target)
    panels = pool.panels if few else np.unique(np.vstack([first.panels, drawn]), axis=0)
    found = None if watch.late else least_shortfall(panels, target, members, watch=watch)
    return first if found is None or found.error >= first.error else found


def _unproved(stages: list[Stage], chances: Floats, polytope: Polytope, members: Floats) -> float:
    """Give the most by which a probability can lie below the optimum: never beyond what its type can have."""
    room = np.maximum(polytope.most / members - chances, 0.0)
    return float(np.minimum(shortfalls(stages, chances), room).max())


def _nearest(pool: PanelPool, target: Floats, members: Floats, *, watch: Watch) -> Decomposition:
    """Come as near to some probabilities as the panels at hand allow."""
    hull = Hull(target)
    hull.add(pool.panels / members)
    short = float(np.maximum(hull.nearest(watch=watch.after(GRACE)), 0.0).max())
    held = hull.shares > 0
    return Decomposition(panels=pool.panels[held], shares=hull.shares[held], error=short, refuted=False)


def _staged(staged: StagewiseOptimum, pool: PanelPool, *, gap: float) -> Lottery:
    """Give the lottery found stage by stage."""
    held = staged.shares > 0
    return Lottery(
        panels=pool.panels[held],
        shares=staged.shares[held],
        objective=0.0,
        bound=gap,
        proof="exact stagewise" if staged.finished else "time limit",
        stages=tuple(staged.stages),
    )


def _attained(first: Decomposition, relaxed: RelaxedOptimum, *, gap: float, proof: str) -> Lottery:
    """Give the lottery nearest to the relaxation's probabilities."""
    return Lottery(
        panels=first.panels,
        shares=first.shares,
        objective=0.0,
        bound=gap,
        proof=proof,
        stages=tuple(relaxed.stages),
    )
