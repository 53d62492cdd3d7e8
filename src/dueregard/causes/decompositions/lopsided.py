"""Degrees of freedom of parts whose error is lopsided, so that intervals hold the truth as often as said.

A part that comes out small by chance also gets a small standard error: then ``t = (part - truth) / error`` is
neither centred nor symmetric, and an interval that takes it for a t misses on one side too often. To second
order, with u the influence of primary units, g and H the first and second derivatives of a part by the
numbers it is made of, V their covariance, and s its standard error,

    mean of t      =  tr(H V) / (2 s) - (a + 2 c) / 2,      a = sum u^3 / s^3,
    skewness of t  =  -2 a - 3 c,                           c = g'V H V g / s^3,

so that its quantile at z is shifted by ``mean + skewness (z^2 - 1) / 6``. The interval stays symmetric around
the part; it is as wide as that shift asks, which is told as the degrees of freedom of such a width.

References
----------
Hall (1992), The Bootstrap and Edgeworth Expansion, sections 2.3, 2.4 and 3.10.3; Johnson (1978), JASA 73,
536-544; Bhattacharya and Ghosh (1978), Annals of Statistics 6, 434-451.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy import special

from dueregard.causes.decompositions.findings import Part
from dueregard.causes.designs import SampleDesign
from dueregard.estimates import Covariance, Source
from dueregard.estimates.source import FloatArray

__all__ = ["doubted", "lopsided_df", "lopsided_source", "shifts", "third_moments"]

COLUMNS = 8
"""Values at a time, so that a million people need no second matrix of influence."""

AT = 0.05
"""What lies outside of the interval whose width is matched."""

DOUBTFUL = 12.0
"""Degrees of freedom below which a lopsided part is approximate: quantiles of t are shifted by half an error.

In 500 surveys like those of ``benchmarks/coverage_distributions.py`` the composition of a variance of skewed
pay was so in six to seven of ten, the part of its specification error that intervals hold least often (90%)
in half, and no part of a quantile in three of ten. A survey without the few people cannot tell.
"""

REASON = (
    "its error is lopsided, because a few people move both the part and its standard error; compare the "
    "outcome in logarithms"
)

LARGEST = 6.0
"""A shift beyond this is not told from it: the interval is then of some one degree of freedom."""


def third_moments(design: SampleDesign, influence: FloatArray, matrix: FloatArray) -> FloatArray:
    """Add up the cubes of what primary units do to values, around their stratum's mean.

    Parameters
    ----------
    design : SampleDesign
        Of n people.
    influence : ndarray (n, k)
        Of each on k numbers, times the weight.
    matrix : ndarray (p, k)
        The derivatives of p values by the numbers.

    Returns
    -------
    ndarray (p,)
        The third cumulant of the values' error to first order; for the mean of n people, their skewness times
        their standard deviation cubed, over n squared.

    Examples
    --------
    >>> from dueregard.causes.designs import design_of
    >>> outcome = np.array([[0.0], [0.0], [3.0]])
    >>> third_moments(design_of(3), (outcome - 1) / 3, np.eye(1)).round(4)
    array([0.2222])
    """
    stage = design.plan.stages[0]
    stratum, sizes = stage.unit_stratum, stage.sizes
    left = np.maximum((1 - stage.fractions) * (1 - 2 * stage.fractions), 0.0)[stratum]
    psu = design.psu
    moments = np.empty(len(matrix))
    for first in range(0, len(matrix), COLUMNS):
        columns = influence @ matrix[first : first + COLUMNS].T
        for at in range(columns.shape[1]):
            totals: FloatArray = np.bincount(psu, columns[:, at], minlength=len(stratum)).astype(float)
            means = np.bincount(stratum, totals, minlength=len(sizes)) / sizes
            moments[first + at] = left @ (totals - means[stratum]) ** 3
    return moments


def shifts(
    variance: FloatArray,
    third: FloatArray,
    *,
    curvature: FloatArray | float = 0.0,
    bias: FloatArray | float = 0.0,
    level: float = 1 - AT,
) -> FloatArray:
    """Find by how much quantiles of t are shifted.

    Parameters
    ----------
    variance : ndarray (p,)
        Of the values.
    third : ndarray (p,)
        See :func:`third_moments`.
    curvature, bias : ndarray (p,), optional
        ``g'V H V g`` and ``tr(H V) / 2``.
    level : float
        Of the interval.

    Returns
    -------
    ndarray (p,)
        In standard errors, positive; 0 where the variance is.

    Examples
    --------
    >>> shifts(np.array([1.0, 1.0]), np.array([0.0, 0.2])).round(3)  # .1 + .4 / 6 x (1.96^2 - 1)
    array([0.   , 0.289])
    """
    z = special.ndtri((1 + level) / 2)
    error = np.sqrt(np.where(variance > 0, variance, np.inf))
    a, c = third / error**3, curvature / error**3
    mean, skewness = bias / error - (a + 2 * c) / 2, -2 * a - 3 * c
    return np.asarray(np.minimum(np.abs(mean + skewness * (z**2 - 1) / 6), LARGEST))


def lopsided_df(df: float, shift: FloatArray) -> FloatArray:
    """Give the degrees of freedom at which a symmetric 95% interval heeds a shift of t.

    Parameters
    ----------
    df : float
        Of the design.
    shift : ndarray (p,)
        See :func:`shifts`.

    Returns
    -------
    ndarray (p,)
        At most those of the design.

    Examples
    --------
    >>> lopsided_df(1000.0, np.array([0.0, 0.1, 0.3, 0.5])).round(1)
    array([1000. ,  196.9,   28.3,   11.8])
    """
    reach = np.full(len(shift), -special.stdtrit(df, AT / 2) if np.isfinite(df) else -special.ndtri(AT / 2))
    low, high = reach, reach + shift + 1.0
    for _ in range(50):
        middle = (low + high) / 2
        outside = _below(df, shift - middle) + _below(df, -shift - middle)
        low, high = np.where(outside > AT, middle, low), np.where(outside > AT, high, middle)
    wide = special.stdtridf(1 - AT / 2, np.maximum(high, 1.96001))
    return np.where(shift > 1e-3, np.clip(wide, 1.0, df), df)


def lopsided_source(design: SampleDesign, influence: FloatArray) -> Source | None:
    """Turn influence into joint uncertainty, with degrees of freedom that heed lopsided errors.

    Parameters
    ----------
    design : SampleDesign
        Of n people.
    influence : ndarray (n, k)
        Of each on k values, times the weight.

    Returns
    -------
    Covariance, Replicates or None
        As :meth:`SampleDesign.scores` gives with the user's replicate weights; None for a full count.
    """
    source = design.scores(influence)
    if source is None or design.given is not None:
        return source
    covariance = source.covariance()
    third = third_moments(design, influence, np.eye(influence.shape[1]))
    df = lopsided_df(float(np.min(source.df)), shifts(covariance.diagonal(), third))
    return Covariance(identity=design.identity, matrix=covariance, df=df)


def doubted(parts: Sequence[Part], own: float | FloatArray, df: float) -> list[Part]:
    """Mark parts whose error is too lopsided for their interval to be relied on.

    Parameters
    ----------
    parts : sequence of Part, length k
        What the values are.
    own : float or ndarray (k,)
        Their degrees of freedom; infinite for a full count.
    df : float
        Degrees of freedom of the design, which alone make no part doubtful.

    Returns
    -------
    list of Part
    """
    return [
        replace(part, status="approximate", reason=REASON)
        if each < min(DOUBTFUL, df / 2) and part.status == "ok"
        else part
        for part, each in zip(parts, np.broadcast_to(own, len(parts)), strict=True)
    ]


def _below(df: float, values: FloatArray) -> FloatArray:
    return np.asarray(special.stdtr(df, values) if np.isfinite(df) else special.ndtr(values))
