"""Mean distances of groups from their mean, from the best group and from a reference group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import numpy as np

from dueregard.disparities import formulae
from dueregard.disparities.dispersion import Dispersion, measured
from dueregard.disparities.evaluation import Formula, Part
from dueregard.disparities.groups import Groups
from dueregard.disparities.selection import better_sign
from dueregard.estimates import Estimates
from dueregard.estimates.groups import check_level

__all__ = [
    "index_of_disparity",
    "mean_difference_from_best",
    "mean_difference_from_mean",
    "mean_difference_from_reference",
]


def mean_difference_from_mean(
    groups: Groups, *, weighted: bool = True, correct: bool = True, level: float | Sequence[float] = 0.95
) -> Estimates:
    """Measure the mean absolute difference of groups from the mean of all people (MDM).

    Parameters
    ----------
    groups : Groups
        Values, with populations; without any, every group counts the same.
    weighted : bool
        Average over people, or (false) over groups. Both are around the mean of all people, as in R
        `healthequal::mdmw` and `mdmu`.
    correct : bool
        Give the mean difference under which the measured one would be the average, down to zero, and an
        interval by test inversion (:mod:`dueregard.disparities.inversion`); otherwise the plug-in value.
    level : float or sequence of float
        Levels of the intervals.

    Returns
    -------
    Estimates
        In units of the outcome.

    References
    ----------
    Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and Public Health
    19, 3697.

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> regions = published([70, 80, 90], [3, 3, 3], [1, 1, 2], by="region", levels="abc")
    >>> mean_difference_from_mean(regions, correct=False).values
    array([7.5])
    >>> mean_difference_from_mean(regions, weighted=False, correct=False).values.round(4)
    array([7.5])
    """

    def of_part(_: Part) -> Formula:
        return lambda values, population: formulae.from_mean(values, population, weighted=weighted)

    return _mean_difference(
        "mean_difference_from_mean", of_part, groups, weighted=weighted, correct=correct, level=level
    )


def mean_difference_from_best(
    groups: Groups,
    *,
    better: Literal["higher", "lower"],
    weighted: bool = True,
    correct: bool = True,
    level: float | Sequence[float] = 0.95,
) -> Estimates:
    """Measure the mean absolute difference of groups from the one with the best value (MDB).

    Parameters
    ----------
    groups : Groups
        Values, with populations for the weighted version.
    better : {"higher", "lower"}
        Which values are better.
    weighted : bool
        Average over people, or (false) over groups; the best group counts among them.
    correct : bool
        As for :func:`mean_difference_from_mean`. The plug-in value is further too high here, because the
        group that looks best is the one that noise favours.
    level : float or sequence of float
        Levels of the intervals.

    Returns
    -------
    Estimates
        In units of the outcome.

    Raises
    ------
    UsageError
        When `better` is neither.

    References
    ----------
    Schlotheuber and Hosseinpoor (2022). R `healthequal::mdbw` and `mdbu`.

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> regions = published([70, 80, 90], [3, 3, 3], [1, 1, 2], by="region", levels="abc")
    >>> mean_difference_from_best(regions, better="higher", correct=False).values
    array([7.5])
    """
    sign = better_sign(better)

    def of_part(_: Part) -> Formula:
        return lambda values, population: formulae.from_best(values, population, weighted=weighted, sign=sign)

    return _mean_difference(
        "mean_difference_from_best",
        of_part,
        groups,
        weighted=weighted,
        correct=correct,
        level=level,
        parameters={"better": better},
        extreme=True,
    )


def mean_difference_from_reference(
    groups: Groups,
    *,
    reference: str,
    weighted: bool = True,
    correct: bool = True,
    level: float | Sequence[float] = 0.95,
) -> Estimates:
    """Measure the mean absolute difference of groups from a reference group (MDR).

    Parameters
    ----------
    groups : Groups
        Values, with populations for the weighted version.
    reference : str
        The group to compare with, such as the capital.
    weighted : bool
        Average over people, or (false) over groups; the reference group counts among them.
    correct : bool
        As for :func:`mean_difference_from_mean`. Noise in the reference group's value is taken into account;
        where it may change which groups lie above it, 95% intervals of the unweighted version covered 94.1%
        of 3,600 simulated tables (4 to 20 groups, standard deviation 10, standard errors 1).
    level : float or sequence of float
        Levels of the intervals.

    Returns
    -------
    Estimates
        In units of the outcome; not estimable where the reference group has no value.

    Raises
    ------
    UsageError
        When there is no such group.

    References
    ----------
    Schlotheuber and Hosseinpoor (2022). R `healthequal::mdrw` and `mdru`.

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> regions = published([70, 80, 90], [3, 3, 3], [1, 1, 2], by="region", levels="abc")
    >>> mean_difference_from_reference(regions, reference="a", correct=False).values
    array([12.5])
    """
    check_level(groups.values, groups.by, reference)

    def of_part(part: Part) -> Formula:
        place = part.position(reference)
        if place is None:
            return _nothing
        return lambda values, population: formulae.from_reference(
            values, population, weighted=weighted, reference=place
        )

    return _mean_difference(
        "mean_difference_from_reference",
        of_part,
        groups,
        weighted=weighted,
        correct=correct,
        level=level,
        parameters={"reference": reference},
        failure="the reference group is not there",
    )


def index_of_disparity(
    groups: Groups, *, weighted: bool = True, correct: bool = True, level: float | Sequence[float] = 0.95
) -> Estimates:
    """Measure the index of disparity (IDIS): 100 times :func:`mean_difference_from_mean` over the mean.

    Parameters
    ----------
    groups : Groups
        Values, with populations; without any, every group counts the same.
    weighted : bool
        Average over people, or (false) over groups.
    correct : bool
        As for :func:`mean_difference_from_mean`.
    level : float or sequence of float
        Levels of the intervals.

    Returns
    -------
    Estimates
        In per cent; not estimable unless the mean is above zero.

    References
    ----------
    Pearcy and Keppel (2002), Public Health Reports 117, 273-280; Schlotheuber and Hosseinpoor (2022).
    R `healthequal::idisw` and `idisu`.

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> regions = published([70, 80, 90], [3, 3, 3], [1, 1, 2], by="region", levels="abc")
    >>> index_of_disparity(regions, correct=False).values.round(4)
    array([9.0909])
    """

    def relative(values: Any, population: Any) -> Any:
        mean = formulae.weighted_mean(values, population)
        distance = formulae.from_mean(values, population, weighted=weighted)
        return 100 * distance / np.where(np.real(mean) > 0, mean, np.nan)

    return _mean_difference(
        "index_of_disparity",
        lambda _: relative,
        groups,
        weighted=weighted,
        correct=correct,
        level=level,
        failure="the mean is not above zero",
        percent=True,
    )


def _mean_difference(
    name: str,
    of_part: Callable[[Part], Formula],
    groups: Groups,
    *,
    weighted: bool,
    correct: bool,
    level: float | Sequence[float],
    parameters: Mapping[str, Any] | None = None,
    failure: str | None = None,
    percent: bool = False,
    extreme: bool = False,
) -> Estimates:
    return measured(
        groups,
        Dispersion(
            name=name,
            formula=of_part,
            parameters={"weighted": weighted, **(parameters or {})},
            unit=(lambda _: "%") if percent else (lambda unit: unit),
            failure=failure,
            extreme=extreme,
        ),
        correct=correct,
        level=level,
        population=weighted,
    )


def _nothing(values: Any, population: Any) -> Any:
    return np.full(np.shape(values)[:-1], np.nan)
