"""Lotteries that are best by a concave objective: maximin, minimax, Nash and Goldilocks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from dueregard.voices.panel.decomposition import decompose
from dueregard.voices.panel.leximin import REACH_SHARE, Lottery, reachable
from dueregard.voices.panel.objectives import (
    OBJECTIVES,
    Maximin,
    Minimax,
    Mixture,
    Objective,
    Optimum,
    best_chances,
)
from dueregard.voices.panel.polytope import Polytope
from dueregard.voices.panel.pool import PanelPool
from dueregard.voices.panel.relaxation import relaxed_leximin
from dueregard.voices.panel.search import PanelSearch
from dueregard.voices.panel.watch import Watch

__all__ = ["best_lottery"]

Floats = NDArray[np.float64]
NEGLIGIBLE = 5e-7
FIRST_SHARE, DRAWS = 0.5, 64
PATIENCE, GRACE = 20.0, 2.0


def best_lottery(
    algorithm: str,
    polytope: Polytope,
    members: Floats,
    pool: PanelPool,
    *,
    generator: np.random.Generator,
    watch: Watch,
) -> Lottery:
    """Find the lottery that is best by an objective.

    The relaxation's best probabilities come first: a lottery that has them is best. Among equally good ones
    the leximin one is wanted: for maximin that is the leximin lottery itself, for minimax and Goldilocks the
    leximin lottery among those whose largest probability is as small. Where no lottery has them, panels are
    generated until none can improve the objective.

    Parameters
    ----------
    algorithm : {"maximin", "minimax", "nash", "goldilocks"}
        The objective.
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
        Its objective and bound as maximised or minimised.
    """
    watch.tell("the best probabilities if seats could be split")
    polytope, leximin = reachable(polytope, members, pool, generator=generator, watch=watch.part(REACH_SHARE))
    objective = OBJECTIVES[algorithm](members, polytope.most > 0, polytope.size)
    relaxed = best_chances(objective, Mixture.of_points(polytope, members), watch=watch.after(PATIENCE))
    if relaxed is None:
        raise ArithmeticError("the best probabilities with split seats could not be found")
    if algorithm == "maximin":
        target = leximin.probabilities
    elif algorithm == "nash":
        target = relaxed.chances
    else:
        target = _under(float(relaxed.chances.max()), polytope, members, watch=watch)
    first = decompose(polytope, target, members, pool, generator=generator, watch=watch.part(FIRST_SHARE))
    panels, shares = (first.panels, first.shares) if len(first.panels) else _even(pool)
    value = objective.value(shares @ panels / members)
    sign = 1.0 if algorithm in {"maximin", "nash"} else -1.0
    near = relaxed.bound - value <= NEGLIGIBLE
    attained = Lottery(
        panels=panels,
        shares=shares,
        objective=sign * value,
        bound=sign * max(relaxed.bound, value),
        proof="relaxation attained" if near else "time limit",
    )
    if near:
        return attained
    found = _generated(
        objective,
        polytope,
        members,
        pool,
        sign=sign,
        bound=relaxed.bound,
        generator=generator,
        watch=watch,
    )
    return found if found is not None and sign * found.objective >= value else attained


def _even(pool: PanelPool) -> tuple[NDArray[np.int64], Floats]:
    """Give every panel at hand the same share."""
    return pool.panels, np.full(len(pool), 1.0 / len(pool))


def _under(largest: float, polytope: Polytope, members: Floats, *, watch: Watch) -> Floats:
    """Give the relaxation's leximin probabilities below a largest."""
    capped = Polytope(
        rows=polytope.rows,
        lower=polytope.lower,
        upper=polytope.upper,
        most=np.minimum(polytope.most, (largest + 1e-9) * members),
        least=polytope.least,
    )
    return relaxed_leximin(capped, members, watch=watch).probabilities


def _lifted(largest: float, panels: NDArray[np.int64], members: Floats, *, watch: Watch) -> Optimum | None:
    """Give the lottery over panels with the largest smallest probability below a largest."""
    plain = Mixture.of_panels(panels, members)
    mixture = replace(
        plain,
        rules=sp.vstack([plain.rules, plain.chances]).tocsc(),
        lower=np.append(plain.lower, np.zeros(len(members))),
        upper=np.append(plain.upper, np.full(len(members), largest + 1e-9)),
    )
    reached = np.asarray((panels > 0).any(axis=0), dtype=np.bool_)
    return best_chances(Maximin(members, reached, int(panels[0].sum())), mixture, watch=watch)


def _generated(
    objective: Objective,
    polytope: Polytope,
    members: Floats,
    pool: PanelPool,
    *,
    sign: float,
    bound: float,
    generator: np.random.Generator,
    watch: Watch,
) -> Lottery | None:
    """Add panels until none improves the objective: a panel's dual value bounds what it can add."""
    search = PanelSearch(polytope, pool, generator=generator, watch=watch)
    at: list[Floats] = []
    found: Optimum | None = None
    while True:
        fresh = best_chances(objective, Mixture.of_panels(pool.panels, members), start=at, watch=watch)
        if fresh is None:
            break
        found = fresh
        weights = found.weights / members
        known = float((pool.panels @ weights).max())
        near = search.above(known + NEGLIGIBLE / 5, weights, mean=found.parts @ pool.panels, draws=DRAWS)
        bound = min(bound, found.bound + max(near.bound - known, 0.0))
        watch.tell(f"within {bound - found.value:.1e} of the best")
        if bound - found.value <= NEGLIGIBLE or near.none or watch.late:
            break
    if found is None:
        return None
    number = len(found.parts)
    if isinstance(objective, Minimax):
        panels = pool.panels[:number]
        found = _lifted(-found.value, panels, members, watch=watch.after(GRACE)) or found
    held = found.parts > 1e-12
    shares = found.parts[held] / found.parts[held].sum()
    panels = pool.panels[:number][held]
    value = objective.value(shares @ panels / members)
    proved = bound - value <= 2 * NEGLIGIBLE
    return Lottery(
        panels=panels,
        shares=shares,
        objective=sign * value,
        bound=sign * max(bound, value),
        proof="dual bound" if proved else "time limit",
    )
