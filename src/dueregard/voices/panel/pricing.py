"""Panels that a lottery lacks, found along a direction: by cubes tilted that way, and by swaps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.cube import cube_panels
from dueregard.voices.panel.exchange import Exchange
from dueregard.voices.panel.polytope import Polytope
from dueregard.voices.panel.watch import Watch

__all__ = ["Pricing", "climbed", "tilted"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
CORNERS = 8


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
    polytope: Polytope,
    mean: Floats,
    weights: Floats,
    *,
    number: int,
    generator: np.random.Generator,
    watch: Watch,
) -> Pricing:
    """Draw panels whose means lie between a point and best points of weights like those given.

    The way to the best point keeps some of the spread of panels about the mean; all of it gives panels next
    to the best.

    Parameters
    ----------
    polytope : Polytope
        The rules.
    mean : array, shape (T,)
        A point of the polytope.
    weights : array, shape (T,)
        What one of each type is worth.
    number : int
        Panels to try.
    generator : Generator
        Randomness.
    watch : Watch
        Says when to stop drawing.

    Returns
    -------
    Pricing
        Panels, whatever their value, and a bound on every panel's value.
    """
    exact = polytope.best_point(weights)
    corners = [exact.point]
    spread = float(np.abs(weights).mean())
    for _ in range(CORNERS - 1):
        noise = 1 + 0.25 * generator.standard_normal(len(weights))
        shaken = weights * noise + 0.3 * spread * generator.standard_normal(len(weights))
        corners.append(polytope.best_point(shaken).point)
    way = np.where(np.arange(number) % 2 == 0, 1.0, 0.3)[:, None]
    means = mean + way * (np.array(corners)[np.arange(number) // 2 % CORNERS] - mean)
    means = np.clip(means, polytope.least, polytope.most)
    panels = cube_panels(polytope, means, generator=generator, watch=watch)
    return Pricing(panels=panels, bound=exact.bound)


def climbed(
    exchange: Exchange, panels: Counts, weights: Floats, *, floor: float, tops: int = 12, each: int = 12
) -> Counts:
    """Improve the best of some panels by pairs of swaps, and give all panels above a floor met on the way."""
    found: list[Counts] = []
    values = panels @ weights
    for start in np.argsort(-values, kind="stable")[:tops]:
        panel = panels[start]
        for _ in range(8):
            better = exchange.better(panel, weights, most=each)
            if len(better) == 0:
                break
            found.append(better[better @ weights > floor])
            panel = better[0]
    return np.concatenate(found) if found else np.zeros((0, panels.shape[1]), dtype=np.int64)
