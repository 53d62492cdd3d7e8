"""Sampling units drawn again: the factor of every unit in every bootstrap replicate."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from dueregard.estimates import SamplePlan, Stage
from dueregard.estimates.design_variance import design_variances
from dueregard.estimates.source import FloatArray, IntArray

__all__ = ["Redraw"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Drawing:
    """How units of one stage are drawn again, units in order of stratum."""

    unit: IntArray
    order: IntArray
    start: IntArray
    size: IntArray
    shrink: FloatArray
    spread: FloatArray
    lonely: IntArray
    lonely_spread: FloatArray

    def factors(self, random: np.random.Generator) -> FloatArray:
        """The factor of every row of the plan in one replicate."""
        units = len(self.order)
        u = random.random(len(self.start))
        drawn = np.bincount(self.start + (u * self.size).astype(np.intp), minlength=units)
        factor = np.empty(units)
        factor[self.order] = self.shrink + self.spread * drawn
        if len(self.lonely):
            sign = 2.0 * random.integers(0, 2, len(self.lonely)) - 1.0
            factor[self.lonely] = 1.0 + sign * self.lonely_spread
        return factor[self.unit]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Redraw:
    """Bootstrap factors of the last-stage units of a plan; see :mod:`dueregard.causes.replicating`.

    Attributes
    ----------
    drawings : tuple
        One a stage that adds variance.
    rows : int
        The number of last-stage units.
    seed : int
        Published with the results.
    inflation : float
        What the variance is multiplied by for strata with one unit, under ``average``.
    """

    drawings: tuple[_Drawing, ...] = field(repr=False)
    rows: int
    seed: int
    inflation: float = 1.0

    @classmethod
    def of(cls, plan: SamplePlan, *, seed: int) -> Redraw:
        """Prepare the draws of a plan.

        Parameters
        ----------
        plan : SamplePlan
            How the people were sampled.
        seed : int
            Of all draws.

        Returns
        -------
        Redraw
            Ready to draw.

        Raises
        ------
        SpreadError
            As for the linearised variance, when a stratum has one sampled unit and the plan says to fail.
        """
        # The plan's own option refuses, or not, exactly as it does for a linearised variance.
        design_variances(sparse.csr_array((plan.rows, 1)), plan)
        drawings, inflation = [], 1.0
        carried, square = np.ones(plan.rows), np.ones(plan.rows)
        for number, stage in enumerate(plan.stages):
            # A unit alone in the unit above it has nothing to be compared with: it adds nothing, as there.
            option = plan.lonely if number == 0 and len(stage.sizes) > 1 else "certainty"
            drawing, added, average = _drawing(stage, option, carried, square)
            inflation *= average
            drawings.append(drawing)
            square = square * (1.0 + added[stage.stratum])
            carried = carried * stage.fractions[stage.stratum]
            if not carried.any():
                break
        return cls(drawings=tuple(drawings), rows=plan.rows, seed=seed, inflation=inflation)

    def factors(self, first: int, end: int) -> FloatArray:
        """Draw some replicates; each depends on the seed and its own number only.

        Parameters
        ----------
        first, end : int
            Which.

        Returns
        -------
        ndarray (end - first, rows)
            Factors of last-stage units; never negative, and 1 on average.
        """
        result = np.ones((end - first, self.rows))
        for row, number in enumerate(range(first, end)):
            random = np.random.Generator(np.random.PCG64([self.seed, number]))
            for drawing in self.drawings:
                result[row] *= drawing.factors(random)
        return result


def _drawing(
    stage: Stage, option: str, carried: FloatArray, square: FloatArray
) -> tuple[_Drawing, FloatArray, float]:
    """Prepare a stage: its draws, the variance of a factor by stratum, and the inflation for lonely units."""
    sizes = stage.sizes
    above, squared = np.empty(len(sizes)), np.empty(len(sizes))
    above[stage.stratum], squared[stage.stratum] = carried, square
    variance = above * (1.0 - stage.fractions) / squared
    several = sizes > 1
    alone = ~several & (variance > 0)
    usable = int((several | (variance == 0)).sum())
    inflation = len(sizes) / max(usable, 1) if option == "average" else 1.0
    order = np.argsort(stage.unit_stratum, kind="stable")
    begin = np.cumsum(sizes) - sizes
    draws = np.where(several, sizes - 1, 0)
    root = np.where(several, np.sqrt(variance), 0.0)
    of_unit = stage.unit_stratum[order]
    lonely = np.flatnonzero(alone[stage.unit_stratum]) if option == "adjust" else np.zeros(0, np.intp)
    drawing = _Drawing(
        unit=stage.unit,
        order=order,
        start=np.repeat(begin, draws),
        size=np.repeat(sizes, draws),
        shrink=(1.0 - root)[of_unit],
        spread=(root * sizes / np.maximum(sizes - 1, 1))[of_unit],
        lonely=lonely,
        lonely_spread=np.sqrt(variance[stage.unit_stratum[lonely]]),
    )
    added = np.where(several, variance, np.where(alone & (option == "adjust"), variance, 0.0))
    return drawing, added, inflation
