"""The search for panels that are worth more than a floor: cheap ways first, then branch and bound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.core import core_panels
from dueregard.voices.panel.exchange import Exchange
from dueregard.voices.panel.polytope import Polytope
from dueregard.voices.panel.pool import PanelPool
from dueregard.voices.panel.pricing import climbed, tilted
from dueregard.voices.panel.watch import Watch

__all__ = ["PanelSearch", "SearchResult"]

Floats = NDArray[np.float64]
FEW, PATIENCE = 3, 30
PLENTY, TRIES, FEWEST_DRAWS = 12, 8, 16


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SearchResult:
    """What a search found.

    Attributes
    ----------
    panels : array of int, shape (n, T)
        New panels above the floor.
    bound : float
        No panel is worth more.
    none : bool
        Whether it is proved that no panel is above the floor.
    """

    panels: NDArray[np.int64]
    bound: float
    none: bool


class PanelSearch:
    """A search among the panels of a polytope.

    Parameters
    ----------
    polytope : Polytope
        The rules.
    pool : PanelPool
        Panels known; those found are added.
    generator : Generator
        Randomness.
    watch : Watch
        Says when branch and bound has to stop.
    """

    def __init__(
        self, polytope: Polytope, pool: PanelPool, *, generator: np.random.Generator, watch: Watch
    ) -> None:
        self._polytope, self._pool = polytope, pool
        self._generator, self._watch = generator, watch
        self._exchange = Exchange(polytope, generator)
        self._fruitless = 0
        self._thrift = 1

    def above(self, floor: float, weights: Floats, *, mean: Floats, draws: int) -> SearchResult:
        """Look for panels worth more than a floor.

        Parameters
        ----------
        floor : float
            The value to exceed.
        weights : array, shape (T,)
            What one of each type is worth.
        mean : array, shape (T,)
            A point of the polytope about which panels are drawn.
        draws : int
            Panels to draw.

        Returns
        -------
        SearchResult
        """
        pool = self._pool
        draws = max(draws // self._thrift, min(draws, FEWEST_DRAWS))
        lot = tilted(
            self._polytope, mean, weights, number=draws, generator=self._generator, watch=self._watch
        )
        if lot.bound <= floor:
            return SearchResult(panels=pool.panels[:0], bound=lot.bound, none=True)
        new = pool.add(lot.panels[lot.panels @ weights > floor])
        more = pool.add(climbed(self._exchange, pool.panels, weights, floor=floor))
        self._thrift = 1 if 10 * len(new) > draws else min(2 * self._thrift, 16)
        new = np.concatenate([new, more])
        if len(new) < PLENTY:
            near = core_panels(
                self._polytope,
                weights,
                floor=floor,
                tries=TRIES,
                generator=self._generator,
                watch=self._watch,
            )
            new = np.concatenate([new, pool.add(near)])
        if len(new) >= FEW or self._watch.late:
            return SearchResult(panels=new, bound=lot.bound, none=False)
        best = self._polytope.best_panel(weights, floor=floor, seconds=self._watch.left)
        if best.panel is not None:
            new = np.concatenate([new, pool.add(best.panel[None, :])])
        none = best.closed and len(new) == 0
        self._fruitless = 0 if len(new) or none else self._fruitless + 1
        if self._fruitless > PATIENCE:
            self._watch.stop()
        return SearchResult(panels=new, bound=min(lot.bound, best.bound), none=none)
