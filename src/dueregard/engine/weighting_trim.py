"""Trimming of weights: the few that are very large or small are cut off and what is cut is shared out."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dueregard.errors import UsageError

__all__ = ["Trimmed", "trim_weights"]

MOST_ROUNDS = 1000

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trimmed:
    """Trimmed weights.

    Attributes
    ----------
    weights : ndarray (n,)
        With the same sum as before.
    changed : ndarray of bool (n,)
        Who was outside in any round.
    rounds : int
        How often something was cut off.
    """

    weights: NDArray[np.float64] = field(repr=False)
    changed: NDArray[np.bool_] = field(repr=False)
    rounds: int


def trim_weights(
    weights: ArrayLike, *, lowest: float = 0.0, highest: float = float("inf"), strict: bool = True
) -> Trimmed:
    """Cut weights off at multiples of their mean.

    What is cut off is shared equally among the others, so that the sum stays; when that lifts others above
    the highest weight they are cut off in turn, until nobody is outside.

    Parameters
    ----------
    weights : array_like (n,)
        At least 0; who weighs nothing goes on weighing nothing.
    lowest, highest : float
        As multiples of the mean of weights above 0: below and above 1.
    strict : bool
        Whether to go on until nobody is outside, or to stop after one round.

    Returns
    -------
    Trimmed
        The new weights.

    Raises
    ------
    UsageError
        When the bounds do not lie around 1.

    References
    ----------
    Potter (1990), Proc. Survey Research Methods Section, American Statistical Association, 225-230;
    ``trimWeights`` of R survey.

    Examples
    --------
    >>> trim_weights([1.0, 1.0, 1.0, 5.0], highest=1.5).weights
    array([1.66666667, 1.66666667, 1.66666667, 3.        ])
    """
    given = np.asarray(weights, dtype=float)
    if not (0 <= lowest < 1 < highest):
        raise UsageError(
            "Weights are trimmed at multiples of their mean below and above 1.",
            found=f"These are {lowest:g} and {highest:g}.",
        )
    counted = given > 0
    mean = float(given[counted].mean()) if counted.any() else 1.0
    relative = given / mean
    changed = np.zeros(len(given), dtype=bool)
    rounds = 0
    while rounds < MOST_ROUNDS:
        outside = counted & ((relative < lowest - _ROUNDING) | (relative > highest + _ROUNDING))
        inside = counted & ~outside
        if not outside.any() or not inside.any():
            break
        kept = np.where(outside, np.clip(relative, lowest, highest), relative)
        kept[inside] += (relative[outside] - kept[outside]).sum() / inside.sum()
        relative, changed, rounds = kept, changed | outside, rounds + 1
        if not strict:
            break
    return Trimmed(weights=relative * mean, changed=changed, rounds=rounds)
