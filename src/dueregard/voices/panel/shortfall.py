"""The lottery over the panels at hand in which nobody falls far short of the probabilities wanted."""

from __future__ import annotations

import highspy
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from dueregard.voices.panel.decomposition import Decomposition
from dueregard.voices.panel.polytope import INFINITY, solver
from dueregard.voices.panel.watch import Watch

__all__ = ["least_shortfall"]

Floats = NDArray[np.float64]
HELD = 1e-13


def least_shortfall(
    panels: NDArray[np.int64], target: Floats, members: Floats, *, watch: Watch
) -> Decomposition | None:
    """Minimise the largest shortfall from some probabilities, by one linear programme.

    The nearest point of a hull spreads its distance over all types, those above the target too. Where the
    hull leaves the target out, what counts is who falls short: probabilities add up to the seats, so that
    a lottery without a shortfall has the target itself.

    Parameters
    ----------
    panels : array of int, shape (N, T)
        The panels at hand, at least one.
    target : array, shape (T,)
        Probabilities of one member of each type.
    members : array, shape (T,)
        People of each type.
    watch : Watch
        Says when to give up.

    Returns
    -------
    Decomposition or None
        Its error is the largest shortfall; None when time ran out.

    Examples
    --------
    >>> found = least_shortfall(np.array([[1, 0], [0, 1]]), np.array([0.7, 0.5]), np.ones(2), watch=Watch())
    >>> found.shares.round(6), round(found.error, 6)
    (array([0.6, 0.4]), 0.1)
    """
    chances = panels / members
    number, types = chances.shape
    highs = solver(
        sp.bmat([[sp.csc_matrix(np.ones((types, 1))), chances.T], [None, np.ones((1, number))]]).tocsc(),
        lower=np.append(target, 1.0),
        upper=np.append(np.full(types, INFINITY), 1.0),
        cost=np.append(1.0, np.zeros(number)),
        most=np.full(number + 1, INFINITY),
    )
    highs.setOptionValue("solver", "ipm")
    highs.setOptionValue("run_crossover", "off")
    highs.setOptionValue("time_limit", watch.left)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    shares = np.maximum(np.asarray(highs.getSolution().col_value)[1:], 0.0)
    shares[shares < HELD] = 0.0
    held = shares > 0
    shares = shares[held] / shares.sum()
    short = max(float((target - shares @ chances[held]).max()), 0.0)
    return Decomposition(panels=panels[held], shares=shares, error=short, refuted=False)
