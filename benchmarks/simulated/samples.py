"""Stratified samples of households, or of households in sampled areas, with unequal weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from dueregard.engine import SurveyDesign, Table, table_from

from .population import REGIONS, Population

__all__ = ["Sampler", "everybody"]

FRACTIONS = (0.7, 1.0, 1.0, 2.2)
"""Sampling fractions of the regions, relative to one another."""
IN_AREA = 10
"""Households drawn in a sampled area."""


def everybody(people: Population) -> Table:
    """The whole population as a table, without a design."""
    return table_from(pl.DataFrame(people.columns), design=SurveyDesign(count="full"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sampler:
    """Draws samples.

    Units are drawn with replacement, as the usual estimate of variance supposes; whoever is drawn twice
    counts as two units. Strata are regions.

    Attributes
    ----------
    people : Population
        From whom.
    size : int
        People in a sample, on average.
    areas : bool
        Draw areas first, and ten households in each.
    """

    people: Population
    size: int
    areas: bool = False

    def draw(self, random: np.random.Generator) -> Table:
        """Draw one sample, with its design."""
        chosen, psu, weight = self._areas(random) if self.areas else self._households(random)
        first, size = self.people.first[chosen], self.people.size[chosen]
        before = np.repeat(np.cumsum(size) - size, size)
        place = np.repeat(first, size) + np.arange(size.sum()) - before
        columns = {name: values[place] for name, values in self.people.columns.items()}
        columns |= {"psu": np.repeat(psu, size), "weight": np.repeat(weight, size)}
        design = SurveyDesign(weight="weight", strata="region", clusters=("psu",))
        return table_from(pl.DataFrame(columns), design=design)

    def _counts(self, units: float, available: np.ndarray) -> np.ndarray:
        """Units to be drawn in each region: at least two."""
        share = available * np.array(FRACTIONS)
        return np.maximum(np.round(units * share / share.sum()).astype(int), 2)

    def _households(self, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        people = self.people
        available = np.bincount(people.region, minlength=len(REGIONS))
        wanted = self._counts(self.size / people.size.mean(), available)
        start = np.cumsum(available) - available
        parts = [start[r] + random.integers(available[r], size=wanted[r]) for r in range(len(REGIONS))]
        chosen = np.concatenate(parts)
        return chosen, np.arange(len(chosen)), np.repeat(available / wanted, wanted)

    def _areas(self, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        people = self.people
        in_area = np.bincount(people.area)
        start = np.cumsum(in_area) - in_area
        region = people.region[start]
        available = np.bincount(region, minlength=len(REGIONS))
        wanted = self._counts(self.size / people.size.mean() / IN_AREA, available)
        first = np.cumsum(available) - available
        parts = [first[r] + random.integers(available[r], size=wanted[r]) for r in range(len(REGIONS))]
        area = np.concatenate(parts)
        # Without replacement within an area: which units are drawn again is all that the first stage needs.
        inside = random.random((len(area), in_area.max())).argsort(axis=1)[:, :IN_AREA]
        chosen = (start[area][:, None] + inside).ravel()
        weight = (available / wanted)[region[area]] * in_area[area] / IN_AREA
        return chosen, np.repeat(np.arange(len(area)), IN_AREA), np.repeat(weight, IN_AREA)
