"""Ranks of ordered groups."""

from __future__ import annotations

from typing import Any

import numpy as np

from dueregard.disparities.formulae import shares

__all__ = ["RANKED", "midranks"]

RANKED = "rank from the most disadvantaged (0) to the most advantaged (1), each group at its middle"


def midranks(population: Any) -> Any:
    """Rank of the middle of each group in the population, from 0 to 1.

    Parameters
    ----------
    population : array, shape (..., groups)
        People, in the order of the groups.

    Returns
    -------
    array, shape (..., groups)
        Share of the people in lower groups plus half of the group's own (the ridit of Bross 1958,
        Biometrics 14, 18-38).

    Examples
    --------
    >>> midranks(np.array([1.0, 2.0, 1.0]))
    array([0.125, 0.5  , 0.875])
    """
    share = shares(population)
    return np.cumsum(share, axis=-1) - share / 2
