"""Concentration indices of ordered groups: absolute, relative, and for bounded outcomes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from dueregard.disparities.evaluation import Part, described, evaluate, parts_of
from dueregard.disparities.formulae import shares, weighted_mean
from dueregard.disparities.groups import Groups
from dueregard.disparities.ranking import RANKED, midranks
from dueregard.disparities.residuals import Spread, check_spread, concentration_variance, with_residuals
from dueregard.errors import UsageError, did_you_mean
from dueregard.estimates import Estimates

__all__ = ["absolute_concentration_index", "relative_concentration_index"]

NORMALISATIONS = ("standard", "wagstaff", "erreygers")


def absolute_concentration_index(groups: Groups, *, spread: Spread = "estimates") -> Estimates:
    """Measure the absolute concentration index (ACI): 2 times the sum of p m (r - 1/2).

    r is the rank of a group's middle in the population ordered from the most disadvantaged.

    Parameters
    ----------
    groups : Groups
        Values, with populations and an order.
    spread : {"estimates", "residuals"}
        Take the uncertainty from that of the values, or, for tables without any, from their scatter around
        the line of the convenience regression, as R `healthequal::aci` always does.

    Returns
    -------
    Estimates
        In units of the outcome. Positive when the outcome is concentrated among the advantaged.

    Raises
    ------
    UsageError
        When there are no populations or no order.

    References
    ----------
    Kakwani, Wagstaff and van Doorslaer (1997), Journal of Econometrics 77, 87-103; Schlotheuber and
    Hosseinpoor (2022), International Journal of Environmental Research and Public Health 19, 3697.

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> fifths = published([60, 70, 80], [2, 2, 2], [1, 1, 1], by="wealth", levels="abc", order="abc")
    >>> absolute_concentration_index(fifths).values.round(4)
    array([4.4444])
    """
    return _concentration("absolute_concentration_index", _one, groups, spread, {}, unit=True)


def relative_concentration_index(
    groups: Groups,
    *,
    normalisation: Literal["standard", "wagstaff", "erreygers"] = "standard",
    bounds: tuple[float, float] | None = None,
    spread: Spread = "estimates",
) -> Estimates:
    """Measure the relative concentration index (RCI): the absolute one over the mean.

    Parameters
    ----------
    groups : Groups
        Values, with populations and an order.
    normalisation : {"standard", "wagstaff", "erreygers"}
        For an outcome between a and b with mean u: ACI / u; ACI (b - a) / ((b - u)(u - a)); or
        4 ACI / (b - a).
    bounds : tuple of float, optional
        The least and the largest possible value, a and b. Needed by the last two, and never guessed.
    spread : {"estimates", "residuals"}
        See :func:`absolute_concentration_index`.

    Returns
    -------
    Estimates
        Between -1 and 1 for outcomes that are never negative; not estimable where the denominator is not
        above zero.

    Raises
    ------
    UsageError
        When there are no populations, order or bounds, or a value lies outside them.

    References
    ----------
    Wagstaff (2005), Health Economics 14, 429-432; Erreygers (2009), Journal of Health Economics 28, 504-515.
    R `healthequal::rci`.

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> fifths = published([60, 70, 80], [2, 2, 2], [1, 1, 1], by="wealth", levels="abc", order="abc")
    >>> relative_concentration_index(fifths).values.round(4)
    array([0.0635])
    >>> relative_concentration_index(fifths, normalisation="erreygers", bounds=(0, 100)).values.round(4)
    array([0.1778])
    """
    if normalisation not in NORMALISATIONS:
        raise UsageError(
            f"There is no normalisation {normalisation!r}.",
            found=f"There are: {', '.join(NORMALISATIONS)}.",
            remedy=did_you_mean(normalisation, NORMALISATIONS) or None,
        )
    if normalisation != "standard":
        low, high = _checked(bounds, groups)
    else:
        low, high = 0.0, 1.0

    def scale(mean: Any) -> Any:
        if normalisation == "standard":
            return mean
        if normalisation == "wagstaff":
            return (high - mean) * (mean - low) / (high - low)
        return (high - low) / 4 + 0 * mean

    parameters: dict[str, Any] = {"normalisation": normalisation}
    if normalisation != "standard":
        parameters |= {"bounds": (low, high)}
    return _concentration("relative_concentration_index", scale, groups, spread, parameters, unit=False)


def _one(mean: Any) -> Any:
    return 1 + 0 * mean


def _checked(bounds: tuple[float, float] | None, groups: Groups) -> tuple[float, float]:
    if bounds is None or not bounds[0] < bounds[1]:
        raise UsageError(
            "A normalised concentration index needs the least and the largest possible value.",
            remedy="Give bounds=(0, 100) for a percentage.",
        )
    known = groups.values.values[np.isfinite(groups.values.values)]
    if (known < bounds[0]).any() or (known > bounds[1]).any():
        raise UsageError("Some values lie outside the bounds.", found=f"The bounds are {bounds}.")
    return bounds


def _concentration(
    name: str,
    scale: Callable[[Any], Any],
    groups: Groups,
    spread: Spread,
    parameters: dict[str, Any],
    *,
    unit: bool,
) -> Estimates:
    """Divide the absolute concentration index by a function of the mean."""
    check_spread(spread)
    parts = parts_of(groups, order=True)
    labels = [
        described(
            part,
            groups,
            name,
            parameters={"order": groups.order, **parameters},
            method=RANKED,
            unit=part.label.unit if unit else None,
        )
        for part in parts
    ]

    def divisor(values: Any, population: Any) -> Any:
        divided_by = scale(weighted_mean(values, population))
        return np.where(np.real(divided_by) > 0, divided_by, np.nan)

    def formula(values: Any, population: Any) -> Any:
        with_rank = shares(population) * values * (midranks(population) - 0.5)
        return 2 * with_rank.sum(axis=-1) / divisor(values, population)

    result = evaluate(groups, parts, [formula] * len(parts), labels, failure="the mean is not above zero")
    if spread == "estimates":
        return result

    def variance(part: Part) -> float:
        absolute = concentration_variance(part.values, part.population)
        return absolute / float(divisor(part.values, part.population)) ** 2

    return with_residuals(result, parts, variance)
