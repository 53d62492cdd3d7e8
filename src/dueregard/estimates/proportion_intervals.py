"""Confidence intervals for one proportion, as R survey's `svyciprop` computes them.

Korn and Graubard 1998, Survey Methodology 24, 193-201, compare them. Below, p is the proportion, se its
standard error, df the design's degrees of freedom and n the people asked.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dueregard.estimates.source import FloatArray

__all__ = [
    "beta_interval",
    "clopper_pearson",
    "logit_interval",
    "mean_interval",
    "t_quantile",
    "wilson_interval",
    "xlogit_interval",
]


def t_quantile(level: float, df: ArrayLike) -> FloatArray:
    """Quantile of t that leaves (1 - level)/2 above it.

    Parameters
    ----------
    level : float
        Confidence level.
    df : array of float
        Degrees of freedom; infinite for the normal distribution.

    Returns
    -------
    array of float
        NaN where df is not positive.

    Examples
    --------
    >>> t_quantile(0.95, [4.0, np.inf]).round(4)
    array([2.7764, 1.96  ])
    """
    freedom, upper = np.asarray(df, float), (1 + level) / 2
    finite = np.where(np.isfinite(freedom) & (freedom > 0), freedom, np.nan)
    return np.asarray(np.where(np.isposinf(freedom), special.ndtri(upper), special.stdtrit(finite, upper)))


def mean_interval(p: ArrayLike, se: ArrayLike, *, df: ArrayLike, level: float = 0.95) -> FloatArray:
    """P ± t se, which may leave the range 0 to 1 (svyciprop method "mean").

    Parameters
    ----------
    p, se, df : array of float, shape (k,)
        Proportion, standard error, degrees of freedom.
    level : float
        Confidence level.

    Returns
    -------
    array of float, shape (k, 2)
        Limits.

    Examples
    --------
    >>> mean_interval([0.4], [0.05], df=[np.inf]).round(3)
    array([[0.302, 0.498]])
    """
    middle, half = np.asarray(p, float), t_quantile(level, df) * np.asarray(se, float)
    return np.stack([middle - half, middle + half], axis=-1)


def logit_interval(p: ArrayLike, se_logit: ArrayLike, *, df: ArrayLike, level: float = 0.95) -> FloatArray:
    """A t interval for log(p/(1-p)), carried back (svyciprop method "logit").

    Parameters
    ----------
    p : array of float, shape (k,)
        Proportions strictly between 0 and 1.
    se_logit : array of float, shape (k,)
        Standard errors on the logit scale; with replicate weights from the logits of the replicates.
    df : array of float, shape (k,)
        Degrees of freedom.
    level : float
        Confidence level.

    Returns
    -------
    array of float, shape (k, 2)
        Limits; NaN for a proportion of 0 or 1.

    Examples
    --------
    >>> logit_interval([0.1], [0.3], df=[np.inf]).round(3)
    array([[0.058, 0.167]])
    """
    inside = np.asarray(p, float)
    middle = special.logit(np.where((inside > 0) & (inside < 1), inside, np.nan))
    return np.asarray(special.expit(mean_interval(middle, se_logit, df=df, level=level)))


def xlogit_interval(p: ArrayLike, se: ArrayLike, *, df: ArrayLike, level: float = 0.95) -> FloatArray:
    """As :func:`logit_interval`, with the standard error by the delta method (svyciprop method "xlogit").

    Parameters
    ----------
    p, se, df : array of float, shape (k,)
        Proportion, standard error, degrees of freedom.
    level : float
        Confidence level.

    Returns
    -------
    array of float, shape (k, 2)
        Limits; NaN for a proportion of 0 or 1.

    Examples
    --------
    >>> xlogit_interval([0.1], [0.027], df=[np.inf]).round(3)
    array([[0.058, 0.167]])
    """
    inside = np.asarray(p, float)
    spread = inside * (1 - inside)
    se_logit = np.divide(se, spread, out=np.full_like(spread, np.nan), where=spread > 0)
    return logit_interval(inside, se_logit, df=df, level=level)


def beta_interval(
    p: ArrayLike, se: ArrayLike, *, df: ArrayLike, n: ArrayLike, level: float = 0.95
) -> FloatArray:
    """Exact binomial interval for an effective sample size (Korn and Graubard 1998; svyciprop "beta").

    The effective size is p(1-p)/se², times the squared ratio of t quantiles with n - 1 and df degrees of
    freedom. At p = 0 or 1 the standard error is zero and says nothing: the size is then n with that same
    factor (Korn and Graubard 1998, section 3), where R gives no limits.

    Parameters
    ----------
    p, se, df : array of float, shape (k,)
        Proportion, standard error, degrees of freedom.
    n : array of float, shape (k,)
        People asked.
    level : float
        Confidence level.

    Returns
    -------
    array of float, shape (k, 2)
        Limits between 0 and 1.

    Examples
    --------
    >>> beta_interval([0.0], [0.0], df=[np.inf], n=[30]).round(3)
    array([[0.   , 0.116]])
    """
    inside, people = np.asarray(p, float), np.asarray(n, float)
    factor = _freedom_factor(df=df, n=people, level=level)
    size = factor * _effective_size(inside, np.asarray(se, float), otherwise=people)
    return clopper_pearson(size * inside, size, level=level)


def clopper_pearson(count: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> FloatArray:
    """Exact binomial interval of a plain count (Clopper and Pearson 1934, Biometrika 26, 404-413).

    Parameters
    ----------
    count : array of float, shape (k,)
        People with yes.
    n : array of float, shape (k,)
        People asked; more than none.
    level : float
        Confidence level.

    Returns
    -------
    array of float, shape (k, 2)
        Limits between 0 and 1.

    Examples
    --------
    >>> clopper_pearson([0, 12], 12).round(3)
    array([[0.   , 0.265],
           [0.735, 1.   ]])
    """
    yes, people, tail = np.asarray(count, float), np.asarray(n, float), (1 - level) / 2
    no = people - yes
    lower = special.betaincinv(np.where(yes > 0, yes, np.nan), no + 1, tail)
    upper = special.betaincinv(yes + 1, np.where(no > 0, no, np.nan), 1 - tail)
    return np.stack([np.where(yes == 0, 0.0, lower), np.where(no == 0, 1.0, upper)], axis=-1)


def wilson_interval(
    p: ArrayLike, se: ArrayLike, *, df: ArrayLike, n: ArrayLike, level: float = 0.95
) -> FloatArray:
    """Score interval for an effective sample size (Wilson 1927, JASA 22, 209-212).

    The effective size is p(1-p)/se², and n at p = 0 or 1; the quantile is that of t.

    Parameters
    ----------
    p, se, df : array of float, shape (k,)
        Proportion, standard error, degrees of freedom.
    n : array of float, shape (k,)
        People asked.
    level : float
        Confidence level.

    Returns
    -------
    array of float, shape (k, 2)
        Limits between 0 and 1.

    Examples
    --------
    >>> wilson_interval([0.5], [0.05], df=[np.inf], n=[100]).round(3)
    array([[0.404, 0.596]])
    """
    inside, people, t = np.asarray(p, float), np.asarray(n, float), t_quantile(level, df)
    size = _effective_size(inside, np.asarray(se, float), otherwise=np.where(people > 0, people, np.nan))
    middle = (inside + t**2 / (2 * size)) / (1 + t**2 / size)
    half = t / (1 + t**2 / size) * np.sqrt(inside * (1 - inside) / size + t**2 / (4 * size**2))
    return np.asarray(np.clip(np.stack([middle - half, middle + half], axis=-1), 0.0, 1.0))


def _effective_size(p: FloatArray, se: FloatArray, *, otherwise: FloatArray) -> FloatArray:
    """Size of the simple random sample with the same standard error; without one, the other size given."""
    inside = (se > 0) & (p > 0) & (p < 1)
    # A poverty line that varies leaves a share of nought a little error, which says nothing of its size.
    return np.divide(p * (1 - p), se**2, out=otherwise.copy(), where=inside)


def _freedom_factor(*, df: ArrayLike, n: FloatArray, level: float) -> FloatArray:
    """What few degrees of freedom take off the effective size: squared ratio of t quantiles, at most 1.

    A group may have fewer people than the whole sample has degrees of freedom; these add nothing to it.
    """
    return np.asarray(np.minimum((t_quantile(level, n - 1) / t_quantile(level, df)) ** 2, 1.0))
