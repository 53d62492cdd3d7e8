"""Which end of the distribution inequality comes from."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Outcome
from dueregard.engine.ordered import BANDWIDTHS, OrderedPeople
from dueregard.engine.scored import Floats, Scored, Solution
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.kernels import KERNEL
from dueregard.measures.lorenz import of_positive_total
from dueregard.measures.options import choice

__all__ = ["lorenz_asymmetry"]


def _asymmetry(people: OrderedPeople, _: OrderedPeople | None, *, bandwidth: str) -> Solution:
    """F(mu) + L(mu), interpolated between the people on either side of the mean."""
    mean = people.mean_y
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = people.each(mean.values)
        below, at = people.y < centre, people.y == centre
        following, weight = _next_above(people, below | at)
        last = _last_below(people, below)
        part = (mean.values - last) / (following - last)
        sizes, totals = people.sums(below), people.sums(np.where(below, people.y, 0.0))
        between = (sizes + part * weight) / people.size
        between = between + (totals + part * weight * following) / people.sums(people.y)
        half = (sizes + people.sums(at) / 2) / people.size
        half = half + (totals + people.sums(np.where(at, people.y, 0.0)) / 2) / people.sums(people.y)
        values = np.where(people.sums(at) > 0, half, between)
    if not people.scored:
        return of_positive_total(people, Scored(values))
    share = people.mean(below * 1.0) + people.total(np.where(below, people.y, 0.0)) / people.total(people.y)
    # A higher mean moves people of the density there below it, and their part of the total with them.
    with np.errstate(invalid="ignore", divide="ignore"):
        slope = 2 * people.density(mean.values, bandwidth=bandwidth) / people.size
    moved = share + mean.mapped(mean.values, slope)
    return of_positive_total(people, Scored(values, moved.terms))


def _last_below(people: OrderedPeople, below: NDArray[np.bool_]) -> Floats:
    """Highest value of those below, one a level."""
    count = people.reweighted(people.ones).sums(below).astype(np.int64)
    place = np.clip(people.starts[:-1] + count - 1, 0, max(len(people) - 1, 0))
    return np.where(count > 0, people.y[place], np.nan) if len(people) else np.full(people.levels, np.nan)


def _next_above(people: OrderedPeople, passed: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Lowest value of those not passed, and the mean weight of the people who have it, one a level."""
    if not len(people):
        return np.full(people.levels, np.nan), np.full(people.levels, np.nan)
    once = people.reweighted(people.ones)
    count = once.sums(passed).astype(np.int64)
    place = people.starts[:-1] + count
    value = np.where(place < people.starts[1:], people.y[np.clip(place, 0, len(people) - 1)], np.nan)
    tied = people.y == people.each(value)
    return value, people.sums(tied) / once.sums(tied)


@catalogued(
    title="Lorenz asymmetry coefficient",
    family="inequality",
    meaning="Where inequality comes from: above 1 it is mostly that a few have much, below 1 mostly that "
    "many have little.",
    formula="F(μ) + L(F(μ)), linear between the people on either side of the mean",
    range="0 to 2; 1 is a symmetric Lorenz curve",
    variance="linearised, with the density of people at the mean",
    oracle="R ineq 0.2-13, Lasym (values without weights, 1e-8)",
    avoid="It is not a measure of how much inequality there is: show it beside gini. It is uncertain where "
    "few people are near the average.",
    reference="Damgaard and Weiner (2000), Describing inequality in plant size or fecundity, Ecology 81, "
    "1139-1142, equation 4",
    example="lorenz_asymmetry:income",
    convention="With weights, the next person above the mean counts with the mean weight of those who have "
    "that value.",
    properties=("scale invariant",),
    direction="neither",
)
def lorenz_asymmetry(
    column: str,
    *,
    bandwidth: str = "convey",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> OrderedMeasure:
    """Measure which end of the distribution inequality comes from.

    Parameters
    ----------
    column : str
        A column or an expression.
    bandwidth : {"convey", "n_eff"}
        Of the density at the mean, on which only the standard error depends.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the coefficient; it has none.

    Returns
    -------
    OrderedMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        For an unknown bandwidth.

    References
    ----------
    Damgaard and Weiner (2000), Describing inequality in plant size or fecundity, Ecology 81, 1139-1142,
    equation 4.

    Examples
    --------
    >>> lorenz_asymmetry("size").form(OrderedPeople.of([1.0, 2.0, 3.0, 4.0]), None).scored.values
    array([1.075])
    """
    width = choice(bandwidth, BANDWIDTHS, option="bandwidth")
    return OrderedMeasure(
        name="lorenz_asymmetry",
        outcome=Outcome(columns=(column,), among=among),
        form=partial(_asymmetry, bandwidth=width),
        label=name or column,
        unit=unit,
        method=KERNEL[width],
        parameters={} if width == "convey" else {"bandwidth": width},
    )
