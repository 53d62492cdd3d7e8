"""Deaths as an outcome that trees can be grown on: how many more than expected, person by person."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from dueregard.causes.trees.inputs import checked_weights
from dueregard.errors import UsageError
from dueregard.estimates.source import FloatArray

__all__ = ["survival_scores"]


def survival_scores(
    entry: ArrayLike, exit: ArrayLike, event: ArrayLike, weight: ArrayLike | None = None
) -> FloatArray:
    """Score people by whether they died, less the deaths expected of everybody at the ages they lived.

    Totals of scores over a group are its observed less its expected deaths, the numerator of the log-rank
    test; a tree grown on them parts people whose mortality differs. Higher scores are worse.

    Parameters
    ----------
    entry, exit : array-like, shape (n,)
        Ages (or times) at which each person comes under observation and leaves it.
    event : array-like of bool, shape (n,)
        Whether the person died at ``exit``.
    weight : array-like, shape (n,), optional
        Sampling weights of the expected hazard.

    Returns
    -------
    ndarray, shape (n,)
        Martingale residuals, event - (H(exit) - H(entry)) with the Nelson-Aalen hazard H of everybody; their
        weighted total is zero.

    Raises
    ------
    UsageError
        When ages are missing, somebody leaves before entering, or an event is neither yes nor no.

    References
    ----------
    LeBlanc & Crowley (1993), Journal of the American Statistical Association 88, 457-467; Therneau, Grambsch
    & Fleming (1990), Biometrika 77, 147-160; Hothorn, Hornik & Zeileis (2006), section 5.

    Examples
    --------
    >>> survival_scores([60, 60, 60], [70, 80, 90], [True, True, False]).round(3)
    array([ 0.667,  0.167, -0.833])
    """
    start, end, died = (np.asarray(each, dtype=np.float64) for each in (entry, exit, event))
    if not start.shape == end.shape == died.shape or start.ndim != 1 or not len(start):
        raise UsageError(
            "Each person needs an age of entry, an age of exit and whether they died.",
            found=f"Their shapes are {start.shape}, {end.shape} and {died.shape}.",
        )
    w = checked_weights(weight, size=len(start))
    wrong = ~(np.isfinite(start) & np.isfinite(end) & (end > start))
    if wrong.any():
        raise UsageError(
            "People leave after they enter, at known ages.",
            found=f"{int(wrong.sum())} of {len(wrong)} do not.",
            remedy="Leave them out, or mend their ages.",
        )
    if not np.isin(died, (0.0, 1.0)).all():
        raise UsageError("Whether a person died is yes or no (1 or 0).", found="Some are neither.")
    ages, hazard = _hazard(start, end, died > 0, w)
    cumulated = np.concatenate([[0.0], np.cumsum(hazard)])
    lived = cumulated[np.searchsorted(ages, end, side="right")]
    before = cumulated[np.searchsorted(ages, start, side="right")]
    scores: FloatArray = died - (lived - before)
    return scores


def _hazard(
    start: FloatArray, end: FloatArray, died: np.ndarray, weight: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Deaths over people at risk, at each age at which somebody dies."""
    ages, place = np.unique(end[died], return_inverse=True)
    deaths = np.bincount(place, weights=weight[died], minlength=len(ages))
    risk = _below(start, weight, ages) - _below(end, weight, ages)
    return ages, np.divide(deaths, risk, out=np.zeros(len(ages)), where=risk > 0)


def _below(times: FloatArray, weight: FloatArray, ages: FloatArray) -> FloatArray:
    """Weight of people whose time is below each age."""
    order = np.argsort(times, kind="stable")
    total = np.concatenate([[0.0], np.cumsum(weight[order])])
    return total[np.searchsorted(times[order], ages, side="left")]
