"""Indices of inequality over profiles of circumstances: many weightings at once, a row each."""

from __future__ import annotations

import numpy as np

from dueregard.estimates.source import FloatArray

__all__ = ["dissimilarity", "gini", "mean_log_deviation", "variance", "variance_of_logs"]


def gini(values: FloatArray, weight: FloatArray) -> FloatArray:
    """Gini index of weighted values.

    Parameters
    ----------
    values, weight : ndarray (..., c)
        Values and their weights; where a weight is 0 the value does not matter.

    Returns
    -------
    ndarray (...)
        Covariance of the value with the mid-rank, twice, over the mean (Lerman and Yitzhaki 1989, Journal of
        Econometrics 42, 43-47). Not a number where the mean is not positive. Above 1 with negative values.

    Examples
    --------
    >>> gini(np.array([1.0, 3.0]), np.array([1.0, 1.0]))
    array(0.25)
    """
    y, w = np.broadcast_arrays(np.asarray(values, float), np.asarray(weight, float))
    y = np.where(w > 0, y, 0.0)
    order = np.argsort(y, axis=-1, kind="stable")
    y, w = np.take_along_axis(y, order, -1), np.take_along_axis(w, order, -1)
    total, mean = w.sum(-1), _mean(y, w)
    rank = (np.cumsum(w, -1) - w / 2) / total[..., None]
    with np.errstate(divide="ignore", invalid="ignore"):
        found = 2 * ((w * rank * (y - mean[..., None])).sum(-1) / total) / mean
    return np.where(mean > 0, found, np.nan)


def mean_log_deviation(values: FloatArray, weight: FloatArray) -> FloatArray:
    """Mean of ln(mean / value).

    Parameters
    ----------
    values, weight : ndarray (..., c)
        Values and their weights. Values of 0 or less have no logarithm and are left out, as the mean is of
        the others.

    Returns
    -------
    ndarray (...)
        Not a number where no value is positive.

    Examples
    --------
    >>> float(mean_log_deviation(np.array([1.0, 4.0]), np.array([1.0, 1.0])).round(4))
    0.2231
    """
    y, w = np.broadcast_arrays(np.asarray(values, float), np.asarray(weight, float))
    sound = (w > 0) & (y > 0)
    y, w = np.where(sound, y, 1.0), np.where(sound, w, 0.0)
    mean = _mean(y, w)
    return np.log(mean) - _mean(np.log(y), w)


def variance_of_logs(values: FloatArray, weight: FloatArray) -> FloatArray:
    """Variance of the logarithms, by the whole weight (not less one).

    Parameters
    ----------
    values, weight : ndarray (..., c)
        Values and their weights; values of 0 or less are left out.

    Returns
    -------
    ndarray (...)

    Examples
    --------
    >>> variance_of_logs(np.exp(np.array([1.0, 3.0])), np.array([1.0, 1.0]))
    array(1.)
    """
    y, w = np.broadcast_arrays(np.asarray(values, float), np.asarray(weight, float))
    sound = (w > 0) & (y > 0)
    return variance(np.log(np.where(sound, y, 1.0)), np.where(sound, w, 0.0))


def variance(values: FloatArray, weight: FloatArray) -> FloatArray:
    """Variance, by the whole weight (not less one).

    Parameters
    ----------
    values, weight : ndarray (..., c)
        Values and their weights.

    Returns
    -------
    ndarray (...)

    Examples
    --------
    >>> variance(np.array([1.0, 3.0]), np.array([1.0, 1.0]))
    array(1.)
    """
    y, w = np.broadcast_arrays(np.asarray(values, float), np.asarray(weight, float))
    y = np.where(w > 0, y, 0.0)
    return np.asarray(_mean((y - _mean(y, w)[..., None]) ** 2, w))


def dissimilarity(chances: FloatArray, weight: FloatArray) -> FloatArray:
    """Share of all yeses that would have to change hands for every profile to have the same chance.

    Parameters
    ----------
    chances, weight : ndarray (..., c)
        Chance of a yes in each profile, and its weight.

    Returns
    -------
    ndarray (...)
        Half the mean absolute distance from the overall chance, over that chance (Paes de Barros, Ferreira,
        Molinas Vega and Saavedra Chanduvi 2009, Measuring Inequality of Opportunities in Latin America and
        the Caribbean, chapter 2).

    Examples
    --------
    >>> dissimilarity(np.array([0.2, 0.6]), np.array([1.0, 1.0]))
    array(0.25)
    """
    p, w = np.broadcast_arrays(np.asarray(chances, float), np.asarray(weight, float))
    p = np.where(w > 0, p, 0.0)
    mean = _mean(p, w)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = _mean(np.abs(p - mean[..., None]), w) / (2 * mean)
    return np.where(mean > 0, found, np.nan)


def _mean(y: FloatArray, w: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((w * y).sum(-1) / w.sum(-1))
