"""Why weights could not be brought to known totals, and what would help."""

from __future__ import annotations

from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from dueregard.engine.calibration_patterns import Auxiliaries
from dueregard.engine.calibration_solver import Solution
from dueregard.engine.calibration_targets import Calibrated
from dueregard.errors import PeopleError

__all__ = ["refuse_negative", "refuse_unequal", "refuse_unreached"]

_SHOWN = 4


def refuse_unreached(
    known: Calibrated,
    auxiliaries: Auxiliaries,
    weights: NDArray[np.float64],
    solution: Solution,
    *,
    what: str = "",
) -> NoReturn:
    """Say which totals were not reached, and why.

    Parameters
    ----------
    known : Calibrated
        What was declared.
    auxiliaries : Auxiliaries
        Auxiliary variables and totals.
    weights : ndarray (m,)
        Scaled sampling weights of the patterns.
    solution : Solution
        Where the iteration ended.
    what : str
        Which weights, when not the survey weights.

    Raises
    ------
    PeopleError
        Always.
    """
    subject = what or "the weights"
    if known.bounds is not None:
        _refuse_bounds(known, auxiliaries, weights, subject)
    worst = np.argsort(-np.abs(solution.misses))[:_SHOWN]
    missed = [
        f"{auxiliaries.names[index]} by {_missed(solution.misses[index])}"
        for index in worst
        if abs(solution.misses[index]) > 1e-10
    ]
    wider = "wider bounds, " if known.bounds is not None else ""
    raise PeopleError(
        f"No calibrated weights were found: {subject} cannot reach all the known totals.",
        found=f"After {solution.iterations} steps these are still missed: {'; '.join(missed)}.",
        remedy=f"Try {wider}fewer or coarser levels, or check that the totals are of one population: "
        "a combination of levels may have nobody, or totals may contradict each other.",
    )


def _missed(share: float) -> str:
    """As many digits as show that it is not nothing."""
    return f"{share:+.2%}" if abs(share) >= 5e-5 else f"{100 * share:+.1e}%"


def _refuse_bounds(
    known: Calibrated, auxiliaries: Auxiliaries, weights: NDArray[np.float64], subject: str
) -> None:
    """Name the levels whose total no weights within the bounds can reach."""
    assert known.bounds is not None
    low, high = known.bounds
    sums = np.asarray(auxiliaries.values.T @ weights)
    level = np.array([not isinstance(raw, str) for raw in auxiliaries.raw])
    needed = np.divide(auxiliaries.totals, sums, out=np.ones_like(sums), where=level & (sums > 0))
    outside = np.flatnonzero(level & ((needed < low) | (needed > high)))
    if len(outside):
        named = [f"{auxiliaries.names[index]} needs {needed[index]:.3g}" for index in outside[:_SHOWN]]
        raise PeopleError(
            f"The bounds are too narrow: {subject} cannot reach the known totals within them.",
            found=f"Ratios from {low:g} to {high:g} are allowed; {'; '.join(named)} on average.",
            remedy="Widen the bounds, or merge these levels with others.",
        )


def refuse_negative() -> NoReturn:
    """Say that linear calibration made weights negative.

    Raises
    ------
    PeopleError
        Always.
    """
    raise PeopleError(
        "Linear calibration makes some weights negative, and nobody counts less than nothing.",
        remedy="Choose the method 'raking' or 'logit', or set a lower bound of 0 or more.",
    )


def refuse_unequal(within: str, lowest: NDArray[np.float64], highest: NDArray[np.float64]) -> None:
    """Refuse sampling weights that differ within a cluster whose weights are to change alike.

    Parameters
    ----------
    within : str
        The column of clusters.
    lowest, highest : ndarray (m,)
        Sampling weights of each cluster.

    Raises
    ------
    PeopleError
        When some cluster has two weights.
    """
    if (highest - lowest > 1e-9 * highest).any():
        raise PeopleError(
            f"Sampling weights differ within {within!r}, so that weights cannot be calibrated as one there.",
            remedy="Give everybody of a cluster its weight, or calibrate people one by one.",
        )
