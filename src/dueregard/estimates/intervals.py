"""Confidence intervals of estimates, each by its value's own method."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from dueregard.errors import SpreadError, UsageError, did_you_mean
from dueregard.estimates import proportion_intervals as proportion
from dueregard.estimates.draws import Draws
from dueregard.estimates.scales import LOG, LOGIT, interval_on
from dueregard.estimates.source import FloatArray, IntArray, Source

if TYPE_CHECKING:
    from dueregard.estimates.estimates import Estimates

__all__ = ["degrees_of_freedom", "interval", "refuse_level", "t_tail"]

METHODS = ("t", "log", "index", "mean", "logit", "xlogit", "beta", "wilson", "given")
SCALES = {"log": LOG, "index": LOGIT}


def interval(estimates: Estimates, level: float) -> FloatArray:
    """Compute limits of every value.

    Parameters
    ----------
    estimates : Estimates, k values
        The values.
    level : float
        Confidence level.

    Returns
    -------
    array of float, shape (k, 2)
        See :meth:`Estimates.interval`.

    Raises
    ------
    UsageError
        When the level is not between 0 and 1, or a method is unknown.
    SpreadError
        When limits were computed beforehand, but not at this level.
    """
    refuse_level(level)
    limits = np.full((len(estimates), 2), np.nan)
    methods = np.array(estimates.interval_methods, object)
    for method in dict.fromkeys(estimates.interval_methods):
        index = np.flatnonzero(methods == method)
        limits[index] = _by_method(estimates, method, index, level)
    limits[~np.isfinite(estimates.values)] = np.nan
    return limits


def refuse_level(level: float) -> None:
    """Refuse a confidence level that is none.

    Parameters
    ----------
    level : float
        As it was asked for.

    Raises
    ------
    UsageError
        When it does not lie between 0 and 1.

    Examples
    --------
    >>> refuse_level(95)
    Traceback (most recent call last):
    ...
    dueregard.errors.UsageError: A confidence level lies between 0 and 1. It is 95. Write 0.95 for 95%.
    """
    if not 0 < level < 1:
        raise UsageError(
            "A confidence level lies between 0 and 1.",
            found=f"It is {level:g}.",
            remedy="Write 0.95 for 95%.",
        )


def degrees_of_freedom(sources: tuple[Source, ...], *, size: int) -> FloatArray:
    """Combine the degrees of freedom of several sources.

    Parameters
    ----------
    sources : tuple of Source
        The sources, each of k values.
    size : int
        The number of values, k.

    Returns
    -------
    array of float, shape (k,)
        Satterthwaite's approximation; NaN without any source.
    """
    if not sources:
        return np.full(size, np.nan)
    freedom = np.array([np.broadcast_to(np.asarray(source.df, float), size) for source in sources])
    if len(sources) == 1:
        return np.array(freedom[0])
    variances = np.array([source.variances() for source in sources])
    total = variances.sum(axis=0)
    shares = np.divide(variances, total, out=np.zeros_like(variances), where=total > 0)
    with np.errstate(divide="ignore"):
        combined = 1 / (shares**2 / np.where(freedom > 0, freedom, np.nan)).sum(axis=0)
    return np.asarray(np.where(total > 0, combined, freedom.min(axis=0, initial=np.inf)))


def t_tail(statistic: FloatArray, df: FloatArray) -> FloatArray:
    """Find the probability below a t statistic.

    Parameters
    ----------
    statistic, df : array of float, shape (k,)
        The statistics and their degrees of freedom.

    Returns
    -------
    array of float, shape (k,)
        Normal for infinite degrees of freedom; NaN where they are not positive.

    Examples
    --------
    >>> t_tail(np.array([0.0, -1.96]), np.array([3.0, np.inf])).round(3)
    array([0.5  , 0.025])
    """
    finite = np.where(np.isfinite(df) & (df > 0), df, np.nan)
    return np.asarray(np.where(np.isposinf(df), special.ndtr(statistic), special.stdtr(finite, statistic)))


def _by_method(estimates: Estimates, method: str, index: IntArray, level: float) -> FloatArray:
    if method == "given":
        return _computed_beforehand(estimates, index, level)
    if not estimates.sources:
        return np.full((len(index), 2), np.nan)
    if method not in METHODS:
        raise UsageError(
            f"There is no interval method {method!r}.",
            found=f"The methods are: {', '.join(METHODS)}.",
            remedy=did_you_mean(method, METHODS) or None,
        )
    chosen, first = estimates.select(index), estimates.sources[0]
    if len(estimates.sources) == 1 and isinstance(first, Draws):
        return first.select(index).percentiles(level)
    if method == "t":
        return proportion.mean_interval(chosen.values, chosen.se, df=chosen.df, level=level)
    if method in SCALES:
        return interval_on(SCALES[method], chosen, level)
    return _proportion(chosen, method, level)


def _proportion(estimates: Estimates, method: str, level: float) -> FloatArray:
    """Interval by a proportion's method; by "beta" at 0 and 1, where the others degenerate or fail.

    An index of poverty leaves the range of a proportion when incomes are negative: it has a t interval then.
    """
    p, se, df = estimates.values, estimates.se, estimates.df
    outside = (p < 0) | (p > 1)
    if outside.any():
        limits = np.asarray(proportion.mean_interval(p, se, df=df, level=level))
        limits[~outside] = _proportion(estimates.select(np.flatnonzero(~outside)), method, level)
        return limits
    n = np.array([support.n for support in estimates.supports], float)
    exact = proportion.beta_interval(p, se, df=df, n=n, level=level)
    if method == "beta":
        return exact
    if method == "wilson":
        return proportion.wilson_interval(p, se, df=df, n=n, level=level)
    inside = (p > 0) & (p < 1)
    if method == "mean":
        limits = proportion.mean_interval(p, se, df=df, level=level)
    elif method == "xlogit":
        limits = proportion.xlogit_interval(p, se, df=df, level=level)
    else:
        limits = interval_on(LOGIT, estimates, level)
    return np.asarray(np.where(inside[:, None], limits, exact))


def _computed_beforehand(estimates: Estimates, index: IntArray, level: float) -> FloatArray:
    known = {round(each, 12): limits[index] for each, limits in estimates.limits.items()}
    limits = known.get(round(level, 12), np.full((len(index), 2), np.nan))
    missing = np.isnan(limits).all(axis=1) & np.isfinite(estimates.values[index])
    if missing.any():
        levels = ", ".join(f"{each:g}" for each in estimates.limits) or "none"
        raise SpreadError(
            f"The limits of this value at level {level:g} were not computed.",
            found=f"Limits are known at these levels: {levels}.",
            remedy=f"Ask for the level when estimating: estimate(..., level={level:g}).",
        )
    return limits
