"""Other ideas of a fair lottery as linear programmes: curves are approached by their tangents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import highspy
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from dueregard.voices.panel.polytope import INFINITY, Polytope, solver
from dueregard.voices.panel.watch import Watch

__all__ = ["OBJECTIVES", "Mixture", "Objective", "Optimum", "best_chances"]

Floats = NDArray[np.float64]
ROUNDS, EXACT = 40, 2e-8
SMALLEST = 1e-7
HIGHEST = 1.0
"""No objective here exceeds it: what is known where the solver fails."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mixture:
    """What probabilities are made of: ``chances @ u`` for u within linear limits.

    Attributes
    ----------
    chances : sparse matrix, shape (T, n)
        Probabilities that a unit of each part gives.
    rules : sparse matrix, shape (R, n)
        Linear forms of the parts,
    lower, upper : array, shape (R,)
        and their limits.
    most, least : array, shape (n,)
        Limits of the parts.
    """

    chances: sp.csc_matrix
    rules: sp.csc_matrix
    lower: Floats
    upper: Floats
    most: Floats
    least: Floats

    @classmethod
    def of_points(cls, polytope: Polytope, members: Floats) -> Mixture:
        """Mix seats that may be split: the relaxation."""
        return cls(
            chances=sp.diags(1.0 / members).tocsc(),
            rules=sp.csc_matrix(polytope.rows),
            lower=polytope.lower,
            upper=polytope.upper,
            most=polytope.most,
            least=polytope.least,
        )

    @classmethod
    def of_panels(cls, panels: NDArray[np.int64], members: Floats) -> Mixture:
        """Mix panels: lotteries."""
        number = len(panels)
        return cls(
            chances=sp.csc_matrix((panels / members).T),
            rules=sp.csc_matrix(np.ones((1, number))),
            lower=np.ones(1),
            upper=np.ones(1),
            most=np.full(number, INFINITY),
            least=np.zeros(number),
        )


class Objective(Protocol):
    """A concave function of probabilities to be made as large as can be.

    It is the maximum of ``costs @ v`` over further variables v under the rows of :meth:`rows` (each at most a
    limit) and ``lowest <= v <= highest``.
    """

    costs: Floats
    lowest: Floats
    highest: Floats

    def value(self, chances: Floats) -> float:
        """Give the value of probabilities."""
        ...

    def rows(self, at: list[Floats]) -> tuple[sp.csc_matrix, sp.csc_matrix, Floats]:
        """Give coefficients of the probabilities and of v, and limits, with tangents at some points."""
        ...


class Maximin:
    """The smallest probability; types that are on no panel are left out."""

    def __init__(self, members: Floats, reached: NDArray[np.bool_], size: int) -> None:
        self._reached = np.flatnonzero(reached)
        self._types = len(members)
        self.costs, self.lowest, self.highest = np.ones(1), np.zeros(1), np.ones(1)

    def value(self, chances: Floats) -> float:
        """Give the value of probabilities."""
        return float(chances[self._reached].min())

    def rows(self, at: list[Floats]) -> tuple[sp.csc_matrix, sp.csc_matrix, Floats]:
        """Keep the smallest below every probability."""
        number = len(self._reached)
        every = sp.eye(self._types).tocsr()[self._reached]
        return (-every).tocsc(), sp.csc_matrix(np.ones((number, 1))), np.zeros(number)


class Minimax:
    """The largest probability, negative."""

    def __init__(self, members: Floats, reached: NDArray[np.bool_], size: int) -> None:
        self.costs, self.lowest, self.highest = np.array([-1.0]), np.zeros(1), np.ones(1)
        self._types = len(members)

    def value(self, chances: Floats) -> float:
        """Give the value of probabilities."""
        return -float(chances.max())

    def rows(self, at: list[Floats]) -> tuple[sp.csc_matrix, sp.csc_matrix, Floats]:
        """Keep every probability below the largest."""
        types = self._types
        return sp.eye(types).tocsc(), sp.csc_matrix(-np.ones((types, 1))), np.zeros(types)


class Goldilocks:
    """Neither too much nor too little: n/k max + 1 / (n/k min), negative.

    Baharav and Flanigan (2024), "Fair, manipulation-robust, and transparent sortition", arXiv 2406.15009: the
    objective Goldilocks with gamma = 1, checked against the authors' own programme, which gives the second
    term the weight gamma, and likewise leaves out who is on no panel. Their experiments put a norm of order
    50 in the place of the largest; this is the largest itself.
    """

    def __init__(self, members: Floats, reached: NDArray[np.bool_], size: int) -> None:
        self._reached = np.flatnonzero(reached)
        self._types = len(members)
        self._scale = float(members.sum()) / size
        self.costs = np.array([-self._scale, 0.0, -1.0])
        self.lowest, self.highest = np.zeros(3), np.array([1.0, 1.0, INFINITY])

    def value(self, chances: Floats) -> float:
        """Give the value of probabilities."""
        smallest = max(float(chances[self._reached].min()), SMALLEST)
        return -self._scale * float(chances.max()) - 1.0 / (self._scale * smallest)

    def rows(self, at: list[Floats]) -> tuple[sp.csc_matrix, sp.csc_matrix, Floats]:
        """Keep probabilities between the two, and the reciprocal above its tangents."""
        types, reached = self._types, self._reached
        grid = np.geomspace(1e-4, 1.0, 24) / self._scale
        smallest = [max(float(chances[reached].min()), SMALLEST) for chances in at]
        points = self._scale * np.append(grid, smallest)
        above = sp.csc_matrix(np.tile([-1.0, 0.0, 0.0], (types, 1)))
        below = sp.csc_matrix(np.tile([0.0, 1.0, 0.0], (len(reached), 1)))
        tangents = np.column_stack([np.zeros(len(points)), -self._scale / points**2, -np.ones(len(points))])
        every = sp.eye(types).tocsr()
        return (
            sp.vstack([every, -every[reached], sp.csc_matrix((len(points), types))]).tocsc(),
            sp.vstack([above, below, sp.csc_matrix(tangents)]).tocsc(),
            np.concatenate([np.zeros(types + len(reached)), -2.0 / points]),
        )


class Nash:
    """The mean of everybody's logarithm of probability; types that are on no panel are left out."""

    def __init__(self, members: Floats, reached: NDArray[np.bool_], size: int) -> None:
        self._reached = np.flatnonzero(reached)
        self._types = len(members)
        self.costs = members[self._reached] / members[self._reached].sum()
        self.lowest = np.full(len(self._reached), -INFINITY)
        self.highest = np.zeros(len(self._reached))

    def value(self, chances: Floats) -> float:
        """Give the value of probabilities."""
        return float(self.costs @ np.log(np.maximum(chances[self._reached], SMALLEST)))

    def rows(self, at: list[Floats]) -> tuple[sp.csc_matrix, sp.csc_matrix, Floats]:
        """Keep every logarithm below its tangents."""
        number = len(self._reached)
        grid = [np.full(number, point) for point in np.geomspace(1e-3, 1.0, 9)]
        points = grid + [np.maximum(chances[self._reached], SMALLEST) for chances in at]
        every = sp.eye(self._types).tocsr()[self._reached]
        slopes = sp.vstack([sp.diags(-1.0 / point) @ every for point in points])
        return (
            slopes.tocsc(),
            sp.vstack([sp.eye(number)] * len(points)).tocsc(),
            np.concatenate([np.log(point) - 1.0 for point in points]),
        )


OBJECTIVES: dict[str, Callable[[Floats, NDArray[np.bool_], int], Objective]] = {
    "maximin": Maximin,
    "minimax": Minimax,
    "goldilocks": Goldilocks,
    "nash": Nash,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Optimum:
    """The best probabilities of a mixture.

    Attributes
    ----------
    chances : array, shape (T,)
        The probabilities.
    parts : array, shape (n,)
        The parts that give them.
    weights : array, shape (T,)
        What a little more of each probability is worth.
    value, bound : float
        The objective attained, and one that no probabilities of the mixture exceed.
    """

    chances: Floats
    parts: Floats
    weights: Floats
    value: float
    bound: float


def best_chances(
    objective: Objective,
    mixture: Mixture,
    *,
    start: list[Floats] | None = None,
    watch: Watch | None = None,
) -> Optimum | None:
    """Maximise a concave objective over a mixture, by linear programmes with more and more tangents.

    Parameters
    ----------
    objective : Objective
        What to maximise.
    mixture : Mixture
        What the probabilities are made of.
    start : list of array, optional
        Probabilities to put tangents at; those met on the way are added to it.
    watch : Watch, optional
        Says when to put no more tangents.

    Returns
    -------
    Optimum or None
        None when time ran out before the first.
    """
    watch = Watch() if watch is None else watch
    at = [] if start is None else start
    best: Optimum | None = None
    for _ in range(ROUNDS):
        found = _programme(objective, mixture, at, watch=watch)
        if found is None:
            break
        best = found if best is None or found.value > best.value else best
        best = replace(best, weights=found.weights, bound=found.bound)
        if found.bound - best.value <= EXACT or found.bound == HIGHEST or watch.late:
            break
        at.append(found.chances)
    return best


def _programme(objective: Objective, mixture: Mixture, at: list[Floats], *, watch: Watch) -> Optimum | None:
    """Solve the linear programme with tangents at some points."""
    of_chances, of_extra, limits = objective.rows(at)
    types, parts = mixture.chances.shape
    extra, tangents = len(objective.costs), len(limits)
    matrix = sp.bmat(
        [
            [-sp.eye(types), None, mixture.chances],
            [of_chances, of_extra, None],
            [None, None, mixture.rules],
        ]
    ).tocsc()
    highs = solver(
        matrix,
        lower=np.concatenate([np.zeros(types), np.full(tangents, -INFINITY), mixture.lower]),
        upper=np.concatenate([np.zeros(types), limits, mixture.upper]),
        cost=np.concatenate([np.zeros(types), -objective.costs, np.zeros(parts)]),
        most=np.concatenate([np.ones(types), objective.highest, mixture.most]),
        least=np.concatenate([np.zeros(types), objective.lowest, mixture.least]),
    )
    for method, crossover in (("ipm", "off"), ("simplex", "on")):
        highs.setOptionValue("solver", method)
        highs.setOptionValue("run_crossover", crossover)
        highs.setOptionValue("ipm_optimality_tolerance", 1e-10)
        if watch.late:
            return None
        highs.clearSolver()
        highs.setOptionValue("time_limit", highs.getRunTime() + watch.left)
        highs.run()
        solved = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        if solved:
            break
    if watch.late and highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    found = highs.getSolution()
    shares = np.clip(np.asarray(found.col_value)[types + extra :], mixture.least, mixture.most)
    chances = mixture.chances @ shares
    return Optimum(
        chances=chances,
        parts=shares,
        weights=np.asarray(found.row_dual)[:types],
        value=objective.value(chances),
        bound=-float(highs.getInfo().objective_function_value) if solved else HIGHEST,
    )
