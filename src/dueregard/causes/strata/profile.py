"""The likelihood of a normal model of strata as a function of one ratio, and where it is greatest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dueregard.causes.strata.main_effects import FixedPart
from dueregard.causes.strata.sums import GaussianSums
from dueregard.estimates.source import FloatArray

__all__ = ["Profile", "Solved", "best_ratio", "zero_between"]

GRID = 41
WIDEST = 1e9
"""The largest ratio of variances that is looked at."""

STEPS = 200
CLOSE = 4e-16


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """The likelihood as a function of the ratio alone.

    Attributes
    ----------
    sums : GaussianSums
        Of the people.
    matrix : ndarray (J, p)
        Fixed part and means of covariates.
    reml : bool
        Restricted or full.
    """

    sums: GaussianSums
    matrix: FloatArray
    reml: bool

    @classmethod
    def of(cls, sums: GaussianSums, fixed: FixedPart, *, reml: bool) -> Profile:
        """Join the fixed part and the covariates.

        Parameters
        ----------
        sums : GaussianSums
            Of the people.
        fixed : FixedPart
            Of the strata.
        reml : bool
            Restricted or full.

        Returns
        -------
        Profile
            Of them.
        """
        return cls(sums=sums, matrix=np.column_stack([fixed.matrix, sums.covariates]), reml=reml)

    @property
    def df(self) -> float:
        """What the residual variance is a mean over."""
        return self.sums.people - (self.matrix.shape[1] if self.reml else 0)

    def at(self, ratio: float) -> Solved:
        """Solve everything else.

        Parameters
        ----------
        ratio : float
            lambda.

        Returns
        -------
        Solved
            For this ratio.
        """
        sums, x = self.sums, self.matrix
        q = sums.covariates.shape[1]
        weight = sums.size / (1 + sums.size * ratio)
        normal = (x * weight[:, None]).T @ x
        right = x.T @ (weight * sums.mean)
        if q:
            normal[-q:, -q:] += sums.within[:q, :q]
            right[-q:] += sums.within[:q, q]
        beta = np.asarray(np.linalg.solve(normal, right))
        about = sums.mean - x @ beta
        turned = np.append(-beta[len(beta) - q :], 1.0)
        squares = float(turned @ sums.within @ turned) + float(weight @ about**2)
        return Solved(weight=weight, normal=normal, beta=beta, about=about, squares=squares)

    def deviance(self, ratio: float) -> float:
        """Minus twice the log-likelihood.

        Parameters
        ----------
        ratio : float
            lambda.

        Returns
        -------
        float
            With all constants.
        """
        solved, df = self.at(ratio), self.df
        value = df * (np.log(2 * np.pi * solved.squares / df) + 1)
        value += float(np.log1p(self.sums.size * ratio).sum())
        return float(value + np.linalg.slogdet(solved.normal)[1] if self.reml else value)

    def slope(self, ratio: float) -> float:
        """Derivative of the deviance by the ratio.

        Parameters
        ----------
        ratio : float
            lambda.

        Returns
        -------
        float
            Exact.
        """
        solved = self.at(ratio)
        weight = solved.weight
        value = float(weight.sum()) - self.df * float(weight**2 @ solved.about**2) / solved.squares
        if self.reml:
            leverage = np.linalg.solve(solved.normal, self.matrix.T)
            value -= float(weight**2 @ np.einsum("pj,jp->j", leverage, self.matrix))
        return value


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solved:
    """The generalised least-squares solution for one ratio."""

    weight: FloatArray
    normal: FloatArray
    beta: FloatArray
    about: FloatArray
    squares: float


def best_ratio(profile: Profile) -> float:
    """Find the ratio of the greatest likelihood among all zeros of its derivative, and 0.

    Parameters
    ----------
    profile : Profile
        Of the ratio alone.

    Returns
    -------
    float
        lambda; exactly 0 where nothing above is better.
    """
    grid = np.append(0.0, np.geomspace(1e-3 / profile.sums.size.max(), WIDEST, GRID))
    slopes = np.array([profile.slope(each) for each in grid])
    candidates = [0.0] if slopes[0] >= 0 else []
    for low, high, before, after in zip(grid, grid[1:], slopes, slopes[1:], strict=False):
        if before < 0 <= after:
            candidates.append(zero_between(profile.slope, low, high, before, after))
    if not candidates:
        return WIDEST
    return float(min(candidates, key=profile.deviance))


def zero_between(
    function: Callable[[float], float],
    low: float,
    high: float,
    at_low: float,
    at_high: float,
    *,
    close: float = CLOSE,
) -> float:
    """Find a zero of a function between two places where its signs differ.

    Parameters
    ----------
    function : callable
        Continuous.
    low, high : float
        The places.
    at_low, at_high : float
        Its values there, of different signs.
    close : float
        The relative width between limits that is enough.

    Returns
    -------
    float
        By secants that keep the zero between them (Illinois), and halving.

    Examples
    --------
    >>> round(zero_between(lambda x: x * x - 2, 0.0, 2.0, -2.0, 2.0), 12)
    1.414213562373
    """
    for step in range(STEPS):
        if at_high == 0 or abs(high - low) <= close * abs(high):
            return high
        between = (low + high) / 2 if step % 3 == 2 else high - at_high * (high - low) / (at_high - at_low)
        if not min(low, high) < between < max(low, high):
            between = (low + high) / 2
        here = function(between)
        if (here < 0) == (at_high < 0):
            at_low = at_low if step % 3 == 2 else at_low / 2
        else:
            low, at_low = high, at_high
        high, at_high = between, here
    return high
