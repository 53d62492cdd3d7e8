"""The point of a hull nearest to a target: the lottery over panels at hand closest to given probabilities."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from dueregard.voices.panel.watch import Watch

__all__ = ["Hull"]

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
ENTERING = 1e-11
RIDGE = 1e-12
DRIFT = 1e-7
APART = 1e-7


class Hull:
    """A growing set of points and the lottery over them whose mean is nearest to a target.

    Wolfe's point of least norm as a problem of nonnegative least squares: with C the points less the
    target, the minimum of ``|C s|^2 + (1 - sum s)^2`` over s >= 0, divided by its sum, is the lottery
    wanted. Points enter and leave an affinely independent support by Lawson and Hanson's steps.

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

    def nearest(self, *, at_once: int = 8, steps: int = 4000, watch: Watch | None = None) -> Floats:
        """Find the nearest lottery; give the residual.

        Parameters
        ----------
        at_once : int
            The most points that enter the support in one step.
        steps : int
            The most steps.
        watch : Watch, optional
            Says when to stop: the lottery then is the nearest met so far.

        Returns
        -------
        array, shape (T,)
        """
        basis = _Basis(self._gram, np.flatnonzero(self._mass > 0))
        fresh = True
        for _ in range(steps):
            support = basis.support
            mass = self._mass[support]
            gain = 1.0 - self._points @ (mass @ self._points[support]) - mass.sum()
            drift = np.abs(gain[support]).max(initial=0.0)
            gain[support] = -np.inf
            order = np.argsort(-gain, kind="stable")[:at_once]
            ends = gain[order[0]] <= max(ENTERING, drift)
            if watch is not None and watch.late and self._mass.any():
                return self.residual
            if not fresh and (drift > DRIFT or ends):
                basis, fresh = _Basis(self._gram, support), True
                self._descend(basis)
                continue
            if ends or not basis.enter(order[gain[order] > ENTERING]):
                break
            fresh = False
            self._descend(basis)
        self._polish(basis.support)
        return self.residual

    def _descend(self, basis: _Basis) -> None:
        """Move to the least squares of a support, dropping points whose mass would turn negative."""
        while True:
            support = basis.support
            wanted, mass = basis.least_squares(), self._mass[support]
            falling = wanted <= 0
            if not falling.any():
                self._mass[support] = wanted
                return
            steps = np.full(len(support), np.inf)
            steps[falling] = mass[falling] / np.maximum(mass[falling] - wanted[falling], np.finfo(float).tiny)
            step = min(1.0, float(steps.min()))
            gone = steps <= step * (1 + 1e-12)
            self._mass[support] = np.where(gone, 0.0, np.maximum(mass + step * (wanted - mass), 0.0))
            basis.leave(np.flatnonzero(gone))

    def _polish(self, support: Indices) -> None:
        """Solve the least squares of the support afresh, if its masses stay positive."""
        gram = self._gram[np.ix_(support, support)]
        gram[np.diag_indices_from(gram)] += RIDGE
        factor = linalg.cho_factor(gram, lower=True, check_finite=False)
        mass = linalg.cho_solve(factor, np.ones(len(support)), check_finite=False)
        mass += linalg.cho_solve(
            factor, 1.0 - self._gram[np.ix_(support, support)] @ mass, check_finite=False
        )
        if (mass > 0).all():
            self._mass[support] = mass


class _Basis:
    """The inverse of a support's Gram matrix, kept up to date as points enter and leave.

    Rows and columns of points that have left become nothing, and stay until others enter: a step that only
    drops a point then costs one update in place.
    """

    def __init__(self, gram: Floats, support: Indices) -> None:
        self._gram = gram
        self.support = support
        own = gram[np.ix_(support, support)]
        own[np.diag_indices_from(own)] += RIDGE
        self._inverse = linalg.inv(own, overwrite_a=True, check_finite=False) if len(support) else own
        self._begin()

    def _begin(self) -> None:
        self._inverse = np.ascontiguousarray(self._inverse)
        self._places = np.arange(len(self.support))
        self._masses = self._inverse.sum(axis=1)

    def least_squares(self) -> Floats:
        """Give the masses of the support that solve its normal equations."""
        masses: Floats = self._masses[self._places]
        return masses

    def enter(self, points: Indices) -> bool:
        """Border the inverse with more points, those that are independent; say whether any is."""
        if len(self._places) < len(self._inverse):
            self._inverse = self._inverse[np.ix_(self._places, self._places)]
            self._begin()
        across = self._gram[np.ix_(self.support, points)]
        spread = self._inverse @ across
        own = self._gram[np.ix_(points, points)] - across.T @ spread
        chosen = _independent(own)
        if len(chosen) == 0:
            return False
        points, spread = points[chosen], spread[:, chosen]
        corner = linalg.inv(own[np.ix_(chosen, chosen)], check_finite=False)
        side = -spread @ corner
        size, more = len(self.support), len(points)
        inverse = np.empty((size + more, size + more))
        inverse[:size, :size] = self._inverse - side @ spread.T
        inverse[:size, size:], inverse[size:, :size] = side, side.T
        inverse[size:, size:] = corner
        self._inverse, self.support = inverse, np.append(self.support, points)
        self._begin()
        return True

    def leave(self, places: Indices) -> None:
        """Take points, given by their places in the support, out of the inverse."""
        for place in self._places[places]:
            across = self._inverse[place].copy()
            if across[place] <= 0:
                continue
            self._masses -= across * (self._masses[place] / across[place])
            # The inverse is symmetric: its transpose is what BLAS updates in place.
            linalg.blas.dger(-1.0 / across[place], across, across, a=self._inverse.T, overwrite_a=1)
        self._places = np.delete(self._places, places)
        self.support = np.delete(self.support, places)


def _independent(own: Floats) -> Indices:
    """Choose points, first come first served, that are independent of the support and of each other."""
    left, chosen = own.copy(), []
    for point in range(len(own)):
        if left[point, point] > APART * max(1.0, own[point, point]):
            chosen.append(point)
            left = left - np.outer(left[:, point], left[point]) / left[point, point]
    return np.array(chosen, dtype=np.int64)
