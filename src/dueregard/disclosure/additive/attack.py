"""What an outsider can derive of every withheld cell, by linear programming."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dueregard.disclosure.additive.answers import Intervals
from dueregard.disclosure.additive.problem import AdditiveProblem

__all__ = ["attack"]


def attack(
    problem: AdditiveProblem,
    withheld: NDArray[np.bool_] | None = None,
    *,
    seconds: float | None = None,
    largest: int = 4_000,
) -> Intervals:
    """Derive the interval of every withheld cell.

    Parameters
    ----------
    problem : AdditiveProblem
        The cells, and what is shown of those not withheld.
    withheld : array of bool, shape (n,), optional
        The cells withheld; by default the primary ones.
    seconds : float, optional
        When to stop: cells not reached by then are not `audited`.
    largest : int
        The most unknown cells of a component that is tried.

    Returns
    -------
    Intervals
    """
    raise NotImplementedError
