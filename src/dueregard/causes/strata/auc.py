"""How well predictions tell yes from no: the chance that a yes was given the higher one."""

from __future__ import annotations

import numpy as np

from dueregard.estimates.source import FloatArray

__all__ = ["area_under_curve"]


def area_under_curve(prediction: FloatArray, events: FloatArray, trials: FloatArray) -> float | None:
    """Work out the area under the receiver operating characteristic from counts.

    Parameters
    ----------
    prediction : ndarray (c,)
        Of each cell, on any rising scale.
    events, trials : ndarray (c,)
        Yeses and people of each.

    Returns
    -------
    float or None
        Ties count half; None where all say the same.

    References
    ----------
    Hanley and McNeil (1982), Radiology 143, 29-36.

    Examples
    --------
    >>> import numpy as np
    >>> area_under_curve(np.array([0.1, 0.7]), np.array([1.0, 3.0]), np.array([4.0, 4.0]))
    0.75
    """
    order = np.argsort(prediction, kind="stable")
    _, place = np.unique(prediction[order], return_inverse=True)
    yes = np.bincount(place, weights=events[order])
    no = np.bincount(place, weights=(trials - events)[order])
    pairs = float(yes.sum() * no.sum())
    if pairs <= 0:
        return None
    below = np.cumsum(no) - no
    return float(yes @ (below + no / 2)) / pairs
