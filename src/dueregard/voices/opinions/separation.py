"""Camps or degrees: whether groups lie further apart than the parts of one crowd that is cut up would."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.opinions.grouping import group_points

__all__ = ["Separation", "separation"]

Floats = NDArray[np.float64]

CROWDS = 20
"""How many crowds without groups are cut up for comparison."""

LARGEST_CROWD = 4000
"""The most people in one of them: silhouettes are made on condensed points by then anyway."""

FEW_STARTS = 4
"""Starts of k-means where it is repeated: what they miss makes groups look less firm, never firmer."""

CAMPS_FROM = 3.0
"""From so many standard deviations above such crowds, groups are called camps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """The silhouette of a grouping beside those of crowds without groups.

    Attributes
    ----------
    silhouette : float
        Of the groups.
    expected, deviation : float
        Mean and standard deviation over crowds that are as wide in each direction and evenly spread.
    """

    silhouette: float
    expected: float
    deviation: float

    @property
    def camps(self) -> bool:
        """Whether the groups lie clearly further apart than parts of one crowd."""
        return self.silhouette > self.expected + CAMPS_FROM * self.deviation


def separation(points: Floats, silhouette: float, *, smallest: int, rng: np.random.Generator) -> Separation:
    """Cut up crowds without groups in the same way.

    An evenly filled ellipse is cut into clearer parts than a crowd that is densest in the middle: the
    comparison is a strict one.

    Parameters
    ----------
    points : array of float, shape (n, 2)
        Everybody who was grouped.
    silhouette : float
        Of the groups found.
    smallest : int
        Fewest people in a group.
    rng : numpy.random.Generator
        For the crowds.

    Returns
    -------
    Separation

    References
    ----------
    The idea is that of Tibshirani, Walther and Hastie (2001), Estimating the number of clusters in a data set
    via the gap statistic, JRSS B 63, 411-423, with an ellipse for reference.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> one, two = rng.normal(0, 1, (60, 2)), rng.normal(9, 1, (60, 2))
    >>> separation(np.concatenate([one, two]), 0.9, smallest=5, rng=rng).camps
    True
    """
    middle = points - points.mean(axis=0)
    spread = np.linalg.eigvalsh(middle.T @ middle / max(len(points) - 1, 1))
    radii = 2 * np.sqrt(
        np.maximum(spread, 1e-300)
    )  # an ellipse's variance is a quarter of its radius squared
    size = min(len(points), LARGEST_CROWD)
    least = max(2, round(smallest * size / len(points)))
    found = []
    for _ in range(CROWDS):
        angle, far = rng.uniform(0, 2 * np.pi, size), np.sqrt(rng.random(size))
        crowd = far[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1) * radii
        found.append(
            group_points(crowd, np.ones(size), smallest=least, rng=rng, starts=FEW_STARTS).silhouette
        )
    kept = np.array([each for each in found if np.isfinite(each)] or [np.nan])
    return Separation(silhouette=silhouette, expected=float(kept.mean()), deviation=float(kept.std()))
