"""The fairest lottery over the panels that rules allow."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import DueRegardError, UsageError
from dueregard.voices.panel.concave import best_lottery
from dueregard.voices.panel.leximin import leximin
from dueregard.voices.panel.one_core import one_core
from dueregard.voices.panel.polytope import Polytope
from dueregard.voices.panel.pool import PanelPool
from dueregard.voices.panel.problem import PanelProblem, TypeLottery
from dueregard.voices.panel.watch import Watch

__all__ = ["ALGORITHMS", "NoPanel", "feasible", "solve"]

ALGORITHMS = ("leximin", "maximin", "nash", "minimax", "goldilocks")
Progress = Callable[[float, str], None]


class NoPanel(DueRegardError):
    """No panel of the size meets every rule."""


def feasible(problem: PanelProblem) -> NDArray[np.int64]:
    """Give some panel that meets every rule.

    Parameters
    ----------
    problem : PanelProblem
        The rules.

    Returns
    -------
    array of int, shape (T,)

    Raises
    ------
    NoPanel
        When there is none.
    """
    found = Polytope.of(problem).best_panel(np.zeros(len(problem.members)))
    if found.panel is None:
        raise NoPanel("No panel of the size meets every rule.")
    return found.panel


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
    DueRegardError
        When the solver fails.
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
        raise UsageError(
            f"There is no algorithm {algorithm!r}.", found=f"There are: {', '.join(ALGORITHMS)}."
        )
    watch = Watch(time_limit, progress)
    generator = np.random.Generator(np.random.PCG64(seed))
    members = np.asarray(problem.members, dtype=float)
    pool = PanelPool(len(members))
    pool.add(feasible(problem)[None, :])
    polytope = Polytope.of(problem)
    try:
        with one_core():
            if algorithm == "leximin":
                found = leximin(polytope, members, pool, generator=generator, watch=watch)
            else:
                found = best_lottery(algorithm, polytope, members, pool, generator=generator, watch=watch)
    except ArithmeticError as failure:
        raise DueRegardError(
            "The lottery could not be computed: the solver failed.",
            found=f"It failed because {failure}.",
            remedy="Try another --algorithm, such as maximin; or let the tightest quotas have a little room.",
        ) from failure
    order = np.argsort(-found.shares, kind="stable")
    shares = found.shares[order] / found.shares.sum()
    return TypeLottery(
        panels=found.panels[order],
        shares=shares,
        probabilities=shares @ found.panels[order] / members,
        algorithm=algorithm,
        objective=found.objective,
        bound=found.bound,
        gap=abs(found.bound - found.objective),
        proof=found.proof,
        stages=found.stages,
    )
