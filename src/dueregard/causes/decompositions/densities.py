"""How densely people stand at a value: a Gaussian kernel on a grid, as R's ``density()`` has it.

What is published of quantile regressions by recentred influence rests on that function: 512 points,
Silverman's bandwidth, linear binning, the fast Fourier transform, and a straight line between points. We
follow it to rounding, and add weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import fft

from dueregard.causes.decompositions.quantiles import quantile_of
from dueregard.estimates.source import FloatArray

__all__ = ["Density", "density_at", "gaussian", "silverman_bandwidth"]

POINTS = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """A density at one value.

    Attributes
    ----------
    at : float
        The value.
    height : float
        The share of people a unit of the outcome.
    slope : float
        The derivative of the kernel's density there.
    bandwidth : float
        Of the kernel.
    smoothed : float
        By what share smoothing raises the height, to second order: ``bandwidth**2 f'' / 2 f``, with f'' from
        a kernel twice as wide.
    """

    at: float
    height: float
    slope: float
    bandwidth: float
    smoothed: float = 0.0


def gaussian(distance: FloatArray, bandwidth: float) -> FloatArray:
    """Give the Gaussian kernel at distances.

    Parameters
    ----------
    distance : ndarray
        In units of the outcome.
    bandwidth : float
        Its standard deviation.

    Returns
    -------
    ndarray
        Of the same shape.
    """
    return np.asarray(np.exp(-0.5 * (distance / bandwidth) ** 2) / (bandwidth * np.sqrt(2 * np.pi)))


def silverman_bandwidth(values: FloatArray, weight: FloatArray) -> float:
    """Choose a bandwidth by Silverman's rule of thumb.

    Parameters
    ----------
    values, weight : ndarray (n,)
        The outcome, and positive weights.

    Returns
    -------
    float
        ``0.9 min(sd, IQR / 1.34) n**-0.2``, as R's ``bw.nrd0``, with the effective number of people under
        weights; 0 where everybody has the same value.

    References
    ----------
    Silverman (1986), Density Estimation, equation 3.31.

    Examples
    --------
    >>> round(silverman_bandwidth(np.arange(1.0, 11.0), np.ones(10)), 6)  # R: bw.nrd0(1:10)
    1.719286
    """
    total = float(weight.sum())
    people = total**2 / float(weight @ weight)
    middle = float(weight @ values) / total
    squares = float(weight @ (values - middle) ** 2) / total
    spread = np.sqrt(squares * people / max(people - 1, 1e-9))
    low, high = quantile_of(values, weight, 0.25), quantile_of(values, weight, 0.75)
    scale = min(spread, (high - low) / 1.34) or spread
    return float(0.9 * scale * people**-0.2)


def density_at(values: FloatArray, weight: FloatArray, at: float) -> Density:
    """Estimate the density of an outcome at a value.

    Parameters
    ----------
    values, weight : ndarray (n,)
        The outcome, and positive weights.
    at : float
        Within the outcome's range.

    Returns
    -------
    Density
        With a height of 0 and a bandwidth of 0 where everybody has the same value.

    Notes
    -----
    The binning of R up to version 4.3 is kept (``old.coords = TRUE`` since then), which ddecompose and dineq
    were published with. It differs from the kernel summed person by person by less than a thousandth.

    Examples
    --------
    >>> found = density_at(np.array([1.0, 2.0, 3.0, 5.0]), np.ones(4), 2.0)
    >>> round(found.height, 5)  # R: d <- density(c(1, 2, 3, 5)); approx(d$x, d$y, 2)$y
    0.23172
    """
    bandwidth = silverman_bandwidth(values, weight)
    if bandwidth <= 0:
        return Density(at=at, height=0.0, slope=0.0, bandwidth=0.0)
    start, end = float(values.min()) - 3 * bandwidth, float(values.max()) + 3 * bandwidth
    low, high = start - 4 * bandwidth, end + 4 * bandwidth
    share = weight / weight.sum()
    heights = _smoothed(_binned(values, share, low, high), high - low, bandwidth)
    grid = np.linspace(low, high, POINTS)
    points = np.linspace(start, end, POINTS)
    height = float(np.interp(at, points, np.interp(points, grid, heights)))
    distance = values - at
    slope = float((share * gaussian(distance, bandwidth)) @ distance) / bandwidth**2
    smoothed = bandwidth**2 * _bend(distance, share, 2 * bandwidth) / (2 * height) if height > 0 else 0.0
    return Density(at=at, height=height, slope=slope, bandwidth=bandwidth, smoothed=smoothed)


def _bend(distance: FloatArray, share: FloatArray, bandwidth: float) -> float:
    """The second derivative of a kernel's density: steadier than that of one as wide as the height needs."""
    squares = (distance / bandwidth) ** 2 - 1
    return float((share * gaussian(distance, bandwidth)) @ squares) / bandwidth**2


def _binned(values: FloatArray, share: FloatArray, low: float, high: float) -> FloatArray:
    """Split each person's share between the two points of the grid around."""
    place = (values - low) / ((high - low) / (POINTS - 1))
    left = np.floor(place).astype(np.intp)
    rest = place - left
    mass = np.bincount(left, share * (1 - rest), minlength=2 * POINTS)
    mass += np.bincount(left + 1, share * rest, minlength=2 * POINTS)
    return np.asarray(mass, float)


def _smoothed(mass: FloatArray, width: float, bandwidth: float) -> FloatArray:
    steps = np.linspace(0.0, 2 * width, 2 * POINTS)
    steps[POINTS + 1 :] = -steps[1:POINTS][::-1]
    kernel = gaussian(steps, bandwidth)
    smooth = fft.ifft(fft.fft(mass) * np.conj(fft.fft(kernel))).real
    return np.asarray(np.maximum(smooth[:POINTS], 0.0))
