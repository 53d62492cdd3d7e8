"""k-means on the plane, from several starts at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["k_means", "nearest", "settled"]

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

STARTS = 20
"""Starting points that are tried; the best result counts."""

_ROUNDS = 60


def nearest(points: Floats, centres: Floats) -> Labels:
    """Find the centre that is nearest to each point.

    Parameters
    ----------
    points : array of float, shape (n, 2)
        Where.
    centres : array of float, shape (k, 2)
        Of the clusters.

    Returns
    -------
    array of int, shape (n,)

    Examples
    --------
    >>> import numpy as np
    >>> nearest(np.array([[0.0, 0.0], [4.0, 4.0]]), np.array([[5.0, 5.0], [1.0, 0.0]]))
    array([1, 0])
    """
    return np.asarray(_distances(points, centres[None])[0].argmin(axis=0))


def k_means(
    points: Floats, weights: Floats, *, k: int, rng: np.random.Generator, starts: int = STARTS
) -> Floats:
    """Find k centres with the least sum of squares around them.

    Parameters
    ----------
    points : array of float, shape (n, 2)
        Where.
    weights : array of float, shape (n,)
        Above zero.
    k : int
        How many centres.
    rng : numpy.random.Generator
        For the starts, which are drawn far from one another (k-means++).
    starts : int
        How many are tried; the best result counts.

    Returns
    -------
    array of float, shape (k, 2)
        From left to right.

    References
    ----------
    Lloyd (1982), Least squares quantization in PCM, IEEE Transactions on Information Theory 28, 129-137.
    Arthur and Vassilvitskii (2007), k-means++: the advantages of careful seeding, SODA, 1027-1035.

    Examples
    --------
    >>> import numpy as np
    >>> points = np.array([[0.0, 0.0], [0.0, 1.0], [9.0, 0.0], [9.0, 1.0]])
    >>> k_means(points, np.ones(4), k=2, rng=np.random.default_rng(0))
    array([[0. , 0.5],
           [9. , 0.5]])
    """
    centres = _settled(points, weights, _starts(points, weights, k, starts, rng))
    within = (weights * _distances(points, centres).min(axis=1)).sum(axis=1)
    best = centres[int(within.argmin())]
    return np.asarray(best[np.lexsort((best[:, 1], best[:, 0]))])


def settled(points: Floats, weights: Floats, centres: Floats) -> Floats:
    """Move centres to the middles of what is nearest to them until nothing changes.

    Parameters
    ----------
    points : array of float, shape (n, 2)
        Where.
    weights : array of float, shape (n,)
        Above zero.
    centres : array of float, shape (k, 2)
        Where to start.

    Returns
    -------
    array of float, shape (k, 2)
    """
    return np.asarray(_settled(points, weights, centres[None])[0])


def _distances(points: Floats, centres: Floats) -> Floats:
    """Squared distances, shape (starts, k, n)."""
    across = points[:, 0] - centres[..., 0, None]
    up = points[:, 1] - centres[..., 1, None]
    return np.asarray(across * across + up * up)


def _starts(points: Floats, weights: Floats, k: int, starts: int, rng: np.random.Generator) -> Floats:
    draws = rng.random((k, starts))
    chosen = np.empty((starts, k), dtype=np.int64)
    chosen[:, 0] = _drawn(np.broadcast_to(weights, (starts, len(weights))), draws[0])
    far = np.full((starts, len(weights)), np.inf)
    for step in range(1, k):
        last = points[chosen[:, step - 1]][:, None, :]
        far = np.minimum(far, _distances(points, last)[:, 0])
        chosen[:, step] = _drawn(weights * far, draws[step])
    return np.asarray(points[chosen])


def _drawn(chances: Floats, draws: Floats) -> Labels:
    heaped = np.cumsum(chances, axis=1)
    place = (heaped <= draws[:, None] * heaped[:, -1:]).sum(axis=1)
    return np.asarray(np.minimum(place, chances.shape[1] - 1))


def _settled(points: Floats, weights: Floats, centres: Floats) -> Floats:
    starts, k, _ = centres.shape
    shift = (np.arange(starts) * k)[:, None]
    masses = [np.tile(each, starts) for each in (weights, weights * points[:, 0], weights * points[:, 1])]
    before = np.full((starts, len(points)), -1)
    for _ in range(_ROUNDS):
        labels = _distances(points, centres).argmin(axis=1)
        if np.array_equal(labels, before):
            break
        before = labels
        cell = (labels + shift).ravel()
        mass, *sums = (np.bincount(cell, each, minlength=starts * k) for each in masses)
        moved = np.stack(sums, axis=1) / np.maximum(mass, 1e-300)[:, None]
        centres = np.where((mass > 0)[:, None], moved, centres.reshape(-1, 2)).reshape(starts, k, 2)
    return centres
