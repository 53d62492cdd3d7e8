"""What an allocation would do to outcomes, if the declared response is right, and what its doubt means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from dueregard.options.allocation.curves import Curves
from dueregard.options.allocation.filling import FloatArray
from dueregard.options.allocation.places import Places
from dueregard.options.allocation.response import Response
from dueregard.options.allocation.welfare import equivalent

__all__ = ["FIFTH", "Effects", "Figure", "effects_of", "fifth_contrast"]

FIFTH = 0.2
"""The share of people at either end whose outcomes the gap compares."""

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with the uncertainty that it has from the response.

    Attributes
    ----------
    value, se, low, high : float
        NaN where there is none.
    """

    value: float
    se: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Effects:
    """Outcomes after an allocation to n places.

    Attributes
    ----------
    outcomes, se, low, high : ndarray (n,)
        Outcomes with limits; minus infinity where a place gets nothing and the response is of logarithms.
    mean, worst, gap, gap_closed : Figure
        Over people: the mean; the worst place's; the mean of the fifth of people whose places have the
        highest outcomes now less that of the fifth with the lowest; the share of today's gap that is closed.
    equivalent : float
        The equally distributed equivalent; NaN where an outcome is not above zero.
    worst_place : str
        Where the worst outcome is.
    """

    outcomes: FloatArray
    se: FloatArray
    low: FloatArray
    high: FloatArray
    mean: Figure
    worst: Figure
    gap: Figure
    gap_closed: Figure
    equivalent: float
    worst_place: str


def effects_of(
    amounts: FloatArray,
    *,
    curves: Curves,
    response: Response,
    places: Places,
    aversion: float,
    level: float,
) -> Effects:
    """Carry an allocation, and the doubt about the response, through to outcomes.

    Parameters
    ----------
    amounts : ndarray (n,)
        Money.
    curves : Curves
        Outcomes by amounts.
    response : Response
        With the standard error of k.
    places : Places
        n places with outcomes, which are taken as known.
    aversion : float
        Of the equally distributed equivalent.
    level : float
        Confidence level.

    Returns
    -------
    Effects
        Every figure but the equivalent and the worst is linear in k, so that the delta method is exact.
        The worst place is that at the declared k.

    Examples
    --------
    >>> from dueregard.options.allocation.curves import curves_of
    >>> from dueregard.options.allocation.places import places_of
    >>> two = places_of(["A", "B"], population=[1, 1], current=[100, 100], outcome=[70, 80])
    >>> declared = Response(form="log", k=2.0, se=0.5, source="assumed")
    >>> curves = curves_of(declared, places=two, better="higher", flat=two.current)
    >>> found = effects_of(
    ...     np.array([150.0, 50.0]),
    ...     curves=curves,
    ...     response=declared,
    ...     places=two,
    ...     aversion=1.0,
    ...     level=0.95,
    ... )
    >>> round(found.gap_closed.value, 4), round(found.gap_closed.se, 4)
    (0.2197, 0.0549)
    """
    assert places.outcome is not None
    change = curves.dose(amounts) - curves.origin
    after = places.outcome + response.k * change
    z = float(special.ndtri((1 + level) / 2))
    with np.errstate(invalid="ignore"):
        se = np.abs(change) * response.se
        low, high = after - z * se, after + z * se
    worst = int(np.argmin(after) if curves.better == "higher" else np.argmax(after))
    contrast = fifth_contrast(places)
    before = _dot(contrast, places.outcome)
    moved = _dot(contrast, change)
    rounding = _ROUNDING * float(np.abs(change[contrast != 0]).max(initial=0.0))
    if abs(moved) <= rounding < np.inf:
        moved = 0.0
    closed = (-moved / before) if before else float("nan")
    return Effects(
        outcomes=after,
        se=se,
        low=low,
        high=high,
        mean=_figure(places.mean(after), places.mean(change), response, z),
        worst=_figure(float(after[worst]), float(change[worst]), response, z),
        gap=_figure(before + response.k * moved, moved, response, z),
        gap_closed=_figure(response.k * closed, closed, response, z),
        equivalent=equivalent(after, weights=places.population, aversion=aversion, better=curves.better),
        worst_place=places.names[worst],
    )


def fifth_contrast(places: Places) -> FloatArray:
    """Weigh places so that outcomes add up to the mean of the highest fifth of people less the lowest.

    Parameters
    ----------
    places : Places
        n places with outcomes, by which people are put in order.

    Returns
    -------
    ndarray (n,)
        Adds up to 0. A place that lies across the edge of a fifth counts with part of its people; places of
        the same outcome share what they have of a fifth.

    Examples
    --------
    >>> from dueregard.options.allocation.places import places_of
    >>> three = places_of(["A", "B", "C"], population=[10, 80, 10], outcome=[70, 75, 80])
    >>> fifth_contrast(three)
    array([-0.5,  0. ,  0.5])
    """
    assert places.outcome is not None
    _, tie = np.unique(places.outcome, return_inverse=True)
    held = np.bincount(tie, weights=places.weights)
    ends = np.cumsum(held)
    starts = ends - held
    lowest = np.clip(FIFTH - starts, 0, held) / held
    highest = np.clip(ends - (1 - FIFTH), 0, held) / held
    sides = np.where(np.abs(highest - lowest) < _ROUNDING, 0.0, highest - lowest)
    return np.asarray(sides[tie] * places.weights / FIFTH, float)


def _figure(value: float, per_k: float, response: Response, z: float) -> Figure:
    se = abs(per_k) * response.se
    return Figure(value=value, se=se, low=value - z * se, high=value + z * se)


def _dot(contrast: FloatArray, values: FloatArray) -> float:
    used = contrast != 0
    with np.errstate(invalid="ignore"):
        return float(contrast[used] @ values[used])
