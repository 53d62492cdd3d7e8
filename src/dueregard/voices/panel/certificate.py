"""What is proved about a fair lottery: how far anybody's probability may lie below the true optimum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Stage", "open_weights", "shortfalls"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stage:
    """One stage's proof: no lottery has a larger weighted sum of probabilities.

    Attributes
    ----------
    weights : array, shape (T,)
        Weights of the types' probabilities, none negative; those of types not fixed before sum to 1.
    bound : float
        No panel, hence no lottery, has a larger weighted sum.
    settled : array of bool, shape (T,)
        Whom the stage fixes.
    """

    weights: Floats
    bound: float
    settled: NDArray[np.bool_]


def open_weights(open_types: NDArray[np.bool_], weights: Floats | None = None) -> Floats:
    """Give weights of a stage that ends a search out of time: something for every type not settled.

    Parameters
    ----------
    open_types : array of bool, shape (T,)
        The types that no stage has settled.
    weights : array, shape (T,), optional
        Weights of the stage that was not finished, which keep half.

    Returns
    -------
    array, shape (T,)
        Those of open types sum to 1.

    Examples
    --------
    >>> open_weights(np.array([True, False, True]))
    array([0.5, 0. , 0.5])
    """
    even: Floats = open_types / open_types.sum()
    return even if weights is None else (even + weights) / 2


def shortfalls(stages: list[Stage], probabilities: Floats) -> Floats:
    """Bound by how much each type's probability lies below the leximin optimum.

    A lottery is better only if somebody, t, has more in it while nobody with as little as t has less. Those
    with a larger probability may fall, but not below t's. So t gains at most
    ``(bound - weights @ minimum(probabilities, probabilities[t])) / weights[t]``. When everybody's is 0 the
    lottery is leximin: nobody's probability can rise without lowering one that is as small or smaller.

    Parameters
    ----------
    stages : list of Stage
        The proofs, in order.
    probabilities : array, shape (T,)
        What the lottery attains.

    Returns
    -------
    array, shape (T,)
        Infinite for whom nothing is proved.

    Examples
    --------
    >>> one = Stage(weights=np.array([0.5, 0.5]), bound=0.25, settled=np.array([True, True]))
    >>> shortfalls([one], np.array([0.25, 0.24])).round(6)
    array([0.01, 0.02])
    """
    found = np.full(len(probabilities), np.inf)
    for stage in stages:
        own = probabilities[stage.settled]
        kept = np.minimum(probabilities, own[:, None]) @ stage.weights
        found[stage.settled] = np.maximum(stage.bound - kept, 0.0) / stage.weights[stage.settled]
    return found
