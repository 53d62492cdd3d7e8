"""What would change if every group were like the reference group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

import numpy as np

from dueregard.disparities.evaluation import Formula, Part, described, evaluate, parts_of
from dueregard.disparities.formulae import weighted_mean
from dueregard.disparities.groups import Groups
from dueregard.disparities.selection import EXTREMES, better_sign, check_choice, chosen
from dueregard.errors import UsageError
from dueregard.estimates import Estimates

__all__ = ["attributable_number", "population_attributable_fraction", "population_attributable_risk"]

WORSE = "the reference group is worse than the average, so nothing is attributed and zero is shown"


def population_attributable_risk(
    groups: Groups, *, better: Literal["higher", "lower"], reference: str | None = None
) -> Estimates:
    """Measure the population attributable risk (PAR): the reference group's value minus the mean.

    Parameters
    ----------
    groups : Groups
        Values, with populations.
    better : {"higher", "lower"}
        Which values are better.
    reference : str, optional
        A level, or "highest", "lowest", "first" or "last" of the order. By default the last level where
        there is an order, otherwise the best value, which is then picked from the same data and overstates
        the result: the method says so.

    Returns
    -------
    Estimates
        Positive where higher values are better, negative where lower ones are. Where the reference group is
        worse than the mean the value is zero and the status "approximate"; the standard error and the
        interval's width are those of the difference. Standard errors are by the delta method from those of
        the values.

    Raises
    ------
    UsageError
        When there is no such level, order or direction.

    Notes
    -----
    R `healthequal::parisk` takes its standard error from the populations as if they were a sample of that
    size: :func:`dueregard.disparities.counted` does the same where it is true.

    References
    ----------
    Schlotheuber and Hosseinpoor (2022), International Journal of Environmental Research and Public Health
    19, 3697; Walter (1978), International Journal of Epidemiology 7, 175-182.

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> regions = published([70, 80, 95], [3, 3, 4], [1, 1, 2], by="region", levels="abc")
    >>> population_attributable_risk(regions, better="higher").values
    array([10.])
    """

    def gap(best: Any, mean: Any, people: Any) -> Any:
        return best - mean

    return _attributable(
        "population_attributable_risk", gap, groups, better, reference, unit=lambda unit: unit
    )


def population_attributable_fraction(
    groups: Groups, *, better: Literal["higher", "lower"], reference: str | None = None
) -> Estimates:
    """Measure the population attributable fraction (PAF): 100 times the attributable risk over the mean.

    Parameters
    ----------
    groups : Groups
        Values, with populations.
    better : {"higher", "lower"}
        Which values are better.
    reference : str, optional
        See :func:`population_attributable_risk`.

    Returns
    -------
    Estimates
        In per cent, of the sign of :func:`population_attributable_risk`; not estimable unless the mean is
        above zero. The standard error is in per cent too; that of R `healthequal::paf`, and the width of its
        interval, are of the fraction, a hundred times smaller than the value's scale.

    Raises
    ------
    UsageError
        When there is no such level, order or direction.

    References
    ----------
    Schlotheuber and Hosseinpoor (2022); Walter (1978). The Scottish Public Health Observatory publishes the
    same fraction with the opposite sign for events to be avoided.

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> deaths = published([30, 20, 10], [2, 2, 2], [1, 1, 1], by="quintile", levels="abc", order="abc")
    >>> population_attributable_fraction(deaths, better="lower").values
    array([-50.])
    """

    def fraction(best: Any, mean: Any, people: Any) -> Any:
        return 100 * (best - mean) / np.where(np.real(mean) > 0, mean, np.nan)

    return _attributable(
        "population_attributable_fraction", fraction, groups, better, reference, unit=lambda _: "%"
    )


def attributable_number(
    groups: Groups, *, better: Literal["higher", "lower"], reference: str | None = None, per: float
) -> Estimates:
    """Count the events that would change if every group had the reference group's rate.

    Parameters
    ----------
    groups : Groups
        Rates or proportions, with populations as numbers of people.
    better : {"higher", "lower"}
        Which values are better.
    reference : str, optional
        See :func:`population_attributable_risk`.
    per : float
        People that the rates are for: 1, 100 for percentages, 100,000 for rates per 100,000.

    Returns
    -------
    Estimates
        The attributable risk times the number of people, over `per`.

    Raises
    ------
    UsageError
        When there is no such level, order or direction, or `per` is not above zero.

    References
    ----------
    Scottish Public Health Observatory, inequality measures: population attributable risk.

    Examples
    --------
    >>> from dueregard.disparities import published
    >>> deaths = published([30, 20, 10], [2, 2, 2], [1000, 1000, 1000], by="q", levels="abc", order="abc")
    >>> attributable_number(deaths, better="lower", per=1000).values
    array([-30.])
    """
    if not per > 0:
        raise UsageError("The people that rates are for must be more than zero.", found=f"per is {per}.")

    def number(best: Any, mean: Any, people: Any) -> Any:
        return (best - mean) * people / per

    return _attributable(
        "attributable_number", number, groups, better, reference, unit=lambda _: None, per=per
    )


def _attributable(
    name: str,
    measure: Callable[[Any, Any, Any], Any],
    groups: Groups,
    better: Literal["higher", "lower"],
    reference: str | None,
    *,
    unit: Callable[[str | None], str | None],
    **parameters: Any,
) -> Estimates:
    sign = better_sign(better)
    which = reference or ("last" if groups.order else "highest" if sign > 0 else "lowest")
    check_choice(groups, which)
    parts = parts_of(groups)
    places = [chosen(groups, part, which) for part in parts]
    labels = [
        described(
            part,
            groups,
            name,
            parameters={"better": better, **parameters},
            method=_method(part, place, which),
            unit=unit(part.label.unit),
            reference=which,
        )
        for part, place in zip(parts, places, strict=True)
    ]
    result = evaluate(
        groups,
        parts,
        [_formula(measure, place) for place in places],
        labels,
        failure="the reference group has no value, or the mean is not above zero",
    )
    return _not_beyond(result, sign)


def _formula(measure: Callable[[Any, Any, Any], Any], place: int | None) -> Formula:
    if place is None:
        return lambda values, population: np.nan

    def formula(values: Any, population: Any) -> Any:
        mean = weighted_mean(values, population)
        return measure(values[..., place], mean, population.sum(axis=-1))

    return formula


def _method(part: Part, place: int | None, which: str) -> str:
    level = which if place is None else part.levels[place]
    named = which if level == which else f"{level} ({which})"
    return f"reference group {named}" + (", picked from the same data" if which in EXTREMES else "")


def _not_beyond(result: Estimates, sign: float) -> Estimates:
    """Show zero where the reference group is worse than the mean."""
    worse = sign * result.values < 0
    return replace(
        result,
        values=np.where(worse, 0.0, result.values),
        statuses=tuple(
            "approximate" if beyond and status == "ok" else status
            for beyond, status in zip(worse, result.statuses, strict=True)
        ),
        reasons=tuple(
            WORSE if beyond and status == "ok" else reason
            for beyond, status, reason in zip(worse, result.statuses, result.reasons, strict=True)
        ),
    )
