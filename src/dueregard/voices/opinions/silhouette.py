"""How clearly clusters are apart: the silhouette, on all points or on few that stand for them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.opinions.clusters import nearest
from dueregard.voices.opinions.condensing import condensed

__all__ = ["Silhouettes"]

Floats = NDArray[np.float64]

EXACT_UP_TO = 400
"""So many points are compared each with each."""

BASE_CLUSTERS = 100
"""More are condensed to so many first."""


class Silhouettes:
    """Distances between points, kept for several clusterings.

    Parameters
    ----------
    points : array of float, shape (n, 2)
        Where.
    weights : array of float, shape (n,)
        Above zero.
    most : int
        More points than that are condensed to so many.

    References
    ----------
    Rousseeuw (1987), Silhouettes, Journal of Computational and Applied Mathematics 20, 53-65.

    Examples
    --------
    >>> import numpy as np
    >>> points = np.array([[0.0, 0.0], [0.0, 1.0], [9.0, 0.0], [9.0, 1.0]])
    >>> round(Silhouettes(points, np.ones(4)).mean(np.array([[0.0, 0.5], [9.0, 0.5]])), 3)
    0.889
    """

    def __init__(self, points: Floats, weights: Floats, *, most: int = EXACT_UP_TO) -> None:
        cells = condensed(points, weights, most=most)
        self.points, self.weights = cells.points, cells.weights
        apart = self.points[:, None, :] - self.points[None, :, :]
        self.distances = np.hypot(apart[..., 0], apart[..., 1])

    def mean(self, centres: Floats) -> float:
        """Weighted mean silhouette of the clusters that these centres make.

        Parameters
        ----------
        centres : array of float, shape (k, 2)
            Of the clusters.

        Returns
        -------
        float
            From -1 to 1; somebody alone in a cluster counts as 0.
        """
        labels, k = nearest(self.points, centres), len(centres)
        member = np.zeros((len(labels), k))
        member[np.arange(len(labels)), labels] = self.weights
        mass = member.sum(axis=0)
        sums = self.distances @ member
        rows = np.arange(len(labels))
        own = sums[rows, labels] / np.maximum(mass[labels] - 1, 1e-300)
        others = np.where(mass > 0, sums / np.maximum(mass, 1e-300), np.inf)
        others[rows, labels] = np.inf
        other = others.min(axis=1)
        with np.errstate(invalid="ignore"):
            each = (other - own) / np.maximum(own, other)
        usable = (mass[labels] > 1) & np.isfinite(each)
        return float((self.weights * np.where(usable, each, 0.0)).sum() / self.weights.sum())
