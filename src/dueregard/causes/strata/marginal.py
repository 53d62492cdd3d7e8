"""The likelihood of yes/no strata with their deviations integrated out, and its exact derivative.

A stratum deviates by sigma u on the log-odds scale, u standard normal. The integral over u is taken by
Gauss-Hermite quadrature about the mode of each stratum, scaled by the curvature there; one point is Laplace's
approximation. Mode and curvature move with the parameters, and the derivative counts that: it is the
derivative of the very approximation that is computed, so that its zero is the maximum.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.special import expit, roots_hermite

from dueregard.causes.strata.cells import BinomialCells
from dueregard.causes.strata.main_effects import FixedPart
from dueregard.estimates.source import FloatArray

__all__ = ["Marginal", "Value"]

FARTHEST = 3.0
"""The longest step of a stratum's mode, in log odds."""

TIGHT = 1e-13
MOST_STEPS = 100


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Value:
    """The likelihood at some parameters.

    Attributes
    ----------
    log_likelihood : float
        Of people one by one, without binomial coefficients.
    score : ndarray (p + 1,)
        Its derivative by the coefficients and, last, sigma.
    modes : ndarray (J,)
        Of u.
    weight : ndarray (c,)
        n p (1 - p) of each cell at the mode.
    """

    log_likelihood: float
    score: FloatArray = field(repr=False)
    modes: FloatArray = field(repr=False)
    weight: FloatArray = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Marginal:
    """The likelihood as a function of coefficients and sigma.

    Attributes
    ----------
    cells : BinomialCells
        Counts.
    matrix : ndarray (c, p)
        Fixed part and covariates of each cell.
    nodes, log_weights : ndarray (k,)
        Of the quadrature; the weights times exp(z^2).
    """

    cells: BinomialCells
    matrix: FloatArray
    nodes: FloatArray
    log_weights: FloatArray

    @classmethod
    def of(cls, cells: BinomialCells, fixed: FixedPart, *, points: int) -> Marginal:
        """Prepare the likelihood.

        Parameters
        ----------
        cells : BinomialCells
            Counts.
        fixed : FixedPart
            Of the strata.
        points : int
            Of the quadrature; 1 for Laplace's approximation.

        Returns
        -------
        Marginal
            Ready to be evaluated.
        """
        nodes, weights = roots_hermite(points)
        matrix = np.column_stack([fixed.matrix[cells.stratum], cells.covariates])
        return cls(cells=cells, matrix=matrix, nodes=nodes, log_weights=np.log(weights) + nodes**2)

    def at(self, beta: FloatArray, sigma: float, *, start: FloatArray | None = None) -> Value:
        """Evaluate the likelihood and its derivative.

        Parameters
        ----------
        beta : ndarray (p,)
            Coefficients.
        sigma : float
            Standard deviation of strata, above 0.
        start : ndarray (J,), optional
            Modes to begin with.

        Returns
        -------
        Value
            At these parameters.
        """
        fixed = self.matrix @ beta
        mode = self.modes(fixed, sigma, start=start)
        bent = self._bent(fixed, mode, sigma)
        scale = np.sqrt(2 / bent.curvature)
        u = mode[:, None] + scale[:, None] * self.nodes
        log_odds = fixed[:, None] + sigma * u[self.cells.stratum]
        trials, events = self.cells.trials[:, None], self.cells.events[:, None]
        joint = self.cells.by_stratum(events * log_odds - trials * np.logaddexp(0.0, log_odds))
        joint += self.log_weights - u**2 / 2
        most = joint.max(axis=1)
        shares = np.exp(joint - most[:, None])
        total = shares.sum(axis=1)
        shares /= total[:, None]
        value = most + np.log(total) + np.log(scale) - np.log(2 * np.pi) / 2
        return Value(
            log_likelihood=float(value.sum()),
            score=self._score(sigma, u, log_odds, shares, bent),
            modes=mode,
            weight=bent.weight,
        )

    def modes(self, fixed: FloatArray, sigma: float, *, start: FloatArray | None = None) -> FloatArray:
        """Find the most likely deviation of each stratum, by Newton's steps kept between sure limits.

        Parameters
        ----------
        fixed : ndarray (c,)
            Log odds without deviations.
        sigma : float
            Standard deviation of strata.
        start : ndarray (J,), optional
            Where to begin.

        Returns
        -------
        ndarray (J,)
            Of u; the derivative falls in u, so that there is one.
        """
        cells = self.cells
        u = np.zeros(cells.strata) if start is None else start.copy()
        low, high = np.full(cells.strata, -np.inf), np.full(cells.strata, np.inf)
        furthest = FARTHEST / sigma
        for _ in range(MOST_STEPS):
            share = expit(fixed + sigma * u[cells.stratum])
            expected = cells.trials * share
            rise = sigma * cells.by_stratum(cells.events - expected) - u
            curvature = 1 + sigma**2 * cells.by_stratum(expected * (1 - share))
            low, high = np.where(rise > 0, u, low), np.where(rise < 0, u, high)
            step = np.clip(rise / curvature, -furthest, furthest)
            new = u + step
            outside = (new <= low) | (new >= high)
            between = outside & np.isfinite(low) & np.isfinite(high)
            new[between] = (low[between] + high[between]) / 2
            moved = np.abs(new - u).max()
            u = new
            if moved < TIGHT:
                break
        return u

    def _bent(self, fixed: FloatArray, mode: FloatArray, sigma: float) -> Bent:
        cells = self.cells
        share = expit(fixed + sigma * mode[cells.stratum])
        weight = cells.trials * share * (1 - share)
        third = weight * (1 - 2 * share)
        return Bent(
            left=cells.events - cells.trials * share,
            weight=weight,
            third=third,
            of_stratum=cells.by_stratum(weight),
            third_of_stratum=cells.by_stratum(third),
            curvature=1 + sigma**2 * cells.by_stratum(weight),
            mode=mode,
        )

    def _score(
        self, sigma: float, u: FloatArray, log_odds: FloatArray, shares: FloatArray, bent: Bent
    ) -> FloatArray:
        """Derivative through the parameters, the modes and the curvatures."""
        cells = self.cells
        left = cells.events[:, None] - cells.trials[:, None] * expit(log_odds)
        of_stratum = cells.by_stratum(left)
        mean_left = (shares[cells.stratum] * left).sum(axis=1)
        slope = sigma * of_stratum - u
        # How the likelihood moves with the mode, and with the logarithm of the curvature.
        with_mode = (shares * slope).sum(axis=1)
        narrow = -np.sqrt(0.5 / bent.curvature) * ((shares * slope) @ self.nodes) - 0.5
        curve_of_mode = sigma**3 * bent.third_of_stratum
        through_mode = (with_mode + narrow * curve_of_mode / bent.curvature) / bent.curvature
        through_curve = narrow / bent.curvature
        # The mode moves by -sigma weight x / curvature, the curvature itself by sigma^2 third x.
        of_cell = mean_left - (through_mode * sigma)[cells.stratum] * bent.weight
        of_cell += (through_curve * sigma**2)[cells.stratum] * bent.third
        left_at_mode = cells.by_stratum(bent.left)
        mode_by_sigma = left_at_mode - sigma * bent.mode * bent.of_stratum
        curve_by_sigma = 2 * sigma * bent.of_stratum + sigma**2 * bent.mode * bent.third_of_stratum
        by_sigma = (shares * u * of_stratum).sum(axis=1)
        by_sigma += through_mode * mode_by_sigma + through_curve * curve_by_sigma
        return np.append(self.matrix.T @ of_cell, by_sigma.sum())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bent:
    """The likelihood of each stratum about its mode."""

    left: FloatArray
    weight: FloatArray
    third: FloatArray
    of_stratum: FloatArray
    third_of_stratum: FloatArray
    curvature: FloatArray
    mode: FloatArray
