"""What weights cost: how many people of equal weight they are worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["WeightQuality"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightQuality:
    """Diagnostics of weights.

    Attributes
    ----------
    people : int
        With a weight above 0.
    total : float
        Sum of weights.
    effective_n : float
        Squared sum of weights over the sum of their squares.
    lowest, highest : float
        Weights, as multiples of their mean.

    References
    ----------
    Kish (1965), Survey Sampling, section 11.2C.

    Examples
    --------
    >>> quality = WeightQuality.of([1.0, 1.0, 4.0])
    >>> quality.effective_n, quality.design_effect, quality.range_ratio
    (2.0, 1.5, 4.0)
    """

    people: int
    total: float
    effective_n: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, weights: ArrayLike) -> WeightQuality:
        """Describe weights.

        Parameters
        ----------
        weights : array_like (n,)
            At least 0.

        Returns
        -------
        WeightQuality
            Of those above 0.
        """
        given = np.asarray(weights, dtype=float)
        counted = given[given > 0]
        if not len(counted):
            return cls(people=0, total=0.0, effective_n=0.0, lowest=float("nan"), highest=float("nan"))
        # Scaled first, so that squares neither overflow nor vanish.
        relative = counted / counted.mean()
        return cls(
            people=len(counted),
            total=float(counted.sum()),
            effective_n=float(relative.sum() ** 2 / (relative @ relative)),
            lowest=float(relative.min()),
            highest=float(relative.max()),
        )

    @property
    def design_effect(self) -> float:
        """Kish's design effect of weighting: people over effective people."""
        return self.people / self.effective_n if self.effective_n else float("nan")

    @property
    def range_ratio(self) -> float:
        """Highest over lowest weight."""
        return self.highest / self.lowest if self.people else float("nan")
