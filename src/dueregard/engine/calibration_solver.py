"""Weights whose sums equal known totals: distances, and Newton's method on their dual."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dueregard.engine.calibration_targets import CalibrationMethod
from dueregard.errors import UsageError

__all__ = ["Distance", "Solution", "distance_of", "pseudo_inverse", "solve_calibration"]

Array = NDArray[np.float64]

CONVERGED = 1e-10
"""The largest miss of a total, relative to it, with which calibrated weights are used."""

_POLISHED = 1e-14
_RANK = 1e-11
_UNREACHED = 1e-6
"""The largest part of a miss that a step may leave unanswered for want of curvature."""


class Distance(Protocol):
    """How far weights may move: the ratio F(u) of calibrated to sampling weight, u = x'lambda."""

    def ratio(self, u: Array) -> Array:
        """Ratio of calibrated to sampling weight."""

    def slope(self, u: Array) -> Array:
        """Derivative of the ratio."""

    def integral(self, u: Array) -> Array:
        """Antiderivative of the ratio."""

    def expression(self, u: Any) -> Any:
        """The ratio as a row expression."""


@dataclass(frozen=True, slots=True)
class _Bounded(ABC):
    """A distance whose ratio is cut off at bounds."""

    low: float
    high: float

    def _inside(self, u: Array) -> NDArray[np.bool_]:
        start, end = self._ends()
        return (u > start) & (u < end)

    @abstractmethod
    def _ends(self) -> tuple[float, float]:
        """Where the ratio meets its bounds."""

    @abstractmethod
    def _free(self, u: Array) -> Array:
        """The ratio between them."""

    @abstractmethod
    def _free_integral(self, u: Array) -> Array:
        """Its antiderivative."""

    def ratio(self, u: Array) -> Array:
        start, end = self._ends()
        return np.clip(self._free(np.clip(u, start, end)), self.low, self.high)

    def integral(self, u: Array) -> Array:
        start, end = self._ends()
        within = np.clip(u, start, end)
        integral = self._free_integral(within)
        beyond = u != within
        integral[beyond] += np.where(u > end, self.high, self.low)[beyond] * (u - within)[beyond]
        return integral

    def _cut(self, ratio: Any) -> Any:
        import narwhals.stable.v2 as nw

        if np.isfinite(self.low):
            ratio = nw.when(ratio < self.low).then(nw.lit(self.low)).otherwise(ratio)
        if np.isfinite(self.high):
            ratio = nw.when(ratio > self.high).then(nw.lit(self.high)).otherwise(ratio)
        return ratio


class _Linear(_Bounded):
    """F(u) = 1 + u: least squares."""

    __slots__ = ()

    def _ends(self) -> tuple[float, float]:
        return self.low - 1, self.high - 1

    def _free(self, u: Array) -> Array:
        return 1 + u

    def _free_integral(self, u: Array) -> Array:
        return u + u * u / 2

    def slope(self, u: Array) -> Array:
        return self._inside(u).astype(float)

    def expression(self, u: Any) -> Any:
        return self._cut(u + 1.0)


class _Raking(_Bounded):
    """F(u) = exp(u): the least relative entropy."""

    __slots__ = ()

    def _ends(self) -> tuple[float, float]:
        return float(np.log(self.low)) if self.low > 0 else -np.inf, float(np.log(self.high))

    def _free(self, u: Array) -> Array:
        return np.exp(np.minimum(u, 700.0))

    def _free_integral(self, u: Array) -> Array:
        return np.exp(np.minimum(u, 700.0))

    def slope(self, u: Array) -> Array:
        return np.where(self._inside(u), self._free(u), 0.0)

    def expression(self, u: Any) -> Any:
        return self._cut(u.exp())


@dataclass(frozen=True, slots=True)
class _Logit:
    """A logistic curve from the lower to the upper bound, with value and slope 1 at 0."""

    low: float
    high: float

    @property
    def _rate(self) -> float:
        return (self.high - self.low) / ((1 - self.low) * (self.high - 1))

    @property
    def _odds(self) -> float:
        return (self.high - 1) / (1 - self.low)

    def _share(self, u: Array) -> Array:
        with np.errstate(over="ignore"):
            return 1 / (1 + self._odds * np.exp(-self._rate * u))

    def ratio(self, u: Array) -> Array:
        return self.low + (self.high - self.low) * self._share(u)

    def slope(self, u: Array) -> Array:
        share = self._share(u)
        return (self.high - self.low) * self._rate * share * (1 - share)

    def integral(self, u: Array) -> Array:
        log = np.logaddexp(np.log(self._odds), self._rate * u)
        return self.low * u + (self.high - self.low) / self._rate * log

    def expression(self, u: Any) -> Any:
        return (self.high - self.low) / ((u * -self._rate).exp() * self._odds + 1.0) + self.low


def distance_of(method: CalibrationMethod, bounds: tuple[float, float] | None) -> Distance:
    """Choose the distance of a method.

    Parameters
    ----------
    method : {"raking", "linear", "logit", "poststratification"}
        As declared.
    bounds : tuple of float, optional
        Lowest and highest ratio.

    Returns
    -------
    Distance
        Deville and Sarndal (1992), JASA 87, table 1: case 2 for raking, 1 or 7 for linear, 6 for logit.
    """
    if method == "logit":
        assert bounds is not None
        return _Logit(*bounds)
    if method == "raking":
        return _Raking(*(bounds or (0.0, np.inf)))
    return _Linear(*(bounds or (-np.inf, np.inf)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solution:
    """Where Newton's method ended.

    Attributes
    ----------
    multipliers : ndarray (p,)
        Lambda: the ratio of a row is F of its auxiliaries times these.
    ratios : ndarray (n,)
        F for each row.
    misses : ndarray (p,)
        Reached less known totals, relative to the known ones' scale.
    iterations : int
        Steps taken.
    """

    multipliers: Array
    ratios: Array = field(repr=False)
    misses: Array = field(repr=False)
    iterations: int

    @property
    def converged(self) -> bool:
        """Whether every total was reached to 1e-10 of its scale."""
        return bool((np.abs(self.misses) <= CONVERGED).all())


def solve_calibration(
    auxiliaries: sparse.csr_array,
    weights: Array,
    totals: Array,
    *,
    distance: Distance,
    start: Array | None = None,
    iterations: int = 200,
) -> Solution:
    """Bring weights to known totals.

    Parameters
    ----------
    auxiliaries : scipy.sparse.csr_array (n, p)
        Auxiliary variables; rows that agree in all of them may be one.
    weights : ndarray (n,)
        Sampling weights, at least 0.
    totals : ndarray (p,)
        Known totals.
    distance : Distance
        Of calibrated from sampling weights.
    start : ndarray (p,), optional
        Multipliers to start from.
    iterations : int
        At most so many Newton steps.

    Returns
    -------
    Solution
        Whether or not it converged: see :attr:`Solution.converged`.

    Notes
    -----
    The multipliers minimise the convex dual ``sum(d G(x'lambda)) - lambda'T`` with G the antiderivative of F;
    each Newton step is halved until the dual falls (Deville, Sarndal and Sautory 1993, section 3).
    """
    if weights.sum() <= 0:
        raise UsageError("Nobody has a weight, so none can be brought to known totals.")
    spread = np.sqrt(np.asarray(auxiliaries.multiply(auxiliaries).T @ weights) / weights.sum())
    scale = np.where(spread > 0, spread, 1.0)
    target = totals / scale
    problem = _Problem(
        x=sparse.csr_array(auxiliaries @ sparse.diags_array(1 / scale)),
        weights=weights,
        target=target,
        sizes=np.maximum(np.abs(target), 1e-3 * max(float(np.abs(target).max(initial=0.0)), 1e-300)),
        distance=distance,
    )
    state = problem.at(np.zeros(len(totals)) if start is None else start * scale)
    taken = 0
    while taken < iterations and problem.miss(state) > _POLISHED:
        following = problem.descend(state)
        taken += 1
        if following is state:
            break
        done = problem.miss(state) <= CONVERGED and problem.miss(following) >= problem.miss(state)
        if done:
            break
        state = following
    return Solution(
        multipliers=state.multipliers / scale,
        ratios=distance.ratio(state.u),
        misses=state.gradient / problem.sizes,
        iterations=taken,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _State:
    """Multipliers, and what follows from them."""

    multipliers: Array
    u: Array
    dual: float
    gradient: Array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Problem:
    """What is to be solved, auxiliaries on a common scale."""

    x: sparse.csr_array
    weights: Array
    target: Array
    sizes: Array
    distance: Distance

    def miss(self, state: _State) -> float:
        """The largest relative miss of a total."""
        return float((np.abs(state.gradient) / self.sizes).max(initial=0.0))

    def at(self, multipliers: Array) -> _State:
        """Follow multipliers to the dual and its gradient, the misses of the totals."""
        u = np.asarray(self.x @ multipliers)
        with np.errstate(over="ignore", invalid="ignore"):
            dual = float(self.weights @ self.distance.integral(u) - multipliers @ self.target)
            gradient = np.asarray(self.x.T @ (self.weights * self.distance.ratio(u))) - self.target
        return _State(multipliers=multipliers, u=u, dual=dual, gradient=gradient)

    def descend(self, state: _State) -> _State:
        """Halve Newton's step until the dual falls; close to the end, until the totals are missed by less."""
        slopes, missed = self.distance.slope(state.u), float(np.abs(state.gradient).max())
        step, left = self._step(state, slopes)
        if left > _UNREACHED * missed:
            # Where all of a level are at a bound nothing pulls them back, and the step would pass it over.
            step, _ = self._step(state, np.where(slopes > 0, slopes, 1.0))
        slope = float(state.gradient @ step)
        for halvings in range(40):
            share = 0.5**halvings
            tried = self.at(state.multipliers + share * step)
            if not np.isfinite(tried.dual) or not np.isfinite(tried.gradient).all():
                continue
            falls = tried.dual <= state.dual + 1e-4 * share * slope
            if falls or np.abs(tried.gradient).max() < 0.9 * missed:
                return tried
        return state

    def _step(self, state: _State, slopes: Array) -> tuple[Array, float]:
        """Solve for Newton's step; and how much of the gradient it leaves unanswered."""
        curvature = self.weights * slopes
        hessian = (self.x.T @ self.x.multiply(curvature[:, None]).tocsr()).toarray()
        step = -pseudo_inverse(hessian) @ state.gradient
        return step, float(np.abs(hessian @ step + state.gradient).max(initial=0.0))


def pseudo_inverse(matrix: Array) -> Array:
    """Invert a symmetric matrix where it can be inverted: margins share their sum.

    Parameters
    ----------
    matrix : ndarray (p, p)
        Positive semi-definite.

    Returns
    -------
    ndarray (p, p)
        The Moore-Penrose inverse, eigenvalues under 1e-11 of the largest taken as zero.
    """
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    kept = values > _RANK * max(float(values.max(initial=0.0)), 0.0)
    inverse: Array = (vectors[:, kept] / values[kept]) @ vectors[:, kept].T
    return inverse
