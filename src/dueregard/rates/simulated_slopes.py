"""Population-weighted lines through quantiles, and limits of their ends by simulation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from dueregard.rates.arrays import FloatArray

__all__ = ["Lines", "lines_of", "simulated_limits"]

# The share of simulated lines that may pass zero at rank 0 before the relative index is called unreliable.
CROSSING = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines of g groups through q quantiles.

    Attributes
    ----------
    at_0, at_1 : ndarray, shape (g, q)
        Weights by which the fitted values at rank 0 and at rank 1 are sums of the quantiles' values.
    middle, spread : ndarray, shape (g, q)
        Values and their standard errors on the scale on which they vary normally.
    value_type : {"general", "rate", "proportion"}
        Which scale that is.
    transform : bool
        Whether the line is fitted on that scale.
    """

    at_0: FloatArray
    at_1: FloatArray
    middle: FloatArray
    spread: FloatArray
    value_type: Literal["general", "rate", "proportion"]
    transform: bool

    @property
    def intercept(self) -> FloatArray:
        """Fitted values at rank 0.

        Returns
        -------
        ndarray, shape (g,)
        """
        return self._ends()[0]

    @property
    def slope(self) -> FloatArray:
        """Fitted values at rank 1 minus those at rank 0.

        Returns
        -------
        ndarray, shape (g,)
        """
        low, high = self._ends()
        return np.asarray(high - low)

    @property
    def relative(self) -> FloatArray:
        """Fitted values at rank 1 over those at rank 0.

        Returns
        -------
        ndarray, shape (g,)
        """
        low, high = self._ends()
        return np.divide(high, low, out=np.full_like(low, np.nan), where=low != 0)

    @property
    def slope_variance(self) -> FloatArray:
        """Variance of the slope by the delta method.

        Returns
        -------
        ndarray, shape (g,)
        """
        to_low, to_high = self._gradients()
        return np.asarray((((to_high - to_low) * self.spread) ** 2).sum(axis=1))

    @property
    def relative_variance(self) -> FloatArray:
        """Variance of the ratio of the ends by the delta method.

        Returns
        -------
        ndarray, shape (g,)
        """
        low, (to_low, to_high) = self.intercept[:, None], self._gradients()
        gradient = to_high - self.relative[:, None] * to_low
        gradient = np.divide(gradient, low, out=np.full_like(gradient, np.nan), where=low != 0)
        return np.asarray(((gradient * self.spread) ** 2).sum(axis=1))

    def ends(self, group: int, draws: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Fit lines of one group to drawn values.

        Parameters
        ----------
        group : int
            Which.
        draws : ndarray, shape (r, q)
            Standard normal draws.

        Returns
        -------
        low, high : ndarray, shape (r,)
            Fitted values at rank 0 and at rank 1.
        """
        middle, spread, at = self.middle[group], self.spread[group], (self.at_0[group], self.at_1[group])
        if self.transform or self.value_type == "general":
            # The line is fitted where values are drawn, so only its two ends need drawing.
            low, high = (middle @ each + draws @ (spread * each) for each in at)
            return self._back(low), self._back(high)
        values = self._back(middle + draws * spread)
        return values @ at[0], values @ at[1]

    def _ends(self) -> tuple[FloatArray, FloatArray]:
        values = self.middle if self.transform else self._back(self.middle)
        low, high = (self.at_0 * values).sum(axis=1), (self.at_1 * values).sum(axis=1)
        return (self._back(low), self._back(high)) if self.transform else (low, high)

    def _gradients(self) -> tuple[FloatArray, FloatArray]:
        """Derivatives of both ends in the values on the scale on which they vary normally."""
        if self.transform:
            low, high = self._ends()
            return self._rate_of_back(low)[:, None] * self.at_0, self._rate_of_back(high)[:, None] * self.at_1
        slope = self._rate_of_back(self._back(self.middle))
        return slope * self.at_0, slope * self.at_1

    def _back(self, values: FloatArray) -> FloatArray:
        if self.value_type == "rate":
            return np.exp(values)
        if self.value_type == "proportion":
            return np.asarray(special.expit(values))
        return values

    def _rate_of_back(self, values: FloatArray) -> FloatArray:
        """Derivative of ``_back`` where it has these values."""
        if self.value_type == "rate":
            return values
        return values * (1 - values) if self.value_type == "proportion" else np.ones_like(values)


def lines_of(
    population: FloatArray,
    *,
    middle: FloatArray,
    spread: FloatArray,
    value_type: Literal["general", "rate", "proportion"],
    transform: bool,
) -> Lines:
    """Weigh quantiles for least squares on mid-ranks, weighted by population.

    Parameters
    ----------
    population : ndarray, shape (g, q)
        People, in the order of the ranks; NaN throughout for a group without a line.
    middle, spread : ndarray, shape (g, q)
        Values and standard errors on the scale on which they vary normally.
    value_type : {"general", "rate", "proportion"}
        Which scale that is.
    transform : bool
        Whether the line is fitted on that scale.

    Returns
    -------
    Lines

    References
    ----------
    Low and Low (2004), Journal of Public Health 26, 388-395.

    Examples
    --------
    >>> lines = lines_of(
    ...     np.array([[1.0, 1.0, 2.0]]),
    ...     middle=np.array([[1.0, 2.0, 3.0]]),
    ...     spread=np.zeros((1, 3)),
    ...     value_type="general",
    ...     transform=False,
    ... )
    >>> lines.slope.round(4)
    array([3.])
    """
    share = population / population.sum(axis=1, keepdims=True)
    centred = np.cumsum(share, axis=1) - share / 2 - 0.5  # mid-ranks about their mean
    slope = share * centred / (share * centred**2).sum(axis=1, keepdims=True)
    return Lines(
        at_0=share - slope / 2,
        at_1=share + slope / 2,
        middle=middle,
        spread=spread,
        value_type=value_type,
        transform=transform,
    )


def simulated_limits(
    lines: Lines, *, levels: Iterable[float], repetitions: int, seed: int
) -> tuple[dict[float, FloatArray], dict[float, FloatArray], NDArray[np.bool_]]:
    """Simulate slopes and ratios, and take their ordered values as limits.

    Parameters
    ----------
    lines : Lines
        Of g groups.
    levels : iterable of float
        Confidence levels.
    repetitions : int
        Simulations of each group.
    seed : int
        The same draws serve every group.

    Returns
    -------
    slopes, ratios : dict of float to ndarray, shape (g, 2)
    crossing : ndarray of bool, shape (g,)
        Where more than one in a thousand lines have another sign at rank 0 than the estimate: the ratio has
        no reliable limits.
    """
    asked = tuple(levels)
    draws = np.random.default_rng(seed).standard_normal((repetitions, lines.middle.shape[1]))
    positions = {level: _positions(level, repetitions) for level in asked}
    wanted = sorted({place for pair in positions.values() for place in pair})
    size = len(lines.middle)
    slopes, ratios = (
        {level: np.full((size, 2), np.nan) for level in asked},
        {level: np.full((size, 2), np.nan) for level in asked},
    )
    crossing, intercept = np.zeros(size, bool), lines.intercept
    for group in np.flatnonzero(~np.isnan(lines.slope)):
        low, high = lines.ends(int(group), draws)
        crossing[group] = np.mean(low * intercept[group] <= 0) > CROSSING
        slope = np.partition(high - low, wanted)
        ratio = np.partition(np.divide(high, low, out=np.full_like(low, np.inf), where=low != 0), wanted)
        for level, pair in positions.items():
            slopes[level][group] = slope[list(pair)]
            if not crossing[group]:
                ratios[level][group] = ratio[list(pair)]
    return slopes, ratios, crossing


def _positions(level: float, repetitions: int) -> tuple[int, int]:
    """Places of the limits among the ordered simulations, counted from 0."""
    upper = (1 + level) / 2
    return round(repetitions * (1 - upper)) - 1, round(repetitions * upper) - 1
