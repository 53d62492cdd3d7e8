"""Least squares whose errors resemble the one before: restricted likelihood, and Newey and West's way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Autoregression", "autoregression", "newey_west"]

Array = NDArray[np.float64]
_LOWEST, _HIGHEST = -0.9, 0.98
_GRID = 48
_STEPS = 40
_GOLDEN = (np.sqrt(5) - 1) / 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Autoregression:
    """A regression with first-order autoregressive errors.

    Attributes
    ----------
    coefficients : ndarray (p,)
        By generalised least squares.
    covariance : ndarray (p, p)
        Of these.
    rho : float
        Correlation of errors one period apart.
    scale : float
        Standard deviation of what is new in each error.
    values, columns : ndarray (n,), (n, p)
        What was fitted.
    position : ndarray of int (n,)
        Number of each period; gaps are allowed.
    """

    coefficients: Array
    covariance: Array
    rho: float
    scale: float
    values: Array
    columns: Array
    position: NDArray[np.int64]

    @property
    def innovations(self) -> Array:
        """What is new in each error (n,)."""
        whitened = _whitened(np.column_stack([self.values, self.columns]), self.position, self.rho)
        return np.asarray(whitened[:, 0] - whitened[:, 1:] @ self.coefficients)

    def covariance_with(self, other: Autoregression) -> Array:
        """Give the covariance with another series' coefficients, from innovations of the same periods.

        Parameters
        ----------
        other : Autoregression
            Of the same time, say of another group.

        Returns
        -------
        ndarray (p, p)

        Notes
        -----
        As in Zellner's (1962) seemingly unrelated regressions, with the autoregressions of Parks (1967):
        errors t ≥ s apart covary by r σ σ' ρ^(t - s)/(1 - ρ ρ').
        """
        both = np.intersect1d(self.position, other.position)
        mine, theirs = np.isin(self.position, both), np.isin(other.position, both)
        one, two = self.innovations[mine], other.innovations[theirs]
        with np.errstate(invalid="ignore", divide="ignore"):
            r = float(one @ two / np.sqrt((one @ one) * (two @ two)))
        apart = self.position[:, None] - other.position[None, :]
        lagged = np.where(apart >= 0, float(self.rho) ** np.abs(apart), float(other.rho) ** np.abs(apart))
        errors = r * self.scale * other.scale * lagged / (1 - self.rho * other.rho)
        return np.asarray(self._map() @ errors @ other._map().T)

    def degrees_of_freedom(self, contrast: Array) -> float:
        """Give Satterthwaite's degrees of freedom of a contrast's variance.

        Parameters
        ----------
        contrast : ndarray (p,)
            Of the coefficients.

        Returns
        -------
        float
            2 v²/Var(v), between 2 and n - p; the variance of v by the delta method over scale and rho.

        References
        ----------
        Satterthwaite (1946), Biometrics Bulletin 2, 110-114; Turner et al. (2021), BMC Med Res Methodol
        21, 181.
        """
        n, p = self.columns.shape
        most = float(n - p)
        theta = np.array([np.log(self.scale), np.arctanh(self.rho)])
        if not np.isfinite(theta).all():
            return most
        information = -_hessian(lambda at: _likelihood(self, at), theta)
        try:
            spread = np.linalg.inv(information)
        except np.linalg.LinAlgError:
            return most
        step = 1e-4
        gradient = np.array(
            [
                (_variance(self, theta + move, contrast) - _variance(self, theta - move, contrast))
                / (2 * step)
                for move in np.eye(2) * step
            ]
        )
        variance = float(gradient @ spread @ gradient)
        own = _variance(self, theta, contrast)
        if not (variance > 0 and np.linalg.eigvalsh(spread)[0] > 0):
            return most
        return float(np.clip(2 * own**2 / variance, min(2.0, most), most))

    def _map(self) -> Array:
        """From values to coefficients (p, n)."""
        whitener = _whitened(np.eye(len(self.values)), self.position, self.rho)
        return np.linalg.pinv(whitener @ self.columns) @ whitener


def autoregression(values: Array, columns: Array, position: NDArray[np.int64]) -> Autoregression:
    """Fit by restricted maximum likelihood.

    Parameters
    ----------
    values : ndarray (n,)
        In the order of time.
    columns : ndarray (n, p)
        Of full rank.
    position : ndarray of int (n,)
        Number of each period.

    Returns
    -------
    Autoregression

    References
    ----------
    Cheang and Reinsel (2000), JASA 95, 1173-1184, for the restricted likelihood of autoregressive errors.

    Examples
    --------
    >>> time = np.arange(12)
    >>> bent = np.array([1.0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]) + time
    >>> fit = autoregression(bent, np.column_stack([np.ones(12), time]), time)
    >>> bool(fit.rho < -0.5), round(float(fit.coefficients[1]), 2)
    (True, 1.0)
    """
    both = np.column_stack([values, columns])

    def loss(rho: float) -> float:
        return -_profile(both, position, rho)

    grid = np.linspace(_LOWEST, _HIGHEST, _GRID)
    best = int(np.argmin([loss(each) for each in grid]))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, _GRID - 1)]
    rho = _narrowed(loss, float(low), float(high))
    white = _whitened(both, position, rho)
    y, x = white[:, 0], white[:, 1:]
    coefficients = np.linalg.lstsq(x, y, rcond=None)[0]
    n, p = columns.shape
    scale = float(np.sqrt(np.sum((y - x @ coefficients) ** 2) / (n - p)))
    return Autoregression(
        coefficients=np.asarray(coefficients, np.float64),
        covariance=np.asarray(scale**2 * np.linalg.inv(x.T @ x), np.float64),
        rho=rho,
        scale=scale,
        values=values,
        columns=columns,
        position=position,
    )


def newey_west(values: Array, columns: Array) -> tuple[Array, Array]:
    """Fit by ordinary least squares, with errors robust to autocorrelation.

    Parameters
    ----------
    values, columns : ndarray (n,), (n, p)
        In the order of time.

    Returns
    -------
    tuple of ndarray (p,) and ndarray (p, p)
        Coefficients and their covariance, with Bartlett's weights over 4 (n/100)^(2/9) lags and the factor
        n/(n - p).

    References
    ----------
    Newey and West (1987), Econometrica 55, 703-708; (1994), Review of Economic Studies 61, 631-653.

    Examples
    --------
    >>> newey_west(np.array([1.0, 2, 3, 4, 5.5]), np.ones((5, 1)))[0].round(2)
    array([3.1])
    """
    n, p = columns.shape
    bread = np.linalg.inv(columns.T @ columns)
    coefficients = bread @ columns.T @ values
    scores = columns * (values - columns @ coefficients)[:, None]
    lags = int(4 * (n / 100) ** (2 / 9))
    meat = scores.T @ scores
    for lag in range(1, min(lags, n - 1) + 1):
        cross = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (lags + 1)) * (cross + cross.T)
    return coefficients, n / (n - p) * bread @ meat @ bread


def _whitened(columns: Array, position: NDArray[np.int64], rho: float) -> Array:
    """Make errors independent with the variance of innovations, across gaps of any length."""
    carried = np.power(float(rho), np.diff(position))
    shrunk = np.sqrt((1 - rho**2) / (1 - carried**2))[:, None]
    first = np.sqrt(1 - rho**2) * columns[:1]
    return np.vstack([first, shrunk * (columns[1:] - carried[:, None] * columns[:-1])])


def _determinant(position: NDArray[np.int64], rho: float) -> float:
    """The logarithm of the determinant of the errors' covariance, innovations having variance one."""
    carried = np.power(float(rho), np.diff(position))
    return float(-np.log(1 - rho**2) + np.sum(np.log((1 - carried**2) / (1 - rho**2))))


def _profile(both: Array, position: NDArray[np.int64], rho: float) -> float:
    white = _whitened(both, position, rho)
    y, x = white[:, 0], white[:, 1:]
    n, p = x.shape
    q, r = np.linalg.qr(x)
    rest = float(np.sum((y - q @ (q.T @ y)) ** 2))
    curvature = 2 * float(np.sum(np.log(np.abs(np.diag(r)))))
    fit = float((n - p) * np.log(max(rest, np.finfo(float).tiny)))
    return -0.5 * (fit + _determinant(position, rho) + curvature)


def _likelihood(fit: Autoregression, theta: Array) -> float:
    scale, rho = float(np.exp(theta[0])), float(np.tanh(theta[1]))
    white = _whitened(np.column_stack([fit.values, fit.columns]), fit.position, rho)
    y, x = white[:, 0], white[:, 1:]
    n, p = x.shape
    q, r = np.linalg.qr(x)
    rest = float(np.sum((y - q @ (q.T @ y)) ** 2))
    curvature = 2 * float(np.sum(np.log(np.abs(np.diag(r)))))
    spent = 2 * (n - p) * np.log(scale) + rest / scale**2
    return -0.5 * float(spent + _determinant(fit.position, rho) + curvature)


def _variance(fit: Autoregression, theta: Array, contrast: Array) -> float:
    x = _whitened(fit.columns, fit.position, float(np.tanh(theta[1])))
    return float(np.exp(2 * theta[0]) * contrast @ np.linalg.solve(x.T @ x, contrast))


def _hessian(function: Callable[[Array], float], at: Array, step: float = 1e-3) -> Array:
    size = len(at)
    found = np.zeros((size, size))
    moves = np.eye(size) * step
    for i in range(size):
        for j in range(size):
            found[i, j] = (
                function(at + moves[i] + moves[j])
                - function(at + moves[i] - moves[j])
                - function(at - moves[i] + moves[j])
                + function(at - moves[i] - moves[j])
            ) / (4 * step**2)
    return found


def _narrowed(loss: Callable[[float], float], low: float, high: float) -> float:
    """Golden-section search."""
    for _ in range(_STEPS):
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        if loss(left) < loss(right):
            high = right
        else:
            low = left
    return (low + high) / 2
