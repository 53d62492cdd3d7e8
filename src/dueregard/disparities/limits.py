"""Intervals on the logarithmic scale, for ratios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy import special

from dueregard.errors import UsageError
from dueregard.estimates import Estimates
from dueregard.estimates.source import FloatArray

__all__ = ["with_logarithmic_limits"]


def with_logarithmic_limits(estimates: Estimates, level: float | Sequence[float]) -> Estimates:
    """Give ratios intervals that are symmetric on the logarithmic scale: value times exp(± t se / value).

    Parameters
    ----------
    estimates : Estimates
        Ratios, above zero.
    level : float or sequence of float
        Levels of the intervals.

    Returns
    -------
    Estimates
        With limits computed beforehand; those without a standard error as they were.

    Raises
    ------
    UsageError
        When a level is not between 0 and 1.

    Examples
    --------
    >>> from dueregard.estimates import Covariance, Label
    >>> two = Estimates(
    ...     [2.0], sources=(Covariance(identity="s", matrix=[[0.04]]),), labels=(Label(measure="r"),)
    ... )
    >>> with_logarithmic_limits(two, 0.95).interval().round(4)
    array([[1.644, 2.433]])
    """
    levels = [level] if isinstance(level, int | float) else list(level)
    if not all(0 < each < 1 for each in levels):
        raise UsageError("A confidence level lies between 0 and 1.", remedy="Write 0.95 for 95%.")
    se = estimates.se
    known = np.isfinite(se) & (estimates.values > 0)
    if not known.any():
        return estimates
    relative = np.divide(se, estimates.values, out=np.full(len(se), np.nan), where=known)
    return replace(
        estimates,
        limits={each: _limits(estimates, relative, each) for each in levels},
        interval_methods=tuple("given" if each else "t" for each in known),
    )


def _limits(estimates: Estimates, relative: FloatArray, level: float) -> FloatArray:
    above = (1 + level) / 2
    df = estimates.df
    finite = np.where(np.isfinite(df) & (df > 0), df, 1.0)
    factor = np.where(np.isposinf(df), special.ndtri(above), special.stdtrit(finite, above))
    half = np.where(df > 0, factor, np.nan) * relative
    middle = np.log(np.where(estimates.values > 0, estimates.values, np.nan))
    return np.asarray(np.exp(middle[:, None] + half[:, None] * np.array([-1.0, 1.0])))
