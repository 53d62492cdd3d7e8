"""The point of a hull nearest to a target: which lottery over given panels comes closest to given probabilities."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

__all__ = ["Hull"]

Floats = NDArray[np.float64]
ENTERING = 1e-11
RIDGE = 1e-13


class Hull:
    """A growing set of points and the lottery over them whose mean is nearest to a target.

    Wolfe's point of least norm as a problem of nonnegative least squares: with C the points less the target, the
    minimum of ``|C s|^2 + (1 - sum s)^2`` over s >= 0, divided by its sum, is the lottery wanted. Points enter
    and leave an affinely independent support by Lawson and Hanson's steps.

    Parameters
    ----------
    target : array, shape (T,)
        The mean wanted.
    """

    def __init__(self, target: Floats) -> None:
        self.target = target
        self._points = np.zeros((0, len(target)))
        self._gram = np.zeros((0, 0))
        self._mass = np.zeros(0)

    @property
    def shares(self) -> Floats:
        """The lottery's probabilities of the points."""
        shares: Floats = self._mass / self._mass.sum()
        return shares

    @property
    def residual(self) -> Floats:
        """The target less the lottery's mean."""
        residual: Floats = -(self.shares @ self._points)
        return residual

    def add(self, points: Floats) -> None:
        """Add points, shape (n, T)."""
        new = points - self.target
        across = self._points @ new.T + 1.0
        self._gram = np.block([[self._gram, across], [across.T, new @ new.T + 1.0]])
        self._points = np.vstack([self._points, new])
        self._mass = np.append(self._mass, np.zeros(len(new)))

    def nearest(self, *, at_once: int = 8, steps: int = 4000) -> Floats:
        """Find the nearest lottery; give the residual.

        Parameters
        ----------
        at_once : int
            The most points that enter the support in one step.
        steps : int
            The most steps.

        Returns
        -------
        array, shape (T,)
        """
        support = np.flatnonzero(self._mass > 0)
        for _ in range(steps):
            gain = 1.0 - self._gram[:, support] @ self._mass[support] if len(support) else np.ones(len(self._mass))
            gain[support] = -np.inf
            order = np.argsort(-gain)[:at_once]
            order = order[gain[order] > ENTERING]
            if len(order) == 0:
                break
            support = self._descend(np.append(support, order))
        return self.residual

    def _descend(self, support: NDArray[np.int64]) -> NDArray[np.int64]:
        """Move to the least squares of a support, dropping points whose mass would turn negative."""
        while True:
            gram = self._gram[np.ix_(support, support)]
            gram[np.diag_indices_from(gram)] += RIDGE * np.trace(gram)
            factor = linalg.cho_factor(gram, lower=True, overwrite_a=True, check_finite=False)
            wanted = linalg.cho_solve(factor, np.ones(len(support)), check_finite=False)
            mass = self._mass[support]
            falling = wanted <= 0
            if not falling.any():
                self._mass[support] = wanted
                return support
            steps = np.full(len(support), np.inf)
            steps[falling] = mass[falling] / (mass[falling] - wanted[falling])
            step = min(1.0, float(steps.min()))
            gone = steps <= step * (1 + 1e-12)
            self._mass[support] = np.where(gone, 0.0, np.maximum(mass + step * (wanted - mass), 0.0))
            support = support[~gone]
