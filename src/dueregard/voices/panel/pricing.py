"""Panels that a lottery lacks: found along a direction by tilted cubes, rounded best points, and branch and bound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.cube import cube_panels, land
from dueregard.voices.panel.polytope import Polytope

__all__ = ["Pricing", "rounded_best", "tilted"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pricing:
    """What was found along a direction.

    Attributes
    ----------
    panels : array of int, shape (n, T)
        Panels above the floor.
    bound : float
        No panel has a larger value.
    """

    panels: Counts
    bound: float


def tilted(
    polytope: Polytope, mean: Floats, direction: Floats, *, number: int, generator: np.random.Generator
) -> Counts:
    """Draw panels whose mean lies from a point along a direction, half of the way to where the polytope ends.

    Parameters
    ----------
    polytope : Polytope
        The rules.
    mean, direction : array, shape (T,)
        The point, and the way from it.
    number : int
        Panels to try.
    generator : Generator
        Randomness.

    Returns
    -------
    array of int, shape (n, T)
    """
    rows = polytope.lower < polytope.upper
    at = np.concatenate([mean, (polytope.rows @ mean)[rows]])
    slope = np.concatenate([direction, (polytope.rows @ direction)[rows]])
    most = np.concatenate([polytope.most, polytope.upper[rows]])
    least = np.concatenate([np.zeros(len(mean)), polytope.lower[rows]])
    with np.errstate(divide="ignore", invalid="ignore"):
        ways = np.where(slope > 1e-12, (most - at) / slope, np.where(slope < -1e-12, (least - at) / slope, np.inf))
    step = max(float(ways.min()), 0.0)
    start = mean + 0.5 * step * direction if np.isfinite(step) else mean
    return cube_panels(polytope, np.clip(start, 0.0, polytope.most), number=number, generator=generator)


def rounded_best(
    polytope: Polytope, weights: Floats, *, number: int, copies: int = 4, generator: np.random.Generator
) -> Pricing:
    """Round the polytope's best points for the weights, and for weights near them.

    Parameters
    ----------
    polytope : Polytope
        The rules.
    weights : array, shape (T,)
        What one of each type is worth.
    number : int
        How many best points, the first for the weights themselves.
    copies : int
        Roundings of each.
    generator : Generator
        Randomness.

    Returns
    -------
    Pricing
        The panels, whatever their value, and the first point's bound.
    """
    exact = polytope.best_point(weights)
    points = [exact.point]
    spread = float(np.abs(weights).mean())
    for _ in range(number - 1):
        noise = 1 + 0.25 * generator.standard_normal(len(weights))
        shaken = weights * noise + 0.3 * spread * generator.standard_normal(len(weights))
        points.append(polytope.best_point(shaken).point)
    panels = land(np.repeat(np.array(points), copies, axis=0), polytope, generator=generator)
    return Pricing(panels=panels, bound=exact.bound)
