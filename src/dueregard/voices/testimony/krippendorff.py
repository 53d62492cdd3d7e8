"""Krippendorff's alpha: how far coders agree beyond chance, whatever the kind of code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dueregard.errors import UsageError

__all__ = [
    "METRICS",
    "Readings",
    "alpha_of",
    "disagreement",
    "jaccard_distance",
    "krippendorff_alpha",
    "masi_distance",
    "numeric_readings",
    "set_readings",
]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Readings:
    """What coders made of units, ready for alpha: units that only one coder read are left out.

    Attributes
    ----------
    counts : array of float, shape (U, V)
        How many coders gave each unit each value; every row has two or more.
    distances : callable
        Takes how often each value occurs, shape (..., V), and gives the squared distances between values,
        shape (..., V, V). Only ordinal distances depend on how often values occur.
    """

    counts: Floats
    distances: Callable[[Floats], Floats]


def krippendorff_alpha(ratings: ArrayLike, *, metric: str = "nominal") -> float:
    r"""Compute Krippendorff's alpha.

    With :math:`o_{ck}` the coincidences of values c and k within units and n_c their sums,

    .. math:: \alpha = 1 - (n - 1)\,\frac{\sum_{c<k} o_{ck}\,\delta^2_{ck}}
              {\sum_{c<k} n_c\,n_k\,\delta^2_{ck}}.

    Parameters
    ----------
    ratings : array-like of float, shape (coders, units)
        Values, nan where a coder did not read a unit.
    metric : {"nominal", "ordinal", "interval", "ratio"}
        How far apart two values are.

    Returns
    -------
    float
        1 for perfect agreement, 0 for what chance would give, below 0 for worse; nan when nothing varies.

    Raises
    ------
    UsageError
        When the ratings are no matrix, the metric is unknown, or a ratio metric meets values below zero.

    References
    ----------
    Krippendorff, K. (2004), Content Analysis, 2nd edition, chapter 11; Hayes and Krippendorff (2007),
    Communication Methods and Measures 1, 77-89.

    Examples
    --------
    >>> round(krippendorff_alpha([[1, 2, 3, 3], [1, 2, 3, 4]], metric="interval"), 4)
    0.8889
    """
    return float(alpha_of(numeric_readings(ratings, metric=metric)))


def numeric_readings(ratings: ArrayLike, *, metric: str) -> Readings:
    """Count values by unit.

    Parameters
    ----------
    ratings : array-like of float, shape (coders, units)
        Values, nan where a coder did not read a unit.
    metric : str
        One of :data:`METRICS`.

    Returns
    -------
    Readings
        What alpha needs.

    Raises
    ------
    UsageError
        As :func:`krippendorff_alpha`.
    """
    values = np.asarray(ratings, dtype=float)
    if values.ndim != 2:
        raise UsageError(
            "Ratings are a matrix with one row for each coder.", found=f"It has {values.ndim} dimensions."
        )
    if metric not in METRICS:
        raise UsageError(f"There is no metric {metric!r}.", remedy=f"Give one of: {', '.join(METRICS)}.")
    if np.any(np.isinf(values)) or (metric == "ratio" and np.nanmin(values, initial=0.0) < 0):
        raise UsageError("A rating is infinite, or below zero where ratios are compared.")
    read = ~np.isnan(values)
    paired = read.sum(axis=0) >= 2
    values, read = values[:, paired], read[:, paired]
    known, place = np.unique(values[read], return_inverse=True)
    counts = np.zeros((values.shape[1], len(known)))
    np.add.at(counts, (np.nonzero(read)[1], place), 1.0)
    return Readings(counts=counts, distances=METRICS[metric](known))


def set_readings(
    ratings: Sequence[Mapping[str, frozenset[str]]],
    *,
    distance: Callable[[frozenset[str], frozenset[str]], float],
) -> Readings:
    """Count sets of codes by unit.

    Parameters
    ----------
    ratings : sequence of mapping
        For each unit the set that each coder gave; coders who did not read it are absent.
    distance : callable
        Takes two sets and gives a distance from 0 to 1, used as it is and not squared, as Passonneau does.

    Returns
    -------
    Readings
        What alpha needs.
    """
    paired = [list(unit.values()) for unit in ratings if len(unit) >= 2]
    known = sorted({given for unit in paired for given in unit}, key=lambda each: (len(each), sorted(each)))
    place = {given: number for number, given in enumerate(known)}
    counts = np.zeros((len(paired), len(known)))
    for row, unit in enumerate(paired):
        for given in unit:
            counts[row, place[given]] += 1
    apart = np.array([[distance(one, other) for other in known] for one in known]).reshape(len(known), -1)
    return Readings(counts=counts, distances=lambda _: apart)


def alpha_of(readings: Readings, weights: Floats | None = None) -> Floats:
    """Compute alpha, or the alphas of resamples of the units.

    Parameters
    ----------
    readings : Readings
        What coders made of units.
    weights : array of float, shape (B, U), optional
        How often each unit is in each resample; without it each unit counts once.

    Returns
    -------
    array of float, shape () or (B,)
        nan where nothing varies.
    """
    times = np.ones((1, len(readings.counts))) if weights is None else weights
    totals = times @ readings.counts
    apart = readings.distances(totals)
    reached = totals @ apart if apart.ndim == 2 else np.matmul(totals[:, None, :], apart)[:, 0, :]
    expected = (reached * totals).sum(axis=1)
    observed = _observed(readings.counts, apart, times)
    with np.errstate(invalid="ignore", divide="ignore"):
        alphas = np.where(expected > 0, 1 - (totals.sum(axis=1) - 1) * observed / expected, np.nan)
    return alphas[0] if weights is None else alphas


def disagreement(readings: Readings) -> tuple[float, float]:
    """Compute the observed disagreement as a share of the largest that the values could show.

    Parameters
    ----------
    readings : Readings
        What coders made of units.

    Returns
    -------
    share : float
        From 0 to 1.
    whole : float
        What the largest disagreement would take from alpha: alpha is 1 - share * whole.

    Examples
    --------
    >>> disagreement(numeric_readings([[1, 0, 1, 0], [1, 0, 1, 1]], metric="nominal"))
    (0.25, 1.8666666666666667)
    """
    counts, totals = readings.counts, readings.counts.sum(axis=0, keepdims=True)
    apart = readings.distances(totals).reshape(counts.shape[1], -1)
    expected = float((totals @ apart * totals).sum())
    largest = float(apart.max(initial=0.0))
    if not expected or not largest:
        return 0.0, 0.0
    observed = float(_observed(counts, apart, np.ones((1, len(counts))))[0])
    # Units that more coders read weigh more, as they do in alpha.
    share = observed / (largest * totals.sum())
    return float(share), float((totals.sum() - 1) * largest * totals.sum() / expected)


def _observed(counts: Floats, apart: Floats, times: Floats) -> Floats:
    others = np.maximum(counts.sum(axis=1) - 1, 1)
    if apart.ndim == 2:
        return np.asarray(times @ (((counts @ apart) * counts).sum(axis=1) / others))
    # The distances differ between resamples, so their coincidences are summed first.
    pairs = np.einsum("uv,uw->uvw", counts, counts) / others[:, None, None]
    together = np.einsum("bu,uvw->bvw", times, pairs, optimize=True)
    return np.asarray((together * apart).sum(axis=(1, 2)))


def _fixed(apart: Floats) -> Callable[[Floats], Floats]:
    return lambda _: apart


def _nominal(values: Floats) -> Callable[[Floats], Floats]:
    return _fixed((values[:, None] != values[None, :]).astype(float))


def _interval(values: Floats) -> Callable[[Floats], Floats]:
    return _fixed((values[:, None] - values[None, :]) ** 2)


def _ratio(values: Floats) -> Callable[[Floats], Floats]:
    total = values[:, None] + values[None, :]
    return _fixed(((values[:, None] - values[None, :]) / np.where(total > 0, total, 1.0)) ** 2)


def _ordinal(values: Floats) -> Callable[[Floats], Floats]:
    def apart(totals: Floats) -> Floats:
        # Ranks lie in the middle of each value's readings: how many readings lie between two values.
        middle = np.cumsum(totals, axis=-1) - totals / 2
        return np.asarray((middle[..., :, None] - middle[..., None, :]) ** 2)

    return apart


METRICS: dict[str, Callable[[Floats], Callable[[Floats], Floats]]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
"""From distinct values, in order, to their squared distances."""


def jaccard_distance(one: frozenset[str], other: frozenset[str]) -> float:
    """Compute the share of two sets' codes that they do not have in common; 0 for two empty sets.

    Parameters
    ----------
    one, other : frozenset of str
        Sets of codes.

    Returns
    -------
    float
        From 0 to 1.

    Examples
    --------
    >>> jaccard_distance(frozenset("ab"), frozenset("bc"))
    0.6666666666666667
    """
    return 1 - len(one & other) / len(one | other) if one | other else 0.0


def masi_distance(one: frozenset[str], other: frozenset[str]) -> float:
    """Compute Passonneau's MASI distance: Jaccard's, less strict where one set holds the other.

    Parameters
    ----------
    one, other : frozenset of str
        Sets of codes.

    Returns
    -------
    float
        1 - J·M with J the share in common and M = 1 for equal sets, 2/3 for a subset, 1/3 for sets that
        overlap, 0 for disjoint ones.

    References
    ----------
    Passonneau, R. (2006), Measuring agreement on set-valued items (MASI) for semantic and pragmatic
    annotation, LREC 2006, 831-836.

    Examples
    --------
    >>> round(masi_distance(frozenset("ab"), frozenset("abc")), 4)
    0.5556
    """
    if one == other:
        return 0.0
    alike = 1 - jaccard_distance(one, other)
    monotone = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - alike * monotone
