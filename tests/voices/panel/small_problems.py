"""Small panel problems, and their leximin by listing every panel."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from dueregard.voices.panel.problem import PanelProblem

SPARE = 1e-7


def problem(seed: int) -> PanelProblem | None:
    """Draw rules that at least one panel meets; None when the draw is of no use."""
    draw = np.random.default_rng(seed)
    types, rules = int(draw.integers(4, 8)), int(draw.integers(2, 5))
    members = draw.integers(1, 4, size=types)
    most = np.minimum(members, draw.integers(1, 4, size=types))
    size = int(draw.integers(2, max(3, most.sum() // 2 + 1)))
    rows = draw.integers(0, 2, size=(rules, types)).astype(np.int8)
    lower = draw.integers(0, 3, size=rules)
    made = PanelProblem(
        members=members,
        most=most,
        rows=rows,
        lower=lower,
        upper=lower + draw.integers(0, 2, size=rules),
        size=size,
    )
    return made if len(every_panel(made)) else None


def every_panel(given: PanelProblem) -> NDArray[np.int64]:
    """List all panels that meet every rule."""
    ranges = [range(int(most) + 1) for most in np.minimum(given.most, given.members)]
    panels = np.array(list(product(*ranges)), dtype=np.int64)
    counts = panels @ given.rows.T.astype(np.int64)
    kept = (panels.sum(axis=1) == given.size) & (counts >= given.lower).all(axis=1)
    return panels[kept & (counts <= given.upper).all(axis=1)]


def leximin(given: PanelProblem) -> NDArray[np.float64]:
    """Find leximin over all panels: a type is fixed at a stage's value when it can have no more."""
    chances = every_panel(given) / given.members
    fixed = np.full(len(given.members), np.nan)
    while np.isnan(fixed).any():
        free = np.isnan(fixed)
        value = _largest(chances, np.where(free, 0.0, fixed - SPARE / 100), of=free)
        floors = np.where(free, value - SPARE / 100, fixed - SPARE / 100)
        for kind in np.flatnonzero(free):
            if _largest(chances, floors, of=np.arange(len(fixed)) == kind) <= value + SPARE:
                fixed[kind] = value
    return fixed


def _largest(chances: NDArray[np.float64], floors: NDArray[np.float64], *, of: NDArray[np.bool_]) -> float:
    """Maximise the smallest probability of some types, with floors for all."""
    number = len(chances)
    least = np.hstack([-chances.T, np.zeros((chances.shape[1], 1))])
    above = np.hstack([-chances.T[of], np.ones((int(of.sum()), 1))])
    answer = linprog(
        np.append(np.zeros(number), -1.0),
        A_ub=np.vstack([least, above]),
        b_ub=np.append(-floors, np.zeros(int(of.sum()))),
        A_eq=np.append(np.ones(number), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0, None)] * (number + 1),
    )
    assert answer.success
    return float(-answer.fun)
