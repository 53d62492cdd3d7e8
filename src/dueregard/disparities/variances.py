"""Between-group variance, standard deviation and coefficient of variation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dueregard.disparities import formulae
from dueregard.disparities.correction import curvature_of_variance, noise_in_variance
from dueregard.disparities.dispersion import Dispersion, measured, taking_off
from dueregard.disparities.groups import Groups
from dueregard.estimates import Estimates
from dueregard.estimates.source import FloatArray

__all__ = [
    "between_group_standard_deviation",
    "between_group_variance",
    "coefficient_of_variation_between",
]

WEIGHTED = {"weighted": True}


def between_group_variance(
    groups: Groups, *, correct: bool = True, level: float | Sequence[float] = 0.95
) -> Estimates:
    """Measure the between-group variance: sum of p (m - mean)² over groups with share p and value m.

    Parameters
    ----------
    groups : Groups
        Values, with populations.
    correct : bool
        Take off what sampling noise adds on average, trace((diag(p) - p p') C), down to zero, and give an
        interval by test inversion (:mod:`dueregard.disparities.inversion`). Otherwise the plug-in value,
        with the standard error of Ahn et al., which exceeds the delta method's by the quadratic part.
    level : float or sequence of float
        Levels of the intervals.

    Returns
    -------
    Estimates
        In squared units of the outcome; one for each combination of the other grouping variables.

    References
    ----------
    Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and Public Health
    19, 3697; Ahn et al. (2018), JCO Clinical Cancer Informatics 2, 1-19. R `healthequal::bgv`.

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> regions = published([70, 80, 90], [3, 3, 3], [1, 1, 1], by="region", levels="abc")
    >>> between_group_variance(regions, correct=False).values.round(4)
    array([66.6667])
    >>> between_group_variance(regions).values.round(4)
    array([60.6667])
    """
    return measured(
        groups,
        Dispersion(
            name="between_group_variance",
            formula=lambda _: formulae.variance,
            corrected=taking_off(noise_in_variance),
            curvature=curvature_of_variance,
            parameters=WEIGHTED,
            power=2.0,
            unit=lambda unit: f"({unit})²" if unit else None,
        ),
        correct=correct,
        level=level,
    )


def between_group_standard_deviation(
    groups: Groups, *, correct: bool = True, level: float | Sequence[float] = 0.95
) -> Estimates:
    """Measure the between-group standard deviation: the root of :func:`between_group_variance`.

    Parameters
    ----------
    groups : Groups
        Values, with populations.
    correct : bool
        Take the root of the corrected variance, with an interval by test inversion; otherwise the plug-in.
    level : float or sequence of float
        Levels of the intervals.

    Returns
    -------
    Estimates
        In units of the outcome.

    References
    ----------
    Schlotheuber and Hosseinpoor (2022). R `healthequal::bgsd`, whose interval (percentiles of resampled
    values) does not cover: see ``benchmarks/coverage_disparities.py``.

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> regions = published([70, 80, 90], [3, 3, 3], [1, 1, 1], by="region", levels="abc")
    >>> between_group_standard_deviation(regions).values.round(4)
    array([7.7889])
    """
    return measured(
        groups,
        Dispersion(
            name="between_group_standard_deviation",
            formula=lambda _: _standard_deviation,
            corrected=_corrected_standard_deviation,
            parameters=WEIGHTED,
        ),
        correct=correct,
        level=level,
    )


def coefficient_of_variation_between(
    groups: Groups, *, correct: bool = True, level: float | Sequence[float] = 0.95
) -> Estimates:
    """Measure the between-group coefficient of variation: 100 times standard deviation over mean.

    Parameters
    ----------
    groups : Groups
        Values, with populations.
    correct : bool
        Use the corrected standard deviation, with an interval by test inversion; otherwise the plug-in.
    level : float or sequence of float
        Levels of the intervals.

    Returns
    -------
    Estimates
        In per cent; not estimable unless the mean is above zero.

    References
    ----------
    Schlotheuber and Hosseinpoor (2022). R `healthequal::covar`.

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> regions = published([70, 80, 90], [3, 3, 3], [1, 1, 1], by="region", levels="abc")
    >>> coefficient_of_variation_between(regions).values.round(4)
    array([9.7361])
    """
    return measured(
        groups,
        Dispersion(
            name="coefficient_of_variation_between",
            formula=lambda _: _coefficient,
            corrected=_corrected_coefficient,
            parameters=WEIGHTED,
            unit=lambda _: "%",
            failure="the mean is not above zero",
        ),
        correct=correct,
        level=level,
    )


def _standard_deviation(values: Any, population: Any) -> Any:
    return np.sqrt(formulae.variance(values, population))


def _coefficient(values: Any, population: Any) -> Any:
    mean = formulae.weighted_mean(values, population)
    return 100 * _standard_deviation(values, population) / np.where(np.real(mean) > 0, mean, np.nan)


def _corrected_standard_deviation(
    values: FloatArray, population: FloatArray, covariance: FloatArray, value: float
) -> float:
    taken_off = value**2 - noise_in_variance(values, population, covariance)
    return float(np.sqrt(max(0.0, taken_off)))


def _corrected_coefficient(
    values: FloatArray, population: FloatArray, covariance: FloatArray, value: float
) -> float:
    mean = float(formulae.weighted_mean(values, population))
    return 100 * _corrected_standard_deviation(values, population, covariance, value * mean / 100) / mean
