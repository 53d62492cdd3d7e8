"""Panels near a panel: pairs of swaps that together leave every binding rule as it is, best first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dueregard.voices.panel.polytope import Polytope

__all__ = ["Exchange"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Exchange:
    """Finds better panels by two swaps at once.

    A swap changes the counts of binding rules by the entrant's less the leaver's. Each type's counts become
    one random 64-bit number, so that a swap's change is a difference of two, and two swaps cancel where
    theirs are opposite: found for all pairs of swaps by one sort.

    Parameters
    ----------
    polytope : Polytope
        The rules; those with equal limits bind.
    generator : Generator
        Draws the numbers.
    """

    def __init__(self, polytope: Polytope, generator: np.random.Generator) -> None:
        binding = polytope.lower == polytope.upper
        numbers = generator.integers(-(2**62), 2**62, size=int(binding.sum()))
        self._polytope = polytope
        self._keys = polytope.rows[binding].T.astype(np.int64) @ numbers
        self._slack = np.flatnonzero(~binding)

    def better(self, panel: Counts, weights: Floats, *, most: int) -> Counts:
        """Give panels that two swaps away are worth more.

        Parameters
        ----------
        panel : array of int, shape (T,)
            Where from.
        weights : array, shape (T,)
            What one of each type is worth.
        most : int
            How many to give at most, best first.

        Returns
        -------
        array of int, shape (n, T)
        """
        leavers = np.flatnonzero(panel > self._polytope.least)
        entrants = np.flatnonzero(panel < self._polytope.most)
        gains = (weights[entrants][None, :] - weights[leavers][:, None]).ravel()
        keys = (self._keys[entrants][None, :] - self._keys[leavers][:, None]).ravel()
        order = np.lexsort((-gains, keys))
        first = np.ones(len(order), dtype=bool)
        sorted_keys = keys[order]
        first[1:] = sorted_keys[1:] != sorted_keys[:-1]
        best = order[first]
        known = sorted_keys[first]
        place = np.minimum(np.searchsorted(known, -known), len(known) - 1)
        paired = known[place] == -known
        one, other = best[paired], best[place[paired]]
        total = gains[one] + gains[other]
        keep = (total > 1e-12) & (one <= other)
        one, other, total = one[keep], other[keep], total[keep]
        chosen = np.argsort(-total, kind="stable")[: 3 * most]
        return self._moved(panel, leavers, entrants, one[chosen], other[chosen])[:most]

    def _moved(self, panel: Counts, leavers: Counts, entrants: Counts, one: Counts, other: Counts) -> Counts:
        """Carry out pairs of swaps, and keep the panels that meet every rule."""
        panels = np.tile(panel, (len(one), 1))
        each = np.arange(len(one))
        np.add.at(panels, (each, leavers[one // len(entrants)]), -1)
        np.add.at(panels, (each, entrants[one % len(entrants)]), 1)
        twice = one != other
        np.add.at(panels, (each[twice], leavers[other[twice] // len(entrants)]), -1)
        np.add.at(panels, (each[twice], entrants[other[twice] % len(entrants)]), 1)
        return panels[self._polytope.allows(panels)]
